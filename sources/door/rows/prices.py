"""Futures prices: what they are, and whether they can be prices of a rate at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sources.contract import PRICE_KINDS, PriceKind
from sources.door.answers import Answers
from sources.door.layouts import Layout, plain
from sources.door.remarks import Remarks
from sources.door.rows.cells import Cell
from sources.message import message
from sources.spelling import did_you_mean

_KIND_OF_HEADER: Mapping[str, PriceKind] = {
    **dict.fromkeys(
        ("settle", "settlement", "settleprice", "settlementprice", "pxsettle", "结算价", "今结算"),
        "settlement",
    ),
    **dict.fromkeys(("mid", "pxmid"), "mid"),
}
_MARKED = re.compile(r"(.*\d)\s*s", re.IGNORECASE)


def unmarked(text: str, layout: Layout) -> str:
    """Return a price without the ``s`` that a vendor sets behind settlements."""
    marked = _MARKED.fullmatch(text) if layout.kind == "marked" else None
    return marked[1] if marked else text


def kind_of(cell: Cell, layout: Layout, answers: Answers, remarks: Remarks) -> PriceKind:
    """Return what a price is: by its row, its mark, its layout, its header, or the person's word.

    Raises:
        BadTable: nobody says, or the person says otherwise than the file.
    """
    said = cell.row.optional("kind")
    if said is not None:
        for known in PRICE_KINDS:
            if said.casefold() == known:
                return known
        near = did_you_mean(said, PRICE_KINDS)
        raise cell.bad(
            repr(said), message("one of {names}{near}", names=", ".join(PRICE_KINDS), near=near), role="kind"
        )
    if layout.kind == "marked":
        return _of_mark(cell, layout, answers, remarks)
    own = layout.kind or _KIND_OF_HEADER.get(plain(cell.column.header))
    if own is not None and answers.kind not in {None, own}:
        raise cell.bad(
            message("prices that are {own} in {layout}", own=own, layout=layout.name),
            message("no --kind {kind}", kind=answers.kind),
        )
    kind = own or answers.kind
    if kind is None:
        raise cell.bad(
            message("futures prices that do not say what they are"),
            message("--kind settlement, --kind last or --kind mid: the error bars of the path depend on it"),
            role="kind",
        )
    return kind


def _of_mark(cell: Cell, layout: Layout, answers: Answers, remarks: Remarks) -> PriceKind:
    if unmarked(cell.text, layout) != cell.text:
        return "settlement"
    if answers.kind is None:
        remarks.say("unmarked_is_last")
    return answers.kind or "last"


def check_price(cell: Cell, price: float) -> None:
    """Refuse what cannot be 100 minus a rate.

    Raises:
        BadTable: it is zero or below, or outside 100 minus a rate between -10 and 50 percent.
    """
    if price <= 0:
        raise cell.bad(repr(cell.text), message("a number above zero"))
    if not 50 < price < 110:
        hint = (
            message("; a rate of {price:g} % is a price of {shown:g}", price=price, shown=100 - price)
            if price < 50
            else ""
        )
        raise cell.bad(
            repr(cell.text), message("price points: 100 minus the rate in percent{hint}", hint=hint)
        )
