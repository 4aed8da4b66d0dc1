"""Who speaks in each clause, and whether what it says is asserted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signals.claims.grammar.parts import Clause, Holder

_WHOLE = ("mode.rumour", "mode.call", "mode.history")
"""What keeps every clause of a sentence from being asserted; the others keep their own alone."""


_OWN = ("mode.maybe", "mode.future", "mode.negation", "mode.risk", "mode.target")


def in_scope(parts: list[Clause]) -> Iterator[Clause]:
    """Give each clause its speaker and what keeps it from being asserted, carried on within the sentence."""
    holder: Holder | None = None
    official = False
    whole = {tag for part in parts if part.has("mode.") for tag in _WHOLE if part.has(tag)}
    condition = False
    abroad: str | None = None
    for part in parts:
        if part.mark == ";":
            condition = False
            holder = None if holder == "survey" else holder  # what was expected ends with its half
            if part.has("index.") and part.has("move.up", "move.down") and not part.has("mode."):
                holder = None  # closes are nobody's view: "…点阵图显示仅降两次；标普500当日跌2.95%"
        if (
            holder == "survey"
            and _takes_up(part)
            and any(p.has("head.") for p in parts[: parts.index(part)][:1])
        ):
            holder = None  # "…, under the 7.3% economists had looked for, and rose 0.1% from October"
        outside = holder
        holder = _holder(part, holder)
        own = part.has("holder.other", "holder.survey", "subject.market")
        after_official = official and holder == "other" and not own and not part.has("holder.official")
        official = holder == "other" and (part.has("holder.official") or (official and not own))
        condition = condition or part.has("mode.condition")
        abroad = _abroad(part, abroad)
        blocked = {tag.partition(".")[2] for tag in _OWN if part.has(tag)} if part.has("mode.") else set()
        blocked |= {tag.partition(".")[2] for tag in whole}
        if condition:
            blocked.add("condition")
        if abroad:
            blocked.add(abroad)
        scoped = holder is not None or after_official or blocked
        yield (
            replace(part, holder=holder, after_official=after_official, blocked=frozenset(blocked))
            if scoped
            else part
        )
        if part.aside:
            holder = (
                outside  # what stands in brackets speaks for itself: "3.0% (consensus 3.1%) and 0.3% m/m"
            )


def _takes_up(part: Clause) -> bool:
    """Return whether a clause goes on with the subject of the sentence: "and rose 0.1%", "and fell on the month"."""
    return (
        part.mark == ","
        and len(part.tokens) > 1
        and part.tokens[0].text == "and"
        and part.tokens[1].has("move.up", "move.down")
        and part.tokens[1].start - part.tokens[0].end <= 1
    )


def _holder(part: Clause, holder: Holder | None) -> Holder | None:
    if not part.has("holder.", "subject.market"):
        return holder
    for place, token in enumerate(part.tokens):
        if token.has("holder.survey"):
            return "survey"
        if token.has("holder.other", "holder.official") and not (
            place and part.tokens[place - 1].text in {"after", "following", "despite", "as"}
        ):  # "Fed cuts rates by 25bp after Trump's win" is nobody's view
            return "other"
        if token.has("subject.market"):
            return "market"
    return holder


def _abroad(part: Clause, abroad: str | None) -> str | None:
    """Return what the clause is about where that is none of ours: another central bank or country."""
    if not part.has("other.bank", "country.", "subject.", "index.", "pboc."):
        return abroad
    for token in part.tokens:
        if token.has("other.bank"):
            abroad = "other bank"  # markets in the next clause still price that bank
        elif token.has("country.other") and abroad != "other bank":
            abroad = "other country"
        elif (token.has("subject.market") and abroad != "other bank") or token.has(
            "country.us",
            "country.cn",
            "subject.fed",
            "subject.pboc",
            "index.",
            "pboc.rrr",
            "pboc.lpr",
            "pboc.mlf",
        ):
            abroad = None
    return abroad
