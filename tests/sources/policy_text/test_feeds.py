"""Feeds are parsed from bytes into plain text, and mean no harm."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.readings.policy.config import taxonomy
from sources.errors import BadPayload
from sources.policy_text.extract import Extractor
from sources.policy_text.feeds import (
    MAX_BYTES,
    Feed,
    feed_events,
    parse_federal_reserve,
    parse_feed,
    parse_gov_search,
    parse_hkma,
)

D = dt.date
HOSTS = taxonomy().hosts

FED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>FRB: Press Release - Monetary Policy</title>
<item><title><![CDATA[Federal Reserve issues FOMC statement]]></title>
<link><![CDATA[https://www.federalreserve.gov/newsevents/pressreleases/monetary20240918a.htm]]></link>
<description><![CDATA[The Committee decided to lower the target range for the federal funds rate by 1/2 percentage point to 4-3/4 to 5 percent.]]></description>
<pubDate>Wed, 18 Sep 2024 18:00:00 GMT</pubDate></item>
</channel></rss>"""


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def gov(*rows: dict[str, object], code: int = 200) -> bytes:
    return json.dumps({"code": code, "searchVO": {"totalCount": len(rows), "listVO": list(rows)}}).encode()


def test_the_fed_feed_gives_a_decision_with_its_size() -> None:
    feed = parse_federal_reserve(FED, hosts=HOSTS)
    [event], _ = feed_events(feed, Extractor(taxonomy()), fetched_on=D(2024, 9, 19))
    assert (event.kind, event.magnitude, event.announced_at) == (
        "monetary.policy_rate",
        -50.0,
        D(2024, 9, 18),
    )
    assert event.evidence.endswith("monetary20240918a.htm")


def test_a_line_break_inside_a_sentence_means_nothing() -> None:
    wrapped = FED.replace(b"the federal funds rate by", b"the federal funds\n   rate by")
    [event], _ = feed_events(
        parse_federal_reserve(wrapped, hosts=HOSTS), Extractor(taxonomy()), fetched_on=D(2024, 9, 19)
    )
    assert event.magnitude == -50.0


def test_a_day_is_that_of_the_publisher() -> None:
    """Two in the morning in London is still the evening before in New York."""
    late = FED.replace(b"18:00:00 GMT", b"02:00:00 GMT")
    assert parse_federal_reserve(late, hosts=HOSTS).items[0].appeared == D(2024, 9, 17)


def test_the_policy_search_gives_plain_titles() -> None:
    row = {
        "title": "国务院办公厅<em>印发</em>《关于&lt;b&gt;某事&lt;/b&gt;的通知》",
        "url": "https://www.gov.cn/zhengce/content/202401/content_1.htm",
        "pubtimeStr": "2024.01.24",
        "puborg": "国务院办公厅",
        "summary": "中国人民银行决定下调存款准备金率0.5个百分点",
    }
    feed = parse_gov_search(gov(row), hosts=HOSTS)
    [item] = feed.items
    assert (item.appeared, item.publisher) == (D(2024, 1, 24), "国务院办公厅")
    assert "<" not in item.title
    [event], _ = feed_events(feed, Extractor(taxonomy()), fetched_on=D(2024, 1, 24))
    assert (event.kind, event.magnitude) == ("monetary.rrr", -50.0)


def test_results_by_library_are_read_too() -> None:
    row = {"title": "通知", "url": "", "pubtimeStr": "2024.01.24"}
    payload = json.dumps({"code": 200, "searchVO": {"catMap": {"gongwen": {"listVO": [row]}}}}).encode()
    assert len(parse_gov_search(payload, hosts=HOSTS).items) == 1


