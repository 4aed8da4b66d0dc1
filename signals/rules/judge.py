"""Judge a strategy: facts in, a call with its evidence out."""

from __future__ import annotations

from signals.facts import Facts
from signals.rules.compiled import Leg, Rules
from signals.rules.completions import Cells, Outcome, Span, added, parts_of
from signals.rules.evaluate import Evidence, evaluate
from signals.rules.strategy import in_both
from signals.rules.verdict import CallVerdict, Grade, LegVerdict, Stance, Trace, builder

_leg_verdict = builder(LegVerdict)


class Judge:
    """One strategy, ready to be judged on any day's facts.

    Args:
        rules: the strategy, checked against the vocabulary.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.parts = parts_of(rules)
        self._part_of = {id(leg): part for part in self.parts for leg in part.legs}

    def verdict(
        self, facts: Facts, *, previous: Grade | None = None, evidence: Evidence | None = None
    ) -> CallVerdict:
        """Return the call without its flips.

        ``evidence`` over the same facts may be shared between strategies, so
        that each fact is looked at once.

        A grade is given only where every completion of the unknown facts leads
        to it. The score interval is exact: both ends are attained. A leg's own
        interval is exact as well; legs that share an unknown fact may add up
        to less than the sum of their intervals.
        """
        evidence = evidence or Evidence(facts)
        strategy = self.rules.strategy
        stops = [(stop, evaluate(stop.when, evidence)) for stop in self.rules.stops]
        traces = [
            (
                leg,
                None if leg.supports is None else evaluate(leg.supports, evidence),
                None if leg.opposes is None else evaluate(leg.opposes, evidence),
            )
            for leg in self.rules.legs
        ]
        undecided = any(trace.verdict == "unknown" for _, trace in stops) or any(
            trace is not None and trace.verdict == "unknown" for _, *both in traces for trace in both
        )
        cells = self.cells(facts, evidence) if undecided else {}
        legs = tuple(self._leg(leg, supports, opposes, cells) for leg, supports, opposes in traces)
        if undecided:
            span = self.span(cells)
        else:
            total = sum(leg.contribution_bp[0] for leg in legs)
            stopped = any(trace.verdict == "true" for _, trace in stops)
            span = Span.of([Outcome(total, stopped)])
        grade = self.grade(span, previous)
        return CallVerdict(
            strategy=strategy.id,
            as_of=facts.as_of,
            grade=grade,
            previous_grade=previous,
            score_bp=span.score_bp,
            enter_bp=strategy.score.enter_bp,
            leave_bp=strategy.score.leave_bp,
            legs=legs,
            needs=self._needs(cells) if grade is None else (),
            invalidated_by=tuple(stop.text.id for stop, trace in stops if trace.verdict == "true"),
            stops=tuple((stop.text.id, trace) for stop, trace in stops),
            flags=tuple((name, evaluate(node, evidence)) for name, node in self.rules.flags.items()),
        )

    def cells(self, facts: Facts, evidence: Evidence | None = None) -> Cells:
        """Return for each deciding fact the cells that it may lie in: one where it is known."""
        evidence = evidence or Evidence(facts)
        cells = {}
        for fact, line in self.rules.lines.items():
            known = evidence.of(line.leaves[0])
            cells[fact] = line.signatures if known.reason else (line.signature(known.value),)
        return cells

    def span(self, cells: Cells) -> Span:
        """Return everything that the score can be, with whether a rule then stops the call."""
        return added(part.span(cells) for part in self.parts)

    def grade(self, span: Span, previous: Grade | None) -> Grade | None:
        """Return the grade to which every completion leads, or None where they differ."""
        band = self.rules.strategy.score
        found = span.grades(previous, enter_bp=band.enter_bp, leave_bp=band.leave_bp)
        return next(iter(found)) if len(found) == 1 else None

    def _leg(self, leg: Leg, supports: Trace | None, opposes: Trace | None, cells: Cells) -> LegVerdict:
        low, high = _contribution(leg.weight_bp, supports, opposes)
        if low != high:
            low, high = self._part_of[id(leg)].leg_interval(leg, cells) or (low, high)
        text = leg.text
        return _leg_verdict(
            text.id, text.name.en, text.name.zh, text.reason.en, text.reason.zh, text.weight_bp,
            in_both(text.weight_reason), supports, opposes, _stance(low, high), (low, high),
            _to_nearest_change(supports, opposes), leg.facts,
        )  # fmt: skip

    def _needs(self, cells: Cells) -> tuple[str, ...]:
        """Return the unknown facts that can still move the score or stop the call."""
        found = {fact for part in self.parts for fact in part.mattering(cells)}
        return tuple(fact for fact in self.rules.facts if fact in found)


def judge(rules: Rules, facts: Facts, *, previous: Grade | None = None) -> CallVerdict:
    """Judge one strategy on one day; keep a `Judge` where there are many days."""
    return Judge(rules).verdict(facts, previous=previous)


def _contribution(weight_bp: int, supports: Trace | None, opposes: Trace | None) -> tuple[int, int]:
    """Return the interval that Kleene's logic gives: supports counts for, opposes against."""
    speaks_for = "false" if supports is None else supports.verdict
    against = "false" if opposes is None else opposes.verdict
    low = (speaks_for == "true") - (against != "false")
    high = (speaks_for != "false") - (against == "true")
    return weight_bp * low, weight_bp * high


def _stance(low: int, high: int) -> Stance:
    if low != high:
        return "unknown"
    if low == 0:
        return "neither"
    return "supports" if low > 0 else "opposes"


def _to_nearest_change(supports: Trace | None, opposes: Trace | None) -> float | None:
    """Return how far the nearer of both conditions is from turning, in one-week sigmas."""
    margins = [trace.margin_sigma for trace in (supports, opposes) if trace is not None]
    known = [abs(margin) for margin in margins if margin is not None]
    return min(known) if len(known) == len(margins) else None
