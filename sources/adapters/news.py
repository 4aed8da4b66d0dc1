"""Policy news, downloaded: the press of the Federal Reserve and the HKMA, the State Council's policy search.

The parsers are those of `sources.policy_text.feeds`; this is only the way there.
The PBoC's own site hides behind a script challenge and is not asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sources.contract import PolicyEvent, SeriesSpec
from sources.errors import Fatal
from sources.message import message
from sources.policy_text.extract import Extractor
from sources.policy_text.feeds import (
    HKMA_PAGE,
    Feed,
    feed_events,
    parse_federal_reserve,
    parse_gov_search,
    parse_hkma,
)
from sources.source import Download, Means, Source
from sources.transport import Answer, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFeed:
    """Where a feed of policy news is; ``hosts`` may be linked to from it."""

    host: str
    path: str
    params: Mapping[str, str]
    kind: Literal["fed", "gov", "hkma"]


NEWS: Mapping[str, NewsFeed] = {
    "events.us.fed": NewsFeed(
        host="https://www.federalreserve.gov", path="feeds/press_monetary.xml", params={}, kind="fed"
    ),
    "events.cn.gov": NewsFeed(
        host="https://sousuo.www.gov.cn",
        path="search-gov/data",
        params={
            "t": "zhengcelibrary",
            "q": "准备金率 贷款市场报价利率 房地产 平台经济 游戏",
            "sort": "pubtime",
            "sortType": "1",
            "p": "1",
            "n": "50",
        },
        kind="gov",
    ),
    "events.hk.hkma": NewsFeed(
        host="https://api.hkma.gov.hk",
        path="public/press-releases",
        params={"lang": "en", "offset": "0", "pagesize": str(HKMA_PAGE)},
        kind="hkma",
    ),
}
"""Feeds by the name under which `signals fetch` knows them."""


def news_spec(name: str) -> SeriesSpec:
    """Return a feed as an entry of the catalogue, so that a fetch can list it."""
    return SeriesSpec(
        id=name,
        unit="events",
        frequency="event",
        max_age_days=60,
        name_en=f"Policy news: {NEWS[name].host.removeprefix('https://')}",
        name_zh=f"政策新闻：{NEWS[name].host.removeprefix('https://')}",
        source=NEWS[name].host.removeprefix("https://"),
        feed=f"news:{name}",
    )


EXTRA: str | None = None
BY_DEFAULT = False
OFFERS: Mapping[str, SeriesSpec] = {name: news_spec(name) for name in NEWS}


def open_source(what: str, spec: SeriesSpec, means: Means) -> Source:
    """Return one feed."""
    del spec
    transport = means.reach("news", NEWS[what].host, what)
    return NewsSource(
        what,
        transport,
        means.extractor(),
        hosts=means.hosts,
        today=means.today,
        known=means.known(),
    )


class NewsSource:
    """One feed as a source: no numbers, only events."""

    def __init__(
        self,
        name: str,
        transport: Transport,
        extractor: Extractor,
        *,
        hosts: Collection[str],
        today: dt.date,
        known: Sequence[PolicyEvent] = (),
    ) -> None:
        self.name = name
        self._feed, self._transport, self._extractor = NEWS[name], transport, extractor
        self._hosts, self._today, self._known = hosts, today, known

    def download(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Download:
        """Return the events that the feed tells of now.

        Raises:
            Unreachable: no answer in time.
            BadPayload: an answer that is no feed, such as a script challenge.
            Fatal: the server refuses.
        """
        del known_until, from_period  # a feed has no vintages

        def read(answer: Answer) -> Feed:
            if answer.status != 200:
                raise Fatal(
                    message("{series}: refused with status {status}", series=series, status=answer.status)
                )
            return _PARSE[self._feed.kind](answer.body, hosts=self._hosts)

        feed = self._pages(series, read, since)
        events, _ = feed_events(feed, self._extractor, fetched_on=self._today, known=self._known)
        kept = tuple(event for event in events if since is None or event.visible_from >= since)
        return Download(rows=(), events=kept)

    def _pages(self, series: str, read: Callable[[Answer], Feed], since: dt.date | None) -> Feed:
        """Return the pages as one feed: until one reaches back before ``since``, or has no successor."""
        params = dict(self._feed.params)
        pages: list[Feed] = []
        for _ in range(MAX_PAGES if since is not None else 1):
            page = self._transport.get(self._feed.path, params, asked_for=series, read=read)
            pages.append(page)
            reached = since is not None and any(item.appeared < since for item in page.items)
            if reached or not page.has_more:
                break
            params = _next_page(params, len(page.items) + len(page.skipped))
        return Feed(
            name=pages[0].name,
            items=tuple(item for page in pages for item in page.items),
            skipped=tuple(reason for page in pages for reason in page.skipped),
        )


_PARSE: Mapping[str, Callable[..., Feed]] = {
    "fed": parse_federal_reserve,
    "gov": parse_gov_search,
    "hkma": parse_hkma,
}

MAX_PAGES = 5
"""Most pages that one fetch asks for: 250 documents of the policy search, 500 releases."""


def _next_page(params: Mapping[str, str], n_rows: int) -> dict[str, str]:
    if "p" in params:
        return {**params, "p": str(int(params["p"]) + 1)}
    return {**params, "offset": str(int(params.get("offset", "0")) + n_rows)}
