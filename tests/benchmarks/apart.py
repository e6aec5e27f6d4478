"""A run in a process of its own, with limits: however it ends, what it told of is kept."""

import multiprocessing
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

Record = dict[str, object]
Tell = Callable[[Record], None]
GB = 1024**3


@dataclass(frozen=True)
class RunLimits:
    """Seconds by the clock, and GB of data of the run's process and of each one it starts."""

    seconds: float
    memory_gb: float


@dataclass(frozen=True)
class Ended:
    """What the run told last, and what ended it (empty: it came to its end)."""

    record: Record
    cause: str


def run_apart(
    function: Callable[[Any, Tell], Record], argument: object, limits: RunLimits, on_news: Tell
) -> Ended:
    """Call `function(argument, tell)` in another process; `on_news` hears what it tells.

    Solvers that the process started end when it does: they read their requests from it.
    """
    spawn = multiprocessing.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    target = (function, argument, limits.memory_gb, sender)
    process = spawn.Process(target=_serve, args=target)
    process.start()
    sender.close()
    try:
        return _listen(process, receiver, perf_counter() + limits.seconds, on_news)
    finally:
        process.kill()
        process.join()
        receiver.close()


def _listen(process: Any, receiver: Connection, deadline: float, on_news: Tell) -> Ended:
    record: Record = {}
    while receiver.poll(max(0.0, deadline - perf_counter())):
        try:
            kind, content = receiver.recv()
        except EOFError:
            process.join()
            return Ended(record, _death(process.exitcode))
        if kind == "end":
            return Ended(content, "")
        if kind == "cause":
            return Ended(record, content)
        record = content
        on_news(record)
    return Ended(record, "out of time")


def _death(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    return f"killed by {signal.Signals(-code).name}"


def _serve(
    function: Callable[[Any, Tell], Record], argument: object, memory_gb: float, sender: Connection
) -> None:
    size = round(memory_gb * GB)
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    try:
        sender.send(("end", function(argument, lambda record: sender.send(("news", record)))))
    except MemoryError:
        sender.send(("cause", "out of memory"))
    except Exception as error:  # noqa: BLE001  (a row of the result, whatever it was)
        sender.send(("cause", f"failed: {type(error).__name__}: {error}"[:300]))
