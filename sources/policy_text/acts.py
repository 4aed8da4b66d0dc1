"""Acts without a step of a rate: a rule is published, a meeting held, a company fined, a tariff imposed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.contract import PolicyEvent, Stage
from sources.message import Named, message
from sources.policy_text import numbers
from sources.policy_text.clauses import Clause, Sentence
from sources.policy_text.cues import any_of
from sources.policy_text.dates import AHEAD_DAYS, FRESH_DAYS, Day, days
from sources.policy_text.finding import QUOTE_CHARS, Finding
from sources.policy_text.stage import HEADLINE_CHARS, Judgement, Telling, judge, judge_stance
from sources.policy_text.taxonomy import ActRule, Kind, Taxonomy

_AMOUNTS = {"亿元": numbers.amount_yi, "titles": numbers.titles, "pct": numbers.percent}
_TITLE = re.compile(r"《[^《》]{2,80}》(?:[(（][^()（）]{0,20}[)）])?")
_HEADLINE_MARK = re.compile(r"^\W*(?:[(（]?\d{1,2}[)）.、]?)?\s*")


class _Rule:
    """One way to tell of a kind, compiled."""

    def __init__(self, name: str, kind: Kind, act: ActRule) -> None:
        self.name, self.kind, self.act = name, kind, act
        self.subject, self.verb = any_of(act.subject), any_of(act.verb)
        self.who = any_of(act.who) if act.who else None
        self.context = any_of(act.context) if act.context else None
        self.unless = any_of(act.unless) if act.unless else None
        self.tiers = {tier: any_of(words) for tier, words in kind.tiers.items()}

    def may_tell(self, text: str) -> bool:
        """Return whether a sentence holds all that the rule asks for, wherever it stands."""
        return (
            self.subject.search(text) is not None
            and self.verb.search(text) is not None
            and (self.context is None or self.context.search(text) is not None)
            and (self.unless is None or self.unless.search(text) is None)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """One rule bound in one clause: where subject and verb stand in the sentence, and the title of a document."""

    rule: _Rule
    clause: Clause
    subject: re.Match[str]
    verb: re.Match[str]
    title: str = ""

    @property
    def begin(self) -> int:
        return min(self.subject.start(), self.verb.start())

    @property
    def end(self) -> int:
        return max(self.subject.end(), self.verb.end())


class Acts:
    """The taxonomy's acts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._rules = [
            _Rule(name, kind, act)
            for name, kind in taxonomy.kind.items()
            if kind.binding == "act"
            for act in kind.acts
        ]
        self._subjects = any_of({word for rule in self._rules for word in rule.act.subject})

    def read(self, sentence: Sentence, appeared: dt.date, source: str) -> Iterator[Finding]:
        """Yield each kind at most once a sentence.

        Subject and verb stand in one clause, the context and who acts anywhere in the sentence.
        """
        if self._subjects.search(sentence.text) is None:
            return
        named: list[Day] | None = None
        told: dict[str, Finding] = {}
        for rule in self._rules:
            earlier = told.get(rule.name)
            if (earlier is not None and _is_act(earlier)) or not rule.may_tell(sentence.text):
                continue
            for clause in sentence.clauses:
                bound = _bind(rule, sentence.text, clause)
                if bound is None:
                    continue
                if named is None:
                    named = [day for day in days(sentence.text, appeared) if day.date is not None]
                finding = _Telling(bound, sentence, appeared, named).finding(source)
                if earlier is None or _is_act(finding):
                    told[rule.name] = finding
                break
        yield from told.values()


def _is_act(finding: Finding) -> bool:
    return finding.event is not None and bool(finding.shown_new)


def _bind(rule: _Rule, text: str, clause: Clause) -> _Bound | None:
    subject = rule.subject.search(text, clause.start, clause.end)
    if subject is None:
        return None
    title = next(
        (item for item in _TITLE.finditer(text) if item.start() < subject.start() < item.end()), None
    )
    if title is None:
        verb = rule.verb.search(text, clause.start, clause.end)
        return _Bound(rule=rule, clause=clause, subject=subject, verb=verb) if verb else None
    # What is done with a document is said outside its title: the last verb before it, or the first behind it.
    before = [verb for verb in rule.verb.finditer(text, 0, title.start()) if "《" not in verb.group()]
    verb = before[-1] if before else rule.verb.search(text, title.end(), min(len(text), title.end() + 20))
    if verb is None:
        return None
    return _Bound(rule=rule, clause=clause, subject=subject, verb=verb, title=title.group())


