"""A reader whose rows carry verdicts, reckoned when a series is first asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sources.contract import (
    TABLE_KINDS,
    Acceptance,
    FuturesHistory,
    PolicyEvent,
    Quality,
    SeriesHistory,
    SeriesSpec,
    WeeklyRow,
    contract_month,
)
from sources.door.judging.acts import judge_events
from sources.door.judging.calendar import calendar_rules
from sources.door.judging.evidence import Evidence
from sources.door.judging.futures.strip import judge_strips
from sources.door.judging.heard import in_order
from sources.door.judging.kin import kin_rules
from sources.door.judging.known import known_rules
from sources.door.judging.labels import exchange_rules, market_rules
from sources.door.judging.own_history import RowName, own_history_rules, verdict_words
from sources.door.judging.publisher import publisher_rules
from sources.door.judging.repetition import Repeats, repeats, repetition_rules
from sources.door.judging.season import monthly_steps
from sources.door.judging.settled import settled
from sources.memory import FUTURES_PREFIX, assemble_futures

FIXING = "us.effr"
FUEL = "us.gasoline.regular"


class Heard(Protocol):
    """What a judge needs of a store: every row as it was heard."""

    origin: str

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted."""
        ...

    def series(self, series: str) -> SeriesHistory:
        """Return one series as it was heard; an empty history where none of it is held."""
        ...

    def contracts(self, root: str) -> Sequence[SeriesHistory]:
        """Return every contract and kind whose id starts with a futures root."""
        ...

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event."""
        ...

    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """Return every row of the weekly's tables as it was written."""
        ...

    def acceptances(self) -> Sequence[Acceptance]:
        """Return every row that a person accepted by name."""
        ...


