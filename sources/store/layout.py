"""Which layout a store has, and the way from an older one to this."""

from __future__ import annotations

from sqlalchemy import Connection

from sources.errors import StoreError, StoreNewer
from sources.message import message
from sources.places import Place
from sources.store import postgres
from sources.store.migration import bring_up
from sources.store.schema import APPLICATION_ID, SCHEMA_VERSION, create, create_weekly_rows
from sources.store.tallies import read_tallies, recount

WITHOUT_WEEKLY_ROWS = 2
"""The layout before this one: the same but for the table of weekly rows, so it is read as it stands."""


def layout_of(connection: Connection, path: Place) -> int:
    """Return the layout of a store; 0 where there is nothing yet.

    Raises:
        StoreError: it is a database of another program.
        StoreNewer: a later release wrote it.
    """
    version, application, n_objects = _identity(connection)
    if application not in {0, APPLICATION_ID} or (application == 0 and n_objects):
        raise StoreError(
            message(
                "store {path}: this is a database of another program; name another file with --store",
                path=path,
            )
        )
    if version > SCHEMA_VERSION:
        raise StoreNewer(
            message(
                "store {path}: it has layout {version}, written by a later release; this one "
                "reads up to {schema_version}. Install that release, or name another store",
                path=path,
                version=version,
                schema_version=SCHEMA_VERSION,
            )
        )
    return version if application == APPLICATION_ID else 0


def bring_up_to_date(connection: Connection, version: int) -> None:
    """Make the tables of this layout, out of those of an older one where there are any.

    Raises:
        Damaged: what is there is not what was written.
    """
    if version == WITHOUT_WEEKLY_ROWS:
        read_tallies(connection, whole=True)  # what was lost before must not be counted as never written
        create_weekly_rows(connection)
    else:
        if version == 0:
            create(connection)
        else:
            bring_up(connection)
        recount(connection)
    _set_identity(connection)


def _set_identity(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        postgres.set_identity(connection, SCHEMA_VERSION)
        return
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _identity(connection: Connection) -> tuple[int, int, int]:
    if connection.dialect.name == "postgresql":
        return postgres.identity(connection)
    return tuple(  # type: ignore[return-value]  # three scalars in, three out
        int(connection.exec_driver_sql(query).scalar_one())
        for query in ("PRAGMA user_version", "PRAGMA application_id", "SELECT count(*) FROM sqlite_master")
    )
