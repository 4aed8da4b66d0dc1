"""The Python API: open data, stand on a day, read it as pandas frames, make the calls.

Nothing here reads a clock: where a day is not given it is the last one that the data know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from signals import engine
from signals.allocation.calls import Past
from signals.allocation.contract import AllocationDocument, Run
from signals.claims.comparisons import DayAnswer, parse_sentences
from signals.claims.comparisons import check as check_days
from signals.facts import Fact, value_of
from signals.opening import catalogue, last_release, open_reader
from signals.panel import Panel
from signals.readings import vocabulary
from sources.contract import Reader

if TYPE_CHECKING:
    import pandas as pd

    from signals.claims.report import CheckedReport

Day = dt.date | str
"""A date, or its ISO text: ``2024-02-16``."""


def open_data(store: str | Path | None = None, *, sample: bool = False) -> Reader:
    """Open a store, the bundled sample, or what the command line would open by default.

    Args:
        store: a file, or an address such as ``postgresql+psycopg://host/name``.
        sample: read the bundled sample even where there is a store.

    Raises:
        ConfigError: there is no such store, or a store and the sample are asked for at once.
        StoreError: the store cannot be read as it is.
    """
    return open_reader(store=store, sample=sample)


def panel_on(data: Reader, day: Day | None = None) -> Panel:
    """Stand on a day: everything that was known on it, and nothing later.

    Without a day: the last on which anything in the data became known.

    Raises:
        ValueError: the text is no date.
    """
    if day is None:
        day = last_release(data)
    return Panel(data, dt.date.fromisoformat(day) if isinstance(day, str) else day, catalogue())


def facts_frame(panel: Panel, prefix: str = "") -> pd.DataFrame:
    """Return facts as a frame, one row each, by name.

    Args:
        panel: what was known.
        prefix: only facts whose names start so, such as ``us.fed.``.

    Returns:
        Columns value (number, date, word or None, in ``unit``), unit, status, reason, released_at, period,
        age_days, error (one sigma, in ``unit``) and derivation.
    """
    import pandas as pd  # noqa: PLC0415 - light commands use this module without it

    facts = engine.facts_as_of(panel, prefix=prefix)
    named = [facts[name] for name in sorted(facts) if name.startswith(prefix)]
    frame = pd.DataFrame([_fact_row(fact) for fact in named], columns=["fact", *_FACT_COLUMNS])
    return frame.set_index("fact")


def path_frame(panel: Panel, *, method: Literal["fit", "fedwatch"] = "fit") -> pd.DataFrame:
    """Return the policy path that futures imply, one row a meeting.

    Args:
        panel: what was known.
        method: least squares over all contracts, or the exchange's own rule.

    Returns:
        Indexed by decision day: step_bp, implied_rate_pct (after the meeting), expected_cuts (since now,
        signed), each with its one-sigma error, and p_cut_by (a lower range by then) with its error.

    Raises:
        NoPath: there are no futures prices to read.
    """
    import pandas as pd  # noqa: PLC0415

    from signals.readings.rate_path.document import path_document  # noqa: PLC0415
    from signals.readings.rate_path.reading import read  # noqa: PLC0415

    document = path_document(read(panel, method=method))
    rows = [
        {key: value for key, value in meeting.items() if _is_scalar(value)}
        for meeting in document["meetings"]
    ]
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["meeting"]).set_index("meeting")
    for name in ("p_cut_by", "p_cut_by_error"):
        frame[name] = pd.Series(document[name], dtype="float64").reindex(frame.index)
    frame.index = pd.to_datetime(frame.index)
    return frame


def fan_frame(panel: Panel) -> pd.DataFrame:
    """Return the forecast of US inflation over 12 months, one row a month to come.

    Returns:
        Indexed by month: horizon_months, median_pct of the 12-month rate, and the low and high end of its
        90 % interval in percent. A month whose base was never published has no numbers.

    Raises:
        ConfigError: no parameter set is usable on the day.
    """
    import pandas as pd  # noqa: PLC0415

    from signals.readings.inflation.document import document  # noqa: PLC0415
    from signals.readings.inflation.reading import read  # noqa: PLC0415

    rows = [dict(_flat(month)) for month in document(read(panel))["forecast_yoy"]]
    frame = pd.DataFrame(rows).set_index("period")
    frame.index = pd.to_datetime(frame.index)
    return frame


def allocate(
    panel: Panel, *strategies: str | Path, generated_at: dt.datetime | None = None
) -> AllocationDocument:
    """Return the allocation document of the panel's day.

    Args:
        panel: what was known.
        strategies: names or files; ``hstech`` where none is given.
        generated_at: the time to write into the run's metadata, outside the content hash; by default the
            beginning of the panel's day.

    Raises:
        ConfigError: a strategy has a problem; every one with file, line and column.
    """
    moment = generated_at or dt.datetime.combine(panel.as_of, dt.time(), tzinfo=dt.UTC)
    return engine.allocate(
        panel,
        strategies=engine.load_strategies(strategies or ("hstech",)),
        past=Past(),
        run=Run(generated_at=moment, duration_ms=0),
    )


def check(panel: Panel, *comparisons: str) -> DayAnswer:
    """Say whether comparisons such as ``us.fed.cuts_2024 > 5 cuts`` hold on the panel's day.

    Raises:
        ConditionError: a comparison cannot be read; with "did you mean".
    """
    (answer,) = check_days(panel, parse_sentences(comparisons, vocabulary(panel.catalogue)), [panel.as_of])
    return answer


def check_report(panel: Panel, text: str, *, name: str = "", html: bool = False) -> CheckedReport:
    """Read a report and hold each of its claims against what was known on the panel's day.

    ``signals check FILE`` calls the same; `signals.claims.report.document` makes its JSON of the answer.

    Args:
        panel: what was known; stand on the day of the report.
        text: the report, plain or Markdown; what begins as HTML is read as HTML.
        name: what the report is called in the answer.
        html: read HTML that does not begin like it.

    Returns:
        Its sentences, each with its claims judged; ``counts()`` sums up the verdicts.
    """
    from signals.claims.report import check_report as held  # noqa: PLC0415 - a grammar, for reports alone
    from signals.claims.texts import plain_text  # noqa: PLC0415

    return held(panel, plain_text(text, html=html), name=name)


_FACT_COLUMNS = (
    "value",
    "unit",
    "status",
    "reason",
    "released_at",
    "period",
    "age_days",
    "error",
    "derivation",
)


def _fact_row(fact: Fact) -> Sequence[Any]:
    return (
        fact.name,
        value_of(fact.value),
        fact.unit,
        fact.status,
        str(fact.reason),
        fact.released_at,
        fact.period,
        fact.age_days,
        fact.error,
        str(fact.derivation),
    )


def _flat(month: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a month; an interval ``interval_90_pct`` becomes its two ends."""
    for name, value in month.items():
        if isinstance(value, list | tuple):
            low, high = value
            stem, _, unit = name.rpartition("_")
            yield f"{stem}_low_{unit}", low
            yield f"{stem}_high_{unit}", high
        else:
            yield name, value


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)
