"""From verdicts and facts to the document. Pure: no clock, no files, no configuration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from signals.allocation import contract
from signals.allocation.calls import Past, written_abstention, written_call
from signals.allocation.changes import changes_between
from signals.allocation.evidence import Mode, absent_record, fact_record, input_records
from signals.allocation.flags import raise_flags
from signals.allocation.hashing import EXCLUDED, content_hash
from signals.allocation.headlines import headline_of_all
from signals.allocation.rating import Override
from signals.allocation.sentences import both
from signals.calendars.upcoming import Upcoming
from signals.facts import Facts, FactSpec, Input
from signals.rules.graded import GradedCall
from sources.message import message

LANGUAGES = ("en", "zh-CN")


_NO_HASH = "0" * 64


NO_FIGURES = contract.Figures(
    rate_path=None, inflation=None, policy_acts=(), policy_windows=(), indices=(), ahead=()
)


BaseRates = Mapping[str, Sequence[contract.BaseRate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the document was made from, beside the strategies. ``modes`` names series fetched live."""

    data: Literal["sample", "store"]
    config_sha256: str
    code_version: str
    modes: Mapping[str, Mode] = field(default_factory=dict)


def build_document(
    *,
    calls: Sequence[GradedCall],
    facts: Facts,
    vocabulary: Sequence[FactSpec],
    figures: contract.Figures | None = None,
    frequencies: Mapping[str, str] | None = None,
    keep: contract.FactChoice = "all",
    inputs: Iterable[Input] = (),
    calendar: Iterable[Upcoming] = (),
    claims: Sequence[contract.ClaimCheck] = (),
    overrides: Iterable[Override] = (),
    base_rates: BaseRates | None = None,
    past: Past,
    origin: Origin,
    run: contract.Run,
) -> contract.AllocationDocument:
    """Write the document of one day, but for its hash: `sealed` adds that when nothing else is added.

    Args:
        calls: strategies with their verdicts, in the order in which they are shown.
        facts: everything the readings say as of the day.
        vocabulary: what facts are called.
        figures: what pictures and tables need beside the calls.
        frequencies: how often each series appears, so that the period of a figure is a month or a day.
        keep: every fact, or only those that calls, flags and sentences rest on.
        inputs: series to report on beyond those that the facts rest on.
        calendar: scheduled meetings and releases; only the next ten days matter.
        claims: sentences already checked (`signals.allocation.claims`).
        overrides: grades published by a person instead of the model's.
        base_rates: by thread, how often each outcome came without any call; none where that is unknown.
        past: what is on record from before the day.
        origin: what the document was made from.
        run: when and how fast; outside the content hash.

    Returns:
        The document. Equal arguments but for ``run`` give equal bytes.

    Raises:
        ValueError: a verdict is of another day than the facts, or two calls share a thread.
    """
    as_of = facts.as_of
    _check_calls(calls, as_of)
    sample = origin.data == "sample"
    records = input_records(facts.values(), inputs, origin.modes, origin.data, frequencies or {})
    known_inputs = _inputs(facts, inputs)
    flags = raise_flags(
        as_of=as_of,
        calls=calls,
        facts=facts,
        vocabulary=vocabulary,
        inputs=known_inputs,
        sample=sample,
        calendar=calendar,
        claims=claims,
        previous=past.document,
    )
    overrides = tuple(overrides)
    rates = base_rates or {}
    written = tuple(
        written_call(call, flags, past, overrides, rates.get(call.thread, ()), vocabulary, sample=sample)
        for call in calls
    )
    abstentions = tuple(written_abstention(call) for call in calls if call.verdict.grade is None)
    document = contract.AllocationDocument(
        schema_id=contract.SCHEMA_ID,
        schema_version=contract.SCHEMA_VERSION,
        document=contract.Header(
            id=f"allocation-{as_of}",
            as_of=as_of,
            knowledge_cutoff=as_of,
            data_origin=origin.data,
            languages=LANGUAGES,
            facts=keep,
            degraded=bool(abstentions) or any(call.unusable for call in calls),
        ),
        headline=headline_of_all(written),
        calls=written,
        abstentions=abstentions,
        risk_flags=flags,
        claim_checks=tuple(claims),
        facts=_fact_records(facts, _kept(facts, calls, claims, keep), vocabulary, frequencies or {}),
        inputs=records,
        figures=figures or NO_FIGURES,
        changes=None,
        disclosures=_disclosures(calls, as_of, sample=sample, logged=past.logged),
        provenance=contract.Provenance(
            rulesets=tuple(_ruleset(call) for call in calls),
            config_sha256=origin.config_sha256,
            code=contract.Code(package="macro-signals", version=origin.code_version),
            command=_command(as_of, calls, sample=sample),
        ),
        run=run,
        content_hash=_content_hash(_NO_HASH),
    )
    if past.document is None:
        return document
    return document.model_copy(update={"changes": changes_between(past.document, document)})


