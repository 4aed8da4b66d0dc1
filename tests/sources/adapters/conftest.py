"""The means that a run lends its adapters, over servers of one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pydantic import SecretStr

from signals.readings.policy.config import taxonomy
from sources.policy_text.extract import Extractor
from sources.source import Means
from sources.transport import Limits, Transport
from tools.fred_server import KEY

QUICK = Limits(read_seconds=0.5, exchange_seconds=1, total_seconds=2, tries=2, first_wait_seconds=0.001)
MakeMeans = Callable[..., Means]


@pytest.fixture
def lend() -> Iterator[MakeMeans]:
    """Return means of a day; ``at`` is where every server is."""
    with ExitStack() as ways:

        def means(today: dt.date, at: str = "http://127.0.0.1:9") -> Means:
            return Means(
                today=today,
                reach=lambda prefix, address, name: ways.enter_context(
                    Transport(f"{at}/{prefix}", source=name, limits=QUICK)
                ),
                key=lambda prefix: SecretStr(KEY),
                extractor=lambda: Extractor(taxonomy()),
                hosts=taxonomy().hosts,
            )

        yield means
