"""What FRED means by its answers: clipping, limits, counts, dots, refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from signals.opening import catalogue
from sources.adapters.fred import (
    FredClient,
    FredSource,
    Vintages,
    drop_repeats,
    parse_observations,
    parse_xml,
)
from sources.contract import SeriesSpec
from sources.errors import BadPayload, Fatal, KeyMissing, KeyRejected, NotFound
from sources.transport import Limits, Transport
from tools.fred_server import KEY, Change, FredServer
from tools.fred_server.archive import Archive

QUICK = Limits(read_seconds=2, total_seconds=5, tries=2, first_wait_seconds=0.001)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def client(fred: FredServer) -> Iterator[FredClient]:
    with Transport(fred.base_url, source="FRED", limits=QUICK) as transport:
        yield FredClient(SecretStr(KEY), transport)


def rows(found: Vintages) -> list[tuple[str, str, float]]:
    return [
        (str(period), str(released_at), value)
        for period, released_at, value in zip(
            found.period, found.released_at, found.value.tolist(), strict=True
        )
    ]


def spec_of(fred_id: str, **changes: object) -> SeriesSpec:
    return replace(catalogue()["us.cpi.all.nsa"], fred=fred_id, **changes)  # type: ignore[arg-type]


REVISED = [
    ("2023-01-01", "2023-02-10", 1.0),
    ("2023-01-01", "2023-03-10", 1.1),
    ("2023-01-01", "2023-06-10", 1.0),
    ("2023-02-01", "2023-03-10", 2.0),
    ("2023-03-01", "2023-04-10", 3.0),
    ("2023-03-01", "2023-05-10", np.nan),
    ("2023-03-01", "2023-06-10", 3.0),
    ("2023-04-01", "2023-06-10", 4.0),
]


def test_every_true_release_day_comes_back(client: FredClient) -> None:
    np.testing.assert_equal(rows(client.vintages("REVISED")), REVISED)


@pytest.mark.parametrize("per_window", [1, 2, 3, 4])
def test_windows_are_stitched_without_a_trace(
    client: FredClient, fred: FredServer, monkeypatch: pytest.MonkeyPatch, per_window: int
) -> None:
    monkeypatch.setattr("sources.adapters.fred.MAX_VINTAGES", per_window)
    monkeypatch.setattr(fred, "max_vintages", per_window)
    np.testing.assert_equal(rows(client.vintages("REVISED")), REVISED)
    assert len(fred.requests) == 1 + -(-5 // per_window)


@pytest.mark.parametrize("per_page", [1, 3, 8, 9])
def test_pages_are_joined_by_the_servers_own_count(
    client: FredClient, fred: FredServer, monkeypatch: pytest.MonkeyPatch, per_page: int
) -> None:
    monkeypatch.setattr(fred, "max_rows", per_page)
    np.testing.assert_equal(rows(client.vintages("REVISED")), REVISED)


def test_two_thousand_three_hundred_vintages_come_back_exactly(client: FredClient, fred: FredServer) -> None:
    dice = np.random.default_rng(0)
    first = np.datetime64("2015-01-05")
    days = (first + np.arange(2300)).tolist()
    periods = [dt.date(2000 + n // 12, n % 12 + 1, 1) for n in range(120)]
    changes = {(periods[n % 120], days[n]): float(n) for n in range(2300)}
    for _ in range(4000):
        period, at = periods[dice.integers(120)], days[dice.integers(2300)]
        changes.setdefault((period, at), round(float(dice.normal()), 4))
    log = [Change(period=period, released_at=at, value=value) for (period, at), value in changes.items()]
    fred.archive.add("MANY", log)
    truth = []
    last: dict[dt.date, float] = {}
    for change in sorted(log, key=lambda change: (change.period, change.released_at)):
        if last.get(change.period) != change.value:
            truth.append((str(change.period), str(change.released_at), change.value))
        last[change.period] = change.value  # type: ignore[assignment]
    assert len({change.released_at for change in log}) == 2300
    assert rows(client.vintages("MANY")) == truth
    assert fred.requests == ["/fred/series/vintagedates MANY"] + ["/fred/series/observations MANY"] * 2


def test_more_vintages_than_allowed_in_one_request_are_refused_by_the_server(
    client: FredClient, fred: FredServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fred, "max_vintages", 3)
    with pytest.raises(Fatal, match="maximum number of vintage dates allowed"):
        client.vintages("REVISED")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2023-02-10", {"2023-01-01": 1.0}),
        ("2023-03-09", {"2023-01-01": 1.0}),
        ("2023-04-30", {"2023-01-01": 1.1, "2023-02-01": 2.0, "2023-03-01": 3.0}),
        ("2023-05-20", {"2023-01-01": 1.1, "2023-02-01": 2.0}),
        ("2023-07-01", {"2023-01-01": 1.0, "2023-02-01": 2.0, "2023-03-01": 3.0, "2023-04-01": 4.0}),
    ],
)
def test_as_of_a_day_there_is_one_value_a_period(
    client: FredClient, on: str, expected: dict[str, float]
) -> None:
    known = client.get_series_as_of_date("REVISED", on).dropna()
    assert {str(at.date()): value for at, value in known.items()} == expected  # type: ignore[attr-defined]
    plain = client.get_series("REVISED", realtime_start=on, realtime_end=on).dropna()  # fredapi's own code
    assert {str(at.date()): value for at, value in plain.items()} == expected


def test_all_releases_are_what_fredapi_would_return(client: FredClient) -> None:
    from fredapi import Fred

    ours = client.get_series_all_releases("REVISED")
    theirs = Fred.get_series_all_releases(client, "REVISED")
    assert list(ours["value"].fillna(-1)) == [float(value) for value in theirs["value"].fillna(-1)]
    assert list(ours["date"]) == list(theirs["date"])
    assert list(ours["realtime_start"]) == list(theirs["realtime_start"])


def test_a_dot_is_no_value_and_ends_the_one_before(client: FredClient) -> None:
    source = FredSource(client, lambda _: spec_of("REVISED", release_lag_days=None))
    download = source.download("x")
    assert download.n_withdrawn == 1
    assert [row.value for row in download.rows] == [1.0, 1.1, 2.0, 3.0, 1.0, 3.0, 4.0]


def test_only_vintages_after_the_known_ones_are_asked_for(client: FredClient, fred: FredServer) -> None:
    assert len(client.vintages("REVISED", known_until=day("2023-06-10"))) == 0
    assert fred.requests == ["/fred/series/vintagedates REVISED"]
    later = rows(client.vintages("REVISED", known_until=day("2023-05-10")))
    assert ("2023-04-01", "2023-06-10", 4.0) in later
    assert {released_at for _, released_at, _ in later} == {"2023-06-10"}


def test_what_was_in_force_when_a_window_opens_is_not_dated_as_exact(client: FredClient) -> None:
    source = FredSource(client, lambda _: spec_of("REVISED", release_lag_days=None))
    rows_since = source.download("x", since=day("2023-04-01")).rows
    assert {(str(row.released_at), row.exact) for row in rows_since} == {
        ("2023-04-10", False),
        ("2023-06-10", True),
    }


def test_the_past_before_the_first_record_gets_the_usual_release_day(
    fred: FredServer, client: FredClient
) -> None:
    fred.archive.add(
        "LATE",
        [
            Change(period=dt.date(2000, month, 1), released_at=day("2011-05-02"), value=float(month))
            for month in (1, 2)
        ]
        + [Change(period=day("2011-04-01"), released_at=day("2011-05-13"), value=9.0)],
    )
    source = FredSource(client, lambda _: spec_of("LATE"))
    assert [(str(row.period), str(row.released_at), row.exact) for row in source.download("x").rows] == [
        ("2000-01-01", "2000-02-18", False),
        ("2000-02-01", "2000-03-20", False),
        ("2011-04-01", "2011-05-13", True),
    ]


def test_a_series_rewritten_each_time_is_known_from_today(client: FredClient, fred: FredServer) -> None:
    source = FredSource(client, lambda _: spec_of("REVISED", vintages="latest", release_lag_days=None))
    assert {row.released_at for row in source.download("x").rows} == {fred.archive.today}


def test_a_bad_key_is_told_from_a_busy_server(fred: FredServer) -> None:
    with Transport(fred.base_url, source="FRED", limits=QUICK) as transport:
        wrong = FredClient(SecretStr("0" * 32), transport)
        with pytest.raises(KeyRejected, match="FRED refuses the key"):
            wrong.check_key()
    assert len(fred.requests) == 1


@pytest.mark.parametrize("text", ["short", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", "with space" * 4])
def test_a_key_that_cannot_be_one_is_refused_before_it_is_sent(fred: FredServer, text: str) -> None:
    with Transport(fred.base_url, source="FRED") as transport, pytest.raises(KeyRejected) as caught:
        FredClient(SecretStr(text), transport)
    assert text not in str(caught.value)
    assert fred.requests == []


@pytest.mark.parametrize("key", [None, SecretStr(""), SecretStr("  ")])
def test_without_a_key_nothing_is_asked(fred: FredServer, key: SecretStr | None) -> None:
    with (
        Transport(fred.base_url, source="FRED") as transport,
        pytest.raises(KeyMissing, match="FRED_API_KEY"),
    ):
        FredClient(key, transport)


def test_an_unknown_series_is_not_found(client: FredClient) -> None:
    with pytest.raises(NotFound, match=r"NOSUCH \(vintagedates\): it knows no such series"):
        client.vintages("NOSUCH")


@pytest.mark.parametrize("series", ["CPI AUCNS", "CPIAUCNS&api_key=x", "cpiaucns", "", "A" * 61])
def test_an_id_that_cannot_be_one_is_never_sent(client: FredClient, fred: FredServer, series: str) -> None:
    with pytest.raises((NotFound, ValueError)):
        client.vintages(series)
    assert fred.requests == []


def test_an_error_text_that_quotes_the_key_loses_it(client: FredClient, fred: FredServer) -> None:
    from tools.fred_server.faults import status

    echo = f'<error code="400" message="Bad: https://x.example/?api_key={KEY} and {KEY}"/>'.encode()
    fred.faults.append(status(400, echo))
    with pytest.raises(Fatal, match="refused with status 400") as caught:
        client.vintages("CPIAUCNS")
    assert KEY not in str(caught.value)


def test_release_days_include_the_planned_ones(client: FredClient, fred: FredServer) -> None:
    fred.release_dates = [day("2024-01-11"), day("2024-02-13"), day("2024-03-12")]
    assert client.release_dates(10, since=day("2024-02-01")) == (day("2024-02-13"), day("2024-03-12"))


def test_a_series_without_a_fred_id_says_so(client: FredClient) -> None:
    source = FredSource(client, lambda _: spec_of("x") and replace(spec_of("x"), fred=None))
    with pytest.raises(NotFound, match="no FRED id"):
        source.download("us.cpi.core.yoy")


def test_the_client_shows_no_key(client: FredClient) -> None:
    assert KEY not in repr(client) + repr(vars(client))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"   ",
        b"[]",
        b"<html></html>",
        b"<a",
        b"plain",
        b"<!DOCTYPE a><a/>",
        b'<?xml version="1.0" encoding="latin-1"?><a/>',
        "<a/>".encode("utf-16"),
    ],
)
def test_only_plain_xml_reaches_the_parser(text: bytes) -> None:
    with pytest.raises(BadPayload):
        parse_xml(text, "test")


PAGE = b"""<?xml version="1.0" encoding="utf-8" ?>
<observations units="lin" output_type="1" count="2">
  <observation realtime_start="2024-02-13" realtime_end="9999-12-31" date="2024-01-01" value="308.417"/>
  <observation realtime_start="2024-02-13" realtime_end="9999-12-31" date="2024-02-01" value="."/>
