"""Whether the workers of a cluster can run jobs, and give the results of this machine."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from planner.jobs import facts as probe
from planner.jobs.errors import WorkersUnusable
from planner.jobs.facts import MISSING, PACKAGES, facts
from planner.jobs.workers import EXTRA

# The probe, as an expression: `eval` is there on every worker, whatever else it lacks.
PROBE = "[space := {{}}, exec({source!r}, space), space['facts']({module!r})][-1]"


def check_workers(client: Any, address: str, module: str, workers: Iterable[str]) -> set[str]:  # noqa: ANN401
    """Those of the workers that can run jobs; one that is gone before it answers is left out.

    Parameters
    ----------
    client: a `distributed.Client`.
    address: the scheduler's, for messages.
    module: where the function of the jobs lives.
    workers: addresses of the workers.

    Raises
    ------
    WorkersUnusable
        With every worker that cannot run these jobs, what it lacks, and what to do.
    """
    asked = sorted(workers)
    threads = client.nthreads(asked)
    answers = client.run(eval, probe_of(module), {}, workers=asked, on_error="return")
    answers = {name: said for name, said in answers.items() if not isinstance(said, OSError)}
    here = facts(module)
    lines = [
        f"  worker {name}: {problem}"
        for name, said in sorted(answers.items())
        for problem in problems(here, said, threads.get(name, 1), module)
    ]
    if lines:
        raise WorkersUnusable(
            f"--cluster {address}: workers that cannot run these jobs\n" + "\n".join(lines)
        )
    return set(answers)


def probe_of(module: str) -> str:
    """An expression whose value are the facts of the process that evaluates it."""
    return PROBE.format(source=inspect.getsource(probe), module=module)


def problems(here: dict[str, str], there: object, threads: int, module: str) -> list[str]:
    """What is wrong with a worker of so many threads that answered `there`, and what to do.

    `here` are the facts of this process; a later line would follow from an earlier one.
    """
    if not isinstance(there, dict):
        return [f"does not say what it has ({there}); start it anew"]
    version = here["peaceplan"]
    install = f"install it there with: pip install '{EXTRA}=={version}'"
    if there["Python"] != here["Python"]:
        wanted = here["Python"]
        return [f"Python {there['Python']}, here {wanted}; start it with Python {wanted}"]
    if there["peaceplan"] == MISSING != version:
        return [f"peaceplan is missing, here {version}; {install}"]
    if "failure" in there:
        return [f"cannot import {module} ({there['failure']}); {install}"]
    found = [
        f"{name} {there[name]}, here {here[name]}; "
        + (install if name == "peaceplan" else f"pip install '{name}=={here[name]}' there")
        for name in PACKAGES
        if there[name] != here[name]
    ]
    if not found and there["code"] != here["code"]:
        found.append(f"code of peaceplan {version} is another than here; {install}")
    if threads != 1:
        found.append(f"runs {threads} jobs at a time in one process; start it with --nthreads 1")
    if there["threads"] != "1":
        found.append(
            f"its arithmetic runs on {there['threads']} threads; start it with OMP_NUM_THREADS=1"
        )
    return found
