"""Claims: sentences that others wrote, checked against the facts of their own day.

A sentence is first read as a test, by a person, in a TOML file; the reading
is shown beside the verdict. Three kinds:

value   the sentence states what a fact is. Confirmed or contradicted; undecided
        where the fact's own error bar reaches across the threshold.
odds    the sentence states what will happen, and a fact holds its probability.
        Confirmed from .65, contradicted up to .35, undecided between.
event   the sentence dates a policy step. Misdated where the step happened,
        but not in the days that the sentence names.

Untestable means that no fact can tell; it is never a polite word for false.
A witness is an outside opinion (a survey, say) shown beside ours; it decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from signals.allocation import contract
from signals.allocation.contract import Verdict
from signals.allocation.evidence import condition_text, leaves
from signals.allocation.sentences import both, text
from signals.config import ConfigError, config_root, misread, read_toml
from signals.facts import Facts, FactSpec
from signals.rules.conditions import Node, parse_condition, parse_tree
from signals.rules.evaluate import Evidence, evaluate
from signals.rules.strategy import Bilingual, Condition
from signals.rules.verdict import Trace, Truth
from signals.units import amount, rounded, rounded_error, rounded_value
from signals.words import listed, said
from sources.contract import Direction, PolicyEvent
from sources.message import message

# The dead zone of METHODS 2: between the two, a sentence about the future is neither right nor wrong yet.
CONTRADICTED_TO, CONFIRMED_FROM = 0.35, 0.65
LATELY_DAYS = 60  # the look-back of the policy windows
SAME_STEP_DAYS = 365  # a step older than a year is not the one that a weekly means

Clock = Literal["announced", "effective"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EventTest(_Model):
    """A policy step and the days in which the sentence places it.

    ``kind`` also matches what lies below it: ``property`` takes ``property.mortgage``.
    ``clock`` says which of the two dates the sentence speaks of.
    """

    jurisdiction: str
    kind: str
    direction: Direction
    magnitude: float | None = None
    unit: str | None = None
    said: Literal["this_week", "last_week", "lately"]
    clock: Clock = "announced"

    @model_validator(mode="after")
    def _size_has_unit(self) -> EventTest:
        if (self.magnitude is None) != (self.unit is None):
            raise ValueError(message("magnitude and unit go together"))
        return self


class Part(_Model):
    """One reading of the sentence: exactly one of ``when``, ``odds_of`` and ``event``."""

    label: Bilingual
    when: Condition | None = None
    odds_of: str | None = None
    event: EventTest | None = None
    witness: bool = False

    @model_validator(mode="after")
    def _one_test(self) -> Part:
        if sum(test is not None for test in (self.when, self.odds_of, self.event)) != 1:
            raise ValueError(message("a part has exactly one of `when`, `odds_of` and `event`"))
        return self


class Claim(_Model):
    """A sentence with its source, and how it is read as a test."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    quote: str
    sentence: Bilingual
    source: str
    date: dt.date
    about: Literal["value", "odds", "event"]
    reading: Bilingual
    concerns: tuple[str, ...] = Field(default=(), strict=False)  # facts that it leans on beyond those tested
    parts: tuple[Part, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="after")
    def _something_decides(self) -> Claim:
        if all(part.witness for part in self.parts):
            raise ValueError(message("claim {id} has witnesses only; one part must decide", id=self.id))
        return self


class ClaimsFile(_Model):
    """A file of claims."""

    claims: tuple[Claim, ...] = Field(strict=False)


def find_claims(name_or_path: str | Path) -> Path:
    """Return the file of claims that ships under a name (``example``), or the path itself.

    Raises:
        ConfigError: there is no such file.
    """
    path = Path(name_or_path)
    shipped = config_root() / "claims"
    for candidate in (path, shipped / f"{name_or_path}.toml"):
        if candidate.is_file():
            return candidate
    names = ", ".join(sorted(file.stem for file in shipped.glob("*.toml")))
    raise ConfigError(
        message("{path}: no such file of claims; known by name: {names}", path=path, names=names)
    )


def of_the_last_week(claim: Claim, as_of: dt.date) -> bool:
    """Whether a claim was made in the seven days up to ``as_of``."""
    return as_of - dt.timedelta(days=7) < claim.date <= as_of


