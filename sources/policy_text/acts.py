"""Acts without a size of their own: a rule is published, a meeting held, a company fined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sources.contract import PolicyEvent
from sources.policy_text import numbers
from sources.policy_text.clauses import Clause, Sentence
from sources.policy_text.dates import days
from sources.policy_text.finding import Finding
from sources.policy_text.stage import Telling, judge
from sources.policy_text.taxonomy import ActRule, Kind, Taxonomy

FRESH_DAYS = 7
QUOTE_CHARS = 240


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
        """Yield each kind at most once a sentence: subject and verb in one clause, context anywhere before."""
        told: set[str] = set()
        for name, kind, act in self._rules:
            if name in told or not any(word in sentence.text for word in act.subject):
                continue
            if any(word in sentence.text for word in act.unless):
                continue
            if act.context and not any(word in sentence.text for word in act.context):
                continue
            for clause in sentence.clauses:
                found = _bind(clause, act)
                if found is not None:
                    told.add(name)
                    yield _tell(name, kind, act, sentence, clause, found, appeared, source)
                    break


def _bind(clause: Clause, act: ActRule) -> tuple[str, str, int] | None:
    subject = next((word for word in act.subject if word in clause.text), None)
    if subject is None:
        return None
    verb = next((word for word in act.verb if word in clause.text), None)
    if verb is None:
        return None
    end = max(clause.text.find(subject) + len(subject), clause.text.find(verb) + len(verb))
    return subject, verb, clause.start + end


def _tell(
    name: str,
    kind: Kind,
    act: ActRule,
    sentence: Sentence,
    clause: Clause,
    found: tuple[str, str, int],
    appeared: dt.date,
    source: str,
) -> Finding:
    subject, verb, end = found
    text = sentence.text
    named = list(days(text, appeared))
    fresh = [
        day
        for day in named
        if day.role == "announced" and day.date is not None and 0 <= (appeared - day.date).days <= FRESH_DAYS
    ]
    announced = fresh[0].date if fresh and fresh[0].date else appeared
    in_force = next((day.date for day in named if day.role == "in_force" and day.date is not None), None)
    old = not fresh and any(
        day.role == "announced" and day.date is not None and (appeared - day.date).days > FRESH_DAYS
        for day in named
    )
    judgement = judge(
        Telling(
            head=text[:end],
            clause=text[clause.start : clause.end],
            tail=text[end:],
            fresh_at=fresh[0].start if fresh else None,
            old_day=old,
            names_day_in_force=in_force is not None,
            has_owner=True,
            after_owner="",
            takes_force_by_itself=False,
            appeared_year=appeared.year,
            is_question=sentence.is_question,
            has_size=True,
        )
    )
    bound = {"cue": subject, "verb": verb, "stage": f"{judgement.stage or 'nothing'}: {judgement.rule}"}
    quote = text[:QUOTE_CHARS]
    if judgement.stage is None:
        return Finding(skipped=judgement.rule, quote=quote, bound=bound)
    stage = act.stage if judgement.stage in {"decided", "effective"} else judgement.stage
    size = {"亿元": numbers.amount_yi, "titles": numbers.titles}.get(kind.unit or "", lambda _: None)(
        clause.text
    )
    return Finding(
        event=PolicyEvent(
            announced_at=announced,
            effective_at=in_force,
            jurisdiction=kind.jurisdiction,
            kind=name,
            stage=stage,
            direction=act.direction,
            magnitude=size,
            unit=kind.unit if size is not None else None,
            issuer=kind.issuer,
            evidence=f"{source} {appeared.isoformat()}",
            quote=quote,
            known_at=appeared,
            source=source,
        ),
        quote=quote,
        bound=bound,
    )
