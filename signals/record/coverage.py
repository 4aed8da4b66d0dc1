"""From when each leg of a strategy is known over many days, and why not before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from signals.engine import LoadedStrategy
from signals.rules.verdict import CallVerdict, LegVerdict
from signals.words import Lang, said


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCoverage:
    """On how many days a leg could be decided; ``missing`` are the reasons of the last day before the first one."""

    thread: str
    leg: str
    name_en: str
    name_zh: str
    n_days: int
    n_known: int
    known_from: dt.date | None
    missing: tuple[str, ...]
    missing_zh: tuple[str, ...]
    last_unknown: dt.date | None


def coverage(
    strategies: Sequence[LoadedStrategy], verdicts: Sequence[tuple[dt.date, Mapping[str, CallVerdict]]]
) -> tuple[LegCoverage, ...]:
    """Return the coverage of every leg over the days of ``verdicts``, oldest first."""
    return tuple(
        _leg(
            loaded.rules.strategy.thread_id,
            [(day, by[loaded.rules.strategy.thread_id].legs[place]) for day, by in verdicts],
        )
        for loaded in strategies
        for place in range(len(loaded.rules.legs))
    )


def _leg(thread: str, legs: Sequence[tuple[dt.date, LegVerdict]]) -> LegCoverage:
    known = [day for day, leg in legs if _is_known(leg)]
    unknown = [(day, leg) for day, leg in legs if not _is_known(leg)]
    before = [leg for day, leg in unknown if not known or day < known[0]]
    one = legs[-1][1]
    return LegCoverage(
        thread=thread,
        leg=one.leg,
        name_en=one.name_en,
        name_zh=one.name_zh,
        n_days=len(legs),
        n_known=len(known),
        known_from=known[0] if known else None,
        missing=_reasons(before[-1], "en") if before else (),
        missing_zh=_reasons(before[-1], "zh") if before else (),
        last_unknown=unknown[-1][0] if unknown else None,
    )


def _is_known(leg: LegVerdict) -> bool:
    return leg.contribution_bp[0] == leg.contribution_bp[1]


def _reasons(leg: LegVerdict, lang: Lang) -> tuple[str, ...]:
    traces = [trace for trace in (leg.supports, leg.opposes) if trace is not None]
    colon = "：" if lang == "zh" else ": "
    told = [
        f"{trace.fact}{colon}{said(trace.reason, lang)}" if trace.fact else said(trace.reason, lang)
        for trace in traces
        if trace.verdict == "unknown"
    ]
    return tuple(dict.fromkeys(told))
