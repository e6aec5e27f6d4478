"""Runs that end in every way there is, for the tests of `apart`. They load nothing large."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

Record = dict[str, object]
Tell = Callable[[Record], None]


def ends(argument: Any, tell: Tell) -> Record:
    """Tells once and comes to its end."""
    tell({"stage": "first"})
    return {"stage": "done", "argument": argument}


def sleeps(_: Any, tell: Tell) -> Record:
    """Tells once and never ends."""
    tell({"stage": "first"})
    while True:
        time.sleep(60)


def is_killed(_: Any, tell: Tell) -> Record:
    """Tells once and is killed."""
    tell({"stage": "first"})
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def exits(_: Any, tell: Tell) -> Record:
    """Tells once and leaves without a word."""
    tell({"stage": "first"})
    os._exit(7)


def fails(_: Any, tell: Tell) -> Record:
    """Tells once and raises."""
    tell({"stage": "first"})
    raise LookupError("nothing there")


def takes(megabytes: Any, tell: Tell) -> Record:
    """Tells once and takes so much memory."""
    tell({"stage": "first"})
    return {"bytes": len(bytearray(megabytes * 1024**2))}


def echoes(asked: Any, tell: Tell) -> Record:
    """A run that measures nothing but what it was asked for; seed 2 dies."""
    record = {"size": asked.size, "seed": asked.seed, "tightness": asked.tightness}
    record |= {"status": "not solved", "stage": "building", "baselines": {}}
    tell(record)
    if asked.seed == 2:
        raise MemoryError
    return record