def read_claims(path: Path, vocabulary: Sequence[FactSpec]) -> tuple[Claim, ...]:
    """Read a file of claims and check its tests against the vocabulary of facts.

    Raises:
        ConfigError: it is missing, no TOML, or breaks the format; a test names a fact or
            a unit that does not exist; two claims share an id.
    """
    try:
        claims = ClaimsFile.model_validate(read_toml(path)).claims
    except ValidationError as error:
        raise misread(path, error) from error
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            raise ConfigError(
                message("{path}: two claims have the id {id!r}; give each its own", path=path, id=claim.id)
            )
        seen.add(claim.id)
        for part in claim.parts:
            try:
                _typed(part, vocabulary)
            except ConfigError as error:
                raise ConfigError(
                    message("{path}: claim {id!r}: {error}", path=path, id=claim.id, error=error)
                ) from error
    return claims


def _typed(part: Part, vocabulary: Sequence[FactSpec]) -> Node | None:
    """Return a part's condition, typed; None where it has none.

    Raises:
        ConfigError: it names what does not exist, or odds of a fact that is no probability.
    """
    if part.odds_of is not None:
        # The comparison is never evaluated: parsing it checks the name and that odds are odds.
        parse_condition(f"{part.odds_of} >= 0.5 prob", vocabulary)
    return None if part.when is None else parse_tree(part.when, vocabulary)


def check_claims(
    claims: Iterable[Claim],
    *,
    as_of: dt.date,
    facts_on: Callable[[dt.date], Facts],
    events_on: Callable[[dt.date], Sequence[PolicyEvent]],
    vocabulary: Sequence[FactSpec],
) -> tuple[contract.ClaimCheck, ...]:
    """Check each claim with what was known on its own day.

    A claim dated after ``as_of`` does not exist yet and is passed over.
    """
    return tuple(
        _check(claim, facts_on(claim.date), events_on(claim.date), vocabulary)
        for claim in claims
        if claim.date <= as_of
    )


def _check(
    claim: Claim, facts: Facts, events: Sequence[PolicyEvent], vocabulary: Sequence[FactSpec]
) -> contract.ClaimCheck:
    parts = tuple(_part(claim, part, _typed(part, vocabulary), facts, events) for part in claim.parts)
    deciding = [part for part in parts if not part.witness]
    verdicts = {part.verdict for part in deciding}
    verdict: Verdict = verdicts.pop() if len(verdicts) == 1 else "undecided"
    return contract.ClaimCheck(
        id=claim.id,
        claim=text(claim.sentence),
        source=contract.ClaimSource(document=claim.source, date=claim.date, quote=claim.quote),
        reading=text(claim.reading),
        about=claim.about,
        checked_as_of=claim.date,
        verdict=verdict,
        summary=both(_summary(parts, "en"), _summary(parts, "zh")),
        parts=parts,
    )


VERDICT_WORDS: dict[Verdict, tuple[str, str]] = {
    "confirmed": ("confirmed", "属实"),
    "contradicted": ("contradicted", "不符"),
    "misdated": ("misdated", "日期有误"),
    "undecided": ("undecided", "未定"),
    "untestable": ("untestable", "无法检验"),
}


def _summary(parts: Sequence[contract.ClaimPart], lang: Literal["en", "zh"]) -> str:
    if len(parts) == 1:
        return getattr(parts[0].detail, lang)  # type: ignore[no-any-return] # a Text has both languages
    zh = lang == "zh"
    said = [
        f"{getattr(part.label, lang)}{'：' if zh else ': '}{VERDICT_WORDS[part.verdict][zh]}"
        f"{'（' if zh else ' ('}{getattr(part.detail, lang)}{'）' if zh else ')'}"
        for part in parts
    ]
    return ("；" if zh else "; ").join(said)


def _part(
    claim: Claim, part: Part, node: Node | None, facts: Facts, events: Sequence[PolicyEvent]
) -> contract.ClaimPart:
    if node is not None:
        return _value(claim, part, evaluate(node, Evidence(facts)), facts)
    if part.event is not None:
        return _event(claim, part, part.event, events)
    return _odds(claim, part, facts)


