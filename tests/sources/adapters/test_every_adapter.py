"""One contract for every adapter: whoever adds one writes how to serve it here, and these tests run on it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from signals.opening import catalogue
from sources.adapters import adapter, offers, prefixes, source_of
from sources.contract import Observation, Reader, SeriesSpec
from sources.door.rows.survey import COLUMNS
from sources.errors import MissingExtra, NotFound, SourceError
from sources.sample import sample_reader
from sources.source import Download, Means
from tools.fred_server import Archive, Change, FredServer
from tools.fred_server.faults import send
from tools.fred_server.survey import survey_files

from . import recorded

TODAY = dt.date(2024, 2, 16)
LendMeans = Callable[..., Means]

ASKED: Mapping[str, str] = {
    "akshare": "cn.cpi.yoy",
    "fred": "us.cpi.all.nsa",
    "news": "events.us.fed",
    "spf": "survey.spf.cpi.10y",
    "yahoo": "index.HSI",
}
"""One series that each adapter is asked for; a new adapter adds its line, and its payload to the server below."""


@pytest.fixture(scope="module")
def server() -> Iterator[FredServer]:
    reader = sample_reader(catalogue().keys())
    history = reader.series("us.cpi.all.nsa")
    rows = zip(history.period.tolist(), history.released_at.tolist(), history.value.tolist(), strict=True)
    cpi = [Change(period=period, released_at=day, value=value) for period, day, value in rows]
    files = {f"/spf/{path}": body for path, body in survey_files(_rows(reader)).items()}
    files["/news/feeds/press_monetary.xml"] = recorded.FED_FEED
    with FredServer(Archive({"CPIAUCNS": cpi}, today=TODAY), files=files) as running:
        yield running


@pytest.fixture
def means(lend: LendMeans, server: FredServer, monkeypatch: pytest.MonkeyPatch) -> Means:
    monkeypatch.setitem(sys.modules, "yfinance", recorded.yfinance())
    monkeypatch.setitem(sys.modules, "akshare", recorded.akshare())
    return lend(TODAY, server.address)


def _rows(reader: Reader) -> Iterator[Observation]:
    for series in COLUMNS.values():
        held = reader.series(series)
        columns = (held.period.tolist(), held.released_at.tolist(), held.value.tolist(), held.exact.tolist())
        for period, day, value, exact in zip(*columns, strict=True):
            yield Observation(
                series=series, period=period, released_at=day, value=value, source="t", exact=exact
            )


def spec_of(prefix: str) -> SeriesSpec:
    return {**catalogue(), **offers()}[ASKED[prefix]]


def download(prefix: str, means: Means, **options: dt.date) -> Download:
    spec = spec_of(prefix)
    return source_of(spec, means).download(spec.id, **options)  # type: ignore[arg-type]


def test_every_adapter_is_asked_here() -> None:
    assert set(ASKED) == set(prefixes())


def test_every_feed_of_the_catalogue_has_its_file() -> None:
    for spec in {**catalogue(), **offers()}.values():
        assert spec.fetched_from is None or adapter(spec.fetched_from.partition(":")[0])


@pytest.mark.parametrize("prefix", sorted(ASKED))
def test_what_comes_is_of_the_series_finite_dated_and_not_of_tomorrow(prefix: str, means: Means) -> None:
    found = download(prefix, means)
    assert found.rows or found.events
    for row in found.rows:
        assert row.series == ASKED[prefix]
        assert row.released_at <= TODAY
        assert row.released_at >= row.period or spec_of(prefix).frequency in {"quarterly", "event"}
        assert row.value == row.value
        assert row.source.startswith(f"{prefix}:")
    assert all(event.announced_at <= TODAY for event in found.events)


@pytest.mark.parametrize("prefix", sorted(ASKED))
def test_the_same_question_has_the_same_answer(prefix: str, means: Means) -> None:
    assert download(prefix, means) == download(prefix, means)


@pytest.mark.parametrize("prefix", sorted(ASKED))
def test_since_leaves_out_what_was_known_before(prefix: str, means: Means) -> None:
    whole = download(prefix, means)
    newest = max(row.released_at for row in whole.rows) if whole.rows else TODAY
    later = download(prefix, means, since=newest)
    assert {row.released_at for row in later.rows} <= {newest}


@pytest.mark.parametrize("prefix", sorted(ASKED))
def test_a_server_that_is_away_is_an_error_that_names_the_source_and_no_address(
    prefix: str, lend: LendMeans, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yfinance", recorded.broken("yfinance"))
    monkeypatch.setitem(sys.modules, "akshare", recorded.broken("akshare"))
    with pytest.raises(SourceError) as caught:
        download(prefix, lend(TODAY))
    assert "127.0.0.1" not in str(caught.value)


ODD = [
    *(
        b"null",
        b"[]",
        b"7",
        b'"x"',
        b'{"observations": [[{}]]}',
        b'<observations count="x"><observation/></observations>',
    ),
    *(
        b'{"code": [], "searchVO": {"listVO": "x"}}',
        b'{"header": {"success": [true]}, "result": {"records": [null]}}',
    ),
]


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize("prefix", sorted(ASKED))
def test_an_answer_of_another_shape_is_an_error_in_words(
    prefix: str, body: bytes, lend: LendMeans, server: FredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yfinance", recorded.odd("yfinance"))
    monkeypatch.setitem(sys.modules, "akshare", recorded.odd("akshare"))
    monkeypatch.setattr(server, "fault_for_ever", lambda handler, _: send(handler, body))
    with pytest.raises(SourceError):
        download(prefix, lend(TODAY, server.address))


@pytest.mark.parametrize("prefix", [name for name in sorted(ASKED) if adapter(name).EXTRA])
def test_a_missing_package_says_how_to_install_it(
    prefix: str, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = adapter(prefix).EXTRA
    monkeypatch.setitem(sys.modules, str(extra), None)
    with pytest.raises(MissingExtra, match=rf"pip install 'macro-signals\[{extra}\]'"):
        download(prefix, means)


def test_a_feed_of_no_file_is_refused_with_those_that_there_are(means: Means) -> None:
    strange = replace(catalogue()["cn.m2.yoy"], feed="reuters:M2")
    with pytest.raises(NotFound, match="expected one of akshare, fred, news, spf, yahoo"):
        source_of(strange, means)


def test_the_survey_comes_with_the_release_days_that_its_publisher_lists(means: Means) -> None:
    truth = sample_reader(catalogue().keys()).series("survey.spf.cpi.10y")
    found = sorted(download("spf", means).rows, key=lambda row: row.period)
    assert [row.value for row in found] == truth.value.tolist()
    assert [row.released_at for row in found][-8:] == truth.released_at.tolist()[-8:]
    assert [row.exact for row in found] == truth.exact.tolist()


def test_a_page_that_comes_with_status_200_is_no_workbook(lend: LendMeans) -> None:
    from sources.adapters.spf import RELEASE_DAYS, WORKBOOKS
    from sources.errors import BadPayload

    files = {f"/spf/{path}": b"<html>not found</html>" for path in (*WORKBOOKS, RELEASE_DAYS)}
    with (
        FredServer(Archive({}, today=TODAY), files=files) as running,
        pytest.raises(BadPayload, match="a page came instead of the file"),
    ):
        download("spf", lend(TODAY, running.address))
