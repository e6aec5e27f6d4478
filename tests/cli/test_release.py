"""What is released holds nothing that its reader may not see, asked of the bytes of all formats."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import sqlite3
import struct
import zipfile
import zlib
from contextlib import closing, suppress
from itertools import permutations
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cli.export import FORMATS
from cli.main import main
from planner.mission.load import load_mission
from planner.resources import bundled

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

TEMPLATE = bundled("configs") / "templates" / "mission"


# To which coordinates are rounded.
DECIMALS = (3, 4, 6)
# Reports, with the number of plans in them.
REPORTS = {"report": 1, "comparison": 2}
# Formats that have no coordinates.
WITHOUT_PLACES = ("csv", "xlsx", "tpfdd")
# All rows of which are contributors' own.
NOT_PUBLIC = "tpfdd"


def peaceplan(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter mission, fleets and requirements renamed, so that none is plain English."""
    folder = tmp_path_factory.mktemp("mission")
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
    path = folder / "mission.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"fleet: ([\w-]+)", r"fleet: q-\1", text), encoding="utf-8")
    table = folder / "requirements.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([head, *(f"q-{row}" for row in rows)]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def mission(config: Path) -> Mission:
    """What was planned: Rwanda has a company at Bambari and one at Bangui."""
    return load_mission(config)


