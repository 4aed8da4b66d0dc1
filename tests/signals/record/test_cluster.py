"""A replay on a Dask cluster writes the same bytes as one on this machine."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator

import pytest

from signals.config import ConfigError
from signals.engine import load_strategies
from signals.record.replay import Plan, Replay, days_between
from signals.record.spread import Data, Workers

pytestmark = pytest.mark.slow

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the cluster's own start: free ports, closed loops
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster.scheduler_address


def contents(workers: Workers) -> list[bytes]:
    days = days_between(dt.date(2024, 2, 2), dt.date(2024, 2, 16), 7)
    plan = Plan(
        days=days,
        names=("hstech",),
        strategies=load_strategies(["hstech"]),
        data=Data(store=None, sample=True, state="sample"),
        origin="sample",
    )
    work = Replay(plan, workers, chunk=2)
    for _ in work.read():
        pass
    return [document.content for document in work.documents()]


@pytest.mark.filterwarnings("ignore")  # Dask's own
def test_two_workers_of_a_cluster_write_the_same_documents(address: str):
    assert contents(Workers(cluster=address)) == contents(Workers())


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_said():
    with pytest.raises(ConfigError, match="no Dask scheduler answers"):
        contents(Workers(cluster="tcp://127.0.0.1:1", patience_seconds=1))
