"""The state space of US consumer prices as matrices, and what a filter pass over it leaves behind.

    y_t = p_t + s_t + β·(x_t + d_t) + λ·(x_{t−1} + d_{t−1}) + ε_t      y: 100·log CPI, ε: rounding
    p_t = p_{t−1} + τ_t + g_t                     level
    τ_t = τ_{t−1} + κ(L_{t−1} + a_{t−1} − τ_{t−1}) + η_t    trend, percent a month, drawn to the anchor L
    g_t = φ·g_{t−1} + e_t                         transitory growth
    s_t = −(s_{t−1} + … + s_{t−11}) + ω_t         season
    d_t = c_t·d_{t−1} + u_t                       how far gasoline is from what is taken for it
    a_t = c'_t·a_{t−1} + u'_t                     the same of the anchor

x is what is known of gasoline (`gasoline`). Where its price is known d is nil:
c_t = 0 and u_t has no variance. Where it is not, d is a random walk, so that a
print is heard in full and taken for what it may be, a move of gasoline that
nobody saw. (As of 2026-05-12 months without gasoline were left out of the
pass, and 2.25 % was expected after prints of 3.26 and 3.81.) A survey that is late is
taken in the same way: the old one stands, and how far it may have moved is open.

`statespace` is this model as statsmodels has it and filters it; `startup` does
the same sums in numpy. Nothing here ever looks forward: row t of a pass rests
on months up to t alone, so one pass holds every past state exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.config import Parameters
from sources.contract import Bools, Floats
from sources.months import Months

LEVEL, TREND, TRANSITORY, SEASON, GASOLINE_GAP, GASOLINE_GAP_BEFORE, ANCHOR_GAP = 0, 1, 2, 3, 14, 15, 16
N_STATES = 17  # level, trend, transitory growth, eleven seasons, the gaps of gasoline, now and before, and of the anchor
GAPS = (GASOLINE_GAP, ANCHOR_GAP)
PRIOR_LEVEL_SD = 5.0  # 100·log points around the first index value; wide: it is forgotten within a year
PRIOR_TREND_SD = 0.3  # percent a month around the first anchor, that is 3.6 pp a year
PRIOR_SEASON_SD = 1.0  # 100·log points a month; the largest season of US CPI is below 0.6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """What a filter hears, month by month; shape (n_months,) each.

    ``level`` is 100·log CPI, NaN where nothing was published; ``gasoline`` the
    covariate x as far as it is known; ``anchor`` the expected inflation in
    percent a month as known at the month's end; ``rounding`` the variance of
    the index's rounding in (100·log points)².

    ``gap`` (n_months, 2) is the variance of the month's move of gasoline and of
    the anchor that nobody saw; ``carried`` (n_months, 2) says whether nothing at
    all is known of the month, so that the gap of the month before lives on.
    """

    level: Floats
    gasoline: Floats
    anchor: Floats
    rounding: Floats
    gap: Floats
    carried: Bools

    @property
    def kind(self) -> Months:
        """Which of `System.transitions` leads into each month."""
        kinds: Months = self.carried @ np.array([1, 2])
        return kinds

    def known_gasoline(self, parameters: Parameters) -> Floats:
        """Return what is known of gasoline's part in the level, in 100·log points."""
        before = np.concatenate([self.gasoline[:1], self.gasoline[:-1]])
        part: Floats = parameters.beta * self.gasoline + parameters.beta_lag * before
        return part

    def start(self, parameters: Parameters) -> tuple[Floats, Floats]:
        """Return mean and covariance of the state of the first month, wide enough to be forgotten."""
        first = int(np.argmax(np.isfinite(self.level)))
        mean = np.zeros(N_STATES)
        mean[LEVEL] = self.level[first] - self.known_gasoline(parameters)[first]
        mean[TREND] = self.anchor[0]
        variance = np.zeros(N_STATES)
        variance[SEASON:GASOLINE_GAP] = PRIOR_SEASON_SD**2
        variance[LEVEL], variance[TREND] = PRIOR_LEVEL_SD**2, PRIOR_TREND_SD**2
        variance[TRANSITORY] = parameters.sigma_transitory**2 / (1.0 - parameters.phi**2)
        return mean, np.diag(variance)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class System:
    """The matrices of one parameter set under several pulls of the anchor.

    ``transition`` (k, 17, 17) is that of a month of which neither gasoline nor
    anchor is known; ``noise`` (17, 17) lacks the variance of the gaps, which is
    the month's own; ``pull`` (k, 17) is what a unit of anchor adds to the
    state; ``design`` (17,) what a print shows of it.
    """

    parameters: Parameters
    kappas: tuple[float, ...]
    transition: Floats
    noise: Floats
    pull: Floats
    design: Floats

    @property
    def transitions(self) -> Floats:
        """The transition into each kind of month, shape (4, k, 17, 17).

        Nothing lives on in the first, the gap of gasoline in the second and
        fourth, that of the anchor in the third and fourth (`Observed.kind`).
        """
        every = np.repeat(self.transition[None], 4, axis=0)
        every[[0, 2], :, GASOLINE_GAP] = 0.0
        every[[0, 1], :, ANCHOR_GAP] = 0.0
        return every


