"""Acts without a rate: a rule is published, a meeting held, a company fined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sources.contract import PolicyEvent, Stage
from sources.policy_text import numbers
from sources.policy_text.clauses import Clause, Sentence
from sources.policy_text.dates import FRESH_DAYS, days
from sources.policy_text.finding import QUOTE_CHARS, Finding
from sources.policy_text.stage import Judgement, Telling, judge
from sources.policy_text.taxonomy import ActRule, Kind, Taxonomy

_AMOUNTS = {"亿元": numbers.amount_yi, "titles": numbers.titles}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """One rule bound in one clause: where subject and verb stand in the sentence."""

    name: str
    kind: Kind
    act: ActRule
    clause: Clause
    subject: str
    verb: str
    subject_at: int
    verb_at: int

    @property
    def end(self) -> int:
        return max(self.subject_at + len(self.subject), self.verb_at + len(self.verb))


class Acts:
    """The taxonomy's acts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._rules = [
            (name, kind, act)
            for name, kind in taxonomy.kind.items()
            if kind.binding == "act"
            for act in kind.acts
        ]

    def read(self, sentence: Sentence, appeared: dt.date, source: str) -> Iterator[Finding]:
        """Yield each kind at most once a sentence.

        Subject and verb stand in one clause, the context anywhere in the sentence.
        """
        told: set[str] = set()
        for name, kind, act in self._rules:
            if name in told or not _may_tell(sentence.text, act):
                continue
            for clause in sentence.clauses:
                bound = _bind(name, kind, act, clause=clause)
                if bound is not None:
                    told.add(name)
                    yield _tell(bound, sentence, appeared, source=source)
                    break


def _may_tell(text: str, act: ActRule) -> bool:
    return (
        any(word in text for word in act.subject)
        and not any(word in text for word in act.unless)
        and (not act.context or any(word in text for word in act.context))
    )


def _bind(name: str, kind: Kind, act: ActRule, *, clause: Clause) -> _Bound | None:
    subject = next((word for word in act.subject if word in clause.text), None)
    verb = next((word for word in act.verb if word in clause.text), None)
    if subject is None or verb is None:
        return None
    return _Bound(
        name=name,
        kind=kind,
        act=act,
        clause=clause,
        subject=subject,
        verb=verb,
        subject_at=clause.start + clause.text.find(subject),
        verb_at=clause.start + clause.text.find(verb),
    )


def _tell(bound: _Bound, sentence: Sentence, appeared: dt.date, *, source: str) -> Finding:
    text, kind = sentence.text, bound.kind
    named = [day for day in days(text, appeared) if day.date is not None]
    said = [day for day in named if day.role == "announced" and day.date is not None]
    fresh = next((day for day in said if day.date and 0 <= (appeared - day.date).days <= FRESH_DAYS), None)
    in_force = next((day.date for day in named if day.role == "in_force"), None)
    telling = Telling(
        head=text[: bound.end],
        clause=text[bound.clause.start : bound.clause.end],
        tail=text[bound.end :],
        fresh_at=fresh.start if fresh else None,
        old_day=fresh is None and any(day.date and day.date <= appeared for day in said),
        names_day_in_force=in_force is not None,
        owner_at=None,
        after_owner="",
        takes_force_by_itself=False,
        appeared_year=appeared.year,
        appeared_month=appeared.month,
        is_question=sentence.is_question,
        has_size=False,
        core_at=min(bound.subject_at, bound.verb_at),
    )
    judgement = _judge(bound, telling)
    words = {
        "cue": bound.subject,
        "verb": bound.verb,
        "stage": f"{judgement.stage or 'nothing'}: {judgement.rule}",
    }
    quote = sentence.quote[:QUOTE_CHARS]
    if judgement.stage is None:
        return Finding(skipped=judgement.rule, quote=quote, bound=words)
    size = _AMOUNTS[kind.unit](bound.clause.text) if kind.unit in _AMOUNTS else None
    if size is not None and not 0 < size <= (kind.max_size or float("inf")):
        size = None
    return Finding(
        event=PolicyEvent(
            announced_at=fresh.date if fresh and fresh.date else appeared,
            effective_at=in_force,
            jurisdiction=kind.jurisdiction,
            kind=bound.name,
            stage=_stage(bound.act, judgement.stage),
            direction=bound.act.direction,
            magnitude=size,
            unit=kind.unit if size is not None else None,
            issuer=kind.issuer,
            evidence=f"{source} {appeared.isoformat()}",
            quote=quote,
            known_at=appeared,
            source=source,
        ),
        quote=quote,
        bound=words,
    )


def _judge(bound: _Bound, telling: Telling) -> Judgement:
    judgement = judge(telling)
    nobody_acts = bound.clause.text.lstrip().startswith(bound.verb) and not telling.is_anchored
    if judgement.stage == "decided" and nobody_acts:
        return Judgement(stage="signalled", rule="a clause that begins with its verb names nobody who acts")
    return judgement


def _stage(act: ActRule, found: Stage) -> Stage:
    return act.stage if found == "decided" else found