class JudgedReader:
    """A `sources.contract.Reader` over what was heard, with the verdict on every row.

    A verdict is a function of the rows known when a row was released, of the
    evidence and of what was accepted by name. Nothing of it is kept beyond
    this reader.
    """

    def __init__(self, heard: Heard, evidence: Evidence) -> None:
        self.heard, self.evidence = heard, evidence
        self.origin = heard.origin
        self._histories: dict[str, SeriesHistory] = {}
        self._in_order: dict[str, SeriesHistory] = {}
        self._repeats: dict[str, Repeats] = {}
        self._futures: dict[str, FuturesHistory] = {}
        self._contracts: dict[str, dict[str, SeriesHistory]] = {}

    @property
    def state(self) -> str | None:
        """What tells these rows from any other; None where nothing can."""
        return getattr(self.heard, "state", None)

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted; each figure of the weekly's tables is one."""
        held = self.heard.series_ids()
        if not self.weekly_rows():
            return held
        from sources.door.weekly.judged import weekly_series_ids  # noqa: PLC0415 - few stores hold such a table

        return sorted({*held, *weekly_series_ids(self.weekly_rows())})

    def series(self, series: str) -> SeriesHistory:
        """Return one series with its verdicts; an empty history where none of it is held."""
        if series.startswith(FUTURES_PREFIX):
            judged = self._judged_contracts(_root(series))
            return judged[series] if series in judged else SeriesHistory.of(series, ())
        if series not in self._histories:
            if series.partition(".")[0] in TABLE_KINDS:
                from sources.door.weekly.judged import weekly_series  # noqa: PLC0415 - as above

                self._histories[series] = weekly_series(series, self.weekly_rows())
            else:
                self._histories[series] = self._judge(series)
        return self._histories[series]

    def futures(self, root: str) -> FuturesHistory:
        """Return all prices of one futures root with their verdicts; empty where there are none."""
        if root not in self._futures:
            self._futures[root] = assemble_futures(root, self._judged_contracts(root).values())
        return self._futures[root]

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event with its verdict, in order of visibility."""
        return self._events

    def acceptances(self) -> Sequence[Acceptance]:
        """Return every row that a person accepted by name."""
        return self.heard.acceptances()

    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """Return every row of the weekly's tables with its figures and what is held against it."""
        return self._weekly_rows

    @cached_property
    def _weekly_rows(self) -> tuple[WeeklyRow, ...]:
        rows = self.heard.weekly_rows()
        if not rows:
            return ()
        from sources.door.weekly.judged import judge_weekly  # noqa: PLC0415 - as above

        return judge_weekly(rows, self._accepted)

    @cached_property
    def _events(self) -> tuple[PolicyEvent, ...]:
        return judge_events(self.heard.events(), self.evidence.acts, self._accepted)

    @cached_property
    def _accepted(self) -> Mapping[str, Mapping[RowName, str]]:
        by_series: dict[str, dict[RowName, str]] = defaultdict(dict)
        for one in self.heard.acceptances():
            by_series[one.series][one.row] = one.because
        return by_series

    def _told(self, series: str) -> SeriesHistory:
        if series not in self._in_order:
            self._in_order[series] = in_order(self.heard.series(series), self.evidence.spec(series))
        return self._in_order[series]

    def _judge(self, series: str) -> SeriesHistory:
        told = self._told(series)
        if len(told) == 0:
            return told
        spec = self.evidence.spec(series)
        rules = calendar_rules(told, spec)
        against = (
            publisher_rules(told, spec, self.evidence),
            self._repetition(series, told),
            *self._labels(spec, told),
        )
        for more in against:
            rules = np.where(rules == "", more, rules)
        accepted = self._accepted.get(series, {})
        verdicts = own_history_rules(
            spec,
            told,
            rules,
            twin=self._twin(spec.gates.twin),
            fuel=self._fuel if spec.gates.seasonal else None,
            accepted=accepted,
        )
        found = verdicts.rules
        for more in (
            known_rules(told, spec),
            *kin_rules(told, spec, self._told),
        ):  # whatever blocks says more
            found = np.where(found == "", more, found)
        reasons = {
            place: accepted[_name(told, place)] for place in np.flatnonzero(verdicts.accepted).tolist()
        }
        quality, words = verdict_words(found, reasons, spec)
        return settled(told, _worse(told.quality, quality), words)

    @cached_property
    def _fuel(self) -> Mapping[dt.date, float]:
        return monthly_steps(self._told(FUEL))

    def _repetition(self, series: str, told: SeriesHistory) -> NDArray[np.object_]:
        if not series.startswith("index."):
            return np.full(len(told), "", dtype=object)
        others = self._other_indices(series)
        return repetition_rules(told, self._repeats_of(series), lambda: map(self._repeats_of, others))

    def _labels(self, spec: SeriesSpec, told: SeriesHistory) -> Iterator[NDArray[np.object_]]:
        """Yield what other series say of the label: one that it is mistaken for, the other index of its exchange."""
        others = self._other_indices(spec.id) if spec.exchange else sorted(spec.gates.confused_with)
        indices = [name for name in (spec.id, *others) if spec.exchange and self._has_trend(name)]
        mates = {
            one: self._told(other)
            for one in indices
            for other in indices
            if one != other and self.evidence.specs[one].exchange == self.evidence.specs[other].exchange
        }
        yield exchange_rules(told, map(self._told, others), in_logs=spec.gates.step == "pct", mates=mates)
        if spec.id in mates:
            yield market_rules(told, mates[spec.id])

    def _has_trend(self, series: str) -> bool:
        """Return whether an index is the price of shares, as the VIX is not."""
        market = self.evidence.specs[series].market
        return market is not None and market.measures == "trend"

    def _other_indices(self, series: str) -> list[str]:
        """Return the other indices that are closed with an exchange."""
        return [
            name
            for name in self.series_ids()
            if name != series and name in self.evidence.specs and self.evidence.specs[name].exchange
        ]

    def _repeats_of(self, series: str) -> Repeats:
        if series not in self._repeats:
            self._repeats[series] = repeats(self._told(series))
        return self._repeats[series]

    def _twin(self, twin: str | None) -> SeriesHistory | None:
        """Return the rows of a twin that no witness but its own past speaks against."""
        if twin is None:
            return None
        told, spec = self._told(twin), self.evidence.spec(twin)
        low = spec.gates.low if spec.gates.low is not None else -np.inf
        high = spec.gates.high if spec.gates.high is not None else np.inf
        fine = (calendar_rules(told, spec) == "") & (told.value >= low) & (told.value <= high)
        return told if fine.all() else told.rows(np.flatnonzero(fine))

    def _judged_contracts(self, root: str) -> Mapping[str, SeriesHistory]:
        if root not in self._contracts:
            heard = {
                history.series: history
                for history in self.heard.contracts(root)
                if _root(history.series) == root
            }
            self._contracts[root] = judge_strips(
                root, heard, self.evidence, fixings=lambda: self.series(FIXING), accepted=self._accepted
            )
        return self._contracts[root]


def _worse(one: NDArray[np.str_], other: NDArray[np.str_]) -> NDArray[np.str_]:
    order: tuple[Quality, ...] = ("ok", "suspect", "blocked")
    if (one == "ok").all():
        return other
    return np.array([max(a, b, key=order.index) for a, b in zip(one.tolist(), other.tolist(), strict=True)])


def _name(history: SeriesHistory, place: int) -> RowName:
    return (
        history.period[place].astype(object),
        history.released_at[place].astype(object),
        float(history.value[place]),
    )


def _root(series: str) -> str:
    return contract_month(series.split(".")[1])[0]
