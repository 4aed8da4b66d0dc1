"""Which figures are levels of a rate, and which are shared out among its terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from signals.claims.claim import Claim, window
from signals.claims.grammar.cells import cells
from signals.claims.grammar.china.instruments import INSTRUMENTS, tenors_of
from signals.claims.grammar.days import times_in, window_of
from signals.claims.grammar.line import Line
from signals.claims.grammar.outcomes import step_bp
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.tokens import Token

_LANDS = re.compile(r"\s?[至到]\s?[\d.]+\s?(?:%|厘)")


_LANDS_EN = re.compile(r"\sto\s[\d.]+\s?%")


_LOAN = re.compile(r"房贷|按揭|首套|二套|下限|贷款利率|mortgage")


_SPREAD = re.compile(r"(?:lpr|报价利率)[)）]?\s?(?:再|上|下)?(?:减|加|浮|\+|-|minus|plus)(?:去|点)?\s?$")


def rate_cells(line: Line, clause: Clause) -> list[Cell]:
    """Return the figures of a clause, those that stand by an outcome's word too: 降息 is also a cut of ours."""
    plain = replace(clause, outcomes=())
    return [_in_points(line, cell) for cell in cells(line.text, plain) if not cell.value.has("odds.")]


_MOST_OF_STEP_PCT = 1.0


def _in_points(line: Line, cell: Cell) -> Cell:
    """Take a step that is told in percent for what it is: "lowered its lending rate by 0.15% to 4.45%"."""
    quantity = cell.quantity
    by = line.text[max(0, cell.value.start - 4) : cell.value.start].endswith(" by ")
    if not by or quantity.kind != "pct" or quantity.value > _MOST_OF_STEP_PCT:
        return cell
    return replace(cell, quantity=replace(quantity, kind="pp"))


def is_spread(line: Line, cell: Cell) -> bool:
    """Return whether a figure is what a loan is priced over or under the LPR: "LPR减30个基点"."""
    signed = cell.quantity.signed and cell.quantity.kind == "bp"
    both = bool(cell.before) and cell.before[-1].has("tenor.both")
    if signed and (both or _LANDS_EN.match(line.text, cell.value.end)) and not _LOAN.search(line.text):
        return False  # "5Y LPR -25bp to 3.95%", "both -25bp"
    if _LANDS.match(line.text, cell.value.end) and not _LOAN.search(line.text, 0, cell.value.start):
        return signed  # "五年期LPR减10点子至3.95厘": a step that lands on a level
    return signed or bool(_SPREAD.search(line.text[max(0, cell.value.start - 24) : cell.value.start]))


def is_level(cell: Cell) -> bool:
    """Return whether a figure is the level of a rate, not the size of a step."""
    if (
        cell.quantity.kind == "li"
        and cell.quantity.value >= 1
        and cell.before
        and cell.before[-1].has("move.to")
    ):
        return True  # 至1.5厘: where to, whatever its size
    return (
        cell.quantity.kind in {"pct", "li"}
        and step_bp(cell.quantity) is None
        and 0 < cell.quantity.value < 25
        and not _is_move(cell)
    )


def _is_move(cell: Cell) -> bool:
    """Return whether a figure is the size of an index's move, by the noun behind it: "a 0.6 per cent advance"."""
    behind = cell.after[0] if cell.after else None
    return behind is not None and behind.has("move.up", "move.down") and behind.start - cell.end <= 1


_FORMER = re.compile(
    r"(?:此前|之前|前值|原先?|上次|前次|上期|\b(?:previously|formerly|had been|used to be|before that))\s?(?:为|是|的|at|of)?\s?$"
)


_EXEMPT = re.compile(
    r"(?:已执行|\b(?:exclud\w+|exempt\w*|except(?:ing)?|implemented|subject to|applied)\b[^,.;]{0,48})$"
)
"""Banks that a step leaves out, by the rate that they have: "already subject to a 5 percent reserve ratio"."""


def is_old_level(line: Line, cell: Cell) -> bool:
    """Return whether a level is the one before: 此前为2.50%."""
    if _EXEMPT.search(line.text[: cell.value.start]):
        return True
    if _FORMER.search(line.text[: cell.start]):
        return True  # "中标利率2.30%，此前为2.50%"
    token = next((one for one in reversed(cell.before) if one.has("move.from")), None)
    return token is not None and not any(t.has("move.to") and t.start > token.start for t in cell.before)


def is_of_rates_at_large(cell: Cell, instrument: str | None) -> bool:
    """Return whether a step is of interest rates, not of the requirement named before: "降准0.5个百分点、降息0.1个百分点"."""
    last = next((one for one in reversed(cell.before) if one.has("act.cut", *INSTRUMENTS)), None)
    return instrument == "rrr" and last is not None and last.text.startswith(("降息", "减息"))


def tenor_list(
    line: Line, clause: Clause, cell: Cell, levels: list[Cell], instrument: str
) -> tuple[str, ...]:
    """Return the terms that several levels in a row are shared out to: "3.0% and 3.5%"."""
    if instrument != "lpr":
        return ()
    own = tenors_of(line, cell, clause)
    steps = [
        one for one in rate_cells(line, clause) if step_bp(one.quantity) is not None and one not in levels
    ]
    if clause.has("joint.respectively") and not clause.has("tenor.") and len(steps) == 2:
        same = (
            [one.value for one in steps].index(cell.value)
            if cell.value in [one.value for one in steps]
            else None
        )
        own = own if same is None else (("1Y",), ("5Y",))[same]
    if len(levels) == 2 and cell in levels and (len(own) != 1 or _is_listed(clause)):
        own = ("1Y",) if cell is levels[0] else ("5Y",)
    if not own and not clause.has("tenor."):
        own = ("1Y", "5Y") if not is_level(cell) and not line.open.tenor else own
    if not own:
        before = [token for token in clause.tokens if token.has("tenor.") and token.start < cell.start]
        own = (
            ()
            if not before
            else ("1Y", "5Y")
            if before[-1].has("tenor.both")
            else ("5Y",)
            if before[-1].has("tenor.five")
            else ("1Y",)
        )
    if len(own) == 1:
        line.open.tenor = own[0]
    return own


def _is_listed(clause: Clause) -> bool:
    """Return whether both tenors stand before both levels: "1年期、5年期分别报3.0%和3.5%"."""
    return clause.has("joint.respectively") or clause.has("tenor.both") or not clause.has("tenor.")


def both_land(line: Line, clause: Clause, named: list[Token]) -> Iterator[Claim]:
    """Yield that a cut told before is now in force: "今起执行", 双双落地."""
    figures = any(
        token.quantity is not None and step_bp(token.quantity) is not None for token in clause.tokens
    )
    if not clause.has("act.effective") or figures or (named and not line.open.policy_bp):
        return
    for instrument in ("rrr", "mlf", "omo"):
        if instrument in line.open.policy_bp and (
            not named or any(t.has(f"pboc.{instrument}") for t in named)
        ):
            bp = line.open.policy_bp[instrument]
            time = next((time for _, time in times_in(clause.tokens)), None)
            if time is None:
                return
            span = window_of(time, line.date)
            if span is not None:
                yield line.claim(
                    (clause.start, clause.end),
                    f"pboc.{instrument}",
                    window(*span),
                    "=",
                    bp,
                    "bp",
                    "effective",
                )
                return
