"""Would core CPI deserve a state space of its own? The headline's model without gasoline, beside two others.

Usage: python benchmarks/inflation_core.py FILE

FILE has columns series, period, value and holds CPILFENS (BLS, all items less food and energy, not seasonally
adjusted); the index is final on release. Origins are the months from 1999-12 on; parameters and the AR(1) are
estimated each January on the months then out (November's). RMSE of the 12-month rate, pp, and its ratio to
"it stays as it is".
"""

from __future__ import annotations

import datetime as dt
import sys

import numpy as np
import pandas as pd
from inflation_scores import ERAS, HORIZONS, YEAR, rms
from scipy.optimize import minimize

from signals.opening import catalogue
from signals.readings.inflation.config import Parameters, settings
from signals.readings.inflation.fitting import BOUNDS, log_prior
from signals.readings.inflation.model.anchor import anchor_history
from signals.readings.inflation.model.horizon import horizon_of
from signals.readings.inflation.model.known import anchor_outlook
from signals.readings.inflation.model.startup import run_filter
from signals.readings.inflation.model.statespace import Prices, with_vector
from signals.readings.inflation.model.system import Observed, system
from sources.months import month_ends, month_number, month_numbers
from sources.sample import sample_reader

BLANK = Parameters(
    version="core",
    estimated_as_of=dt.date(2000, 1, 1),
    through=dt.date(2000, 1, 1),
    sigma_trend=0.03,
    sigma_transitory=0.1,
    phi=0.0,
    sigma_season=0.005,
    beta=0.0,
    sigma_gasoline=1.0,
    kappa=settings().model.kappa,
)


def main() -> None:
    table = pd.read_parquet(sys.argv[1])
    core = table[
        (table["series"] == "CPILFENS") & (pd.to_datetime(table["period"]) >= "1990-01-01")
    ].sort_values("period")
    months = month_numbers(pd.to_datetime(core["period"]).to_numpy().astype("datetime64[D]"))
    index = core["value"].to_numpy(dtype=float)
    survey = sample_reader(catalogue().keys()).series(settings().consensus.anchor).as_of(dt.date(2024, 2, 16))
    level, n = 100.0 * np.log(index), len(index)
    chosen = settings().model
    noise = np.where(
        months <= month_number(chosen.rounding_until), chosen.rounding_sd_before, chosen.rounding_sd_after
    )
    heard = Observed(
        level=level,
        gasoline=np.zeros(n),
        anchor=anchor_history(survey, months).monthly,
        rounding=(100.0 * noise / index) ** 2,
        gap=np.zeros((n, 2)),
        carried=np.zeros((n, 2), dtype=bool),
    )
    first = month_number(dt.date(1999, 12, 1)) - int(months[0])
    rate = np.full(n, np.nan)
    rate[YEAR:] = 100.0 * np.expm1((level[YEAR:] - level[:-YEAR]) / 100.0)
    ours, ar = np.full((n, 12), np.nan), np.full((n, 12), np.nan)
    fitted = None
    for row in range(first, n):
        january = (
            int(months[row]) + 2
        ) // YEAR * YEAR - 1  # the newest month out in January of the year of release
        known = min(january - 1 - int(months[0]), row) + 1
        if fitted != known:
            fitted, parameters = known, estimate(cut(heard, known))
            model = system(parameters, (parameters.kappa,))
            run, horizon = run_filter(model, heard), horizon_of(model, 12)
            slope, intercept = np.polyfit(rate[YEAR : known - 1], rate[YEAR + 1 : known], 1)
        ends = month_ends(months[[row]]) + 15
        anchor = anchor_outlook(survey, origins=months[[row]], days=ends, horizon=12)
        ahead = horizon.weights[0] @ run.mean[row, 0] + horizon.pull[0] @ anchor[0]
        ours[row] = 100.0 * np.expm1((ahead - level[row - YEAR + 1 : row + 1]) / 100.0)
        value = rate[row]
        for h in range(12):
            value = intercept + slope * value
            ar[row, h] = value
    print(f"US core CPI, {n - first} origins 1999-12 to {core['period'].iloc[-1]}")
    print(f"{'':<28}" + "".join(f"{f'{h} months':>16}" for h in HORIZONS))
    for name, (begin, end) in {"all": (1999, 2099), **ERAS}.items():
        for label, forecast in (("signals", ours), ("AR(1)", ar)):
            cells = []
            for h in HORIZONS:
                rows = np.arange(first, n - h)
                year = (months[rows] + h) // YEAR
                rows = rows[(year >= begin) & (year <= end)]
                error = rms(forecast[rows, h - 1] - rate[rows + h])
                cells.append(f"{error:>9.3f} ({error / rms(rate[rows] - rate[rows + h]):.2f})")
            print(f"{f'{name}, {label}':<28}" + "".join(f"{cell:>16}" for cell in cells))


def cut(heard: Observed, n: int) -> Observed:
    return Observed(
        level=heard.level[:n],
        gasoline=heard.gasoline[:n],
        anchor=heard.anchor[:n],
        rounding=heard.rounding[:n],
        gap=heard.gap[:n],
        carried=heard.carried[:n],
    )


def estimate(heard: Observed) -> Parameters:
    model = Prices(heard, BLANK)

    def loss(vector: np.ndarray) -> float:
        full = np.append(vector, [0.0, 0.0])
        return -float(model.loglike(full)) - log_prior(full, settings().estimation)

    found = minimize(loss, model.start_params[:4], method="L-BFGS-B", bounds=BOUNDS[:4])
    return with_vector(BLANK, np.append(found.x, [0.0, 0.0]))


if __name__ == "__main__":
    main()
