"""Clauses of a sentence: who speaks in each, whether it is asserted, and which words stand by which figure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Quantity

Holder = Literal["market", "other", "survey"]
Move = Literal["hold", "cut", "hike"]

_CJK = re.compile("[\u3400-\u9fff]")
_NO_PARTS: frozenset[str] = frozenset()
_LINK = re.compile(
    r"^(?:\s|-|的|了|幅度|达|为|共|约|rate|interest|rates|by|an?|in|fed|further|another|更多|the|move|step|us|policy|first|its|their|key|full|about|roughly|benchmark|main|borrowing|costs|overnight|lending|target|range|fund|funds|federal|short-term"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|next)*$"
)
_OF = re.compile(
    r"^\s?(?:worth )?of (?:fed |rate |further |additional |more |total |policy |us |monetary |new )*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a meeting may decide: a move, its size in bp, or how many moves.

    ``is_total`` marks a size that is the sum of moves: "70 basis points of cuts".
    """

    move: Move
    start: int
    end: int
    size: float | None = None
    figure: Token | None = None
    count: Token | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clause:
    """A run of tokens between two marks; ``aside`` where it stands in brackets.

    ``after_official``: the speaker is an official whom an earlier clause named. Officials
    give no odds and no closes, so such figures are the market's again.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    outcomes: tuple[Outcome, ...]
    aside: bool
    mark: str
    holder: Holder | None = None
    after_official: bool = False
    blocked: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def has(self, *tags: str) -> bool:
        """Return whether any token is one of these parts of speech."""
        return not self.parts.isdisjoint(tags)

    def first(self, *tags: str) -> Token | None:
        """Return the first token that is one of these parts of speech."""
        if self.parts.isdisjoint(tags):
            return None
        return next((token for token in self.tokens if token.has(*tags)), None)

    def all(self, *tags: str) -> list[Token]:
        """Return every token that is one of these parts of speech, in order."""
        if self.parts.isdisjoint(tags):
            return []
        return [token for token in self.tokens if token.has(*tags)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """A figure with the words that are its own: those before it and those after it.

    ``own`` is every word of the cell, nearest last before the figure, nearest first
    after it; ``parts`` what they may be.
    """

    value: Token
    quantity: Quantity
    before: tuple[Token, ...]
    after: tuple[Token, ...]
    own: tuple[Token, ...]
    parts: frozenset[str]

    @classmethod
    def of(
        cls,
        value: Token,
        quantity: Quantity,
        before: tuple[Token, ...] = (),
        after: tuple[Token, ...] = (),
    ) -> Cell:
        """Return the cell of a figure and the words on either side of it."""
        own = (*before, *after)
        parts = _NO_PARTS.union(*[token.parts for token in own])
        return cls(value=value, quantity=quantity, before=before, after=after, own=own, parts=parts)

    def has(self, *tags: str) -> bool:
        """Return whether any word of the cell is one of these parts of speech."""
        return not self.parts.isdisjoint(tags)

    def nearest(self, *tags: str) -> Token | None:
        """Return the last such word before the figure, or the first after it."""
        if self.parts.isdisjoint(tags):
            return None
        for token in (*reversed(self.before), *self.after):
            if token.has(*tags):
                return token
        return None

    @property
    def start(self) -> int:
        """Where the figure begins, hedges included."""
        return min(self.value.start, self.quantity.start)

    @property
    def end(self) -> int:
        """Where the figure ends, hedges included."""
        return max(self.value.end, self.quantity.end)


_ATTRIBUTION = re.compile(r"\s*(?:says?|said|according to|per|going by|judging by|if you ask)\s")
_MARKS = {",", ";", ":", "(", ")", "-", "、"}
_ENDS = {",", ";", ":", "(", ")", "-"}


def clauses(text: str, found: Sequence[Token]) -> list[Clause]:
    """Cut the tokens of one sentence at its marks, with who speaks and what is asserted."""
    parts: list[Clause] = []
    start, depth, mark = 0, 0, ""
    run: list[Token] = []
    for place, token in enumerate(found):
        if token.has("joint.and") and run and _turns_to_fed(found, place, run):
            parts.append(_clause(text, start, token.start, run, aside=depth > 0, mark=mark))
            start, run, mark = token.start, [token], ","
            continue
        if token.tags & _ENDS and not token.tags - _MARKS and token.quantity is None:
            if "," in token.tags and text.startswith(" respectively", token.end):
                continue
            if "," in token.tags and _ATTRIBUTION.match(text[token.end : token.end + 16]):
                continue  # "Five this year, says the curve": one clause, and the curve its speaker
            leads = bool(run) and run[0].has("move.to")
            if (
                "," in token.tags
                and leads
                and not parts
                and all(one.quantity or one.has("move.to") for one in run)
            ):
                continue  # "At 2.5%, the headline rate is …": its subject follows
            if run:
                parts.append(_clause(text, start, token.start, run, aside=depth > 0, mark=mark))
            depth = depth + 1 if "(" in token.tags else 0 if ")" in token.tags else depth
            start, run, mark = token.end, [], next(iter(token.tags))
        else:
            run.append(token)
    if run:
        parts.append(_clause(text, start, len(text), run, aside=depth > 0, mark=mark))
    return list(_scoped(parts))


def _turns_to_fed(found: Sequence[Token], place: int, run: Sequence[Token]) -> bool:
    """Return whether "and" leads from a print or an index to what the Fed did: "CPI undershot at 3.3% and the Fed stood pat"."""
    following = found[place + 1 : place + 4]
    if following and following[0].has("index."):  # "the Fed hiked 75bp and the S&P 500 rose"
        stepped = any(token.has("outcome.") for token in run)
        return stepped and any(token.has("subject.fed") for token in run)
    return (
        len(following) > 1
        and following[0].has("subject.fed")
        and any(token.has("outcome.") for token in following[1:])
        and any(token.has("head.", "index.") for token in run)
        and any(token.quantity is not None for token in run)
    )


def _clause(text: str, start: int, end: int, run: list[Token], *, aside: bool, mark: str) -> Clause:
    parts = _NO_PARTS.union(*[token.parts for token in run])
    return Clause(
        start=start,
        end=end,
        tokens=tuple(run),
        outcomes=tuple(_outcomes(text, run)) if "outcome." in parts else (),
        aside=aside,
        mark=mark,
        parts=parts,
    )


def _outcomes(text: str, run: Sequence[Token]) -> Iterator[Outcome]:
    """Yield what meetings may decide, each with the size or count that stands by it."""
    taken: set[int] = set()
    for place, token in enumerate(run):
        move = _move(token)
        if move is None:
            continue
        size: float | None = None
        figure: Token | None = None
        count: Token | None = None
        total = False
        for other in (place - 1, place + 1, place - 2, place + 2):
            if not 0 <= other < len(run) or id(run[other]) in taken:
                continue
            near = run[other]
            between = _between(text, near, token)
            if near.quantity is None:
                continue
            bp = bare_bp(near.quantity) if between in {"", "了", "息", "息了"} else step_bp(near.quantity)
            if bp is not None and figure is None and _LINK.match(between):
                size, figure = bp, near
                taken.add(id(near))
            elif bp is not None and figure is None and _OF.match(between):
                size, figure, total = bp, near, other < place
                taken.add(id(near))
            elif near.has("figure.count") and count is None and len(between) <= 24 and _only_size(between):
                count = near
                taken.add(id(near))
        yield Outcome(
            move=move, start=token.start, end=token.end, size=size, figure=figure, count=count, is_total=total
        )


def _only_size(between: str) -> bool:
    return not re.search(r"[，,;；]|概率|chance", between)


def _between(text: str, one: Token, other: Token) -> str:
    return text[one.end : other.start] if one.start < other.start else text[other.end : one.start]


def _move(token: Token) -> Move | None:
    if not token.has("outcome."):
        return None
    name = token.name("outcome.")
    if name in {"hold", "cut", "hike"}:
        return name  # type: ignore[return-value]
    return None


def step_bp(quantity: Quantity) -> float | None:
    """Return the size of a step in basis points; None where the figure is no step."""
    if quantity.kind == "bp":
        return quantity.middle
    if quantity.kind == "pp":
        return round(100 * quantity.middle, 6)
    if quantity.kind == "li" and quantity.low is None and quantity.value <= 1.5:
        return round(100 * quantity.value, 6)
    if quantity.kind == "points" and quantity.value in {10, 15, 20, 25, 50, 75, 100, 125}:
        return quantity.value
    if quantity.kind == "points" and quantity.value in {0.25, 0.5, 0.75, 1.0}:
        return 100 * quantity.value
    return None


def bare_bp(quantity: Quantity) -> float | None:
    """Return the size of a step told without its unit right beside its verb: 降25."""
    if quantity.kind == "number" and not quantity.in_words and quantity.value in {25, 50, 75}:
        return quantity.value
    return step_bp(quantity)


# ---- who speaks --------------------------------------------------------------------------------------------------
_WHOLE = ("mode.rumour", "mode.call", "mode.history")
"""What keeps every clause of a sentence from being asserted; the others keep their own alone."""
_OWN = ("mode.maybe", "mode.future", "mode.negation", "mode.risk", "mode.target")


def _scoped(parts: list[Clause]) -> Iterator[Clause]:
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


# ---- which words stand by which figure ---------------------------------------------------------------------------
_HEADS = ("index.", "head.", "pboc.", "tenor.", "other.thing", "outcome.")
_SPLITS = ("joint.and", "move.from", "joint.took")
_PREPOSITION = re.compile(
    r"(?:of|in|for|on|at|to|a|an|than|that|the|by|no|of a|of the|another|at least one)\s(?:the |a |an |its |us |fed )*$"
)


def cells(text: str, clause: Clause, kinds: Collection[str] = ()) -> list[Cell]:
    """Return the figures of a clause with their own words.

    Words between two figures belong to the first up to a joint ("and", "from");
    without one, Chinese puts them before the second, English after the first
    unless they begin a new subject. With ``kinds``, figures of other kinds are
    words like any other.
    """
    sizes = {id(token) for one in clause.outcomes for token in (one.figure, one.count)}
    values = [
        place
        for place, token in enumerate(clause.tokens)
        if (quantity := token.quantity) is not None
        and id(token) not in sizes
        and not (quantity.kind == "number" and quantity.in_words)
        and (not kinds or quantity.kind in kinds)
    ]
    if not values:
        return []
    chinese = len(_CJK.findall(text[clause.start : clause.end])) > 2
    found: list[Cell] = []
    begin = 0
    for order, place in enumerate(values):
        following = values[order + 1] if order + 1 < len(values) else len(clause.tokens)
        last = following == len(clause.tokens)
        cut = (
            _first_joint(clause.tokens, place, following)
            if last
            else _cut(text, clause.tokens, place, following, chinese=chinese)
        )
        quantity = clause.tokens[place].quantity
        if quantity is not None:
            found.append(
                Cell.of(
                    clause.tokens[place],
                    quantity,
                    before=clause.tokens[begin:place],
                    after=clause.tokens[place + 1 : cut],
                )
            )
        begin = cut
    return _respectively(clause, found)


_LISTED = ("index.", "head.", "other.thing", "tenor.", "outcome.", "country.")


def _respectively(clause: Clause, found: list[Cell]) -> list[Cell]:
    """Give each of several figures its own of as many subjects named before 分别: "国指及科指分别跌0.4%及0.6%"."""
    mark = clause.first("joint.respectively") if len(found) > 1 else None
    if mark is None:
        return found
    last = clause.tokens[-1] is mark or mark.text == "respectively"
    limit = found[0].value.start if last else mark.start
    subjects = [token for token in clause.tokens if token.has(*_LISTED) and token.end <= limit]
    figures = [cell for cell in found if cell.value.start >= (limit if last else mark.end)]
    if len(subjects) != len(figures):  # "3月、5月、6月不变的概率分别为90%、65%和25%"
        months = [one for one in clause.tokens if one.time is not None and one.time.unit == "month"]
        subjects = [token for token in months if token.end <= limit]
    if len(subjects) != len(figures):
        return found
    shared = tuple(
        token for token in clause.tokens if token.end <= figures[0].value.start and token not in subjects
    )
    bound = {
        id(cell): Cell.of(cell.value, cell.quantity, before=(*shared, subject), after=cell.after)
        for cell, subject in zip(figures, subjects, strict=True)
    }
    return [bound.get(id(cell), cell) for cell in found]


def _first_joint(run: Sequence[Token], place: int, end: int) -> int:
    return next((other for other in range(place + 1, end) if run[other].has("joint.and")), end)


def _cut(text: str, run: Sequence[Token], place: int, following: int, *, chinese: bool) -> int:
    """Return where the words after one figure end and those before the next begin."""
    between = range(place + 1, following)
    for other in between:
        if run[other].has(*_SPLITS) or "、" in run[other].tags:
            return other
    if chinese:
        linked = text[run[place].end : run[place].end + 1] == "的"
        return next((o + 1 for o in between if run[o].has("odds.word")), place + 1) if linked else place + 1
    for other in between:
        token = run[other]
        if token.text.endswith(":"):
            return other  # "Actual: 3.1% Forecast: 2.9% Previous: 3.4%"
        if token.has(*_HEADS) and not _PREPOSITION.search(text[run[place].end : token.start]):
            return other
        leading = all(
            run[one].has("extreme.") and run[one].quantity is None for one in range(other + 1, following)
        )
        if token.has("move.to") and leading:
            return other  # "gained 1.7% to a record 5,713.64"
    return following
