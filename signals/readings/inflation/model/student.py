"""Student's t with four degrees of freedom, in closed form.

Past forecast errors, divided by the width that the model had claimed, have far
tails: a normal fan of the right width in the middle lets one month in five out
of its 90 % band. With four degrees the same width covers close to what it says
(``benchmarks/inflation.py`` prints both), and both functions below are exact
without a numerical library.

Source: Shaw, W. T. (2006), "Sampling Student's T distribution", Journal of
Computational Finance 9(4): closed forms for even degrees of freedom.
"""

from __future__ import annotations

import math
from functools import cache

DEGREES = 4


def student_cdf(x: float) -> float:
    """Return the probability of a value below ``x``, in units of the scale."""
    if math.isinf(x):
        return 1.0 if x > 0 else 0.0
    share = x / math.sqrt(4.0 + x * x)
    return 0.5 + 0.25 * share * (3.0 - share * share)


@cache
def student_quantile(p: float) -> float:
    """Return the value that ``p`` of the distribution lies below, in units of the scale.

    Raises:
        ValueError: ``p`` is not strictly between 0 and 1.
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"a quantile needs a probability strictly between 0 and 1; found {p!r}")
    root = math.sqrt(4.0 * p * (1.0 - p))
    size = 2.0 * math.sqrt(max(math.cos(math.acos(root) / 3.0) / root - 1.0, 0.0))
    return math.copysign(size, p - 0.5)