class _Telling:
    """One bound act with what the sentence says of time, actor, size and stage."""

    def __init__(self, bound: _Bound, sentence: Sentence, appeared: dt.date, named: list[Day]) -> None:
        self.bound, self.sentence, self.appeared = bound, sentence, appeared
        # English puts the day behind what was done ("issued rules today"); Chinese puts it before.
        reach = len(sentence.text) if sentence.text.isascii() else bound.end
        said = [day for day in named if day.role == "announced" and day.start < reach]
        self.fresh = next((day for day in reversed(said) if 0 <= self._age(day) <= FRESH_DAYS), None)
        self.old = self.fresh is None and bool(said)
        in_force = [day for day in named if day.role == "in_force" and day.date is not None]
        self.in_force = self._takes_force(in_force[0]) if in_force else None
        if self.fresh is None and self.in_force is not None and (appeared - self.in_force).days > FRESH_DAYS:
            self.old = True  # in force for long

    def _takes_force(self, day: Day) -> dt.date | None:
        """Return the day in force; that of a document may lie up to eight months ahead ("自9月1日起施行")."""
        date = day.date
        if date is None or not self.bound.title or re.search(r"20\d\d|[去今明]年", day.text):
            return date
        try:
            ahead = date.replace(year=date.year + 1)
        except ValueError:  # 29 February
            return date
        is_long_past = (self.appeared - date).days > AHEAD_DAYS
        return ahead if is_long_past and (ahead - self.appeared).days <= 2 * AHEAD_DAYS else date

    def _age(self, day: Day) -> int:
        return (self.appeared - day.date).days if day.date else -1

    def finding(self, source: str) -> Finding:
        bound, act, kind = self.bound, self.bound.rule.act, self.bound.rule.kind
        judgement = self._judgement()
        words = {
            "cue": bound.subject.group(),
            "verb": bound.verb.group(),
            "stage": f"{judgement.stage or 'nothing'}: {judgement.rule}",
        }
        quote = self.sentence.quote[:QUOTE_CHARS]
        if judgement.stage is None:
            return Finding(skipped=judgement.rule, quote=quote, bound=words)
        tier = self._tier()
        if kind.needs_tier and tier is None:
            return Finding(
                skipped=message("no word of the closed list of {kind}", kind=Named(kind.en, kind.zh)),
                quote=quote,
                bound=words,
            )
        size = None
        if kind.unit in _AMOUNTS:
            amount = _AMOUNTS[kind.unit]
            size = amount(bound.clause.text)
            if size is None and act.needs_size:
                size = amount(self.sentence.text[bound.clause.start :])
        if size is not None and not 0 < size <= (kind.max_size or float("inf")):
            size = None
        if act.needs_size and size is None and judgement.shown_new:
            return Finding(skipped=message("no size is told"), quote=quote, bound=words)
        stage = _stage(act, judgement.stage)
        direction = kind.tier_directions.get(tier or "", act.direction)
        return Finding(
            event=PolicyEvent(
                announced_at=self.fresh.date if self.fresh and self.fresh.date else self.appeared,
                effective_at=self.in_force,
                jurisdiction=kind.jurisdiction,
                kind=bound.rule.name,
                stage=stage,
                direction=direction,
                magnitude=size,
                unit=kind.unit if size is not None else None,
                tier=tier,
                issuer=kind.issuer,
                title_zh=bound.title if not bound.title.isascii() else "",
                evidence=f"{source} {self.appeared.isoformat()}",
                quote=quote,
                known_at=self.appeared,
                source=source,
            ),
            shown_new=judgement.shown_new,
            quote=quote,
            bound=words,
        )

    def _judgement(self) -> Judgement:
        bound, text, rule = self.bound, self.sentence.text, self.bound.rule
        who = rule.who.search(text, 0, bound.end) if rule.who else None
        if bound.title:  # what a title says is no word about it: 《推动…行动方案》 intends nothing
            text = text.replace(bound.title, "□" * len(bound.title))
        is_headline = len(text) <= HEADLINE_CHARS and (rule.act.headline or not rule.act.who)
        telling = Telling(
            head=text[: bound.end],
            clause=text[bound.clause.start : bound.end] if bound.end >= bound.clause.start else "",
            tail=text[bound.end :],
            fresh_at=self.fresh.start if self.fresh else None,
            old_day=self.old,
            names_day_in_force=self.in_force is not None,
            owner_at=who.start() if who else None,
            after_owner="",
            takes_force_by_itself=False,
            appeared_year=self.appeared.year,
            appeared_month=self.appeared.month,
            is_question=self.sentence.is_question,
            has_size=False,
            core_at=bound.begin,
            speaks_for_itself=bool(bound.title) or is_headline,
            title=bound.title,
            is_step=False,
        )
        if rule.act.is_stance:
            return judge_stance(telling)
        if rule.who is not None and who is None:
            return Judgement(stage="recap", rule="nobody who decides such a thing is named")
        judgement = judge(telling)
        is_anchored = telling.is_anchored or telling.names_day_in_force or bool(bound.title)
        is_short = rule.act.headline and len(text) <= HEADLINE_CHARS
        if rule.act.anchored and judgement.shown_new and not (is_anchored or is_short):
            return Judgement(stage="recap", rule="no date, no word of announcing, no document")
        begins = _HEADLINE_MARK.sub("", bound.clause.text, count=1)
        nobody_acts = begins.startswith(bound.verb.group()) and not telling.is_anchored and who is None
        if judgement.stage == "decided" and nobody_acts:
            return Judgement(
                stage="signalled", rule="a clause that begins with its verb names nobody who acts"
            )
        return judgement

    def _tier(self) -> str | None:
        rule = self.bound.rule
        if rule.act.is_stance:
            # The word of the list that stands right before what it describes: 适度宽松的货币政策.
            before = self.sentence.text[max(0, self.bound.subject.start() - 40) : self.bound.subject.start()]
            before = before.rstrip().removesuffix("的").rstrip()
            for tier, words in rule.tiers.items():
                if any(found.end() == len(before) for found in words.finditer(before)):
                    return tier
            return None
        for tier, words in rule.tiers.items():
            if words.search(self.sentence.text):
                return tier
        return rule.kind.default_tier


def _stage(act: ActRule, found: Stage) -> Stage:
    if act.stage == "withdrawn" and found in {"decided", "effective", "drafted"}:
        return "withdrawn"  # a draft taken back is no draft
    return act.stage if found == "decided" else found
