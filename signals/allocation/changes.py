"""What differs between two documents, and why; from the two documents alone.

The cause of a fact's change follows from the inputs that it rests on, as each
document lists them with their newest period and release day:

data_lost          it could be used before and cannot now (data_recovered: the reverse)
new_release        an input speaks of a newer period
market_move        …and every such input is a price
revision           an input was released anew for the same period
window_rolled_off  no input moved, the fact looks back over a window, and the day moved
time_passed        no input moved, the day moved
code_changed       no input moved, but the program did
unexplained        none of these; look at the derivation

A grade, a score, a leg or a margin changes because facts did, because its rule
did, or because the previous grade (the hold band) did.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from operator import attrgetter

from signals.allocation import contract
from signals.allocation.contract import AllocationDocument, Cause, ChangeCause

MARKET = re.compile(r"^(futures|index)\.|^us\.effr$")
WINDOW = re.compile(r"_\d+d$")  # facts that count over the last so many days are named so


def changes_between(old: AllocationDocument, new: AllocationDocument) -> contract.Changes:
    """Return every difference of ``new`` against ``old``, each with its cause."""
    facts = _fact_moves(old, new)
    causes = {move.fact: move.cause for move in facts}
    rescaled = _rescaled(old, new) | causes
    before = {call.thread_id: call for call in old.calls}
    after = {call.thread_id: call for call in new.calls}
    both = [thread for thread in after if thread in before]
    rules = {thread for thread in both if _ruleset(old, thread) != _ruleset(new, thread)}
    grades: list[contract.GradeChange] = []
    scores: list[contract.ScoreChange] = []
    legs: list[contract.LegChange] = []
    margins: list[contract.MarginChange] = []
    for thread in both:
        one, two = before[thread], after[thread]
        rule_changed = thread in rules
        moved = _leg_changes(one, two, causes, rule_changed=rule_changed)
        legs.extend(moved)
        margins.extend(_margin_changes(one, two, rescaled, rule_changed=rule_changed))
        through_legs = _through_legs(moved, rule_changed=rule_changed)
        if one.score.interval_bp != two.score.interval_bp:
            scores.append(
                contract.ScoreChange(
                    thread_id=thread,
                    before_bp=one.score.interval_bp,
                    after_bp=two.score.interval_bp,
                    causes=through_legs or (ChangeCause(cause="unexplained"),),
                )
            )
        if one.rating.model_grade != two.rating.model_grade:
            held = one.rating.previous_grade != two.rating.previous_grade
            grades.append(
                contract.GradeChange(
                    thread_id=thread,
                    before=one.rating.model_grade,
                    after=two.rating.model_grade,
                    causes=through_legs or (ChangeCause(cause="previous_grade" if held else "unexplained"),),
                )
            )
    flags_before = {flag.id for flag in old.risk_flags}
    flags_after = {flag.id for flag in new.risk_flags}
    return contract.Changes(
        against=contract.Against(
            id=old.document.id, as_of=old.document.as_of, content_hash=old.content_hash.value
        ),
        grades=tuple(grades),
        scores=tuple(scores),
        legs=tuple(legs),
        margins=tuple(margins),
        facts=facts,
        flags_new=tuple(sorted(flags_after - flags_before)),
        flags_cleared=tuple(sorted(flags_before - flags_after)),
        calls_new=tuple(sorted(after.keys() - before.keys())),
        calls_gone=tuple(sorted(before.keys() - after.keys())),
        ruleset_changed=bool(rules),
        code_changed=old.provenance.code != new.provenance.code,
        cleared=tuple(
            contract.ClearedFlag(id=flag.id, title=flag.title)
            for flag in sorted(old.risk_flags, key=attrgetter("id"))
            if flag.id not in flags_after
        ),
    )


def _ruleset(document: AllocationDocument, thread: str) -> str | None:
    return next((rule.sha256 for rule in document.provenance.rulesets if rule.thread_id == thread), None)


def _fact_moves(old: AllocationDocument, new: AllocationDocument) -> tuple[contract.FactMove, ...]:
    before = {fact.id: fact for fact in old.facts}
    after = {fact.id: fact for fact in new.facts}
    moves = []
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one is not None and two is not None and (one.value, one.status) == (two.value, two.status):
            continue
        known = two or one
        if known is None:
            continue
        moves.append(
            contract.FactMove(
                fact=name,
                before=one.value if one else None,
                after=two.value if two else None,
                unit=known.unit,
                before_status=one.status if one else None,
                after_status=two.status if two else None,
                cause=_cause(one, two, old, new),
            )
        )
    return tuple(moves)


def _cause(
    one: contract.FactRecord | None,
    two: contract.FactRecord | None,
    old: AllocationDocument,
    new: AllocationDocument,
) -> Cause:
    inputs_before, inputs_after = _inputs(old), _inputs(new)
    usable_before = one is not None and one.status == "ok"
    usable_after = two is not None and two.status == "ok"
    if usable_before != usable_after:
        return "data_lost" if usable_before else "data_recovered"
    names = sorted({*(one.inputs if one else ()), *(two.inputs if two else ())})
    pairs = [(name, inputs_before.get(name), inputs_after.get(name)) for name in names]
    newer = [name for name, a, b in pairs if b is not None and _later(_last(b), _last(a))]
    if newer:
        return "market_move" if all(MARKET.search(name) for name in newer) else "new_release"
    if any(
        a is not None and b is not None and a.period == b.period and _later(b.released_at, a.released_at)
        for _, a, b in pairs
    ):
        return "revision"
    if old.document.as_of != new.document.as_of:
        name = two.id if two else one.id if one else ""
        return "window_rolled_off" if WINDOW.search(name) else "time_passed"
    return "code_changed" if old.provenance.code != new.provenance.code else "unexplained"


def _inputs(document: AllocationDocument) -> Mapping[str, contract.InputRecord]:
    return {item.series: item for item in document.inputs}


def _last(item: contract.InputRecord | None) -> dt.date | None:
    return None if item is None or item.period is None else item.period.last


def _later(one: object, other: object) -> bool:
    """Whether ``one`` is a later day; a day is later than none at all."""
    return one is not None and (other is None or one > other)  # type: ignore[operator] # both are dates


def _rescaled(old: AllocationDocument, new: AllocationDocument) -> dict[str, Cause]:
    """Return the facts whose one-week sigma moved with their history: margins move with it."""
    before = {fact.id: fact.week_sigma for fact in old.facts}
    return {
        fact.id: "time_passed"
        for fact in new.facts
        if fact.id in before and before[fact.id] != fact.week_sigma
    }


def _leg_causes(
    names: Iterable[str], causes: Mapping[str, Cause], *, rule_changed: bool
) -> tuple[ChangeCause, ...]:
    found = [ChangeCause(cause=causes[name], fact=name) for name in names if name in causes]
    if rule_changed:
        found.append(ChangeCause(cause="rule_changed"))
    return tuple(found) or (ChangeCause(cause="unexplained"),)


def _leg_changes(
    one: contract.Call, two: contract.Call, causes: Mapping[str, Cause], *, rule_changed: bool
) -> list[contract.LegChange]:
    before = {leg.leg: leg for leg in one.drivers}
    after = {leg.leg: leg for leg in two.drivers}
    changes = []
    for name in dict.fromkeys((*before, *after)):
        a, b = before.get(name), after.get(name)
        if a is not None and b is not None and (a.stance, a.contribution_bp) == (b.stance, b.contribution_bp):
            continue
        names = sorted({*(a.facts if a else ()), *(b.facts if b else ())})
        changes.append(
            contract.LegChange(
                thread_id=two.thread_id,
                leg=name,
                before=a.stance if a else None,
                after=b.stance if b else None,
                before_bp=a.contribution_bp if a else None,
                after_bp=b.contribution_bp if b else None,
                causes=_leg_causes(names, causes, rule_changed=rule_changed),
            )
        )
    return changes


def _margin_changes(
    one: contract.Call, two: contract.Call, causes: Mapping[str, Cause], *, rule_changed: bool
) -> list[contract.MarginChange]:
    before = {leg.leg: leg for leg in one.drivers}
    return [
        contract.MarginChange(
            thread_id=two.thread_id,
            leg=leg.leg,
            before_sigma=before[leg.leg].margin_sigma,
            after_sigma=leg.margin_sigma,
            causes=_leg_causes(leg.facts, causes, rule_changed=rule_changed),
        )
        for leg in two.drivers
        if leg.leg in before and before[leg.leg].margin_sigma != leg.margin_sigma
    ]


def _through_legs(legs: Iterable[contract.LegChange], *, rule_changed: bool) -> tuple[ChangeCause, ...]:
    found = [
        ChangeCause(cause=cause.cause, fact=cause.fact, leg=leg.leg)
        for leg in legs
        for cause in leg.causes
        if cause.cause != "rule_changed"
    ]
    if rule_changed:
        found.append(ChangeCause(cause="rule_changed"))
    return tuple(found)
