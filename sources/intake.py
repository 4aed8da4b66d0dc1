"""Taking in what arrived: every row past the quality gates, then all of it in one transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sources.contract import Observation, PolicyEvent, SeriesHistory, SeriesSpec
from sources.quality import Finding, findings, gates_for, is_shortened, judge
from sources.store import Added, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one intake added, and what the gates found, verdicts already known included."""

    added: Added
    findings: tuple[Finding, ...]


def take_in(
    store: Store,
    observations: Iterable[Observation],
    events: Iterable[PolicyEvent] = (),
    *,
    specs: Mapping[str, SeriesSpec],
    fetched_at: dt.datetime,
    whole_history: bool = False,
    accept: bool = False,
) -> Intake:
    """Judge what arrived and append it.

    Args:
        store: an open store.
        observations: rows of any series, in any order.
        events: versions of policy events.
        specs: the catalogue; ids that it does not hold get the gates of their prefix.
        fetched_at: when the rows were obtained, with a time zone.
        whole_history: the rows claim to be all that the source has, so that
            fewer periods than known are a finding.
        accept: a person has verified these rows; a gate that fires leaves its
            name on them, and they are ok.

    Raises:
        StoreError: nothing was written.
    """
    arrived: dict[str, list[Observation]] = defaultdict(list)
    for row in observations:
        arrived[row.series].append(row)
    judged: dict[str, list[Observation]] = {}
    for series in _twins_last(arrived, specs):
        spec = gates_for(series, specs)
        known = store.series(series)
        rows = judge(spec, arrived[series], known=known, twin=_twin(store, judged, spec))
        if whole_history and is_shortened(known, rows):
            rows[-1] = _doubt(rows[-1], "shortened_history")
        judged[series] = [_accepted(row) for row in rows] if accept else rows
    added = store.append((row for rows in judged.values() for row in rows), events, fetched_at=fetched_at)
    return Intake(
        added=added,
        findings=findings(row for rows in judged.values() for row in rows),
    )


def _twins_last(arrived: Iterable[str], specs: Mapping[str, SeriesSpec]) -> Sequence[str]:
    """Put adjusted series after the unadjusted ones that they are held against."""
    return sorted(arrived, key=lambda series: (series in specs and series.endswith(".sa"), series))


def _twin(store: Store, judged: Mapping[str, list[Observation]], spec: SeriesSpec) -> SeriesHistory | None:
    twin = spec.gates.twin
    if twin is None:
        return None
    if twin in judged:
        return SeriesHistory.of(twin, judged[twin])
    return store.series(twin)


def _doubt(row: Observation, rule: str) -> Observation:
    return row if row.quality != "ok" else replace(row, quality="suspect", quality_rule=rule)


def _accepted(row: Observation) -> Observation:
    if row.quality == "ok":
        return row
    return replace(row, quality="ok", quality_rule=f"accepted: {row.quality_rule}")
