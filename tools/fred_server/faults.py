"""Everything that a server has been seen to do instead of answering."""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

Fault = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Given the open request and the body that would have been right, do something else."""

ERROR_429 = b'<error code="429" message="Too Many Requests.  Exceeded Rate Limit"/>'
HTML = (
    b"<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Please try later</h1></body></html>"
)
BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE z [\n <!ENTITY a "lol">\n'
    + b"".join(b' <!ENTITY %c "%s">\n' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>\n<observations count='1'><observation value='1'>&j;</observation></observations>"
)
EXTERNAL = (
    b'<?xml version="1.0"?>\n<!DOCTYPE z [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>\n'
    b"<observations count='1'>&x;</observations>"
)


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    content_type: str = "text/xml; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
    length: int | None = None,
) -> None:
    """Send one whole answer; ``length`` may lie."""
    handler.send_response(status)
    handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, body: bytes = HTML, *headers: tuple[str, str]) -> Fault:
    """Answer with a status."""

    def fault(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        kind = "text/html" if body is HTML else "text/xml"
        send(handler, body, status=code, content_type=kind, headers=headers)

    return fault


def body(text: bytes, content_type: str = "text/xml") -> Fault:
    """Answer 200 with something else."""

    def fault(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        send(handler, text, content_type=content_type)

    return fault


def changed(change: Callable[[bytes], bytes]) -> Fault:
    """Answer 200 with the right body, changed."""

    def fault(handler: BaseHTTPRequestHandler, right: bytes) -> None:
        send(handler, change(right))

    return fault


def cut_body(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    """Promise the whole body, send half, hang up."""
    send(handler, right[: len(right) // 2], length=len(right))
    handler.close_connection = True


def reset(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Reset the connection without a word."""
    _hang_up(handler)


