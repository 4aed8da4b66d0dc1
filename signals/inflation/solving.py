"""One filter pass serves every date of its past: passes are kept and reused where that is exact."""

from __future__ import annotations

from dataclasses import dataclass

from signals.inflation.fan import standardised_errors
from signals.inflation.forecast import Horizon, horizon_of
from signals.inflation.inputs import Inputs
from signals.inflation.model import FilterPass, run_filter, system
from signals.inflation.parameters import Parameters, Settings
from sources.contract import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """The passes of one parameter set over one past, under every pull of the anchor.

    ``central`` is the position of the set's own pull. Rows after the newest
    month of a reading are never looked at.
    """

    inputs: Inputs
    runs: tuple[FilterPass, ...]
    horizons: tuple[Horizon, ...]
    central: int
    errors: Floats

    @property
    def run(self) -> FilterPass:
        """The pass under the set's own pull."""
        return self.runs[self.central]

    @property
    def horizon(self) -> Horizon:
        """The horizon under the set's own pull."""
        return self.horizons[self.central]


class Solver:
    """Runs the filter, once for all dates whose data are the beginning of the same past.

    A past that differs anywhere (a corrected price, say) gets a pass of its own.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._kept: dict[Parameters, Solution] = {}

    def solve(self, inputs: Inputs, parameters: Parameters) -> Solution:
        """Return a solution whose rows up to the newest month of ``inputs`` are exact for it."""
        kept = self._kept.get(parameters)
        if kept is not None and inputs.same_past(kept.inputs):
            return kept
        pulls = self.settings.model.kappa_range
        models = [system(parameters.with_kappa(kappa)) for kappa in pulls]
        runs = run_filter(
            models,
            level=inputs.level,
            gasoline=inputs.gasoline,
            anchor=inputs.anchor,
            rounding=inputs.rounding,
        )
        horizons = tuple(horizon_of(model, inputs.horizon) for model in models)
        central = pulls.index(parameters.kappa)
        solution = Solution(
            inputs=inputs,
            runs=runs,
            horizons=horizons,
            central=central,
            errors=standardised_errors(runs[central], horizons[central], inputs),
        )
        if kept is None or len(inputs.level) >= len(kept.inputs.level):
            self._kept[parameters] = solution
        return solution