def _value(claim: Claim, part: Part, trace: Trace, facts: Facts) -> contract.ClaimPart:
    found = list(leaves(trace))
    names = tuple(dict.fromkeys(leaf.fact for leaf in found if leaf.fact is not None))
    blurred = _blurred(trace, facts)
    if trace.verdict == "unknown":
        verdict: Verdict = "untestable"
    elif blurred == "unknown":
        verdict = "undecided"
    else:
        verdict = "confirmed" if trace.verdict == "true" else "contradicted"
    only = found[0] if len(found) == 1 else None
    fact = facts.get(only.fact) if only is not None and only.fact is not None else None
    return contract.ClaimPart(
        label=text(part.label),
        test=condition_text(trace),
        verdict=verdict,
        actual=rounded_value(fact.value, fact.unit) if fact else None,
        unit=fact.unit if fact else None,
        error=rounded_error(fact.error, fact.unit) if fact else None,
        detail=both(_value_detail(found, facts, "en"), _value_detail(found, facts, "zh")),
        witness=part.witness,
        facts=(*names, *claim.concerns),
    )


def _value_detail(found: Sequence[Trace], facts: Facts, lang: Literal["en", "zh"]) -> str:
    parts = []
    for leaf in found:
        fact = facts.get(leaf.fact or "")
        value_then = (
            said(leaf.reason, lang) or amount(None, None, lang)
            if fact is None or not fact.usable
            else amount(fact.value, fact.unit, lang, error=fact.error)
        )
        wanted = f"{leaf.op} {amount(leaf.threshold, leaf.unit, lang, literal=True)}"
        parts.append(
            f"当日为{value_then}，所述为{wanted}"
            if lang == "zh"
            else f"{value_then} that day, against {wanted}"
        )
    return listed(parts, lang)


def _blurred(trace: Trace, facts: Facts) -> Truth:
    """Return the verdict where a leaf within its fact's own error counts as unknown."""
    if trace.node == "leaf":
        fact = facts.get(trace.fact or "")
        near = (
            fact is not None
            and fact.error is not None
            and trace.margin is not None
            and abs(trace.margin) <= fact.error
        )
        return "unknown" if near else trace.verdict
    verdicts = [_blurred(child, facts) for child in trace.children]
    true, unknown = verdicts.count("true"), verdicts.count("unknown")
    if trace.node == "not":
        return {"true": "false", "false": "true", "unknown": "unknown"}[verdicts[0]]  # type: ignore[return-value] # the three truths
    needed = {"all": len(verdicts), "any": 1, "at_least": trace.n or 1}[trace.node]
    return "true" if true >= needed else "unknown" if true + unknown >= needed else "false"


def _odds(claim: Claim, part: Part, facts: Facts) -> contract.ClaimPart:
    name = part.odds_of or ""
    fact = facts.get(name)
    probability: float | None = None
    verdict: Verdict
    if fact is None or not fact.usable or not isinstance(fact.value, float | int) or fact.unit != "prob":
        verdict = "untestable"
        why = "no such fact that day" if fact is None else fact.reason or f"{name} is in {fact.unit}"
        detail = both(said(why, "en"), said(why, "zh"))
    else:
        probability = float(fact.value)
        verdict = (
            "confirmed"
            if probability >= CONFIRMED_FROM
            else "contradicted"
            if probability <= CONTRADICTED_TO
            else "undecided"
        )
        en, zh = (amount(probability, "prob", lang, error=fact.error) for lang in ("en", "zh"))
        detail = both(f"our odds that day {en}", f"当日概率{zh}")
    return contract.ClaimPart(
        label=text(part.label),
        test=f"odds {name}: confirmed from {CONFIRMED_FROM:.0%}, contradicted up to {CONTRADICTED_TO:.0%}",
        verdict=verdict,
        actual=rounded(probability, "prob"),
        unit="prob" if probability is not None else None,
        error=rounded_error(fact.error, "prob") if fact is not None and probability is not None else None,
        detail=detail,
        witness=part.witness,
        facts=(name, *claim.concerns),
    )


