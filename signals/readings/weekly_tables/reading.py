"""The weekly's tables as of a day: what each group costs against its own past, and whether its sites grow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from signals.facts import Reason
from signals.panel import Panel
from signals.readings.weekly_tables import model
from signals.readings.weekly_tables.config import ALL, WeeklyTablesConfig, weekly_tables_config
from signals.readings.weekly_tables.inputs import Group, groups
from signals.readings.weekly_tables.vocabulary import YEARS, momentum_name
from signals.words import Quantity, Word
from sources.contract import TABLE_KINDS, TableKind, WeeklyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure of a group, or why there is none. ``weeks`` are those that its soundness rests on."""

    name: str
    unit: str
    value: float | None
    weeks: tuple[dt.date, ...]
    error: float | None = None
    derivation: Reason = ""
    why_not: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupReading:
    """One group with its figures."""

    group: Group
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTables:
    """What the tables say on a day; of ``newest`` each table has the rows of its newest week."""

    as_of: dt.date
    origin: str
    newest: Mapping[TableKind, Sequence[WeeklyRow]]
    groups: tuple[GroupReading, ...]


def read(panel: Panel, *, wanted: Collection[str] | None = None) -> WeeklyTables:
    """Read the tables as known on the panel's day, or only the figures named in ``wanted``."""
    config = weekly_tables_config()
    kinds = [
        kind for kind in TABLE_KINDS if not wanted or any(name.startswith(f"{kind}.") for name in wanted)
    ]
    found = [group for kind in kinds for group in groups(panel, kind, config)]
    newest = {group.kind: _largest_first(group.rows[group.newest]) for group in found if group.id == ALL}
    return WeeklyTables(
        as_of=panel.as_of,
        origin=panel.origin,
        newest={kind: newest[kind] for kind in TABLE_KINDS if kind in newest},
        groups=tuple(
            GroupReading(group=group, measured=tuple(_measures(group, config, wanted))) for group in found
        ),
    )


def _largest_first(rows: Sequence[WeeklyRow]) -> Sequence[WeeklyRow]:
    size = {"valuation": "market_value", "traffic": "visits"}
    return sorted(rows, key=lambda row: (-(row.figure(size[row.table]) or 0.0), row.key))


def read_range(panel: Panel, days: Sequence[dt.date]) -> Iterator[WeeklyTables]:
    """Yield the reading of each day, as known on it."""
    for day in days:
        yield read(panel.at(day))


def _measures(group: Group, config: WeeklyTablesConfig, wanted: Collection[str] | None) -> Iterator[Measured]:
    def asked(*names: str) -> bool:
        return wanted is None or any(name in wanted for name in names)

    if group.kind == "valuation":
        for year, ahead in YEARS.items():
            name = f"valuation.{group.id}.median_pe_{year}"
            if wanted is None and not _is_given(group, ahead):
                continue  # a table without next year's earnings says nothing of them, and need not say so
            if asked(name, f"{name}_percentile", f"{name}_vs_history"):
                yield from _price(name, group, config, ahead)
        return
    if asked(f"traffic.{group.id}.share_growing"):
        yield _growing(group, config)
    if asked(momentum_name(group.id, config.momentum_weeks)):
        yield _momentum(group, config)


def _is_given(group: Group, ahead: int) -> bool:
    column = f"pe_{group.newest.year + ahead}"
    return any(row.cell(column) for row in group.rows[group.newest])


