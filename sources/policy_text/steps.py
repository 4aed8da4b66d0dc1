"""Steps of a rate in one sentence: a cue, a verb and a size bound in one clause, with who and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sources.contract import Direction, PolicyEvent
from sources.message import Named, message
from sources.policy_text import numbers
from sources.policy_text.clauses import Clause, Sentence
from sources.policy_text.cues import (
    MOVES,
    Cue,
    Cues,
    Move,
    Owner,
    last_move,
    measure_before,
    noun_of_move,
)
from sources.policy_text.dates import FRESH_DAYS, Day, days
from sources.policy_text.finding import QUOTE_CHARS, Finding
from sources.policy_text.numbers import Size
from sources.policy_text.stage import Judgement, Telling, judge
from sources.policy_text.taxonomy import Kind

_ONLY_SIZE = re.compile(r"\s*(?:幅度|降幅|升幅|下调|上调|降息|加息)?(?:为|达|是|了)?\s*")

GRACE_DAYS = 1
"""Days from a decision that takes force by itself to its force, beyond the usual: a new rate holds from tomorrow."""

LEFT_OUT_CHARS = 4
"""At most this much stands between a cue and its size where the verb is left out, as in "by "."""
NOMINAL_CHARS = 24
"""At most this much stands between the noun of a move and what moves, as in "cut in the required"."""

_WORTH_TELLING_BARE = ("decided", "effective", "signalled")
"""Stages in which a step without a size still says something, where it is dated: a recap of no size says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A cue bound to its verb and size inside one clause."""

    cue: Cue
    move: Move
    verb: str
    place: int
    end: int
    core_at: int
    size_text: str = ""
    bp: float | None = None
    tiers: tuple[str | None, ...] = (None,)
    bps: tuple[float, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    """The days of a step; ``fresh_at`` is where a fresh day of announcement stands, if one does."""

    announced: dt.date
    fresh_at: int | None
    in_force: dt.date | None
    is_old: bool


class StepReading:
    """One sentence being read for steps of rates."""

    def __init__(
        self, sentence: Sentence, appeared: dt.date, source: str, cues: Cues, named: list[Cue]
    ) -> None:
        self.sentence, self.appeared, self.source, self.cues = sentence, appeared, source, cues
        self.text = sentence.text
        self.steps_named = named
        self.days: list[Day] = []
        self.sized: set[str] = set()
        self.bound: list[_Step] = []

    def findings(self) -> Iterator[Finding]:
        """Yield what the sentence tells of steps, and what only looked like one."""
        if not self.steps_named:
            return
        self.days = list(days(self.text, self.appeared))
        decided: set[str] = set()
        for clause in self.sentence.clauses:
            for size in self._sizes(clause):
                cue = self._cue_before(clause, size.start) or self._cue_after(clause, size.end)
                outcome = self._bind(cue, clause, size) if cue else None
                if cue is None or outcome is None:
                    continue
                self.sized.add(cue.kind)  # a size that does not fit is not made good by leaving it out
                if isinstance(outcome, Finding):
                    yield outcome
                    continue
                for finding in self._tell(clause, outcome):
                    if finding.event is not None and finding.event.stage in {"decided", "effective"}:
                        decided.add(cue.kind)
                    yield finding
                self.bound.append(outcome)
        yield from self._unsized(decided)

    def _sizes(self, clause: Clause) -> Iterator[Size]:
        for size in numbers.sizes(clause.text):
            yield Size(
                text=size.text,
                start=size.start + clause.start,
                end=size.end + clause.start,
                bp=size.bp,
                is_range=size.is_range,
                is_negative=size.is_negative,
            )

    def _bind(self, cue: Cue, clause: Clause, size: Size) -> _Step | Finding | None:
        """Bind the cue, the nearest verb before the size, and the size."""
        verb_found = self._verb(cue, clause, size)
        if verb_found is None:
            return None
        move, verb, verb_at = verb_found
        kind = self.cues.kind(cue.kind)
        reason = self._unfit(kind, clause, size) or self._part_of(cue.kind, size)
        if reason:
            return Finding(
                skipped=reason, quote=self._quote(), bound={"cue": cue.text, "verb": verb, "size": size.text}
            )
        tiers, bps = self._tiers(kind, clause, size)
        return _Step(
            cue=cue,
            move=move,
            verb=verb,
            place=size.start,
            end=max(size.end, cue.end),
            core_at=min(cue.start, verb_at, size.start),
            size_text=size.text,
            bp=size.bp,
            tiers=tiers,
            bps=bps,
        )

    def _verb(self, cue: Cue, clause: Clause, size: Size) -> tuple[Move, str, int] | None:
        if cue.move is not None:
            return cue.move, cue.text, cue.start
        if cue.start >= size.end:  # "a 50 bp cut in the ratio"
            return noun_of_move(self.text, size.end, clause.end)
        found = last_move(self.text, clause.start, size.start)
        if found is None and size.start - cue.end <= LEFT_OUT_CHARS:
            # "cuts the one-year rate by 10 bps, the five-year rate by 10 bps": the verb is left out.
            before = [step for step in self.bound if step.cue.kind == cue.kind]
            found = (before[-1].move, before[-1].verb, cue.start) if before else None
        return found

    def _part_of(self, kind: str, size: Size) -> str | None:
        """Say where a size is a part of one told before it: "下调1个百分点，其中1月15日下调0.5个百分点"."""
        for step in self.bound:
            between = self.text[step.end : size.start]
            if step.cue.kind == kind and "其中" in between and self.cues.kind(kind).default_tier:
                return message(
                    "{text!r} is a part of {size_text!r}", text=size.text, size_text=step.size_text
                )
        return None

    def _cue_after(self, clause: Clause, end: int) -> Cue | None:
        """Return the cue of a nominal step: "a 50 bp cut in the ratio", "a 50-bp RRR cut"."""
        noun = noun_of_move(self.text, end, clause.end)
        if noun is None:
            return None
        near = [
            cue
            for cue in self.steps_named
            if end <= cue.start <= noun[2] + NOMINAL_CHARS and cue.end <= clause.end
        ]
        return next((cue for cue in near if cue.move is None and self._owned(cue)), None)

    def _unfit(self, kind: Kind, clause: Clause, size: Size) -> str | None:
        other = next((word for word in kind.unless if word in clause.text), None)
        if other:
            return message(
                "{other!r} makes it another thing than {kind}", other=other, kind=Named(kind.en, kind.zh)
            )
        if size.is_range:
            return message("{text!r} is a range, not a step", text=size.text)
        if size.is_negative:
            return message("{text!r} is negative: the verb has the direction", text=size.text)
        if size.bp == 0:
            return message("{text!r} is no step", text=size.text)
        if kind.max_size is not None and size.bp > kind.max_size:
            return message(
                "{text!r} is above {max_size:g} bp, more than one step of {kind} ever was",
                text=size.text,
                max_size=kind.max_size,
                kind=Named(kind.en, kind.zh),
            )
        return None

    def _cue_before(self, clause: Clause, end: int) -> Cue | None:
        """Return the cue that owns what stands at ``end``: the nearest measure or compound verb before it.

        A clause without one inherits from the clauses before it ("LPR为3.95%，比上月下降…").
        """
        compound = self._nearest(
            cue
            for cue in self.steps_named
            if cue.move is not None
            and cue.end <= end
            and (cue.start >= clause.start or self._names_only_the_size(clause, end))
        )
        named = self._nearest(cue for cue in self.steps_named if cue.move is None and cue.end <= end)
        best = max((cue for cue in (compound, named) if cue), key=lambda cue: cue.end, default=None)
        measure = measure_before(self.text, end)
        if best is None or (measure is not None and measure[1] > best.end):
            return None  # the nearest measure is none of ours
        return best if self._owned(best) else None

    def _names_only_the_size(self, clause: Clause, end: int) -> bool:
        """Return whether a clause only gives the size of what the one before it tells: "幅度为25个基点"."""
        return _ONLY_SIZE.fullmatch(self.text[clause.start : end]) is not None

    def _nearest(self, cues: Iterable[Cue]) -> Cue | None:
        """Return the cue that ends last; of several kinds under one word, the one whose authority acts."""
        return max(cues, key=lambda cue: (cue.end, self._owned(cue)), default=None)

    def _owned(self, cue: Cue) -> bool:
        """Return whether the cue's kind may be meant: its own authority acts, or no other one does."""
        owner = self.cues.owner_before(self.text, cue.start)
        if owner is None:
            return not cue.needs_owner
        return cue.kind in owner.kinds or (not cue.needs_owner and not self.cues.kind(cue.kind).owners)

    def _tiers(
        self, kind: Kind, clause: Clause, size: Size
    ) -> tuple[tuple[str | None, ...], tuple[float, ...]]:
        if not kind.tiers:
            return (kind.default_tier,), ()
        # A tier with a default limits a step only where it stands in the step's own clause.
        comma = max(self.text.rfind(mark, 0, size.start) for mark in "，：,")
        start = comma + 1 if kind.default_tier else 0
        named = sorted(
            (place, tier)
            for tier, words in kind.tiers.items()
            for word in words
            if (place := self.text.rfind(word, start, size.start)) >= 0
        )
        order = list(dict.fromkeys(tier for _, tier in named))
        if kind.default_tier and len(order) > 1:
            return (kind.default_tier,), ()
        if len(order) < 2:
            return ((order[0] if order else kind.default_tier),), ()
        pair = numbers.pair_of_sizes(clause.text)
        if pair and "分别" in clause.text:
            return tuple(order[-2:]), pair
        if any(word in clause.text for word in ("均", "都", "双双", "各", "both", "each")) or self._joined(
            named
        ):
            return tuple(order), ()
        return (order[-1],), ()

    def _joined(self, named: list[tuple[int, str]]) -> bool:
        between = self.text[named[-2][0] : named[-1][0]]
        return len(between) <= 14 and any(word in between for word in ("和", "、", "与", "及", " and "))

    def _unsized(self, decided: set[str]) -> Iterator[Finding]:
        """Yield holds, moves between two levels, and announcements that leave the size out.

        A hold may stand beside a size that somebody else wanted; a decided size settles the kind.
        """
        seen: set[str] = set(decided)
        for cue in self.steps_named:
            if cue.kind in seen or not self._owned(cue):
                continue
            clause = next(
                (item for item in self.sentence.clauses if item.start <= cue.start < item.end), None
            )
            kind = self.cues.kind(cue.kind)
            if clause is None or any(word in clause.text for word in kind.unless):
                continue
            step = self._hold(cue, clause) if kind.holds else None
            if step is None and cue.kind not in self.sized:
                step = self._from_to(cue, clause) or self._bare(cue, clause)
            if step is not None:
                seen.add(cue.kind)
                yield from self._tell(clause, step)

    def _hold(self, cue: Cue, clause: Clause) -> _Step | None:
        found = None if cue.move else MOVES["hold"].search(self.text, clause.start)
        if found is None or last_move(self.text, clause.start, found.end()) is not None:
            return None
        said_in = next(item for item in self.sentence.clauses if found.start() < item.end)
        tiers, _ = self._tiers(self.cues.kind(cue.kind), said_in, _nowhere(max(found.end(), cue.end)))
        return _Step(
            cue=cue,
            move="hold",
            verb=found.group(),
            place=found.end(),
            end=found.end(),
            core_at=min(cue.start, found.start()),
            bp=0.0,
            tiers=tiers,
        )

    def _from_to(self, cue: Cue, clause: Clause) -> _Step | None:
        rest = self.text[cue.end :]
        found = numbers.FROM_TO.search(rest)
        if found is None or measure_before(rest, found.start()) is not None:
            return None
        bp = numbers.from_to_bp(found)
        kind = self.cues.kind(cue.kind)
        if not bp or (kind.max_size is not None and abs(bp) > kind.max_size):
            return None
        tiers, _ = self._tiers(kind, clause, _nowhere(cue.end + found.start()))
        end = cue.end + found.end()
        return _Step(
            cue=cue,
            move="down" if bp < 0 else "up",
            verb=found["verb"],
            place=end,
            end=end,
            core_at=cue.start,
            size_text=found.group(),
            bp=abs(bp),
            tiers=tiers,
        )

    def _bare(self, cue: Cue, clause: Clause) -> _Step | None:
        """Return an announcement without a size, where the one who decides is named in the sentence."""
        owner = self.cues.owner_before(self.text, cue.start)
        if owner is None:
            return None
        if cue.move is not None:
            move, verb, verb_at = cue.move, cue.text, cue.start
        else:
            found = last_move(self.text, clause.start, cue.start)
            if found is None:
                return None
            move, verb, verb_at = found
        tier = self.cues.kind(cue.kind).default_tier
        core_at = min(cue.start, verb_at)
        return _Step(
            cue=cue, move=move, verb=verb, place=cue.end, end=cue.end, core_at=core_at, tiers=(tier,)
        )

    def _tell(self, clause: Clause, step: _Step) -> Iterator[Finding]:
        kind = self.cues.kind(step.cue.kind)
        owner = self.cues.owner_before(self.text, max(step.cue.start, clause.start))
        when = self._when(step, kind)
        judgement = judge(self._telling(clause, step, owner, when=when))
        bound = self._bound(step, owner.text if owner else None, when.announced, when.in_force, judgement)
        told = judgement.stage in _WORTH_TELLING_BARE and (
            judgement.stage == "signalled" or judgement.shown_new == "dated"
        )
        if judgement.stage is None or (step.bp is None and not told):
            reason = judgement.rule if judgement.stage is None else message("no size is told")
            yield Finding(skipped=reason, quote=self._quote(), bound=bound)
            return
        in_force = when.in_force
        if (
            in_force is None
            and when.fresh_at is not None  # else the text only appeared on that day
            and kind.in_force_after_days is not None
            and judgement.stage in {"decided", "effective"}
        ):
            in_force = when.announced + dt.timedelta(days=kind.in_force_after_days)
        for number, tier in enumerate(step.tiers):
            bp = step.bps[number] if step.bps else step.bp
            signed = None if bp is None else (-bp if step.move == "down" else bp) or 0.0
            yield Finding(
                event=PolicyEvent(
                    announced_at=when.announced,
                    effective_at=in_force,
                    jurisdiction=kind.jurisdiction,
                    kind=step.cue.kind,
                    stage=judgement.stage,
                    direction=_direction(step.move),
                    magnitude=signed,
                    unit=None if signed is None else kind.unit,
                    tier=tier,
                    issuer=kind.issuer,
                    evidence=f"{self.source} {self.appeared.isoformat()}",
                    quote=self._quote(),
                    known_at=self.appeared,
                    source=self.source,
                ),
                shown_new=judgement.shown_new,
                quote=self._quote(),
                bound=bound,
            )

    def _when(self, step: _Step, kind: Kind) -> _When:
        """Return the days of a step: when it was said, when it takes force, and whether both are long past."""
        announced, fresh_at, old = self._announced(step.place)
        in_force = self._in_force(step)
        if in_force is not None and kind.in_force_after_days is not None:
            ahead = (in_force - self.appeared).days
            if ahead > kind.in_force_after_days + GRACE_DAYS:
                in_force = None  # such a step takes force at once: the day ahead is that of something else
        if fresh_at is None and in_force is not None and (self.appeared - in_force).days > FRESH_DAYS:
            old = True  # in force for long
        return _When(announced=announced, fresh_at=fresh_at, in_force=in_force, is_old=old)

    def _telling(self, clause: Clause, step: _Step, owner: Owner | None, *, when: _When) -> Telling:
        kind = self.cues.kind(step.cue.kind)
        return Telling(
            head=self.text[: step.place],
            clause=self.text[clause.start : step.place],
            tail=self.text[step.end :],
            fresh_at=when.fresh_at,
            old_day=when.is_old,
            names_day_in_force=when.in_force is not None,
            owner_at=owner.start if owner is not None and step.cue.kind in owner.kinds else None,
            after_owner=self.text[owner.end : owner.end + 24] if owner else "",
            takes_force_by_itself=kind.in_force_after_days is not None,
            appeared_year=self.appeared.year,
            appeared_month=self.appeared.month,
            is_question=self.sentence.is_question,
            has_size=step.bp is not None,
            core_at=step.core_at,
            # "金融机构的存款准备金率" is possession; "宣布的降准" is a relative clause.
            is_attributive=self.text[: step.core_at].endswith("的")
            and (step.cue.move is not None or step.core_at < step.cue.start),
        )

    def _in_force(self, step: _Step) -> dt.date | None:
        """Return the day in force that is nearest: the last one before the step, else the first behind it."""
        named = [day for day in self.days if day.role == "in_force" and day.date is not None]
        before = [day for day in named if day.start < step.place]
        return (before[-1] if before else named[0]).date if named else None

    def _announced(self, place: int) -> tuple[dt.date, int | None, bool]:
        """Return the day of announcement, where a fresh day stands, and whether only an old one is named."""
        fresh: Day | None = None
        old = False
        reach = len(self.text) if self.text.isascii() else place  # English puts the day behind what was done
        for day in self.days:
            if day.role != "announced" or day.start >= reach or day.date is None:
                continue
            age = (self.appeared - day.date).days
            if 0 <= age <= FRESH_DAYS:
                fresh = day
            elif age > FRESH_DAYS:
                old = True
        if fresh is not None and fresh.date is not None:
            return fresh.date, fresh.start, False
        same_day = any(day.text in {"当天", "当日"} for day in self.days)
        return self.appeared, (0 if same_day else None), old and not same_day

    def _bound(
        self,
        step: _Step,
        owner: str | None,
        announced: dt.date,
        in_force: dt.date | None,
        judgement: Judgement,
    ) -> dict[str, str]:
        bound = {"cue": step.cue.text, "verb": step.verb}
        if step.size_text:
            bound["size"] = step.size_text
        if owner:
            bound["owner"] = owner
        bound["announced"] = announced.isoformat()
        if in_force:
            bound["in force"] = in_force.isoformat()
        bound["stage"] = f"{judgement.stage or 'nothing'}: {judgement.rule}"
        return bound

    def _quote(self) -> str:
        return self.sentence.quote[:QUOTE_CHARS]


def _direction(move: Move) -> Direction:
    return {"down": "easing", "up": "tightening", "hold": "neutral"}[move]  # type: ignore[return-value]


def _nowhere(place: int) -> Size:
    return Size(text="", start=place, end=place, bp=0.0)
