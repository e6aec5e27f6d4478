"""PostGIS takes the SQL of a plan, and ogrinfo reads the other formats."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.errors import ExportFailed
from planner.export.attributes import ATTRIBUTES
from planner.export.formats import Format, export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.marking import PUBLIC
from planner.export.schema import LAYERS
from planner.export.sql import load_postgis
from tests.export.plans import full, mission_with_reach
from tests.tools.test_gdal import counted, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.mission import Mission

pytestmark = pytest.mark.tools

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def as_owner(*command: str | Path) -> None:
    """Run a program of PostgreSQL, which refuses to run as root, as the user `postgres`."""
    before = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    said = subprocess.run(
        [*before, *(str(word) for word in command)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd="/",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a PostgreSQL that was started for this test alone."""
    if not (PROGRAMS / "initdb").exists():
        pytest.fail("PostgreSQL 15 is missing: run make test-tools, which installs it")
    home = Path(tempfile.mkdtemp(dir="/tmp"))  # where the user `postgres` may go, too
    if os.getuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    port = free_port()
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    base = home / "base"
    as_owner(PROGRAMS / "initdb", "-D", base, "-A", "trust", "-U", "postgres", "-E", "UTF8")
    as_owner(PROGRAMS / "pg_ctl", "-D", base, "-w", "-l", home / "log", "-o", options, "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        as_owner(PROGRAMS / "pg_ctl", "-D", base, "-w", "-m", "immediate", "stop")
        shutil.rmtree(home)


def asked(server: str, question: str) -> str:
    """What psql answers, cells parted by bars."""
    said = run("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", server, "-c", question)
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


def test_postgis_holds_every_row_and_column(mission: Mission, tmp_path: Path, server: str) -> None:
    """Tests counts, columns, geometries, moments and sums of every layer in the database."""
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "out", "sql", overwrite=False)
    load = ("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", server, "-f", tmp_path / "out/plan.sql")
    said = run(*load)
    assert (said.returncode, said.stderr) == (0, "")
    for name, frame in layers(mission, made).items():
        table = f'"{made.mission}"."{name}"'
        assert asked(server, f"SELECT count(*) FROM {table}") == str(len(frame))
        columns = asked(
            server,
            "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM "
            "information_schema.columns WHERE "
            f"table_schema = '{made.mission}' AND table_name = '{name}'",
        )
        assert columns.split() == ["ogc_fid", "geom", *LAYERS[name].columns]
        explained = asked(
            server,
            "SELECT col_description(attrelid, attnum) FROM pg_attribute WHERE attnum > 2 AND "
            f"attrelid = '{table}'::regclass ORDER BY attnum",
        )
        assert explained.splitlines() == list(ATTRIBUTES[name].values())
        shapes = f"SELECT DISTINCT ST_SRID(geom), upper(GeometryType(geom)) FROM {table}"
        assert asked(server, shapes) == f"4326|{LAYERS[name].geometry.upper()}"
        wkb = f"SELECT encode(ST_AsBinary(geom, 'NDR'), 'hex') FROM {table} ORDER BY ogc_fid"
        expected = [shape.lower() for shape in frame.geometry.to_wkb(hex=True)]
        assert asked(server, wkb).splitlines() == expected
        if "begin" in frame:
            first = asked(server, f'SELECT extract(epoch FROM min("begin"))::bigint FROM {table}')
            assert int(first) == int(frame["begin"].min().timestamp())
    # A second time nothing is overwritten: the transaction ends, and what is there stays.
    assert run(*load).returncode != 0
    assert asked(server, f'SELECT count(*) FROM "{made.mission}"."sites"') != "0"


def test_a_database_takes_the_plan_whole_or_not_at_all(mission: Mission, server: str) -> None:
    """Tests the tables, that they are replaced only if that is asked for, and that of a reader who
    sees less no other layer is left; a schema of somebody else's stays.
    """
    made = full(mission)
    names = [f"{made.mission}.{name}" for name in LAYERS]
    assert load_postgis(maps(mission, made), server, overwrite=False) == names
    for name, frame in layers(mission, made).items():
        assert asked(server, f'SELECT count(*) FROM "{made.mission}"."{name}"') == str(len(frame))
    with pytest.raises(ExportFailed, match="--overwrite"):
        load_postgis(maps(mission, made), server, overwrite=False)
    assert load_postgis(maps(mission, made, PUBLIC), server, overwrite=True) == names[:1]
    tables = f"SELECT tablename FROM pg_tables WHERE schemaname = '{made.mission}'"
    assert asked(server, tables) == "areas"
    said = asked(server, f"SELECT obj_description('{made.mission}'::regnamespace)")
    assert "Released to: public" in said
    assert "do not imply official endorsement" in said
    asked(server, f'DROP SCHEMA "{made.mission}" CASCADE; CREATE SCHEMA "{made.mission}"')
    with pytest.raises(ExportFailed, match="not made by peaceplan"):
        load_postgis(maps(mission, made), server, overwrite=True)
    assert asked(server, tables) == ""


def test_a_refusal_says_what_to_do(mission: Mission, server: str) -> None:
    """Tests a user who may not make anything there, and a database that is not there."""
    asked(server, "CREATE ROLE guest LOGIN")
    shown = maps(mission, full(mission))
    with pytest.raises(ExportFailed, match="allowed to create a schema"):
        load_postgis(shown, server.replace("postgres@", "guest@"), overwrite=False)
    with pytest.raises(ExportFailed, match="are user, host, port and database right"):
        load_postgis(shown, f"{server}_not", overwrite=False)


@pytest.mark.parametrize(
    ("format_", "suffix"), [("flatgeobuf", "fgb"), ("kml", "kml"), ("shapefile", "shp")]
)
def test_ogrinfo_reads_every_feature(
    mission: Mission, tmp_path: Path, format_: Format, suffix: str
) -> None:
    """Tests one file a layer with its rows, and that nothing is complained of."""
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "out", format_, overwrite=False)
    found: dict[str, int] = {}
    for path in sorted((tmp_path / "out").glob(f"*.{suffix}")):
        said = run("ogrinfo", "-ro", "-al", "-geom=SUMMARY", path)
        assert (said.returncode, said.stderr) == (0, "")
        found |= counted(said.stdout)
    assert found == {name: len(frame) for name, frame in layers(mission, made).items()}


def test_ogrinfo_reads_every_placemark_of_the_archive(mission: Mission, tmp_path: Path) -> None:
    """Tests each folder of a KMZ with its placemarks, and that nothing is complained of."""
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "map.kmz", "kmz", overwrite=False)
    said = run("ogrinfo", "-ro", "-al", "-geom=SUMMARY", tmp_path / "map.kmz")
    assert (said.returncode, said.stderr) == (0, "")
    # GDAL takes the document itself for one more layer, which holds nothing.
    folders = said.stdout.partition("Layer name: postings")
    expected = {name: len(frame) for name, frame in layers(mission, made).items()}
    assert counted("".join(folders[1:])) == expected
    assert "Feature Count: 0" in folders[0]