def test_atom_is_read() -> None:
    payload = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">&lt;b&gt;Fed&lt;/b&gt; cuts rates by 25 bps</title>'
        b'<link href="https://www.federalreserve.gov/x"/><updated>2024-11-07T14:00:00-05:00</updated></entry></feed>'
    )
    [item] = parse_feed(payload, name="atom", hosts=HOSTS).items
    assert (item.title, item.link, item.appeared) == (
        "Fed cuts rates by 25 bps",
        "https://www.federalreserve.gov/x",
        D(2024, 11, 7),
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://evil.example/",
        "https://www.federalreserve.gov.evil.example/",
        "https://user@www.federalreserve.gov/",
        "http://[::1",
        "//www.federalreserve.gov/x",
    ],
)
def test_a_link_elsewhere_is_dropped_and_the_item_stays(link: str) -> None:
    payload = rss(
        f"<item><title>t</title><link>{link}</link><pubDate>Wed, 18 Sep 2024 18:00:00 GMT</pubDate></item>"
    )
    feed = parse_feed(payload, name="feed", hosts=HOSTS)
    assert [item.link for item in feed.items] == [None]
    assert "link dropped" in feed.skipped[0]


def test_an_item_without_a_date_or_a_title_says_so() -> None:
    feed = parse_feed(
        rss("<item><title>t</title></item>", "<item><title>t</title><pubDate>soon</pubDate></item>",
            "<item><pubDate>Wed, 18 Sep 2024 18:00:00 GMT</pubDate></item>"),
        name="feed", hosts=HOSTS,
    )  # fmt: skip
    assert feed.skipped == ("item 1: no date", "item 2: 'soon' is no date", "item 3: no title")


def test_an_item_from_the_future_is_not_believed() -> None:
    feed = parse_federal_reserve(FED, hosts=HOSTS)
    found, skipped = feed_events(feed, Extractor(taxonomy()), fetched_on=D(2024, 9, 1))
    assert found == ()
    assert "after the download" in skipped[0]


