"""A FRED of one's own for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from signals.opening import catalogue
from sources.sample import sample_reader
from tools.fred_server import Change, FredServer
from tools.fred_server.archive import Archive

TODAY = dt.date(2024, 2, 16)


@pytest.fixture(scope="session")
def fred() -> Iterator[FredServer]:
    """Serve the sample's CPI as CPIAUCNS and a small revised series as REVISED."""
    history = sample_reader(catalogue().keys()).series("us.cpi.all.nsa")
    cpi = [
        Change(period=period, released_at=released_at, value=value)
        for period, released_at, value in zip(
            history.period.tolist(), history.released_at.tolist(), history.value.tolist(), strict=True
        )
    ]
    with FredServer(Archive({"CPIAUCNS": cpi, "REVISED": revised()}, today=TODAY)) as server:
        yield server


@pytest.fixture(autouse=True)
def _calm(request: pytest.FixtureRequest) -> None:
    if "fred" in request.fixturenames:
        request.getfixturevalue("fred").calm()


def revised() -> list[Change]:
    """Return four months with revisions, one withdrawal and one return."""
    log = {
        "2023-01-01": [("2023-02-10", 1.0), ("2023-03-10", 1.1), ("2023-06-10", 1.0)],
        "2023-02-01": [("2023-03-10", 2.0)],
        "2023-03-01": [("2023-04-10", 3.0), ("2023-05-10", None), ("2023-06-10", 3.0)],
        "2023-04-01": [("2023-05-10", None), ("2023-06-10", 4.0)],
    }
    return [
        Change(period=dt.date.fromisoformat(period), released_at=dt.date.fromisoformat(day), value=value)
        for period, words in log.items()
        for day, value in words
    ]
