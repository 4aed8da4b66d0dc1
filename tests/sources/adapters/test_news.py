"""A feed of news that comes in pages, from a real server."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from signals.readings.policy.config import taxonomy
from sources.adapters.news import NewsSource
from sources.policy_text.extract import Extractor
from sources.transport import Transport

D = dt.date
CUTS = {"1": ("2024.01.24", "0.5"), "2": ("2023.09.14", "0.25"), "3": ("2023.03.17", "0.25")}


class _Pages(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        page = parse_qs(urlsplit(self.path).query)["p"][0]
        type(self).asked.append(page)
        day, size = CUTS[page]
        row = {"title": f"中国人民银行决定下调存款准备金率{size}个百分点", "pubtimeStr": day}
        search = {"totalCount": 3, "pageSize": 1, "currentPage": int(page), "listVO": [row]}
        body = json.dumps({"code": 200, "searchVO": search}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    _Pages.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("since", "pages"),
    [(None, ["1"]), (D(2024, 1, 1), ["1", "2"]), (D(2020, 1, 1), ["1", "2", "3"])],
)
def test_pages_are_asked_for_until_one_reaches_back_far_enough(
    address: str, since: dt.date | None, pages: list[str]
) -> None:
    kinds = taxonomy()
    with Transport(address, source="news") as transport:
        source = NewsSource(
            "events.cn.gov", transport, Extractor(kinds), hosts=kinds.hosts, today=D(2024, 2, 1)
        )
        found = source.download("events.cn.gov", since=since)
    assert _Pages.asked == pages
    assert all(since is None or event.announced_at >= since for event in found.events)
    assert found.events
