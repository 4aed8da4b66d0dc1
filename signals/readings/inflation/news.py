"""What the newest print changed: the model on the eve and on the day, everything else equal."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from signals.panel import Panel
from signals.readings.inflation.config import Settings
from signals.readings.inflation.inputs import read_inputs
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.known import Inputs
from signals.readings.inflation.model.trend import Estimate
from sources.months import month_start


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The surprise of the newest print and the model before and after it.

    ``surprise_sigmas`` is in units of the standard error that the forecast
    claimed on the eve. The two estimates differ by this print and by whatever
    else came out on the same day.
    """

    period: dt.date
    released_at: dt.date
    expected_yoy_pct: float
    expected_sd_pp: float
    yoy_pct: float
    surprise_pp: float
    surprise_sigmas: float
    before: Estimate
    after: Estimate


def read_news(
    panel: Panel, chosen: Settings, today: Estimate, estimate: Callable[[Inputs], Estimate]
) -> News | None:
    """Return the news of the newest print; None where there was nothing to expect it from.

    ``estimate`` reads both sides with today's parameter set, so that nothing but data moves.
    """
    released_at: dt.date = today.inputs.prices.released_at[-1].astype(object)
    eve = read_inputs(panel.at(released_at - dt.timedelta(days=1)), chosen)
    month = today.inputs.last
    yoy = today.inputs.prices.change_pct(month, YEAR)
    if eve is None or not math.isfinite(yoy) or not eve.last < month <= eve.last + eve.horizon:
        return None
    before = estimate(eve)
    expected = before.rates[month - eve.last - 1]
    if expected is None or expected.sd == 0.0:
        return None
    after = today
    if today.as_of != released_at:
        on_the_day = read_inputs(panel.at(released_at), chosen)
        if on_the_day is None:
            return None
        if on_the_day.same_outlook(today.inputs):  # nothing but the calendar has moved since
            after = replace(today, as_of=released_at, inputs=on_the_day)
        else:
            after = estimate(on_the_day)
    return News(
        period=month_start(month),
        released_at=released_at,
        expected_yoy_pct=expected.median_pct,
        expected_sd_pp=expected.sd_pp,
        yoy_pct=yoy,
        surprise_pp=yoy - expected.median_pct,
        surprise_sigmas=(100.0 * math.log1p(yoy / 100.0) - expected.mean) / expected.sd,
        before=before,
        after=after,
    )
