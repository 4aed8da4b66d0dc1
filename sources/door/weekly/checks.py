"""What rows of one table say against each other: PE against price and earnings, change against both weeks, copies.

A fault names its row, what was found and what would do; nothing is filled in.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sources.contract import TableKind, plain_id
from sources.door.weekly.cells import Fault, Value, half_step, has_percent, rounding, value_of
from sources.door.weekly.columns import KEY, NAME, TEXT

RATINGS = frozenset(
    {
        "buy", "overweight", "outperform", "hold", "neutral", "underweight", "underperform", "sell", "not rated",
        "买入", "增持", "超配", "优于大市", "跑赢行业", "持有", "中性", "标配", "同步大市", "减持", "低配",
        "弱于大市", "跑输行业", "卖出", "未评级", "无评级",
    }
)  # fmt: skip
"""The words of rating standards in use; another word in the column is a slip or another house's private scale."""

LEAST_ALIKE = 3
"""Two rows that share so many numbers, and every one that they have, are one row copied: two names cannot."""

LEAST_OF_A_PAIR = 3
"""So many rows with the same two currencies show the rate between them by their median."""

RATE_SLACK = 0.03
"""How far the rate that one PE implies may be from that of the others: houses take fixings of different days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row with its values by column: numbers plain, changes in percent, durations in minutes."""

    row: int
    values: Mapping[str, Value]
    cells: Mapping[str, str]

    def number(self, role: str) -> float | None:
        """Return the number of a column; None where it has none."""
        value = self.values.get(role)
        return value if isinstance(value, float) else None


