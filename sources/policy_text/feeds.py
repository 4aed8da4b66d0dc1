"""Feeds of policy news, parsed from bytes: Federal Reserve press RSS, the gov.cn policy search, any RSS or Atom.

Whoever downloads hands the bytes over; nothing here opens a connection or a
file. What comes out is text: titles and summaries without markup, and links
only to hosts that the configuration allows.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sources.contract import PolicyEvent
from sources.errors import BadPayload
from sources.message import message
from sources.policy_text.clauses import plain
from sources.policy_text.extract import Extractor
from sources.policy_text.finding import Finding
from sources.policy_text.novelty import settle

MAX_BYTES = 8 * 2**20
"""Largest payload that is parsed, in bytes. The Fed's feed has 30 000, a page of the policy search 60 000."""
MAX_ITEMS = 2_000
"""Most items of one payload; a feed holds 15 to 200."""
TEXT_CHARS = 4_000
"""Longest title or summary that is kept, in characters."""

FED_PRESS = "Federal Reserve press releases"
GOV_SEARCH = "gov.cn policy search"
HKMA_PRESS = "HKMA press releases"
CHANGED_FROM = 3
"""Items. Where at least so many come and none has the field that every one had, the publisher changed its fields."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_RDF = "{http://purl.org/rss/1.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One piece of news: the publisher's local day, plain text, and an allowed link or none."""

    appeared: dt.date
    title: str
    summary: str
    link: str | None
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a payload held. Empty ``items`` means: fetched, nothing there.

    ``skipped`` says of each item or link that was left out, why. ``has_more`` says
    that the publisher holds a further page.
    """

    name: str
    items: tuple[FeedItem, ...]
    skipped: tuple[str, ...]
    has_more: bool = False


def parse_federal_reserve(payload: bytes, *, hosts: Collection[str]) -> Feed:
    """Parse the press-release RSS of the Federal Reserve; days are those of New York."""
    return parse_feed(payload, name=FED_PRESS, hosts=hosts, timezone="America/New_York")


def parse_feed(payload: bytes, *, name: str, hosts: Collection[str], timezone: str = "UTC") -> Feed:
    """Parse RSS 2.0, RSS 1.0 or Atom.

    Args:
        payload: the document, as bytes: its own declaration says how it is encoded.
        name: said of every item.
        hosts: hosts that a link may name.
        timezone: where the publisher's day begins.

    Raises:
        BadPayload: no well-formed feed; external entities and document types are refused.
    """
    _fits(payload, name)
    try:
        root = fromstring(payload, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadPayload(
            message("{name}: found a document type or entity; expected a plain feed", name=name)
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadPayload(
            message(
                "{name}: found no well-formed XML ({error}); expected RSS or Atom", name=name, error=error
            )
        ) from error
    entries = _entries(root, name)
    dates = ("pubDate", f"{_ATOM}published", f"{_ATOM}updated", f"{_DC}date", "published", "updated")
    if len(entries) >= CHANGED_FROM and not any(_text(entry, *dates) for entry in entries):
        raise BadPayload(
            message(
                "{name}: found {n_entries} items and no date on any; expected pubDate or updated",
                name=name,
                n_entries=len(entries),
            )
        )
    zone = ZoneInfo(timezone)
    kept: list[FeedItem] = []
    skipped: list[str] = []
    for number, entry in enumerate(entries[:MAX_ITEMS], start=1):
        title = _text(entry, "title", f"{_ATOM}title", f"{_RDF}title")
        when = _text(entry, *dates)
        link, refused = _allowed(_link(entry), hosts)
        appeared = _day(when, zone)
        if refused:
            skipped.append(f"item {number}: link dropped, {refused}")
        if appeared is None:
            skipped.append(f"item {number}: {when[:40]!r} is no date" if when else f"item {number}: no date")
        elif not title:
            skipped.append(f"item {number}: no title")
        else:
            summary = _text(
                entry, "description", f"{_ATOM}summary", f"{_ATOM}content", f"{_RDF}description", "summary"
            )
            kept.append(FeedItem(appeared=appeared, title=title, summary=summary, link=link, publisher=name))
    if len(entries) > MAX_ITEMS:
        skipped.append(f"{len(entries) - MAX_ITEMS} items past the limit of {MAX_ITEMS}")
    return Feed(name=name, items=tuple(kept), skipped=tuple(skipped))


def parse_gov_search(payload: bytes, *, hosts: Collection[str]) -> Feed:
    """Parse one answer of the State Council's policy search; days are those of Beijing.

    Results stand in ``searchVO.listVO``, or by library in ``searchVO.catMap``.

    Raises:
        BadPayload: no JSON, an error code, or another shape (such as the page of a script challenge).
    """
    _fits(payload, GOV_SEARCH)
    try:
        document = json.loads(payload.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadPayload(
            message("{gov_search}: found no JSON; expected searchVO with results", gov_search=GOV_SEARCH)
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("searchVO"), dict):
        raise BadPayload(
            message("{gov_search}: found no searchVO; expected an object with results", gov_search=GOV_SEARCH)
        )
    if document.get("code") not in (200, "200"):
        raise BadPayload(
            message(
                "{gov_search}: found code {code!r}; expected 200",
                gov_search=GOV_SEARCH,
                code=str(document.get("code"))[:20],
            )
        )
    search = document["searchVO"]
    rows = list(_gov_rows(search))
    _same_fields(rows, ("title", "pubtimeStr", "ptime"), GOV_SEARCH)
    items = [
        (row.get("title"), row.get("pubtimeStr") or row.get("ptime"), row.get("url"), row.get("summary"),
         row.get("puborg"))
        for row in rows
    ]  # fmt: skip
    return _rows_feed(items, GOV_SEARCH, hosts, has_more=_is_more(search, len(rows)))


def parse_hkma(payload: bytes, *, hosts: Collection[str]) -> Feed:
    """Parse one page of the press releases of the Hong Kong Monetary Authority; days are those of Hong Kong.

    Records stand in ``result.records`` with title, link and date; ``header`` says whether the answer is one.

    Raises:
        BadPayload: no JSON, a refusal, or another shape.
    """
    _fits(payload, HKMA_PRESS)
    try:
        document = json.loads(payload.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadPayload(
            message("{hkma_press}: found no JSON; expected result.records", hkma_press=HKMA_PRESS)
        ) from error
    header = document.get("header") if isinstance(document, dict) else None
    if not isinstance(header, dict) or header.get("success") not in (True, "true"):
        found = str(header.get("err_msg"))[:60] if isinstance(header, dict) else message("no header")
        raise BadPayload(
            message(
                "{hkma_press}: found {found!r}; expected a header with success",
                hkma_press=HKMA_PRESS,
                found=found,
            )
        )
    result = document.get("result")
    records = result.get("records") if isinstance(result, dict) else None
    rows = [row for row in records if isinstance(row, dict)] if isinstance(records, list) else []
    if rows == [] and not isinstance(records, list):
        raise BadPayload(
            message("{hkma_press}: found no records; expected result.records", hkma_press=HKMA_PRESS)
        )
    _same_fields(rows, ("title", "date"), HKMA_PRESS)
    items = [(row.get("title"), row.get("date"), row.get("link"), "", HKMA_PRESS) for row in rows]
    return _rows_feed(items, HKMA_PRESS, hosts, has_more=len(rows) >= HKMA_PAGE)


HKMA_PAGE = 100
"""Records of a full page."""


def _rows_feed(
    rows: Sequence[tuple[object, object, object, object, object]],
    name: str,
    hosts: Collection[str],
    *,
    has_more: bool,
) -> Feed:
    """Return rows of (title, date, link, summary, publisher) as a feed."""
    kept: list[FeedItem] = []
    skipped: list[str] = []
    for number, (raw_title, raw_day, raw_link, raw_summary, raw_publisher) in enumerate(
        rows[:MAX_ITEMS], start=1
    ):
        title, appeared = _clean(raw_title), _local_day(raw_day)
        link, refused = _allowed(str(raw_link or ""), hosts)
        if refused:
            skipped.append(f"item {number}: link dropped, {refused}")
        if appeared is None:
            skipped.append(f"item {number}: {str(raw_day or '')[:40]!r} is no date such as 2024.01.24")
        elif not title:
            skipped.append(f"item {number}: no title")
        else:
            kept.append(
                FeedItem(
                    appeared=appeared,
                    title=title,
                    summary=_clean(raw_summary),
                    link=link,
                    publisher=_clean(raw_publisher) or name,
                )
            )
    return Feed(name=name, items=tuple(kept), skipped=tuple(skipped), has_more=has_more)


_LOCAL = re.compile(
    r"\s*(?P<year>20\d\d)(?:[-./]|年)(?P<month>\d{1,2})(?:[-./]|月)(?P<day>\d{1,2})(?!\d)", re.ASCII
)
_BEIJING = dt.timezone(dt.timedelta(hours=8))


def _local_day(said: object) -> dt.date | None:
    """Return a publisher's local day: 2024.1.24, 2024-01-24 09:30, 2024年1月24日, or milliseconds since 1970."""
    text = str(said or "").strip()
    found = _LOCAL.match(text)
    try:
        if found:
            return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        if text.isascii() and text.isdigit() and len(text) in {12, 13}:
            return dt.datetime.fromtimestamp(int(text) / 1000, _BEIJING).date()
    except (ValueError, OverflowError):
        return None
    return None


