"""Policy events out of our own table, held against what their kind may say."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator

from sources.contract import DIRECTIONS, STAGES, PolicyEvent
from sources.door.readings import Row
from sources.door.recognise import Found
from sources.event_rules import EventRules, KindRule, size_flaw, tier_flaw
from sources.message import message
from sources.spelling import did_you_mean
from sources.versions import two_steps


def read_events(found: Found, rules: EventRules | None, origin: str) -> Iterator[PolicyEvent]:
    """Yield the events of a sheet.

    Args:
        found: a sheet in the layout of events.
        rules: what events may say, from the taxonomy; None means anything.
        origin: said of each row that names no source.

    Raises:
        BadTable: the first row that breaks the table's contract.
    """
    header = found.sheet.rows[found.header]
    seen: dict[tuple[str, dt.date], list[tuple[int, PolicyEvent]]] = {}
    for index in range(found.header + 1, len(found.sheet.rows)):
        cells = found.sheet.rows[index]
        if not any(cells):
            continue
        row = Row(found.sheet.where, index + 1, cells, found.at, header)
        if len(cells) != len(header):
            raise row.bad(
                None,
                message("{n_cells} cells", n_cells=len(cells)),
                message("{n_header}, as in the header", n_header=len(header)),
            )
        yield from _event(row, rules, origin, seen)


def _event(
    row: Row,
    rules: EventRules | None,
    origin: str,
    seen: dict[tuple[str, dt.date], list[tuple[int, PolicyEvent]]],
) -> Iterator[PolicyEvent]:
    kind = _word(row, "kind", rules.kinds) if rules else row.text("kind")
    rule = rules.kinds[kind] if rules else KindRule()
    event = PolicyEvent(
        announced_at=_date(row, "announced_at"),
        effective_at=_optional_date(row, "effective_at"),
        jurisdiction=_word(row, "jurisdiction", rules.jurisdictions) if rules else row.text("jurisdiction"),
        kind=kind,
        stage=_word(row, "stage", STAGES),  # type: ignore[arg-type]  # _word() checked it
        direction=_word(row, "direction", DIRECTIONS),  # type: ignore[arg-type]
        magnitude=_magnitude(row),
        unit=_spelled(row, "unit", (rule.unit,) if rule.unit else ()),
        tier=_spelled(row, "tier", rule.tiers),
        issuer=row.optional("issuer"),
        title_en=row.text("title_en", default=""),
        title_zh=row.text("title_zh", default=""),
        evidence=row.text("evidence", default=""),
        confirmations=_confirmations(row),
        quote=row.text("quote", default=""),
        known_at=_optional_date(row, "known_at"),
        source=row.text("source", default=origin),
    )
    _obey(row, event, rule)
    _once(row, event, seen.setdefault((event.event_id, event.visible_from), []))
    yield event


def _date(row: Row, role: str) -> dt.date:
    cell = row.text(role)
    try:
        return dt.date.fromisoformat(cell)
    except ValueError as error:
        raise row.bad(role, repr(cell), message("a date such as 2024-02-16")) from error


def _optional_date(row: Row, role: str) -> dt.date | None:
    return _date(row, role) if row.optional(role) else None


def _number(row: Row, role: str) -> float:
    cell = row.text(role)
    try:
        value = float(cell)
    except ValueError as error:
        raise row.bad(role, repr(cell), message("a number")) from error
    if not math.isfinite(value):
        raise row.bad(role, repr(cell), message("a finite number; leave it empty where nothing is known"))
    return value


def _magnitude(row: Row) -> float | None:
    if row.optional("magnitude") is None:
        return None
    magnitude = _number(row, "magnitude")
    if not row.optional("unit"):
        raise row.bad("unit", message("nothing"), message("the unit of the magnitude, such as bp"))
    return magnitude


def _confirmations(row: Row) -> int:
    confirmations = _number(row, "confirmations") if row.optional("confirmations") else 1.0
    if confirmations < 1 or confirmations != int(confirmations):
        raise row.bad("confirmations", repr(row.text("confirmations")), message("a whole number from 1"))
    return int(confirmations)


def _word(row: Row, role: str, allowed: Collection[str]) -> str:
    cell = row.text(role)
    if cell not in allowed:
        raise row.bad(
            role,
            repr(cell),
            message("one of {names}{near}", names=", ".join(allowed), near=did_you_mean(cell, allowed)),
        )
    return cell


def _spelled(row: Row, role: str, known: Collection[str]) -> str | None:
    """Return the cell as the known word that it is but for its case, else as it stands."""
    cell = row.optional(role)
    return cell and {word.casefold(): word for word in known}.get(cell.casefold(), cell)


def _obey(row: Row, event: PolicyEvent, rule: KindRule) -> None:
    # A step without a tier is let in: what it leaves open is doubted where it matters.
    flaw = size_flaw(event, rule) or (tier_flaw(event, rule) if event.tier else None)
    if flaw:
        near = did_you_mean(event.tier or "", rule.tiers) if flaw.column == "tier" else ""
        raise row.bad(flaw.column, flaw.found, flaw.expected + near)


def _once(row: Row, event: PolicyEvent, same: list[tuple[int, PolicyEvent]]) -> None:
    for number, other in same:
        one_record = (event.tier, event.source, event.quote) == (other.tier, other.source, other.quote)
        if one_record and not two_steps(event, other):
            raise row.bad(
                None,
                message("the same event as in row {number}", number=number),
                message("each event once; a correction says in known_at when it became known"),
            )
    same.append((row.number, event))
