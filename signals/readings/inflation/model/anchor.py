"""The anchor month by month: the ten-year survey, and how late it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sources.contract import Bools, Days, Floats, SeriesView
from sources.months import Months, month_ends, month_numbers

QUARTER = 3
YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Anchor:
    """Expected inflation by month as known at its end; shape (n_months,) each.

    ``monthly`` in percent a month on the log scale; ``late`` where the survey
    of a quarter should have been there and was not, so that an older one stands.
    """

    monthly: Floats
    late: Bools


def anchor_history(survey: SeriesView, months: Months) -> Anchor:
    """Return the anchor of each month."""
    ends = month_ends(months)
    return Anchor(monthly=anchor_on(survey, ends), late=months_late(survey, months, ends) > 0)


def anchor_on(survey: SeriesView, days: Days) -> Floats:
    """Return the newest survey out on each day, in percent a month on the log scale.

    Days before the first survey take the first: they lie years before any
    reading that is shown.
    """
    order = np.argsort(survey.released_at, kind="stable")
    newest = np.searchsorted(survey.released_at[order], days, side="right") - 1
    yearly: Floats = survey.value[order][np.maximum(newest, 0)]
    return 100.0 * np.log1p(yearly / 100.0) / YEAR


def months_late(survey: SeriesView, months: Months, days: Days) -> Months:
    """Return for how many months, up to each of ``months``, the newest survey should have had a successor.

    The survey of a quarter comes out in the quarter's second month (Philadelphia
    Fed, release schedule since 1990), so that by that month's end it is due.
    Nothing is late before the first survey. ``days`` is the day of each look.
    """
    order = np.argsort(survey.released_at, kind="stable")
    newest = np.searchsorted(survey.released_at[order], days, side="right") - 1
    held = np.maximum.accumulate(month_numbers(survey.period[order]))[np.maximum(newest, 0)]
    due = held - held % QUARTER + QUARTER + 1  # the second month of the quarter after
    late: Months = np.where(newest >= 0, np.maximum(months - due + 1, 0), 0)
    return late