def test_an_empty_feed_is_not_an_error() -> None:
    assert parse_feed(rss(), name="feed", hosts=HOSTS).items == ()
    assert parse_gov_search(gov(), hosts=HOSTS).items == ()


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (BOMB, "document type or entity"),
        (OUTSIDE, "document type or entity"),
        (b'<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd"><rss/>', "document type or entity"),
        (b"", "empty answer"),
        (b"<rss><channel>", "no well-formed XML"),
        (b"<html><body>please enable scripts</body></html>", "document <html>"),
        (b'<?xml version="1.0" encoding="no-such"?><rss/>', "no well-formed XML"),
        (b"\xff\xfe\x00", "no well-formed XML"),
        (b"x" * (MAX_BYTES + 1), "at most"),
    ],
)
def test_what_is_no_feed_is_refused(payload: bytes, message: str) -> None:
    with pytest.raises(BadPayload, match=message):
        parse_feed(payload, name="feed", hosts=HOSTS)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"<html>challenge</html>", "no JSON"),
        (b"[1]", "no searchVO"),
        (b'{"code": 200}', "no searchVO"),
        (gov(code=403), "code '403'"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_search_answer_is_refused(payload: bytes, message: str) -> None:
    with pytest.raises(BadPayload, match=message):
        parse_gov_search(payload, hosts=HOSTS)


def test_text_is_refused_because_a_parser_might_open_it() -> None:
    with pytest.raises(TypeError, match="bytes"):
        parse_feed("/etc/passwd", name="feed", hosts=HOSTS)  # type: ignore[arg-type]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_a_bad_payload(payload: bytes) -> None:
    for parse in (parse_federal_reserve, parse_gov_search, parse_hkma):
        try:
            parse(payload, hosts=HOSTS)
        except BadPayload:
            continue


@pytest.mark.parametrize(
    "said",
    ["2024.1.24", "2024.01.24", "2024-01-24 09:30:00", "2024年1月24日", "1706058000000", 1706058000000],
)
def test_a_local_day_is_read_in_every_way_a_publisher_writes_it(said: object) -> None:
    [item] = parse_gov_search(gov({"title": "通知", "pubtimeStr": said}), hosts=HOSTS).items
    assert item.appeared == D(2024, 1, 24)


def test_the_time_stamp_stands_in_for_a_day_that_is_not_said() -> None:
    [item] = parse_gov_search(gov({"title": "通知", "ptime": 1706058000000}), hosts=HOSTS).items
    assert item.appeared == D(2024, 1, 24)


@pytest.mark.parametrize("said", ["2024年1月17日", "2024-01-17 10:00", "2024/1/17"])
def test_a_feed_with_local_days_keeps_them(said: str) -> None:
    item = f"<item><title><![CDATA[国民经济运行情况]]></title><pubDate>{said}</pubDate></item>"
    assert parse_feed(rss(item), name="statistics", hosts=HOSTS).items[0].appeared == D(2024, 1, 17)


def test_a_renamed_field_is_said_and_not_taken_for_an_empty_day() -> None:
    rows = [{"biaoti": "通知", "pubtimeStr": "2024.01.24"} for _ in range(3)]
    with pytest.raises(BadPayload, match=r"biaoti.*expected title"):
        parse_gov_search(gov(*rows), hosts=HOSTS)
    items = ["<item><title>t</title><date>2024-01-24</date></item>"] * 3
    with pytest.raises(BadPayload, match="no date on any"):
        parse_feed(rss(*items), name="feed", hosts=HOSTS)


def hkma(*records: dict[str, object], success: bool = True) -> bytes:
    header = {"success": success, "err_code": "0000" if success else "1001", "err_msg": "No error found"}
    return json.dumps(
        {"header": header, "result": {"datasize": len(records), "records": list(records)}}
    ).encode()


def test_the_press_of_the_hkma_is_read() -> None:
    row = {
        "title": "Base Rate adjusted",
        "link": "https://www.hkma.gov.hk/eng/news-and-media/press-releases/2024/09/20240919-3/",
        "date": "2024-09-19",
    }
    [item] = parse_hkma(hkma(row), hosts=HOSTS).items
    assert (item.title, item.appeared, item.link) == (row["title"], D(2024, 9, 19), row["link"])
    assert parse_hkma(hkma(), hosts=HOSTS).items == ()


@pytest.mark.parametrize(
    "payload", [hkma(success=False), b"<html/>", b'{"header": {"success": true}}', b"[]"]
)
def test_what_is_no_answer_of_the_hkma_is_refused(payload: bytes) -> None:
    with pytest.raises(BadPayload):
        parse_hkma(payload, hosts=HOSTS)


def test_a_further_page_is_known_by_the_total() -> None:
    row = {"title": "通知", "pubtimeStr": "2024.01.24"}
    search = {"totalCount": 70, "pageSize": 50, "currentPage": 1, "listVO": [row]}
    first = json.dumps({"code": 200, "searchVO": search}).encode()
    last = json.dumps({"code": 200, "searchVO": {**search, "currentPage": 2}}).encode()
    assert parse_gov_search(first, hosts=HOSTS).has_more
    assert not parse_gov_search(last, hosts=HOSTS).has_more


ODD = ([], {}, None, 7, "x", [[{}]], {"en": ["x"]}, True)
GOV = {
    "code": 200,
    "searchVO": {
        "totalCount": 3,
        "listVO": [{"title": "t", "pubtimeStr": "2024.02.08", "url": "u", "summary": "s", "puborg": "p"}],
        "catMap": {"gongwen": {"listVO": [{"title": "t", "ptime": 1707350400000, "url": "u"}]}},
    },
}
HKMA = {
    "header": {"success": "true", "err_code": "0000", "err_msg": ""},
    "result": {"datasize": 1, "records": [{"title": "t", "date": "2024-02-08", "link": "l"}]},
}


def bent(node: object) -> Iterator[object]:
    """Yield a document with each of its parts in turn replaced by something odd."""
    yield from ODD
    if isinstance(node, dict):
        for key, part in node.items():
            yield from ({**node, key: other} for other in bent(part))
    if isinstance(node, list):
        for place, part in enumerate(node):
            yield from ([*node[:place], other, *node[place + 1 :]] for other in bent(part))


@pytest.mark.parametrize(("parse", "document"), [(parse_gov_search, GOV), (parse_hkma, HKMA)])
def test_a_list_for_a_string_anywhere_is_refused_or_passed_over(
    parse: Callable[..., Feed], document: object
) -> None:
    for odd in bent(document):
        try:
            feed = parse(json.dumps(odd).encode(), hosts=frozenset())
        except BadPayload:
            continue
        assert all(isinstance(item.title, str) for item in feed.items)