def _kept(
    facts: Facts,
    calls: Sequence[GradedCall],
    claims: Sequence[contract.ClaimCheck],
    keep: contract.FactChoice,
) -> list[str]:
    """Return the names of the facts that the document carries, sorted."""
    needed = {name for call in calls for name in call.names}
    if keep == "all":
        return sorted({*facts, *needed})
    needed |= {name for call in calls for name in call.rules.flag_facts}
    needed |= {name for claim in claims for part in claim.parts for name in part.facts}
    return sorted(needed)


def _ruleset(call: GradedCall) -> contract.Ruleset:
    return contract.Ruleset(
        thread_id=call.thread, path=call.path, version=call.strategy.version, sha256=call.sha256
    )


def _check_calls(calls: Sequence[GradedCall], as_of: dt.date) -> None:
    threads = [call.thread for call in calls]
    if len(set(threads)) != len(threads):
        raise ValueError(
            message(
                "two strategies call the same pair: {names}; ask for one of them", names=", ".join(threads)
            )
        )
    if any(call.verdict.as_of != as_of for call in calls):
        raise ValueError("a verdict is of another day than the facts")


def _fact_records(
    facts: Facts, names: Iterable[str], vocabulary: Sequence[FactSpec], frequencies: Mapping[str, str]
) -> tuple[contract.FactRecord, ...]:
    return tuple(
        fact_record(facts[name], vocabulary, frequencies)
        if name in facts
        else absent_record(name, vocabulary)
        for name in names
    )


def sealed(document: contract.AllocationDocument) -> contract.AllocationDocument:
    """Return the document with the hash of its own content."""
    return document.model_copy(update={"content_hash": _content_hash(content_hash(document.as_json()))})


def _content_hash(value: str) -> contract.ContentHash:
    return contract.ContentHash(
        algorithm="sha-256",
        canonicalization="RFC8785",
        excludes=tuple(f"/{key}" for key in EXCLUDED),
        value=value,
    )


def _inputs(facts: Facts, extra: Iterable[Input]) -> tuple[Input, ...]:
    return (*(item for fact in facts.values() for item in fact.inputs), *extra)


def _disclosures(
    calls: Sequence[GradedCall], as_of: dt.date, *, sample: bool, logged: bool
) -> tuple[contract.Text, ...]:
    said = [
        both(
            "Research output of a rule set, not investment advice; "
            "no edge over the base rate has been shown.",
            "规则系统的研究输出，非投资建议；尚未证明优于基准概率。",
        )
    ]
    later = [call.strategy for call in calls if call.strategy.written_on > as_of]
    if later:
        written = max(strategy.written_on for strategy in later)
        said.append(
            both(
                f"The rules were fixed on {written}, after this day and with later data in view: "
                "this is what they would have said, not a track record.",
                f"规则定于{written}，晚于本文日期并参考了其后的数据：此处为规则当时会给出的结论，并非历史业绩。",
            )
        )
    if sample:
        said.append(
            both(
                "Made from the bundled sample: public figures, and a short weekly excerpt of index levels "
                "for illustration. Load your own data before acting on it.",
                "依据内置样本生成：公开数据与仅供演示的指数周度摘录。据此行动前请载入自己的数据。",
            )
        )
    if not logged:
        said.append(
            both(
                "No log of earlier calls was there: the previous grade is unknown and the hold band "
                "started from neutral.",
                "没有历史评级记录：前次评级未知，持有带从中性起算。",
            )
        )
    return tuple(said)


def _command(as_of: dt.date, calls: Sequence[GradedCall], *, sample: bool) -> str:
    own = (call.strategy.id if call.path.startswith("strategies/") else call.path for call in calls)
    strategies = "".join(f" --strategy {name}" for name in own)
    return f"signals allocate --as-of {as_of}{strategies}{' --sample' if sample else ''}"
