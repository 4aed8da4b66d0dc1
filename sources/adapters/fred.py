"""FRED and ALFRED: every vintage of a series with its true release day.

`FredClient` is `fredapi.Fred` with its one transport seam replaced. What
fredapi 0.5.2 does there has no timeout and no retry, cannot tell a bad key
from a busy server, and puts the key into URLs that end up in error texts.

How FRED answers, and what is made of it:

* A realtime window clips: a value that was already in force when the window
  opens comes back as if released on its first day. Windows are chained in
  order, and a value that repeats what was known is no release.
* A window may span 2,000 vintage dates. Longer histories are fetched window
  by window along the series' own vintage dates.
* At most 100,000 rows come at a time, silently. ``count`` is compared with
  the rows received, page after page.
* A missing value is a dot. It ends what was known before it, and is no value.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pandas as pd
from fredapi import Fred
from numpy.typing import NDArray
from pydantic import SecretStr

from sources.contract import Days, Floats, Observation, SeriesSpec
from sources.errors import BadPayload, Fatal, KeyMissing, KeyRejected, NotFound
from sources.message import message
from sources.source import Download, Means, Source
from sources.transport import Answer, Transport

KEY_HINT = message("get a free one from the St. Louis Fed (fredaccount.stlouisfed.org) and set FRED_API_KEY")
MAX_VINTAGES = 2_000  # per request of observations
MAX_ROWS = 100_000  # per page of observations
MAX_VINTAGE_DATES = 10_000  # per page of vintage dates

Result = TypeVar("Result")

_SERIES_ID = re.compile(r"[A-Z0-9_]{1,60}")
_KEY = re.compile(r"[0-9a-z]{32}")
_FIRST_DAY, _LAST_DAY = "1776-07-04", "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vintages:
    """A change log: shape (n_rows,) each, sorted by (period, released_at).

    ``value`` is NaN where a value was withdrawn on that day.
    """

    period: Days
    released_at: Days
    value: Floats

    def __len__(self) -> int:
        return len(self.value)


class FredClient(Fred):  # type: ignore[misc]  # fredapi ships no types
    """FRED through our transport; as-of reads and vintage histories that are right.

    Args:
        key: 32 lower-case letters and digits.
        transport: how to reach the server.

    Raises:
        KeyMissing: no key was given.
        KeyRejected: it cannot be a key of FRED's.
    """

    root_url = ""  # paths alone; the transport knows the address

    def __init__(self, key: SecretStr | None, transport: Transport) -> None:
        # Not super().__init__: it reads the environment and installs a global URL opener for proxies.
        if key is None or not key.get_secret_value().strip():
            raise KeyMissing(message("FRED needs a key: {key_hint}", key_hint=KEY_HINT))
        text = key.get_secret_value().strip()
        if not _KEY.fullmatch(text):
            raise KeyRejected(
                message(
                    "FRED_API_KEY: found {n_text} characters; expected 32 lower-case letters and digits; {key_hint}",
                    n_text=len(text),
                    key_hint=KEY_HINT,
                )
            )
        self._key = SecretStr(text)
        self._transport = transport

    # ------------------------------------------------------------------ the seam

    def _Fred__fetch_data(self, url: str) -> ET.Element:  # noqa: N802 - the name that fredapi's private method has
        parts = urlsplit(url)
        return self._ask(parts.path.strip("/"), dict(parse_qsl(parts.query)), parse_xml)

    def _ask(
        self,
        path: str,
        params: dict[str, str],
        read: Callable[[bytes, str], Result],
        *,
        asked_for: str | None = None,
    ) -> Result:
        """Ask, and let ``read`` turn the body into a value; a bad payload is asked for again."""
        series = params.get("series_id")
        if series is not None and not _SERIES_ID.fullmatch(series):
            raise NotFound(
                message(
                    "FRED: {series!r} cannot be one of its ids (capital letters, digits, underscores)",
                    series=series,
                )
            )
        asked_for = asked_for or (f"{series} ({path.rpartition('/')[2]})" if series else path)

        def read_answer(answer: Answer) -> Result:
            if answer.status != 200:
                raise self._refusal(answer, asked_for)
            if b"<error" in answer.body[:400]:
                raise self._refusal(answer, asked_for)
            return read(answer.body, asked_for)

        secret = {"api_key": self._key.get_secret_value()}
        return self._transport.get(path, params | secret, asked_for=asked_for, read=read_answer)

    def _refusal(self, answer: Answer, asked_for: str) -> Exception:
        """Return what a refusal means; a body that is no error document is said to be one."""
        try:
            words = " ".join((parse_xml(answer.body, asked_for).get("message") or "").split())
        except BadPayload:
            words = ""
        words = re.sub(r"https?://\S+", "", words.replace(self._key.get_secret_value(), "(key)")).strip()
        lower = words.lower()
        if answer.status in {401, 403} or "api_key" in lower:
            return KeyRejected(message("FRED refuses the key; {key_hint}", key_hint=KEY_HINT))
        if answer.status == 404 or "does not exist" in lower:
            return NotFound(message("FRED, {asked_for}: it knows no such series", asked_for=asked_for))
        said = f': "{words[:200]}"' if words else message(" without saying why")
        return Fatal(
            message(
                "FRED, {asked_for}: refused with status {status}{said}",
                asked_for=asked_for,
                status=answer.status,
                said=said,
            )
        )

    # ------------------------------------------------------------------ what callers ask

    def check_key(self) -> None:
        """Ask for something small, so that a bad key is known before anything else is tried.

        Raises:
            KeyRejected: FRED refuses the key.
        """

        def read(body: bytes, asked_for: str) -> None:
            _expect_tag(parse_xml(body, asked_for), "releases", asked_for)

        # 10 is the Consumer Price Index
        self._ask("release", {"release_id": "10"}, read, asked_for="check of the key")

    def release_dates(self, release_id: int, *, since: dt.date) -> tuple[dt.date, ...]:
        """Return the release days of one release, planned ones included, ascending.

        Raises:
            BadPayload: the answer is no list of dates.
        """

        def read(body: bytes, asked_for: str) -> Days:
            root = parse_xml(body, asked_for)
            _expect_tag(root, "release_dates", asked_for)
            return _days([node.text or "" for node in root], asked_for)

        days = self._ask(
            "release/dates",
            {
                "release_id": str(release_id),
                "realtime_start": since.isoformat(),
                "realtime_end": _LAST_DAY,
                "include_release_dates_with_no_data": "true",
                "sort_order": "asc",
                "limit": "10000",
            },
            read,
        )
        return tuple(sorted(set(days.tolist())))

    def vintage_dates(self, series: str) -> Days:
        """Return every day on which the series changed, ascending.

        Raises:
            BadPayload: pages are missing, or the dates do not ascend.
        """
        parts: list[Days] = []
        n_rows = 0

        def read(body: bytes, asked_for: str) -> tuple[Days, bool]:
            root = parse_xml(body, asked_for)
            _expect_tag(root, "vintage_dates", asked_for)
            page = _days([node.text or "" for node in root], asked_for)
            days = np.concatenate([*parts, page])
            if (days[1:] <= days[:-1]).any():
                raise BadPayload(message("FRED, {asked_for}: the dates do not ascend", asked_for=asked_for))
            return page, _page_done(root, len(root), n_rows, asked_for)

        while True:
            page, done = self._ask(
                "series/vintagedates",
                {
                    "series_id": series,
                    "realtime_start": _FIRST_DAY,
                    "realtime_end": _LAST_DAY,
                    "limit": str(MAX_VINTAGE_DATES),
                    "offset": str(n_rows),
                },
                read,
            )
            parts.append(page)
            n_rows += len(page)
            if done:
                return np.concatenate(parts)

    def vintages(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Vintages:
        """Return the change log of a series.

        Args:
            series: FRED's id.
            since: leave out vintages before this day; what was in force on the
                first one kept comes with it.
            known_until: vintages up to this day are known; only later ones are
                asked for.
            from_period: leave out periods before this one.

        Returns:
            Rows sorted by (period, released_at), one per true change within
            the vintages asked for; withdrawn values are NaN.

        Raises:
            SourceError: sorted by what to do.
        """
        dates = self.vintage_dates(series)
        if since is not None:
            dates = dates[dates >= np.datetime64(since, "D")]
        if known_until is not None:
            dates = dates[dates > np.datetime64(known_until, "D")]
        if not len(dates):
            return _no_vintages()
        windows = [dates[start : start + MAX_VINTAGES] for start in range(0, len(dates), MAX_VINTAGES)]
        parts = []
        for index, window in enumerate(windows):
            last = windows[index + 1][0] - np.timedelta64(1, "D") if index + 1 < len(windows) else None
            parts.append(self._window(series, window[0], last, from_period))
        return drop_repeats(_joined(parts))

    def latest(self, series: str) -> Vintages:
        """Return the series as FRED shows it today; every value counts as known today."""
        return self._paged(series, {})

    def get_series_all_releases(
        self, series_id: str, realtime_start: str | None = None, realtime_end: str | None = None
    ) -> pd.DataFrame:
        """Return ``date``, ``realtime_start``, ``value``, as fredapi does, from one window."""
        found = self._window(
            series_id,
            np.datetime64(realtime_start or _FIRST_DAY, "D"),
            np.datetime64(realtime_end, "D") if realtime_end else None,
        )
        return pd.DataFrame(
            {
                "realtime_start": found.released_at.astype("datetime64[ns]"),
                "date": found.period.astype("datetime64[ns]"),
                "value": found.value,
            }
        )

    def get_series_as_of_date(self, series_id: str, as_of_date: str | dt.date) -> pd.Series[float]:
        """Return the series as it was known on a day: one value per period.

        fredapi's own method returns several rows per period; asking FRED for
        the one-day window gives exactly what was in force.
        """
        day = np.datetime64(as_of_date, "D")
        found = self._window(series_id, day, day)
        return pd.Series(found.value, index=pd.DatetimeIndex(found.period.astype("datetime64[ns]")))

    # ------------------------------------------------------------------ inside

    def _window(
        self,
        series: str,
        first: np.datetime64,
        last: np.datetime64 | None,
        from_period: dt.date | None = None,
    ) -> Vintages:
        window = {"realtime_start": str(first), "realtime_end": str(last) if last is not None else _LAST_DAY}
        if from_period is not None:
            window["observation_start"] = from_period.isoformat()
        return self._paged(series, window)

    def _paged(self, series: str, window: dict[str, str]) -> Vintages:
        parts: list[Vintages] = []
        n_rows = 0

        def read(body: bytes, asked_for: str) -> tuple[Vintages, int, bool]:
            root, rows = parse_observations(body, asked_for)
            page = _settled(rows, asked_for)
            _check_window(page, window, asked_for)
            return page, len(rows), _page_done(root, len(rows), n_rows, asked_for)

        while True:
            page, n_page, done = self._ask(
                "series/observations",
                {"series_id": series, "limit": str(MAX_ROWS), "offset": str(n_rows), "units": "lin"} | window,
                read,
            )
            parts.append(page)
            n_rows += n_page
            if done:
                return _settled(_joined(parts), f"{series} (observations)")


EXTRA: str | None = None
BY_DEFAULT = True
OFFERS: Mapping[str, SeriesSpec] = {}
_BASE_URL = "https://api.stlouisfed.org/fred"


def open_source(what: str, spec: SeriesSpec, means: Means) -> Source:
    """Return FRED, opened and its key checked when first asked for.

    Raises:
        KeyMissing, KeyRejected: there is no key, or FRED refuses it.
    """
    del what  # the catalogue's own id says it
    if "fred" not in means.memory:
        client = FredClient(means.key("fred"), means.reach("fred", _BASE_URL, "FRED"))
        client.check_key()
        means.memory["fred"] = client
    return FredSource(means.memory["fred"], {spec.id: spec}.__getitem__)


class FredSource:
    """FRED as a source of the catalogue's series.

    Args:
        client: the way to FRED.
        specs: by our id; those without an id at FRED cannot be fetched here.
    """

    name = "FRED"

    def __init__(self, client: FredClient, specs: Callable[[str], SeriesSpec]) -> None:
        self._client, self._spec = client, specs

    def fetch(self, series: str, *, since: dt.date | None = None) -> Iterator[Observation]:
        """Yield every vintage that FRED holds, oldest release first."""
        yield from self.download(series, since=since).rows

    def download(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Download:
        """Return what FRED has of a series, with true release days where it recorded them.

        Args:
            series: our id.
            since: leave out vintages before this day.
            known_until: the newest vintage that is already known.
            from_period: leave out periods before this one.

        Raises:
            NotFound: the catalogue has no FRED id for it, or FRED has no such series.
            SourceError: sorted by what to do.
        """
        spec = self._spec(series)
        if spec.fred is None:
            raise NotFound(message("{series}: the catalogue names no FRED id for it", series=series))
        source = f"fred:{spec.fred}"
        if spec.vintages == "latest":
            found = self._client.latest(spec.fred)
            whole = True
            exact = np.ones(len(found), dtype=np.bool_)
        else:
            found = self._client.vintages(
                spec.fred, since=since, known_until=known_until, from_period=from_period
            )
            whole = since is None and known_until is None
            found, exact = _with_rule_of_thumb(found, spec, whole=whole)
            if since is not None and len(found):  # what was in force on that day may be older
                exact = found.released_at > found.released_at.min()
        if whole and not len(found):
            raise BadPayload(message("FRED, {fred}: not one value", fred=spec.fred))
        order = np.lexsort((found.period, found.released_at))
        kept = order[~np.isnan(found.value[order])]
        rows = tuple(
            Observation(
                series=series,
                period=period,
                value=value,
                released_at=released_at,
                source=source,
                exact=recorded,
            )
            for period, value, released_at, recorded in zip(
                found.period[kept].tolist(),
                found.value[kept].tolist(),
                found.released_at[kept].tolist(),
                exact[kept].tolist(),
                strict=True,
            )
        )
        return Download(rows=rows, n_withdrawn=int(np.isnan(found.value).sum()), whole=whole)


def _with_rule_of_thumb(
    found: Vintages, spec: SeriesSpec, *, whole: bool
) -> tuple[Vintages, NDArray[np.bool_]]:
    """Date what was out before FRED began to record by the catalogue's rule of thumb.

    The first vintage holds the whole past of a series under one day. Where
    values are final on release, a usual release day is nearer the truth; such
    rows are marked as not exact. A row is never dated later than FRED's record.
    """
    exact = np.ones(len(found), dtype=np.bool_)
    if not whole or spec.release_lag_days is None or not len(found):
        return found, exact
    usual = found.period + np.timedelta64(spec.release_lag_days, "D")
    before = (found.released_at == found.released_at.min()) & (usual < found.released_at)
    released_at = np.where(before, usual, found.released_at)
    return Vintages(period=found.period, released_at=released_at, value=found.value), ~before


def drop_repeats(found: Vintages) -> Vintages:
    """Sort by (period, released_at) and drop each value that repeats the one before it.

    What a window shows as released on its first day was often in force before;
    then it equals the last word of the window before, and is no release.
    """
    order = np.lexsort((found.released_at, found.period))
    period, released_at, value = found.period[order], found.released_at[order], found.value[order]
    same = np.zeros(len(value), dtype=np.bool_)
    same[1:] = (period[1:] == period[:-1]) & (
        (value[1:] == value[:-1]) | (np.isnan(value[1:]) & np.isnan(value[:-1]))
    )
    first_missing = np.isnan(value)
    first_missing[1:] &= period[1:] != period[:-1]  # nothing was known, nothing is withdrawn
    kept = ~(same | first_missing)
    return Vintages(period=period[kept], released_at=released_at[kept], value=value[kept])


def parse_xml(body: bytes, asked_for: str) -> ET.Element:
    """Parse an answer that can hold nothing but plain elements.

    Raises:
        BadPayload: it is empty, HTML, JSON, cut short, or holds a declaration.
    """
    text = vetted(body, asked_for)
    try:
        return ET.fromstring(text)  # noqa: S314 - no declarations, so nothing to expand
    except ET.ParseError:
        raise BadPayload(message("FRED, {asked_for}: not XML, or cut short", asked_for=asked_for)) from None


def vetted(body: bytes, asked_for: str) -> bytes:
    """Return the bytes of an answer that no parser can be harmed by.

    Entities, and so bombs and external files, need a document type
    declaration. FRED sends none, so one is refused before a parser runs; the
    bytes must be UTF-8, because in another encoding it could hide.

    Raises:
        BadPayload: it is empty, HTML or JSON, or holds a declaration.
    """
    text = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise BadPayload(message("FRED, {asked_for}: an empty answer", asked_for=asked_for))
    head = text[:200].lower()
    if head.startswith((b"{", b"[")):
        raise BadPayload(message("FRED, {asked_for}: JSON where XML was asked for", asked_for=asked_for))
    if head.startswith((b"<!doctype html", b"<html")):
        raise BadPayload(
            message("FRED, {asked_for}: a web page where data was asked for", asked_for=asked_for)
        )
    declared = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", text)
    if declared and declared.group(1).lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise BadPayload(message("FRED, {asked_for}: an encoding that it does not use", asked_for=asked_for))
    if b"\x00" in text or b"<!" in text:
        raise BadPayload(
            message(
                "FRED, {asked_for}: XML with declarations, which FRED never sends; refused unread",
                asked_for=asked_for,
            )
        )
    return text


_ROW = re.compile(
    rb'<observation realtime_start="([^"<>&]*)" realtime_end="[^"<>&]*" date="([^"<>&]*)" value="([^"<>&]*)"\s*/>'
)


def parse_observations(body: bytes, asked_for: str) -> tuple[ET.Element, Vintages]:
    """Return the document without its rows, and the rows of one page column by column.

    Rows in FRED's own plain form are lifted out first, which leaves the XML
    parser a fiftieth of the work; whatever is written otherwise is left to it.

    Raises:
        BadPayload: it is not plain XML, a value is no finite number, a date no
            date, or the numbers are not plain levels.
    """
    pieces = _ROW.split(vetted(body, asked_for))
    root = parse_xml(b"".join(pieces[0::4]), asked_for)
    _expect_tag(root, "observations", asked_for)
    if len(root):  # rows in another form; one way of reading for all keeps their order
        pieces = [b""]
        root = parse_xml(body, asked_for)
        for node in root:
            cells = (node.get(name, "").encode() for name in ("realtime_start", "date", "value"))
            pieces += [*cells, b""]
    if root.get("units", "lin") != "lin" or root.get("output_type", "1") != "1":
        raise BadPayload(
            message(
                "FRED, {asked_for}: transformed values where plain ones were asked for", asked_for=asked_for
            )
        )
    return root, Vintages(
        released_at=_days([cell.decode() for cell in pieces[1::4]], asked_for),
        period=_days([cell.decode() for cell in pieces[2::4]], asked_for),
        value=_values(pieces[3::4], asked_for),
    )


def _settled(found: Vintages, asked_for: str) -> Vintages:
    """Sort by (period, released_at); a row that came twice counts once.

    Raises:
        BadPayload: a period has two different values under one release day.
    """
    order = np.lexsort((found.released_at, found.period))
    period, released_at, value = found.period[order], found.released_at[order], found.value[order]
    twice = np.zeros(len(value), dtype=np.bool_)
    twice[1:] = (period[1:] == period[:-1]) & (released_at[1:] == released_at[:-1])
    unequal = twice.copy()
    unequal[1:] &= (value[1:] != value[:-1]) & ~(np.isnan(value[1:]) & np.isnan(value[:-1]))
    if unequal.any():
        raise BadPayload(
            message(
                "FRED, {asked_for}: two different values for {period} under one release day",
                asked_for=asked_for,
                period=period[unequal][0],
            )
        )
    return Vintages(period=period[~twice], released_at=released_at[~twice], value=value[~twice])


def _joined(parts: Sequence[Vintages]) -> Vintages:
    return Vintages(
        period=np.concatenate([part.period for part in parts]),
        released_at=np.concatenate([part.released_at for part in parts]),
        value=np.concatenate([part.value for part in parts]),
    )


def _values(cells: Sequence[bytes], asked_for: str) -> Floats:
    try:
        value = np.array([_NO_VALUE if cell == b"." else float(cell) for cell in cells], dtype=np.float64)
    except ValueError:
        raise BadPayload(
            message("FRED, {asked_for}: a value that is no number", asked_for=asked_for)
        ) from None
    if b"_" in b"".join(cells):  # Python would read 1_000
        raise BadPayload(message("FRED, {asked_for}: a value that is no number", asked_for=asked_for))
    if np.isnan(value).sum() != cells.count(b".") or np.isinf(value).any():
        raise BadPayload(message("FRED, {asked_for}: a value that is not finite", asked_for=asked_for))
    return value


_NO_VALUE = float("nan")


def _days(texts: Sequence[str], asked_for: str) -> Days:
    if any(len(text) != 10 for text in texts):
        raise BadPayload(message("FRED, {asked_for}: a date that is none", asked_for=asked_for))
    try:
        days = np.array(texts, dtype="datetime64[D]")
    except ValueError:
        raise BadPayload(message("FRED, {asked_for}: a date that is none", asked_for=asked_for)) from None
    if np.isnat(days).any():
        raise BadPayload(message("FRED, {asked_for}: a date that is none", asked_for=asked_for))
    return days


def _expect_tag(root: ET.Element, tag: str, asked_for: str) -> None:
    if root.tag != tag:
        raise BadPayload(
            message(
                "FRED, {asked_for}: a document of {found!r} where {tag!r} was expected",
                asked_for=asked_for,
                found=root.tag[:40],
                tag=tag,
            )
        )


def _page_done(root: ET.Element, n_page: int, n_before: int, asked_for: str) -> bool:
    """Return whether all rows are here with this page, by the server's own count.

    Raises:
        BadPayload: the count is missing, or no further rows come although it promises them.
    """
    try:
        count = int(root.get("count", ""))
    except ValueError:
        raise BadPayload(
            message("FRED, {asked_for}: no count of rows to compare with", asked_for=asked_for)
        ) from None
    n_rows = n_before + n_page
    if n_rows > count or (n_page == 0 and n_rows < count):
        raise BadPayload(
            message(
                "FRED, {asked_for}: {n_rows} rows came where it counts {count}",
                asked_for=asked_for,
                n_rows=n_rows,
                count=count,
            )
        )
    return n_rows == count


def _check_window(found: Vintages, window: dict[str, str], asked_for: str) -> None:
    if not window or not len(found):
        return
    first, last = (np.datetime64(window[name], "D") for name in ("realtime_start", "realtime_end"))
    if (found.released_at < first).any() or (found.released_at > last).any():
        raise BadPayload(
            message("FRED, {asked_for}: release days outside the window asked for", asked_for=asked_for)
        )


def _no_vintages() -> Vintages:
    none = np.array([], dtype="datetime64[D]")
    return Vintages(period=none, released_at=none, value=np.array([], dtype=np.float64))