def _same_fields(rows: Sequence[Mapping[str, object]], wanted: Sequence[str], name: str) -> None:
    """Refuse an answer whose rows lack a title or a date throughout: its fields were renamed."""
    if len(rows) < CHANGED_FROM:
        return
    title, *dates = wanted
    if any(row.get(title) for row in rows) and any(row.get(date) for row in rows for date in dates):
        return
    found = ", ".join(sorted(map(str, rows[0]))[:12])
    raise BadPayload(
        message(
            "{name}: found rows with {found}; expected {names}",
            name=name,
            found=found[:200],
            names=" and ".join(wanted[:2]),
        )
    )


def _is_more(search: Mapping[str, object], n_rows: int) -> bool:
    page, size, total = (search.get(key) for key in ("currentPage", "pageSize", "totalCount"))
    try:
        seen = int(str(page or 1)) * int(str(size or n_rows))
        return n_rows > 0 and int(str(total or 0)) > seen
    except ValueError:
        return False


def feed_events(
    feed: Feed, extractor: Extractor, *, fetched_on: dt.date, known: Iterable[PolicyEvent] = ()
) -> tuple[tuple[PolicyEvent, ...], tuple[str, ...]]:
    """Return the merged events that a feed tells of, and what was passed over with the reason.

    Args:
        feed: a parsed feed.
        extractor: reads titles and summaries.
        fetched_on: the day of the download; items dated later are not believed.
        known: acts from elsewhere; an item that repeats one is a recap of it.
    """
    told: list[Finding] = []
    skipped: list[str] = list(feed.skipped)
    for item in feed.items:
        if item.appeared > fetched_on:
            skipped.append(f"{item.title[:80]}: dated {item.appeared}, after the download on {fetched_on}")
            continue
        evidence = " ".join(filter(None, (item.publisher, item.appeared.isoformat(), item.link)))
        for text in dict.fromkeys((item.title, item.summary)):
            for finding in extractor.read(text, item.appeared, source=feed.name):
                if finding.event is None:
                    skipped.append(f"{finding.quote[:80]}: {finding.skipped}")
                else:
                    told.append(replace(finding, event=replace(finding.event, evidence=evidence)))
    found = settle(told, extractor.kinds, known)
    return (*found.events, *(telling.event for telling in found.tellings)), tuple(skipped)


