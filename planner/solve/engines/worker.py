"""The far end of `planner.solve.engines.child`: solves what it is sent until its input ends."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from planner.memory import memory_limit
from planner.model.arrays import Rows
from planner.solve.engines.base import Engine, Floats, LpAnswer, MipAnswer, MipLimits


@dataclass(frozen=True)
class Request:
    """A program to solve; without limits it is solved as a linear one."""

    rows: Rows
    seconds: float | None
    limits: MipLimits | None = None
    start: Floats | None = None


@dataclass(frozen=True)
class Found:
    """A better integer point, on the way."""

    value: float
    point: Floats


@dataclass(frozen=True)
class Failed:
    """Why there is no answer."""

    text: str


class Ready:
    """The engine is loaded and waits for requests."""


class Gone:
    """No more messages: the process has ended."""


Message = Ready | Found | LpAnswer | MipAnswer | Failed | Gone


def serve(factory: str, name: str, memory_gb: float | None = None) -> None:
    """Answer requests from standard input on standard output, as pickles.

    Parameters
    ----------
    factory: `module:function` that makes an engine of its name.
    memory_gb: most memory for data.
    """
    # The parent decides what Ctrl-C means; when it ends, so does this process (see _read).
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    replies = _own_stdout()

    def send(message: Message) -> None:
        pickle.dump(message, replies, protocol=pickle.HIGHEST_PROTOCOL)
        replies.flush()

    memory_limit(memory_gb).__enter__()  # until the end
    requests: SimpleQueue[Request] = SimpleQueue()
    Thread(target=_read, args=(requests,), daemon=True).start()
    try:
        module, _, function = factory.partition(":")
        engine: Engine = getattr(import_module(module), function)(name)
        send(Ready())
        while True:
            send(_answer(engine, requests.get(), send))
    except BrokenPipeError:  # nobody listens any more
        return
    except Exception as error:  # noqa: BLE001  (whatever it was, the parent tells it)
        send(Failed(f"{type(error).__name__}: {error}"))


def _answer(engine: Engine, request: Request, send: Callable[[Message], None]) -> Message:
    try:
        if request.limits is None:
            return engine.solve_lp(request.rows, seconds=request.seconds)
        return engine.solve_mip(
            request.rows,
            request.limits,
            start=request.start,
            on_incumbent=lambda value, point: send(Found(value, point)),
        )
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  (the parent raises it again)
        return Failed(f"{type(error).__name__}: {error}")


def _read(requests: SimpleQueue[Request]) -> None:
    """Pass requests on; end the process, in whatever solve it is, when the parent is gone."""
    while True:
        try:
            requests.put(pickle.load(sys.stdin.buffer))  # noqa: S301  (from the parent)
        except EOFError:
            os._exit(0)


def _own_stdout() -> BinaryIO:
    """Standard output for messages alone: what solvers print goes nowhere."""
    messages = os.fdopen(os.dup(1), "wb")
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.close(sink)
    return messages
