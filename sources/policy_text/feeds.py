"""Feeds of policy news, parsed from bytes: Federal Reserve press RSS, the gov.cn policy search, any RSS or Atom.

Whoever downloads hands the bytes over; nothing here opens a connection or a
file. What comes out is text: titles and summaries without markup, and links
only to hosts that the configuration allows.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator
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

    ``skipped`` says of each item or link that was left out, why.
    """

    name: str
    items: tuple[FeedItem, ...]
    skipped: tuple[str, ...]


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
        raise BadPayload(f"{name}: found a document type or entity; expected a plain feed") from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadPayload(f"{name}: found no well-formed XML ({error}); expected RSS or Atom") from error
    entries = _entries(root, name)
    zone = ZoneInfo(timezone)
    kept: list[FeedItem] = []
    skipped: list[str] = []
    for number, entry in enumerate(entries[:MAX_ITEMS], start=1):
        title = _text(entry, "title", f"{_ATOM}title", f"{_RDF}title")
        when = _text(
            entry, "pubDate", f"{_ATOM}published", f"{_ATOM}updated", f"{_DC}date", "published", "updated"
        )
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
        raise BadPayload(f"{GOV_SEARCH}: found no JSON; expected searchVO with results") from error
    if not isinstance(document, dict) or not isinstance(document.get("searchVO"), dict):
        raise BadPayload(f"{GOV_SEARCH}: found no searchVO; expected an object with results")
    if document.get("code") not in {200, "200"}:
        raise BadPayload(f"{GOV_SEARCH}: found code {str(document.get('code'))[:20]!r}; expected 200")
    rows = list(_gov_rows(document["searchVO"]))
    kept: list[FeedItem] = []
    skipped: list[str] = []
    for number, row in enumerate(rows[:MAX_ITEMS], start=1):
        title = _clean(row.get("title"))
        said = str(row.get("pubtimeStr") or "")
        link, refused = _allowed(str(row.get("url") or ""), hosts)
        if refused:
            skipped.append(f"item {number}: link dropped, {refused}")
        try:
            appeared = dt.date.fromisoformat(said.strip()[:10].replace(".", "-"))
        except ValueError:
            skipped.append(f"item {number}: {said[:40]!r} is no date such as 2024.01.24")
            continue
        if not title:
            skipped.append(f"item {number}: no title")
            continue
        publisher = _clean(row.get("puborg")) or GOV_SEARCH
        kept.append(
            FeedItem(
                appeared=appeared,
                title=title,
                summary=_clean(row.get("summary")),
                link=link,
                publisher=publisher,
            )
        )
    return Feed(name=GOV_SEARCH, items=tuple(kept), skipped=tuple(skipped))


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
        raise BadPayload(f"{name}: found {len(payload)} bytes; expected at most {MAX_BYTES}")
    if not payload.strip():
        raise BadPayload(f"{name}: found an empty answer; expected a feed")


def _entries(root: Element, name: str) -> list[Element]:
    tag = root.tag.rpartition("}")[2].casefold()
    if tag not in {"rss", "rdf", "feed"}:
        raise BadPayload(f"{name}: found a document <{tag[:40]}>; expected RSS or Atom")
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
    return None


def _gov_rows(search: dict[str, Any]) -> Iterator[dict[str, Any]]:
    lists = [search.get("listVO")]
    if isinstance(search.get("catMap"), dict):
        lists += [item.get("listVO") for item in search["catMap"].values() if isinstance(item, dict)]
    for rows in lists:
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                yield row
