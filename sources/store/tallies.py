"""How many rows each series and table has, and the sum of their checks: what was lost in silence is missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from sources.message import message
from sources.store.rows import Checks, Damaged, Tally, as_damage
from sources.store.schema import (
    TALLY_OF_TALLIES,
    acceptances,
    calls,
    check_sum,
    events,
    observations,
    record_check,
    tallies,
    weekly_rows,
)


def read_tallies(
    connection: Connection, which: ColumnElement[bool] | None = None, *, whole: bool = False
) -> dict[str, Tally]:
    """Return tallies by name; where ``whole``, all of them, held against their own tally."""
    query = select(tallies) if which is None else select(tallies).where(which)
    with as_damage():
        found = {row.name: (row.n_rows, row.check_sum) for row in connection.execute(query)}
        seal = found.pop(TALLY_OF_TALLIES, None)
        if whole and seal != _sum_of(found):
            raise Damaged(message("the counts of its rows are not those that were written"))
    return found


def _sum_of(found: Mapping[str, Tally]) -> Tally:
    checks = [record_check((name, *tally)) for name, tally in found.items()]
    return (len(found), check_sum(np.array(checks, dtype=np.int64)))


def count(connection: Connection, name: str, checks: Checks) -> None:
    """Add new rows to the tally of their series or table."""
    n_rows, total = read_tallies(connection, tallies.c.name == name).get(name, (0, 0))
    _set_tally(connection, name, (n_rows + len(checks), check_sum(np.append(checks, np.int64(total)))))


def seal(connection: Connection) -> None:
    """Count the tallies themselves, after the last of a transaction was set."""
    _set_tally(connection, TALLY_OF_TALLIES, _sum_of(read_tallies(connection)))


def recount(connection: Connection) -> None:
    """Count every row anew; each must have been checked before."""
    connection.execute(delete(tallies))
    for name, tally in _tallies_of_all(connection).items():
        _set_tally(connection, name, tally)
    seal(connection)


def _set_tally(connection: Connection, name: str, tally: Tally) -> None:
    """Replace one tally."""
    connection.execute(delete(tallies).where(tallies.c.name == name))
    connection.execute(insert(tallies), {"name": name, "n_rows": tally[0], "check_sum": tally[1]})


def _tallies_of_all(connection: Connection) -> dict[str, Tally]:
    """Count every row anew, for a store that has just been brought to this layout."""
    checks: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(select(observations.c.series, observations.c.row_check)):
        checks[row.series].append(row.row_check)
    for table in (events, calls, acceptances, weekly_rows):
        rows = connection.execute(select(table.c.row_check))
        checks[f"table:{table.name}"] = [row.row_check for row in rows]
    return {name: (len(found), check_sum(np.array(found, dtype=np.int64))) for name, found in checks.items()}
