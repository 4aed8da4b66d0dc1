"""Facts and the series behind them, with their health."""

from __future__ import annotations

import datetime as dt

from signals.allocation.terms import InputMode, Model, Status, Text, Value


class Period(Model):
    """The days that a figure is about: one day for a price, a month for consumer prices."""

    first: dt.date
    """First day."""
    last: dt.date
    """Last day; the same for a price."""


class FactRecord(Model):
    """One fact with its provenance."""

    id: str
    """Its name; the same in every document."""
    label: Text
    """What it is called in words."""
    value: Value
    """Its value; null where nothing can be said."""
    unit: str
    """Its unit, as `docs/contract.md` lists them: pct, pp, bp, prob (0 to 1), cuts, events, date, word and others."""
    status: Status
    """Its health; a rule compares only what is ok."""
    reason: Text
    """What is wrong with it; empty where it is ok."""
    period: Period | None
    """The days that the figure is about; null where it is about none."""
    released_at: dt.date | None
    """Release day of the newest input."""
    age_days: int | None
    """Days since the release of the oldest input: more than since `released_at` where inputs differ."""
    error: float | None
    """One-sigma measurement or model error, in `unit`."""
    week_sigma: float | None
    """Standard deviation of one-week changes in the fact's own history, in `unit`."""
    derivation: Text
    """How it was reckoned."""
    inputs: tuple[str, ...]
    """Ids in the document's `inputs`."""


class InputRecord(Model):
    """The newest word of one series and its health."""

    series: str
    """Name of the series."""
    mode: InputMode
    """Where it came from in this run."""
    status: Status
    """Its health."""
    reason: Text
    """What is wrong with it; empty where it is ok."""
    period: Period | None
    """The days that its newest value is about; null where none is known."""
    released_at: dt.date | None
    """Release day of its newest value; null where none is known."""
    age_days: int | None
    """Days since `released_at`."""
    max_age_days: int | None
    """The age in days beyond which it is stale."""
    exact: bool
    """Whether the release day is a record rather than a rule of thumb."""
    source: str
    """Who published it."""