def system(parameters: Parameters, kappas: Sequence[float]) -> System:
    """Return the matrices of the model for each pull of the anchor."""
    selection = np.zeros((N_STATES, 3))
    selection[LEVEL, :2] = 1.0
    selection[TREND, 0] = 1.0
    selection[TRANSITORY, 1] = 1.0
    selection[SEASON, 2] = 1.0
    shocks = np.array([parameters.sigma_trend, parameters.sigma_transitory, parameters.sigma_season]) ** 2
    transition, pull = np.zeros((len(kappas), N_STATES, N_STATES)), np.zeros((len(kappas), N_STATES))
    for matrix, pulled, kappa in zip(transition, pull, kappas, strict=True):
        matrix[LEVEL, [LEVEL, TREND, TRANSITORY]] = 1.0, 1.0 - kappa, parameters.phi
        matrix[TREND, TREND] = 1.0 - kappa
        matrix[TRANSITORY, TRANSITORY] = parameters.phi
        matrix[SEASON, SEASON:GASOLINE_GAP] = -1.0
        matrix[np.arange(SEASON + 1, GASOLINE_GAP), np.arange(SEASON, GASOLINE_GAP - 1)] = 1.0
        matrix[[GASOLINE_GAP, GASOLINE_GAP_BEFORE], GASOLINE_GAP] = 1.0
        matrix[[LEVEL, TREND], ANCHOR_GAP] = kappa
        matrix[ANCHOR_GAP, ANCHOR_GAP] = 1.0
        pulled[[LEVEL, TREND]] = kappa
    design = np.zeros(N_STATES)
    design[[LEVEL, SEASON]] = 1.0
    design[GASOLINE_GAP], design[GASOLINE_GAP_BEFORE] = parameters.beta, parameters.beta_lag
    return System(
        parameters=parameters,
        kappas=tuple(kappas),
        transition=transition,
        noise=(selection * shocks) @ selection.T,
        pull=pull,
        design=design,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FilterPass:
    """Every filtered state of one pass, for k pulls of the anchor at once.

    ``mean`` has shape (n_months, k, 17), ``covariance`` (n_months, k, 17, 17):
    what is known of the state of month t from months up to t. ``surprise`` and
    ``surprise_variance`` have shape (n_months, k): the one-step error in
    100·log points, NaN where nothing was published. ``gain`` (n_months, k, 17)
    is what a unit of surprise moves the state by; zero where nothing was
    published.
    """

    system: System
    observed: Observed
    mean: Floats
    covariance: Floats
    surprise: Floats
    surprise_variance: Floats
    gain: Floats

    def log_likelihood(self) -> Floats:
        """Return the Gaussian log-likelihood of the months that were published, shape (k,)."""
        seen = np.isfinite(self.surprise[:, 0])
        variance = self.surprise_variance[seen]
        terms = np.log(2.0 * np.pi * variance) + self.surprise[seen] ** 2 / variance
        total: Floats = -0.5 * terms.sum(axis=0)
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Remembered:
    """Quantities of past months as known at the end of a later one, for k pulls of the anchor.

    ``mean`` has shape (k, q), ``covariance`` (k, q, q); ``shared`` (k, 17, q) is
    their covariance with the state of the later month.
    """

    mean: Floats
    covariance: Floats
    shared: Floats


def remember(run: FilterPass, past: Sequence[tuple[int, Floats]], now: int) -> Remembered:
    """Return the joint distribution of past quantities given months up to ``now``.

    Each quantity is a row of a past month and the weights (17,) of its state.
    Carrying their covariance with the state along the pass gives what appending
    them to the state would, without carrying them through the whole sample.
    """
    q, k = len(past), run.mean.shape[1]
    mean, covariance, shared = np.zeros((k, q)), np.zeros((k, q, q)), np.zeros((k, N_STATES, q))
    transitions, kind = run.system.transitions, run.observed.kind
    begin = min(row for row, _ in past)
    for t in range(begin, now + 1):
        if t > begin:
            shared = transitions[kind[t]] @ shared
            if np.isfinite(run.surprise[t, 0]):
                ahead = run.system.design @ shared
                pace = ahead / run.surprise_variance[t][:, None]
                mean = mean + pace * run.surprise[t][:, None]
                covariance = covariance - ahead[:, :, None] * pace[:, None, :]
                shared = shared - run.gain[t][:, :, None] * ahead[:, None, :]
        for i, (row, weights) in enumerate(past):
            if row == t:
                mean[:, i] = run.mean[t] @ weights
                covariance[:, i] = covariance[:, :, i] = weights @ shared
                shared[:, :, i] = run.covariance[t] @ weights
                covariance[:, i, i] = shared[:, :, i] @ weights
    return Remembered(mean=mean, covariance=covariance, shared=shared)
