"""Map layers for PostGIS: one transaction, as a file or run in a database."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.attributes import ATTRIBUTES
from planner.export.notice import DISCLAIMER, NOTICE_HEAD
from planner.export.ogr import write_layer

if TYPE_CHECKING:
    import psycopg

    from planner.export.maps import Maps

SQL_FILE = "plan.sql"
EXTRA = "peaceplan[postgis]"
NAME, TEXT = '"', "'"  # what names and texts are quoted by
HEAD = """\
-- The map layers of a plan for PostGIS, in the schema {schema}: psql -v ON_ERROR_STOP=1 -f {file}
-- NOTICE.txt beside this file holds the licences of the data and the disclaimer on boundaries.
CREATE EXTENSION IF NOT EXISTS postgis;
BEGIN;
{drop}CREATE SCHEMA {schema};
COMMENT ON SCHEMA {schema} IS {comment};
"""
# Whether a schema is there, and what is said of it.
ASKED = """\
SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s"""


def write_sql(maps: Maps, directory: Path) -> None:
    """Write `plan.sql` into a folder that exists: one transaction that makes a schema named after
    the mission, with a table for every layer, its spatial index and comments on it and its columns.

    Raises
    ------
    ExportFailed
        If the file cannot be written.
    """
    (directory / SQL_FILE).write_text(statements(maps), encoding="utf-8", newline="")


def statements(maps: Maps, *, replace: bool = False) -> str:
    """The SQL of all layers. replace: take a schema of that name away first.

    Raises
    ------
    ExportFailed
        If the layers cannot be written.
    """
    schema = _quoted(maps.mission, NAME)
    said = f"{NOTICE_HEAD} Released to: {maps.reader}. {DISCLAIMER}"
    head = HEAD.format(
        schema=schema,
        file=SQL_FILE,
        comment=_quoted(said, TEXT),
        drop=f"DROP SCHEMA {schema} CASCADE;\n" if replace else "",
    )
    parts = [head]
    with TemporaryDirectory() as folder:
        for name, frame in maps.layers.items():
            path = Path(folder, f"{name}.sql")
            options = {
                "SCHEMA": maps.mission,
                "CREATE_SCHEMA": "OFF",
                "DROP_TABLE": "OFF",
                "GEOMETRY_NAME": "geom",
                "LAUNDER": "NO",
                "SRID": "4326",
                "DESCRIPTION": maps.about(name),
            }
            write_layer(frame, path, "PGDUMP", name, options)
            parts += [
                line
                for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
                if line.strip() not in {"BEGIN;", "COMMIT;"}
            ]
            parts += _column_comments(maps, name)
    return "".join([*parts, "COMMIT;\n"])


def _column_comments(maps: Maps, layer: str) -> list[str]:
    table = f"{_quoted(maps.mission, NAME)}.{_quoted(layer, NAME)}"
    return [
        f"COMMENT ON COLUMN {table}.{_quoted(column, NAME)} IS {_quoted(said, TEXT)};\n"
        for column, said in ATTRIBUTES[layer].items()
        if column in maps.layers[layer]
    ]


def load_postgis(maps: Maps, address: str, *, overwrite: bool) -> list[str]:
    """Run the same SQL in the database at `address`, postgresql://user@host:port/database; return
    the names of the tables. A schema that is there is replaced only if it was made so and
    `overwrite` is on. Anything or nothing: it is one transaction.

    Raises
    ------
    ExportFailed
        If psycopg is missing, the database cannot be reached or refuses, or the schema is there.
    """
    if find_spec("psycopg") is None:
        raise ExportFailed(f"PostGIS needs psycopg; install the extra: pip install '{EXTRA}'")
    import psycopg  # noqa: PLC0415 (an extra)

    _require_address(address)
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            there = _schema_there(connection, maps.mission, overwrite=overwrite)
            script = statements(maps, replace=there)
            connection.execute(script.encode())
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        advice = _advice(error)
        raise ExportFailed(f"the database did not take the plan: {reason}{advice}") from error
    return [f"{maps.mission}.{name}" for name in maps.layers]


def _require_address(address: str) -> None:
    """Refuse an address that cannot be read. What libpq says of it may hold the password, so that
    nothing of it is passed on.

    Raises
    ------
    ExportFailed
        If libpq cannot take it apart.
    """
    from psycopg import ProgrammingError  # noqa: PLC0415 (an extra)
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 (an extra)

    try:
        conninfo_to_dict(address)
    except ProgrammingError:
        raise ExportFailed(
            "the address of the database cannot be read; write "
            "postgresql://USER@HOST:PORT/DATABASE, in a password % as %25, @ as %40, / as %2F and "
            ": as %3A, or leave the password to PGPASSWORD or ~/.pgpass"
        ) from None


def _advice(error: psycopg.Error) -> str:
    """What to do about a refusal; empty where the reason says all that is known."""
    from psycopg import errors  # noqa: PLC0415 (an extra)

    if isinstance(error, errors.InsufficientPrivilege):
        return (
            "; the user must be allowed to create a schema and, unless it is there, the "
            "extension postgis: ask who runs the database"
        )
    if isinstance(error, (errors.FeatureNotSupported, errors.UndefinedFile)):
        return "; install PostGIS where the database runs"
    if isinstance(error, errors.OperationalError) and error.sqlstate is None:
        return "; is it running, and are user, host, port and database right?"
    return ""


def _schema_there(
    connection: psycopg.Connection[tuple[str | None, ...]], schema: str, *, overwrite: bool
) -> bool:
    """Whether a schema is there that may be replaced.

    Raises
    ------
    ExportFailed
        If it is there and may not be.
    """
    found = connection.execute(ASKED, (schema,)).fetchone()
    if found is None:
        return False
    if not (found[0] or "").startswith(NOTICE_HEAD):
        raise ExportFailed(
            f"the schema {schema!r} is there and not made by peaceplan, so it is not replaced; "
            "rename it, or name another database"
        )
    if not overwrite:
        raise ExportFailed(f"the schema {schema!r} exists; pass --overwrite to replace it")
    return True


def _quoted(text: str, sign: str) -> str:
    return sign + text.replace(sign, 2 * sign) + sign