def _price(name: str, group: Group, config: WeeklyTablesConfig, ahead: int) -> Iterator[Measured]:
    """Yield the median PE of a group, where it stands among its own weeks, and how far from their middle."""
    newest = group.newest
    known, n_open = _multiples(group, newest, ahead)
    too_few = Word.of("tables.too_few_rows", n=len(known), needed=config.least_rows)
    if len(known) < config.least_rows:
        for part in ("", "_percentile", "_vs_history"):
            unit = "pct" if part else "times"
            yield Measured(name=f"{name}{part}", unit=unit, value=None, weeks=(newest,), why_not=too_few)
        return
    now = model.median(known, n_open)
    yield Measured(
        name=name,
        unit="times",
        value=now.value,
        error=now.error,
        weeks=(newest,),
        derivation=Word.of("tables.median_of", n=len(known), year=newest.year + ahead, day=newest),
    )
    start = newest - dt.timedelta(weeks=config.history_weeks)
    past = {
        week: model.median(values).value
        for week in group.weeks
        if week > start and len(values := _multiples(group, week, ahead)[0]) >= config.least_rows
    }
    history = list(past.values())
    short = len(history) < config.least_weeks
    why_not = Word.of("tables.too_few_weeks", n=len(history), needed=config.least_weeks) if short else ""
    middle = model.median(history).value
    said = Word.of(
        "tables.against_weeks",
        value=Quantity(now.value, "times"),
        middle=Quantity(middle, "times"),
        n=len(history),
        first=min(past),
    )
    for part, value in (
        ("_percentile", model.percentile(now.value, history)),
        ("_vs_history", 100 * (now.value / middle - 1)),
    ):
        yield Measured(
            name=f"{name}{part}",
            unit="pct",
            value=None if short else value,
            weeks=(newest,),
            derivation="" if short else said,
            why_not=why_not,
        )


def _multiples(group: Group, week: dt.date, ahead: int) -> tuple[list[float], int]:
    """Return the sound PEs of a week, and how many rows are in doubt. A loss has no PE that means anything."""
    rows = group.rows[week]
    values = [row.figure(f"pe_{week.year + ahead}") for row in rows if row.sound]
    return [value for value in values if value is not None and value > 0], sum(not row.sound for row in rows)


def _growing(group: Group, config: WeeklyTablesConfig) -> Measured:
    name, newest = f"traffic.{group.id}.share_growing", group.newest
    before = {row.id: row for row in group.rows.get(newest - dt.timedelta(weeks=1), ()) if row.sound}
    changes = [_change(row, before.get(row.id)) for row in group.rows[newest] if row.sound]
    known = [change for change in changes if change is not None]
    n_yes, n_no = (sum(known_change * sign > 0 for known_change in known) for sign in (1, -1))
    if n_yes + n_no < config.least_rows:
        why_not = Word.of("tables.too_few_rows", n=n_yes + n_no, needed=config.least_rows)
        return Measured(name=name, unit="pct", value=None, weeks=(newest,), why_not=why_not)
    still = len(known) - n_yes - n_no  # a change that rounds to zero could be either
    found = model.share(n_yes, n_no, still + sum(not row.sound for row in group.rows[newest]))
    return Measured(
        name=name,
        unit="pct",
        value=found.value,
        error=found.error,
        weeks=(newest,),
        derivation=Word.of("tables.growing_of", n=n_yes, all=n_yes + n_no, day=newest),
    )


def _change(row: WeeklyRow, before: WeeklyRow | None) -> float | None:
    """Return the change of a row in percent: as it says, or over last week as it says or as it was told."""
    said = row.figure("change")
    if said is not None:
        return said
    visits, last = row.figure("visits"), row.figure("last_week")
    if last is None and before is not None:
        last = before.figure("visits")
    return None if visits is None or not last else 100 * (visits / last - 1)


def _momentum(group: Group, config: WeeklyTablesConfig) -> Measured:
    """Return the change of a category's visits over weeks, of the sites that are sound in both."""
    name, newest = momentum_name(group.id, config.momentum_weeks), group.newest
    start = newest - dt.timedelta(weeks=config.momentum_weeks)
    if start not in group.rows:
        why_not = Word.of("tables.no_such_week", day=start)
        return Measured(name=name, unit="pct", value=None, weeks=(newest,), why_not=why_not)
    ends = [
        {row.id: _visits(row) for row in group.rows[week] if row.sound and row.figure("visits")}
        for week in (newest, start)
    ]
    both = sorted(ends[0].keys() & ends[1].keys())
    if len(both) < config.least_rows:
        why_not = Word.of("tables.too_few_rows", n=len(both), needed=config.least_rows)
        return Measured(name=name, unit="pct", value=None, weeks=(newest, start), why_not=why_not)
    found = model.change([ends[0][site] for site in both], [ends[1][site] for site in both])
    return Measured(
        name=name,
        unit="pct",
        value=found.value,
        error=found.error,
        weeks=(newest, start),
        derivation=Word.of(
            "tables.visits_over", n=len(both), all=len(group.rows[newest]), day=newest, start=start
        ),
    )


def _visits(row: WeeklyRow) -> tuple[float, float]:
    return row.figure("visits") or 0.0, row.rounding("visits")
