"""One filter pass serves every date of its past: passes are kept and reused where that is exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from signals.readings.inflation.config import Parameters, Settings, settings, stored_sets
from signals.readings.inflation.model.fan import PastErrors, fan_scale, past_errors
from signals.readings.inflation.model.forecast import Solution
from signals.readings.inflation.model.horizon import horizon_of
from signals.readings.inflation.model.known import Inputs, past_outlooks
from signals.readings.inflation.model.system import FilterPass, Observed, System, system
from signals.readings.inflation.model.trend import Estimate, estimate_from


class Solver:
    """Runs the filter, once for all dates whose data are the beginning of the same past.

    A past that differs anywhere (a corrected price, say) gets a pass of its own.

    Args:
        chosen: the settings; those of the active configuration by default.
        sets: parameter sets, oldest first; the stored ones by default.
        startup: whether to filter in numpy, so that a process that answers for one day alone
            need not load statsmodels.
    """

    def __init__(
        self,
        chosen: Settings | None = None,
        sets: Sequence[Parameters] | None = None,
        *,
        startup: bool = False,
    ) -> None:
        self.startup = startup
        self.settings = chosen or settings()
        self.sets = stored_sets() if sets is None else tuple(sets)
        self._kept: dict[Parameters, Solution] = {}
        self._errors: dict[int, tuple[Solution, PastErrors]] = {}

    def solve(self, inputs: Inputs, parameters: Parameters) -> Solution:
        """Return a solution whose rows up to the newest month of ``inputs`` are exact for it."""
        kept = self._kept.get(parameters)
        if kept is not None and inputs.same_past(kept.inputs):
            return kept
        pulls = self.settings.model.kappa_range
        central = pulls.index(parameters.kappa)
        model = system(parameters, pulls)
        run = self._filter()(model, inputs.observed(parameters))
        solution = Solution(
            inputs=inputs,
            run=run,
            horizon=horizon_of(model, self.settings.fan.horizon_months),
            central=central,
        )
        if kept is None or len(inputs.level) >= len(kept.inputs.level):
            self._kept[parameters] = solution
        return solution

    def _filter(self) -> Callable[[System, Observed], FilterPass]:
        if self.startup:
            from signals.readings.inflation.model.startup import run_filter  # noqa: PLC0415
        else:
            from signals.readings.inflation.model.statespace import run_filter  # noqa: PLC0415 - a second
        return run_filter

    def estimate(self, inputs: Inputs, parameters: Parameters, *, fan: bool = True) -> Estimate:
        """Return what the model says on the day of ``inputs``.

        Args:
            inputs: what was known on the day.
            parameters: the set to read with.
            fan: whether to look ahead at all; the trend alone costs a third.
        """
        solution = self.solve(inputs, parameters)
        if not fan:
            return estimate_from(inputs, solution, self.settings, scale=None)
        scale = fan_scale(self.past_errors(solution).standardised, inputs, self.settings.fan)
        return estimate_from(inputs, solution, self.settings, scale=scale)

    def past_errors(self, solution: Solution) -> PastErrors:
        """Return the past errors of a solution, worked out when first asked for."""
        found = self._errors.get(id(solution))
        if found is None or found[0] is not solution:
            past = past_outlooks(solution.inputs, self.settings)
            errors = past_errors(solution.run, solution.horizon, solution.inputs, past, solution.central)
            found = self._errors[id(solution)] = (solution, errors)
        return found[1]