@pytest.fixture(scope="module")
def folder(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of it."""
    target = tmp_path_factory.mktemp("plan") / "out"
    done = peaceplan("plan", config, "-o", target, "--time-limit", "20", "--gap", "0.05", "-q")
    assert done.exit_code == 0, done.output
    return target


def exported(folder: Path, target: Path, kind: str, reader: str) -> bytes:
    """Everything that an export or a report says, unpacked as far as it is packed."""
    if kind in REPORTS:
        plans = [folder] * REPORTS[kind]
        done = peaceplan("report", *plans, "-o", target / "r.html", "--release-to", reader)
    else:
        done = peaceplan("export", folder, "-o", target, "--to", kind, "--release-to", reader)
    assert done.exit_code == 0, done.output
    paths = [path for path in target.rglob("*") if path.is_file()]
    names = "\n".join(path.name for path in paths).encode()
    return b"\n".join([names, *(unpacked(path.read_bytes(), path) for path in paths)])


def unpacked(content: bytes, path: Path | None = None) -> bytes:
    """The bytes of a file, and again what archives, databases and compressed columns in it say."""
    parts = [content]
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [unpacked(archive.read(name)) + name.encode() for name in archive.namelist()]
    if content[:2] == b"\x1f\x8b":
        parts.append(gzip.decompress(content))
    if content[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(content))
        parts += [str(table.schema.metadata).encode(), str(table.to_pydict()).encode()]
    if content[:15] == b"SQLite format 3" and path is not None:
        with closing(sqlite3.connect(path)) as database:
            for line in database.iterdump():
                parts += [line.encode(), *(unpacked(each) for each in _blobs(line))]
    return b"\n".join(parts)


def _blobs(line: str) -> list[bytes]:
    """What stands as hexadecimal digits in a line of SQL, if it is packed."""
    found = []
    for digits in re.findall(r"'((?:[0-9a-fA-F]{2}){16,})'", line):
        with suppress(ValueError, zlib.error):
            found.append(bytes.fromhex(digits))
    return found


def words(content: bytes, wanted: set[str]) -> set[str]:
    """Those words that occur, in UTF-8 or UTF-16, and not as a part of a longer one."""
    return {
        word
        for word in wanted
        if re.search(rb"(?<![A-Za-z_])" + re.escape(word.encode()) + rb"(?![A-Za-z_])", content)
        or word.encode("utf-16-le") in content
    }


def places(mission: Mission, content: bytes, sites: set[str]) -> set[str]:
    """Sites whose coordinate occurs, as text or as doubles."""
    found = set()
    for name in sites:
        site = mission.sites[name]
        at = (site.longitude, site.latitude)
        pairs = [struct.pack(f"{order}2d", *at) for order in "<>"]
        as_text = any(
            re.search(first + rb"0*[\],; ]+" + second, content)
            for decimals in DECIMALS
            for first, second in permutations(
                [re.escape(f"{round(x, decimals)!r}".encode()) for x in at]
            )
        )
        as_hex = any(pair.hex().encode() in content.lower() for pair in pairs)
        if as_text or as_hex or any(pair in content for pair in pairs):
            found.add(name)
    return found


def names_of(mission: Mission) -> set[str]:
    """All that names something below sectors and totals."""
    codes = {unit.contributor for unit in mission.units.values()}
    asked = {item.requirement for item in mission.requirements}
    sites = set(mission.sites) | {site.name for site in mission.sites.values()}
    return {*mission.units, *codes, *asked, *sites, *mission.fleets, *mission.lanes}


@pytest.mark.parametrize("kind", [*FORMATS, *REPORTS])
def test_the_public_sees_sectors_and_totals(
    mission: Mission, folder: Path, tmp_path: Path, kind: str
) -> None:
    """Tests that no unit, contributor, site, requirement, fleet or lane is named, and no site's
    place is told, while the organisation's export of the same format tells units and sites.
    """
    names, sites = names_of(mission), set(mission.sites)
    if kind == NOT_PUBLIC:
        done = peaceplan(
            "export", folder, "-o", tmp_path / "x", "--to", kind, "--release", "public"
        )
        assert (done.exit_code, list(tmp_path.iterdir())) == (6, [])
        return
    public = exported(folder, tmp_path / "public", kind, "public")
    assert words(public, names) == set()
    assert places(mission, public, sites) == set()
    whole = exported(folder, tmp_path / "whole", kind, "organisation")
    assert words(whole, names) >= {"RWA-company-1", "RWA", "bambari"}
    if kind not in WITHOUT_PLACES:
        assert places(mission, whole, sites) == sites


@pytest.mark.parametrize("kind", [*FORMATS, *REPORTS])
def test_a_contributor_sees_its_own(
    mission: Mission, folder: Path, tmp_path: Path, kind: str
) -> None:
    """Tests that Bangladesh sees its hospital where it is, and no other unit, contributor or site
    at which it has none.
    """
    own = exported(folder, tmp_path / "own", kind, "BGD")
    units = {name for name, unit in mission.units.items() if unit.contributor == "BGD"}
    codes = {unit.contributor for unit in mission.units.values()}
    # Its unit stays, so that a list of movements has nothing of it.
    expected = set() if kind == NOT_PUBLIC else {*units, "BGD"}
    assert words(own, {*mission.units, *codes}) == expected
    assert words(own, {"bambari", "Bambari", *mission.fleets}) == set()
    if kind not in WITHOUT_PLACES:
        assert places(mission, own, set(mission.sites)) == {"bangui"}


def test_a_list_of_movements_has_the_readers_own(
    mission: Mission, folder: Path, tmp_path: Path
) -> None:
    """Tests that Rwanda, whose companies rotate, sees moves of theirs, and of nobody else's."""
    own = exported(folder, tmp_path / "own", NOT_PUBLIC, "RWA")
    units = {name for name, unit in mission.units.items() if unit.contributor == "RWA"}
    codes = {unit.contributor for unit in mission.units.values()}
    named = words(own, {*mission.units, *codes})
    assert "RWA" in named
    assert named & units
    assert named <= {*units, "RWA"}


def test_readers_who_contribute_nothing_are_told(folder: Path, tmp_path: Path) -> None:
    """Tests the hint, the exit code, and that nothing is written."""
    target = tmp_path / "out"
    for word, hint in (("rwa", "did you mean RWA?"), ("XXX", "contributors here: BGD, ")):
        done = peaceplan("export", folder, "-o", target, "--to", "csv", "--release-to", word)
        assert (done.exit_code, hint in done.stderr) == (2, True), done.output
        assert not target.exists()