def checked(
    kind: TableKind, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> tuple[list[Entry], list[Fault]]:
    """Return the rows of one table with their values, and everything that is wrong with them.

    Args:
        kind: which table it is.
        rows: number and cells by column; a change without sign is in doubt where another has one.
    """
    every = [(number, dict(cells)) for number, cells in rows]
    signed = any(has_percent(cells.get("change", "")) for _, cells in every)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, cells in every:
        read = {role: value_of(number, role, cell, signed=signed) for role, cell in cells.items()}
        entries.append(
            Entry(row=number, values={role: value for role, (value, _) in read.items()}, cells=cells)
        )
        faults += [fault for _, fault in read.values() if fault]
    for check in _CHECKS[kind]:
        faults += check(kind, entries)
    return entries, sorted(faults, key=lambda fault: (fault.row, fault.column, fault.code))


def _pe_faults(_: TableKind, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each PE that price over earnings does not give within what rounding and currency allow."""
    rates = _implied_rates(entries)
    for entry in entries:
        for role in entry.values:
            if not role.startswith("pe_"):
                continue
            earned = role.replace("pe_", "eps_")
            close, pe, eps = entry.number("close"), entry.number(role), entry.number(earned)
            if close is None or pe is None or eps is None or eps == 0:
                continue
            pair = _pair(entry)
            if pair is None:
                rate = 1.0
            elif _follows(entry, role, earned, 1.0):
                yield Fault(
                    row=entry.row, code="currency_ignored", column=role, found=f"{entry.cells[role]} = "
                    f"{entry.cells['close']} {pair[0]} / {entry.cells[earned]} {pair[1]}",
                )  # fmt: skip
                continue
            elif pair in rates:
                rate = rates[pair]
            else:
                yield Fault(row=entry.row, code="currencies_differ", column=role, found=" / ".join(pair))
                continue
            if not _follows(entry, role, earned, rate, slack=RATE_SLACK if pair else 0.0):
                by = f" × {1 / rate:.4g}" if pair else ""
                yield Fault(
                    row=entry.row, code="pe_does_not_follow", column=role, found=entry.cells[role],
                    expected=f"{close / eps / rate:.1f} = {entry.cells['close']} / {entry.cells[earned]}{by}",
                )  # fmt: skip


def _follows(entry: Entry, role: str, earned: str, rate: float, *, slack: float = 0.0) -> bool:
    """Return whether a PE is price over earnings, the price divided by ``rate``, within the rounding of all three."""
    close, pe, eps = entry.number("close") or 0.0, entry.number(role) or 0.0, entry.number(earned) or 0.0
    step = half_step(entry.cells[earned])
    ends = [
        (close + side * half_step(entry.cells["close"])) / end / rate
        for end in (eps - step, eps + step)
        for side in (-1, 1)
        if end * eps > 0
    ]
    if len(ends) < 4:  # earnings that round to nothing: any PE of that side and more
        return True
    room = half_step(entry.cells[role]) + slack * abs(pe) + 1e-9
    return min(ends) - room <= pe <= max(ends) + room


def _pair(entry: Entry) -> tuple[str, str] | None:
    """Return the currencies of price and earnings where they differ."""
    mine, theirs = entry.cells.get("currency", ""), entry.cells.get("eps_currency", "")
    return (mine, theirs) if mine and theirs and mine != theirs else None


def _implied_rates(entries: Sequence[Entry]) -> dict[tuple[str, str], float]:
    """Return price over earnings over PE, the rate between two currencies, where enough companies show it."""
    shown: dict[tuple[str, str], list[float]] = {}
    for entry in entries:
        pair = _pair(entry)
        for role in entry.values if pair else ():
            close, pe, eps = (
                entry.number("close"),
                entry.number(role),
                entry.number(role.replace("pe_", "eps_")),
            )
            if pair and role.startswith("pe_") and close and pe and eps:
                shown.setdefault(pair, []).append(close / eps / pe)
                break
    return {pair: statistics.median(rates) for pair, rates in shown.items() if len(rates) >= LEAST_OF_A_PAIR}


def _rating_faults(_: TableKind, entries: Sequence[Entry]) -> Iterator[Fault]:
    for entry in entries:
        rating = entry.cells.get("rating", "")
        if rating and rating.casefold() not in RATINGS:
            yield Fault(row=entry.row, code="rating_not_in_standard", column="rating", found=rating)


def _change_faults(_: TableKind, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each change that this week over last does not give within what rounding allows."""
    for entry in entries:
        before = entry.number("last_week")
        if before is None or (expected := change_over(entry, before, entry.cells["last_week"])) is None:
            continue
        yield Fault(
            row=entry.row, code="change_does_not_follow", column="change", found=entry.cells["change"],
            expected=f"{expected:+.1f}% = {entry.cells['visits']} / {entry.cells['last_week']} - 1",
        )  # fmt: skip


def change_over(entry: Entry, before: float, written: str) -> float | None:
    """Return the change from ``before`` to this week's visits where the row says another, in percent.

    Visits are published with three or four digits, so their ratio is known to a few tenths of a percent.
    """
    now, change = entry.number("visits"), entry.number("change")
    if now is None or change is None or before <= 0:
        return None
    expected = 100 * (now / before - 1)
    percent = has_percent(entry.cells["change"])
    slack = half_step(entry.cells["change"]) * (1 if percent else 100) + 100 * (
        rounding(entry.cells["visits"]) + rounding(written)
    ) * max(1.0, now / before)
    return None if abs(change - expected) <= slack + 1e-9 else expected


def _copied(kind: TableKind, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each row whose figures are another one's: of the two nobody can tell which is the copy."""
    alike: dict[tuple[tuple[str, str], ...], list[Entry]] = {}
    for entry in entries:
        figures = tuple(
            (role, entry.cells[role])
            for role, value in sorted(entry.values.items())
            if isinstance(value, float) and role not in TEXT
        )
        if len(figures) >= LEAST_ALIKE:
            alike.setdefault(figures, []).append(entry)
    for same in alike.values():
        for entry in same:
            other = next((one for one in same if _key(kind, one) != _key(kind, entry)), None)
            if other is not None:
                found = f"{entry.cells[NAME[kind]]} = {other.cells[NAME[kind]]}"
                yield Fault(row=entry.row, code="copied_row", column="", found=found)


def _told_twice(kind: TableKind, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield each row that stands beside another one of the same company or site."""
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        held.setdefault(_key(kind, entry), []).append(entry)
    for same in held.values():
        for entry in same if len(same) > 1 else ():
            yield Fault(row=entry.row, code="told_twice", column=KEY[kind], found=entry.cells[KEY[kind]])


def _key(kind: TableKind, entry: Entry) -> str:
    return plain_id(entry.cells[KEY[kind]])


_Check = Callable[[TableKind, Sequence[Entry]], Iterator[Fault]]
_CHECKS: Mapping[TableKind, tuple[_Check, ...]] = {
    "valuation": (_pe_faults, _rating_faults, _copied, _told_twice),
    "traffic": (_change_faults, _copied, _told_twice),
}
