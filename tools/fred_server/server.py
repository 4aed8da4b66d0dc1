"""The server: FRED's paths, parameters, limits, clipping and key check over a real socket."""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import quoteattr

from tools.fred_server.archive import LAST_DAY, Archive
from tools.fred_server.faults import Fault, send

KEY = "abcdefghijklmnopqrstuvwxyz012345"
"""The one key that the server knows."""

MAX_VINTAGES, MAX_ROWS, MAX_VINTAGE_DATES = 2_000, 100_000, 10_000


class Refused(Exception):
    """What FRED would answer with a 4xx."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class FredServer:
    """A FRED of one's own on this machine.

    Args:
        archive: what it holds.
        port: 0 takes a free one.
        max_vintages, max_rows: FRED's limits, smaller for tests.
        release_dates: of every release, planned ones included.
        files: served as they are, by path: other publishers' workbooks.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        port: int = 0,
        max_vintages: int = MAX_VINTAGES,
        max_rows: int = MAX_ROWS,
        release_dates: Iterable[dt.date] = (),
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.archive = archive
        self.max_vintages, self.max_rows = max_vintages, max_rows
        self.release_dates = sorted(release_dates)
        self.files = dict(files or {})
        self.faults: deque[Fault] = deque()
        self.fault_for_ever: Fault | None = None
        self.requests: list[str] = []
        self._http = _Http(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """The address to set as SIGNALS_FRED_BASE_URL."""
        return f"{self.address}/fred"

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.closing = True
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def calm(self) -> None:
        """Forget all faults and requests."""
        self.faults.clear()
        self.fault_for_ever = None
        self.requests.clear()

    # ------------------------------------------------------------------ answers

    def answer(self, path: str, query: dict[str, str]) -> bytes:
        """Return the right body for a request.

        Raises:
            Refused: as FRED would.
        """
        if "api_key" not in query:
            raise Refused("Bad Request.  Variable api_key is not set.  Read the documentation.")
        if query["api_key"] != KEY:
            raise Refused("Bad Request.  The value for variable api_key is not registered.")
        answers = {
            "/fred/series/observations": self._observations,
            "/fred/series/vintagedates": self._vintage_dates,
            "/fred/series": self._series,
            "/fred/release": self._release,
            "/fred/release/dates": self._release_dates,
        }
        if path not in answers:
            raise Refused("Not Found.", 404)
        return b'<?xml version="1.0" encoding="utf-8" ?>\n' + answers[path](query).encode()

    def _known(self, query: dict[str, str]) -> str:
        series = query.get("series_id", "")
        if series not in self.archive:
            raise Refused("Bad Request.  The series does not exist.")
        return series

    def _realtime(self, query: dict[str, str]) -> tuple[dt.date, dt.date]:
        today = self.archive.today
        try:
            start = dt.date.fromisoformat(query.get("realtime_start", today.isoformat()))
            end = dt.date.fromisoformat(query.get("realtime_end", today.isoformat()))
        except ValueError:
            raise Refused("Bad Request.  Variable realtime_start is not a valid date.") from None
        if start > today:
            raise Refused("Bad Request.  Variable realtime_start can not be after today's date.")
        if today < end < LAST_DAY:
            raise Refused("Bad Request.  Variable realtime_end can not be after today's date.")
        if start > end:
            raise Refused("Bad Request.  The realtime_start is after the realtime_end.")
        return start, end

    def _page(self, query: dict[str, str], most: int) -> tuple[int, int]:
        limit, offset = int(query.get("limit", most)), int(query.get("offset", 0))
        if not 1 <= limit <= MAX_ROWS:
            raise Refused("Bad Request.  Variable limit is not between 1 and 100000.")
        return min(limit, most), offset

    def _observations(self, query: dict[str, str]) -> str:
        series = self._known(query)
        start, end = self._realtime(query)
        n_vintages = sum(start <= day <= end for day in self.archive.vintage_dates(series))
        if n_vintages > self.max_vintages:
            raise Refused(
                f"Bad Request.  There are {n_vintages} vintage dates in the real-time period requested; "
                f"this exceeds the maximum number of vintage dates allowed ({self.max_vintages})."
            )
        limit, offset = self._page(query, self.max_rows)
        first = dt.date.fromisoformat(query.get("observation_start", "1600-01-01"))
        rows = [row for row in self.archive.rows(series, start, end) if row.period >= first]
        lines = [
            f'  <observation realtime_start="{row.start}" realtime_end="{row.end}" date="{row.period}" '
            f'value="{"." if row.value is None else _text(row.value)}"/>'
            for row in rows[offset : offset + limit]
        ]
        head = (
            f'<observations realtime_start="{start}" realtime_end="{end}" '
            f'observation_start="1600-01-01" observation_end="9999-12-31" units="lin" output_type="1" '
            f'file_type="xml" order_by="observation_date" sort_order="asc" count="{len(rows)}" '
            f'offset="{offset}" limit="{limit}">'
        )
        return "\n".join((head, *lines, "</observations>"))

    def _vintage_dates(self, query: dict[str, str]) -> str:
        dates = self.archive.vintage_dates(self._known(query))
        limit, offset = self._page(query, MAX_VINTAGE_DATES)
        lines = [f"  <vintage_date>{day}</vintage_date>" for day in dates[offset : offset + limit]]
        head = f'<vintage_dates count="{len(dates)}" offset="{offset}" limit="{limit}">'
        return "\n".join((head, *lines, "</vintage_dates>"))

    def _series(self, query: dict[str, str]) -> str:
        series = quoteattr(self._known(query))
        return f"<seriess><series id={series} title={series} units='Index' frequency='Monthly'/></seriess>"

    def _release(self, _: dict[str, str]) -> str:
        return '<releases><release id="10" name="Consumer Price Index" press_release="true"/></releases>'

    def _release_dates(self, query: dict[str, str]) -> str:
        first = dt.date.fromisoformat(query.get("realtime_start", "1776-07-04"))
        days = [day for day in self.release_dates if day >= first]
        lines = [f'  <release_date release_id="10">{day}</release_date>' for day in days]
        return "\n".join((f'<release_dates count="{len(days)}">', *lines, "</release_dates>"))


def _text(value: float) -> str:
    return repr(int(value)) if value == int(value) else repr(value)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    closing = False

    def __init__(self, address: tuple[str, int], fred: FredServer) -> None:
        self.fred = fred
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are what faults are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        """Answer one request, or commit the next fault."""
        fred = self.server.fred
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        fred.requests.append(f"{parts.path} {query.get('series_id', '')}".strip())
        try:
            held = fred.files.get(parts.path)
            body, status = (fred.answer(parts.path, query) if held is None else held), 200
        except Refused as refused:
            body = f'<error code="{refused.status}" message={quoteattr(str(refused))}/>'.encode()
            status = refused.status
        fault = fred.faults.popleft() if fred.faults else fred.fault_for_ever
        if fault is not None:
            fault(self, body)
        else:
            send(self, body, status=status)

    def log_message(self, *_: object) -> None:
        """Log nothing: requests carry the key."""
