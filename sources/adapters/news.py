"""Policy news, downloaded: the Federal Reserve's press feed and the State Council's policy search.

The parsers are those of `sources.policy_text.feeds`; this is only the way there.
The PBoC's own site hides behind a script challenge and is not asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sources.contract import PolicyEvent, SeriesSpec
from sources.errors import Fatal
from sources.policy_text.extract import Extractor
from sources.policy_text.feeds import Feed, feed_events, parse_federal_reserve, parse_gov_search
from sources.source import Download, Means, Source
from sources.transport import Answer, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFeed:
    """Where a feed of policy news is; ``hosts`` may be linked to from it."""

    host: str
    path: str
    params: Mapping[str, str]
    kind: Literal["fed", "gov"]


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
                raise Fatal(f"{series}: refused with status {answer.status}")
            parse = parse_federal_reserve if self._feed.kind == "fed" else parse_gov_search
            return parse(answer.body, hosts=self._hosts)

        feed = self._transport.get(self._feed.path, self._feed.params, asked_for=series, read=read)
        events, _ = feed_events(feed, self._extractor, fetched_on=self._today, known=self._known)
        kept = tuple(event for event in events if since is None or event.visible_from >= since)
        return Download(rows=(), events=kept)