</observations>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b""),
        (b'date="2024-01-01" value="308.417"', b'value="308.417" date="2024-01-01"'),
        (b'value="308.417"/>', b"value='308.417' note='a &amp; b'></observation>"),
        (b'"308.417"', b'"&#51;08.417"'),
    ],
)
def test_rows_are_read_the_same_however_they_are_written(old: bytes, new: bytes) -> None:
    root, found = parse_observations(PAGE.replace(old, new), "test")
    assert root.get("count") == "2"
    np.testing.assert_equal(
        rows(found), [("2024-01-01", "2024-02-13", 308.417), ("2024-02-01", "2024-02-13", np.nan)]
    )


@pytest.mark.parametrize(
    "value", [b"1_000", b"1,000", b"", b"inf", b"-Infinity", b"nan", b"1e999", b"0x10", b". "]
)
def test_what_is_no_finite_number_is_refused(value: bytes) -> None:
    with pytest.raises(BadPayload):
        parse_observations(PAGE.replace(b"308.417", value), "test")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse_xml(b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><a/>", "test").tag == "a"


@settings(max_examples=60)
@given(
    changes=st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 30)),
        st.one_of(st.none(), st.integers(0, 3).map(float)),
        min_size=1,
        max_size=40,
    ),
    per_window=st.integers(1, 8),
    on=st.integers(0, 31),
)
def test_stitched_windows_equal_a_naive_oracle_on_any_day(
    changes: dict[tuple[int, int], float | None], per_window: int, on: int
) -> None:
    start = dt.date(2024, 1, 1)
    log = [
        Change(period=dt.date(2023, period + 1, 1), released_at=start + dt.timedelta(days=at), value=value)
        for (period, at), value in changes.items()
    ]
    archive = Archive({"S": log}, today=dt.date(2025, 1, 1))
    dates = archive.vintage_dates("S")
    parts = []
    for first in range(0, len(dates), per_window):
        following = dates[first + per_window : first + per_window + 1]
        end = following[0] - dt.timedelta(days=1) if following else dt.date(9999, 12, 31)
        parts += archive.rows("S", dates[first], end)
    found = drop_repeats(
        Vintages(
            period=np.array([row.period for row in parts], dtype="datetime64[D]"),
            released_at=np.array([row.start for row in parts], dtype="datetime64[D]"),
            value=np.array([np.nan if row.value is None else row.value for row in parts]),
        )
    )
    cutoff = start + dt.timedelta(days=on)
    oracle = {
        change.period: change.value
        for change in sorted(log, key=lambda change: change.released_at)
        if change.released_at <= cutoff
    }
    ours: dict[dt.date, float] = {}
    for at in np.lexsort((found.period, found.released_at)):
        if found.released_at[at] <= np.datetime64(cutoff):
            ours[found.period[at].astype(object)] = float(found.value[at])
    assert {period: value for period, value in ours.items() if value == value} == {  # noqa: PLR0124
        period: value for period, value in oracle.items() if value is not None
    }
