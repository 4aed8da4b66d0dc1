"""The rows of one group, week by week, as known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from signals.panel import Panel
from signals.readings.weekly_tables.config import ALL, WeeklyTablesConfig
from sources.contract import TableKind, WeeklyRow, plain_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one group by week; ``weeks`` ascend and there is at least one."""

    kind: TableKind
    id: str
    rows: Mapping[dt.date, Sequence[WeeklyRow]]

    @property
    def weeks(self) -> Sequence[dt.date]:
        """The weeks that are known."""
        return sorted(self.rows)

    @property
    def newest(self) -> dt.date:
        """The newest week."""
        return max(self.rows)


def groups(panel: Panel, kind: TableKind, config: WeeklyTablesConfig) -> Sequence[Group]:
    """Return every group that some row known on the panel's day is of, in the order of the configuration."""
    found: dict[str, dict[dt.date, list[WeeklyRow]]] = {name: {} for name in config.groups(kind)}
    spellings = config.spellings(kind)
    for row in panel.weekly_rows:
        if row.table == kind:
            named = spellings.get(plain_id(row.group))
            for group in (ALL,) if named is None else (ALL, named):
                found[group].setdefault(row.period, []).append(row)
    return [Group(kind=kind, id=name, rows=rows) for name, rows in found.items() if rows]
