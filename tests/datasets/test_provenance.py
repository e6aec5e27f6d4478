"""The provenance records and the files they speak of."""

import hashlib
from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.datasets.read import DATASETS

NOT_DATA = {"README.md", "NOTICE.md", "COPYING", "provenance.yaml", ".gitattributes"}
FIELDS = {"file", "source", "version", "retrieved", "licence", "sha256", "transformation"}


def records() -> list[dict[str, Any]]:
    """Read the records of provenance.yaml."""
    content = YAML(typ="safe", pure=True).load(DATASETS / "provenance.yaml")
    return list(content["files"])


def test_every_data_file_has_one_record_and_every_record_a_file() -> None:
    """Tests that files and records match one to one."""
    files = sorted(
        path.relative_to(DATASETS).as_posix()
        for path in DATASETS.rglob("*")
        if path.is_file() and path.name not in NOT_DATA
    )
    assert sorted(record["file"] for record in records()) == files


@pytest.mark.parametrize("record", records(), ids=lambda record: record["file"])
def test_record_is_complete_and_its_hash_holds(record: dict[str, Any]) -> None:
    """Tests that a record says all it must and that the file is the one it speaks of."""
    assert set(record) - {"notice"} == FIELDS
    assert all(record[field] for field in FIELDS)
    assert isinstance(record["retrieved"], date)
    digest = hashlib.sha256((DATASETS / record["file"]).read_bytes()).hexdigest()
    assert record["sha256"] == digest, f"{record['file']} changed: set sha256 to {digest}"


def test_licences_that_ask_for_attribution_get_it() -> None:
    """Tests that each CC BY, GPL and ODbL file carries the notice its licence asks for."""
    for record in records():
        if record["licence"].startswith(("CC BY", "GPL", "ODbL")):
            assert record.get("notice"), record["file"]


@pytest.mark.parametrize(("folder", "licence"), [("geopko", "GPL-2.0"), ("roads", "ODbL")])
def test_a_share_alike_licence_stays_in_its_own_folder(folder: str, licence: str) -> None:
    """Tests that GPL and ODbL data neither leave their folder nor mix with others there."""
    inside = {r["file"] for r in records() if r["file"].startswith(f"{folder}/")}
    licensed = {r["file"] for r in records() if r["licence"].startswith(licence)}
    assert inside == licensed
    assert (DATASETS / folder / "NOTICE.md").is_file()