def _fits(payload: bytes, name: str) -> None:
    if not isinstance(payload, bytes):
        raise TypeError("a feed is parsed from bytes: its own declaration says how it is encoded")
    if len(payload) > MAX_BYTES:
        raise BadPayload(
            message(
                "{name}: found {n_payload} bytes; expected at most {max_bytes}",
                name=name,
                n_payload=len(payload),
                max_bytes=MAX_BYTES,
            )
        )
    if not payload.strip():
        raise BadPayload(message("{name}: found an empty answer; expected a feed", name=name))


def _entries(root: Element, name: str) -> list[Element]:
    tag = root.tag.rpartition("}")[2].casefold()
    if tag not in {"rss", "rdf", "feed"}:
        raise BadPayload(
            message("{name}: found a document <{tag}>; expected RSS or Atom", name=name, tag=tag[:40])
        )
    return [*root.iter("item"), *root.iter(f"{_RDF}item"), *root.iter(f"{_ATOM}entry")]


def _text(entry: Element, *tags: str) -> str:
    for tag in tags:
        found = entry.find(tag)
        if found is not None:
            text = _clean("".join(found.itertext()))
            if text:
                return text
    return ""


def _link(entry: Element) -> str:
    for tag in ("link", f"{_RDF}link"):
        found = entry.find(tag)
        if found is not None and found.text:
            return found.text
    for found in entry.findall(f"{_ATOM}link"):
        if found.get("rel", "alternate") == "alternate":
            return found.get("href", "")
    return ""


def _clean(value: object) -> str:
    # A feed wraps its lines anywhere, also inside a sentence; wrapping means nothing.
    return " ".join(plain(str(value)[: 4 * TEXT_CHARS]).split())[:TEXT_CHARS] if value else ""


def _allowed(link: str, hosts: Collection[str]) -> tuple[str | None, str]:
    """Return the link where it may be shown, and otherwise why not."""
    link = plain(link)
    if not link:
        return None, ""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").casefold()
        has_user = parts.username is not None
    except ValueError:
        return None, "it is no address"
    if parts.scheme not in {"http", "https"}:
        return None, f"its scheme is {parts.scheme[:20]!r}, not http or https"
    if has_user or host not in {name.casefold() for name in hosts}:
        return None, f"its host {host[:60]!r} is not among the hosts of policy.toml"
    return link, ""


def _day(text: str, zone: ZoneInfo) -> dt.date | None:
    """Return the publisher's local day of an RFC 822 or ISO 8601 time."""
    for read in (parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = read(text)
            return (moment.astimezone(zone) if moment.tzinfo else moment).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return _local_day(text)  # statistics offices write their own day: 2024-01-17 10:00, 2024年1月17日


def _gov_rows(search: dict[str, Any]) -> Iterator[dict[str, Any]]:
    lists = [search.get("listVO")]
    if isinstance(search.get("catMap"), dict):
        lists += [item.get("listVO") for item in search["catMap"].values() if isinstance(item, dict)]
    for rows in lists:
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                yield row
