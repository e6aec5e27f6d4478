"""What data are shipped, from where and of when: the records of datasets/provenance.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml import YAML

from planner.resources import bundled


@dataclass(frozen=True, slots=True)
class Shipped:
    """One file that is shipped: its source, version, the day it was retrieved, and its licence."""

    file: str
    source: str
    version: str
    retrieved: str
    licence: str


def shipped_files() -> tuple[Shipped, ...]:
    """Every shipped file, in the order of the records."""
    path = bundled("datasets") / "provenance.yaml"
    records = YAML(typ="safe").load(path)["files"]
    return tuple(Shipped(*(str(record[name]) for name in Shipped.__slots__)) for record in records)
