"""JSON lines are the documents of their days, to the byte."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from signals.allocation.hashing import compact
from signals.panel import Panel
from signals.readings.rate_path.document import path_document, path_lines
from signals.readings.rate_path.reading import read_range

from .conftest import MakePanel, path_prices

D = dt.date
EVERY_DAY = [D(2023, 12, 15) + dt.timedelta(days=ahead) for ahead in range(100)]


@pytest.mark.parametrize("method", ["fedwatch", "fit"])
def test_a_line_is_the_document_of_its_day(sample_on: Callable[[str], Panel], method: Any) -> None:
    """Old prices, decided meetings and days that were worked out apart among them."""
    panel = sample_on("2024-03-25")
    paths = [
        *read_range(panel, EVERY_DAY, method=method),
        *read_range(panel, [D(2024, 2, 16)], method=method),
    ]
    lines = list(path_lines(iter(paths), compact))
    assert len(lines) == len(paths) > 90
    for path, line in zip(paths, lines, strict=True):
        assert line == compact(path_document(path))
    assert any(json.loads(line)["decided_since"] for line in lines)


def test_a_path_without_meetings_has_a_line_too(make_panel: MakePanel) -> None:
    day = D(2024, 1, 31)
    (path,) = read_range(make_panel(day, path_prices(day, 5.33, {}, 1)), [day])
    assert not path.meetings
    (line,) = path_lines([path], compact)
    assert line == compact(path_document(path))


def test_a_figure_that_json_cannot_hold_is_an_error(sample_on: Callable[[str], Panel]) -> None:
    day = D(2024, 2, 16)
    (path,) = read_range(sample_on("2024-02-16"), [day])
    broken = replace(path, solved=replace(path.solved, rate_pct=path.solved.rate_pct * np.inf))
    with pytest.raises(ValueError, match="not finite"):
        list(path_lines([broken], compact))
