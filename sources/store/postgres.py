"""The same store on a PostgreSQL server: how to connect, and the few statements that differ.

Ids order arrivals only if no other writer takes one meanwhile, so a writer
holds one lock from its first statement on; it reads what is newest, while a
reader sees one moment throughout.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from sources.errors import StoreError
from sources.message import message
from sources.places import ServerAddress
from sources.store.schema import APPLICATION_ID


def postgres_engine(address: ServerAddress, *, readonly: bool, timeout_seconds: float) -> Engine:
    """Return an engine whose transactions with the option ``write=True`` wait for each other.

    Raises:
        StoreError: the extra that talks to a server is not installed, or the address is none.
    """
    options = f"-c lock_timeout={int(timeout_seconds * 1000)} -c default_transaction_read_only={'on' if readonly else 'off'}"
    try:
        engine = create_engine(
            address.url,
            poolclass=NullPool,
            isolation_level="REPEATABLE READ",
            connect_args={"options": options, "connect_timeout": max(2, int(timeout_seconds))},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            message('a store on a server needs psycopg: pip install "macro-signals[postgres]"')
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            message("store {address}: this is no address of a database", address=address)
        ) from error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")

    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine for writers: after waiting for the lock they must see what the others wrote."""
    return engine.execution_options(write=True, isolation_level="READ COMMITTED")


def identity(connection: Connection) -> tuple[int, int, int]:
    """Return layout, whose database this is (0 where nobody's), and how many tables there are."""
    n_tables = connection.execute(
        text("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()")
    ).scalar_one()
    if connection.execute(text("SELECT to_regclass('store_layout')")).scalar_one() is None:
        return 0, 0, int(n_tables)
    row = connection.execute(text("SELECT version, application FROM store_layout")).one()
    return int(row.version), int(row.application), int(n_tables)


def set_identity(connection: Connection, version: int) -> None:
    """Write down the layout."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS store_layout (version integer, application bigint)"))
    connection.execute(text("DELETE FROM store_layout"))
    connection.execute(
        text("INSERT INTO store_layout VALUES (:version, :application)"),
        {"version": version, "application": APPLICATION_ID},
    )