def reset_in_body(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    """Reset the connection in the middle of the body."""
    send(handler, right[: len(right) // 2], length=len(right))
    handler.wfile.flush()
    _hang_up(handler)


def no_http(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Speak something that is not HTTP."""
    handler.wfile.write(b"220 mail.example ESMTP ready\r\n")
    handler.close_connection = True


def stall(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Accept the request and say nothing."""
    _sleep(handler, 30)


def stall_in_body(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    """Send half a body and then nothing."""
    send(handler, right[: len(right) // 2], length=len(right))
    handler.wfile.flush()
    _sleep(handler, 30)


def drip_body(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    """Send the body a byte at a time, for ever within every read timeout."""
    send(handler, b"", length=len(right))
    _drip(handler, right)


def drip_headers(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Send headers a byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    _drip(handler, b"X-Slow: " + b"a" * 5000)


def bad_chunks(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    """Promise chunks and send nonsense sizes."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"zz\r\n" + right[:50])
    handler.close_connection = True


def cut_chunks(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    """Send one chunk and hang up without the last one."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    half = right[: len(right) // 2]
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
    handler.close_connection = True


def encoded(encoding: str, text: Callable[[bytes], bytes]) -> Fault:
    """Answer 200 with a content encoding."""

    def fault(handler: BaseHTTPRequestHandler, right: bytes) -> None:
        send(handler, text(right), headers=(("Content-Encoding", encoding),))

    return fault


def redirect(code: int, target: str) -> Fault:
    """Send elsewhere; ``{query}`` in the target becomes the query, key and all."""

    def fault(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        query = handler.path.partition("?")[2]
        send(handler, b"", status=code, headers=(("Location", target.format(query=query)),))

    return fault


def endless(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Send spaces without end."""
    handler.send_response(200)
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _n in range(4096):
            handler.wfile.write(b" " * 65536)
    handler.close_connection = True


def many_headers(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Send headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    with contextlib.suppress(OSError):
        for number in range(100_000):
            handler.wfile.write(b"X-%d: %s\r\n" % (number, b"a" * 100))
    handler.close_connection = True


def _drip(handler: BaseHTTPRequestHandler, text: bytes) -> None:
    with contextlib.suppress(OSError):
        for position in range(len(text)):
            handler.wfile.write(text[position : position + 1])
            handler.wfile.flush()
            _sleep(handler, 0.02)
    handler.close_connection = True


def _sleep(handler: BaseHTTPRequestHandler, seconds: float) -> None:
    """Wait, unless the client hangs up or the server closes."""
    until = time.monotonic() + seconds
    handler.connection.settimeout(0.02)
    while time.monotonic() < until and not getattr(handler.server, "closing", False):
        try:
            if handler.connection.recv(1, socket.MSG_PEEK) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    handler.close_connection = True


def _hang_up(handler: BaseHTTPRequestHandler) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()
    handler.close_connection = True


@functools.cache
def _bomb() -> bytes:
    return gzip.compress(b" " * 80_000_000, compresslevel=1)


def _gzip_bomb(_: bytes) -> bytes:
    return _bomb()


def _cut_gzip(right: bytes) -> bytes:
    whole = gzip.compress(right)
    return whole[: len(whole) // 2]


def _first_value(new: bytes) -> Callable[[bytes], bytes]:
    """Replace the first value of an answer."""

    def change(right: bytes) -> bytes:
        before, mark, after = right.partition(b'value="')
        return before + mark + new + after[after.index(b'"') :] if mark else right

    return change


def _attribute(name: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replace the first occurrence of an attribute."""

    def change(right: bytes) -> bytes:
        before, mark, after = right.partition(b" " + name + b'="')
        return before + mark + new + after[after.index(b'"') :] if mark else right

    return change


def _in_first_row(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change nothing before the first row."""

    def later(right: bytes) -> bytes:
        before, mark, after = right.partition(b"<observation")
        head, second, rows = after.partition(b"<observation ")
        return before + mark + head + change(second + rows)

    return later


def _second_row_again(right: bytes) -> bytes:
    """Repeat a row with another value, and count it."""
    rows = [line for line in right.splitlines() if b"<observation " in line]
    if not rows:
        return right
    twin = _first_value(b"12345.678")(rows[0])
    count = int(right.partition(b' count="')[2].partition(b'"')[0])
    return _attribute(b"count", str(count + 1).encode())(right).replace(rows[0], rows[0] + b"\n" + twin, 1)


FAULTS: dict[str, Fault] = {
    "429 xml": status(429, ERROR_429),
    "429 html": status(429, HTML),
    "429 retry-after seconds": status(429, ERROR_429, ("Retry-After", "0")),
    "429 retry-after date": status(429, HTML, ("Retry-After", "Mon, 01 Jan 2024 00:00:00 GMT")),
    "429 retry-after nonsense": status(429, HTML, ("Retry-After", "soon")),
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "503 retry-after": status(503, HTML, ("Retry-After", "0")),
    "504": status(504),
    "408": status(408),
    "html with 200": body(HTML, "text/html"),
    "html without doctype": body(b"<html><body>maintenance</body></html>", "text/html"),
    "empty": body(b""),
    "blank": body(b"  \n"),
    "json": body(b'{"error_code":500,"error_message":"Internal"}', "application/json"),
    "text": body(b"OK"),
    "other xml": body(b'<?xml version="1.0"?><rss version="2.0"/>'),
    "cut body": cut_body,
    "cut xml": changed(lambda right: right[: len(right) * 2 // 3]),
    "reset": reset,
    "reset in body": reset_in_body,
    "no http": no_http,
    "stall": stall,
    "stall in body": stall_in_body,
    "drip body": drip_body,
    "drip headers": drip_headers,
    "bad chunks": bad_chunks,
    "cut chunks": cut_chunks,
    "gzip bomb": encoded("gzip", _gzip_bomb),
    "cut gzip": encoded("gzip", _cut_gzip),
    "false gzip": encoded("gzip", lambda right: right),
    "brotli": encoded("br", lambda right: right),
    "endless body": endless,
    "endless headers": many_headers,
    "redirect elsewhere": redirect(302, "http://elsewhere.example/?{query}"),
    "redirect to other port": redirect(307, "http://127.0.0.1:9/?{query}"),
    "redirect to nothing": redirect(301, ""),
    "xml bomb": body(BOMB),
    "external entity": body(EXTERNAL),
    "utf-16": body('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE z><z/>'.encode("utf-16")),
    "odd encoding": body(b'<?xml version="1.0" encoding="utf-7"?><observations count="0"/>'),
    "inf": changed(_first_value(b"inf")),
    "nan": changed(_first_value(b"nan")),
    "overflow": changed(_first_value(b"1e999")),
    "no number": changed(_first_value(b"1,234")),
    "duplicate values": changed(_second_row_again),
    "bad date": changed(_attribute(b"date", b"2024-02-30")),
    "no date": changed(_attribute(b"date", b"")),
    "bad release day": changed(_in_first_row(_attribute(b"realtime_start", b"soon"))),
    "count too high": changed(_attribute(b"count", b"999999")),
    "count too low": changed(_attribute(b"count", b"1")),
    "count missing": changed(_attribute(b"count", b"")),
    "transformed": changed(_attribute(b"units", b"pch")),
}
"""Faults by name; the same request asked again without one succeeds."""