def said_window(said: Literal["this_week", "last_week", "lately"], day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day that the words mean on ``day``; weeks run Monday to Sunday."""
    monday = day - dt.timedelta(days=day.weekday())
    if said == "last_week":
        return monday - dt.timedelta(days=7), monday - dt.timedelta(days=1)
    if said == "this_week":
        return monday, day
    return day - dt.timedelta(days=LATELY_DAYS), day


def _event(claim: Claim, part: Part, test: EventTest, events: Sequence[PolicyEvent]) -> contract.ClaimPart:
    first, last = said_window(test.said, claim.date)
    known = [event for event in events if event.stage in {"decided", "effective"}]
    alike = [event for event in known if _same_kind(event, test)]
    fitting = [event for event in alike if _same_size(event, test)]
    inside = [event for event in fitting if _within(_clock(event, test.clock), first, last)]
    recent = [event for event in fitting if _within(event.announced_at, claim.date - _YEAR, claim.date)]
    other = [event for event in alike if _within(_clock(event, test.clock), first, last)]
    verdict: Verdict
    shown: Sequence[PolicyEvent]
    if inside:
        verdict, shown = "confirmed", inside
    elif other:
        verdict, shown = "contradicted", other
    elif recent:
        verdict, shown = "misdated", [max(recent, key=lambda event: event.announced_at)]
    else:
        verdict, shown = ("undecided" if known else "untestable"), ()
    actual = "; ".join(_dates(event, "en") for event in shown) or None
    return contract.ClaimPart(
        label=text(part.label),
        test=(
            f"{test.jurisdiction} {test.kind} {test.direction}"
            + (f" {test.magnitude:g} {test.unit}" if test.magnitude is not None else "")
            + f", {test.clock} {first} to {last}"
        ),
        verdict=verdict,
        actual=actual,
        unit=None,
        error=None,
        detail=both(
            _event_detail(verdict, shown, test.clock, (first, last), "en"),
            _event_detail(verdict, shown, test.clock, (first, last), "zh"),
        ),
        witness=part.witness,
        facts=claim.concerns,
    )


_YEAR = dt.timedelta(days=SAME_STEP_DAYS)


def _same_kind(event: PolicyEvent, test: EventTest) -> bool:
    kind = event.kind == test.kind or event.kind.startswith(test.kind + ".")
    return kind and event.jurisdiction == test.jurisdiction and event.direction == test.direction


def _same_size(event: PolicyEvent, test: EventTest) -> bool:
    return test.magnitude is None or (event.magnitude == test.magnitude and event.unit == test.unit)


def _clock(event: PolicyEvent, clock: Clock) -> dt.date | None:
    return event.announced_at if clock == "announced" else event.effective_at


def _within(day: dt.date | None, first: dt.date, last: dt.date) -> bool:
    return day is not None and first <= day <= last


def _dates(event: PolicyEvent, lang: str) -> str:
    measured = event.magnitude is not None and event.unit == "bp"
    size = amount(event.magnitude, "bp", lang) + ("，" if lang == "zh" else " ") if measured else ""
    if lang == "zh":
        effective = f"，{event.effective_at}生效" if event.effective_at else ""
        return f"{size}{event.announced_at}宣布{effective}"
    effective = f", effective {event.effective_at}" if event.effective_at else ""
    return f"{size}announced {event.announced_at}{effective}"


def _event_detail(
    verdict: Verdict,
    shown: Sequence[PolicyEvent],
    clock: Clock,
    days: tuple[dt.date, dt.date],
    lang: Literal["en", "zh"],
) -> str:
    first, last = days
    zh = lang == "zh"
    if not shown:
        if verdict == "untestable":
            return "当日没有任何政策事件记录" if zh else "no policy event at all was on record that day"
        return (
            f"{first}至{last}间没有此类事件的记录"
            if zh
            else f"no such step is on record between {first} and {last}, nor in the year before"
        )
    said = ("；" if zh else "; ").join(_dates(event, lang) for event in shown)
    if verdict != "misdated":
        return said
    other: Clock = "effective" if clock == "announced" else "announced"
    if any(_within(_clock(event, other), first, last) for event in shown):
        said += (
            f"；所述时段（{first}至{last}）内的只是{_CLOCKS[other][1]}日"
            if zh
            else f"; of the two only the {_CLOCKS[other][0]} date lies in the days meant ({first} to {last})"
        )
    else:
        said += f"；所述时段为{first}至{last}" if zh else f"; the sentence means {first} to {last}"
    return said


_CLOCKS: dict[Clock, tuple[str, str]] = {
    "announced": ("announcement", "宣布"),
    "effective": ("effective", "生效"),
}
