"""One polite HTTP client: deadlines, retries, pacing, size caps, and no secrets in any message.

Built on httpcore, the engine beneath httpx, because its network backend is a
public seam: every single read can be bounded by what is left of the deadline.
httpx, requests and urllib3 bound each read alone, so a server that drips one
header byte a second holds them for hours. The retry loop is ours, not
tenacity's: how long to wait depends on the server's own figure and on what is
left of the deadline, which is most of the loop.
"""

from __future__ import annotations

import email.utils
import logging
import os
import random
import ssl
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import httpcore
from filelock import FileLock
from filelock import Timeout as LockTimeout

from sources.errors import BadPayload, Fatal, RateLimited, Retriable, SourceError, Unreachable
from sources.message import message

# At DEBUG httpcore logs response headers, and a Location header may repeat the key.
logging.getLogger("httpcore").setLevel(logging.WARNING)

Result = TypeVar("Result")

_RETRIABLE_STATUS = frozenset({408, 425, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much. Seconds; `max_bytes` counts after decompression."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    exchange_seconds: float = 60.0  # one request and its whole answer, however slowly it drips
    total_seconds: float = 240.0  # all tries, waits between them included
    max_bytes: int = 64 * 1024 * 1024  # the longest answer seen, all vintages of a daily series, is 6 MB
    tries: int = 6
    first_wait_seconds: float = 1.0  # doubled each time
    longest_wait_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A final answer: any status that trying again would not change."""

    status: int
    body: bytes


class Pace(Protocol):
    """Something that says how long to wait before the next request."""

    def reserve(self) -> float:
        """Take the next slot and return the seconds until it."""
        ...


class SharedPace:
    """One slot every so often, shared by all processes of a user through a small file.

    A slot is reserved under a file lock and waited for outside it, so that
    waiting processes do not block each other. Where the file cannot be used,
    the pace holds within this process.
    """

    def __init__(self, folder: Path, *, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._file = folder / "pace"
        self._lock = FileLock(folder / "pace.lock", timeout=5)
        self._seconds, self._clock = seconds, clock
        self._own_last = -float("inf")

    def reserve(self) -> float:
        """Take the next slot and return the seconds until it."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                return self._take()
        except (OSError, LockTimeout):
            return self._slot(self._own_last)

    def _take(self) -> float:
        try:
            last = float(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            last = -float("inf")
        wait = self._slot(last)
        self._file.write_text(repr(self._own_last), encoding="ascii")
        return wait

    def _slot(self, last: float) -> float:
        now = self._clock()
        if last > now + 300 * self._seconds:  # the clock was set back, or the file is nonsense
            last = -float("inf")
        self._own_last = max(now, last + self._seconds)
        return self._own_last - now


class NoPace:
    """No pacing: for a server of one's own."""

    def reserve(self) -> float:
        """Return no wait."""
        return 0.0


class Transport:
    """GET requests to one server.

    Args:
        base_url: scheme, host and path under which the server answers.
        source: what messages call the server; never its address.
        limits: deadlines, retries and sizes.
        pace: when the next request may go out.
        sleep, clock: for tests.
    """

    def __init__(
        self,
        base_url: str,
        *,
        source: str,
        limits: Limits | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._source = source
        self._limits = limits or Limits()
        self._pace = pace or NoPace()
        self._sleep, self._clock = sleep, clock
        self._jitter = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._backend = _DeadlineBackend(clock)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(),
            proxy=_proxy(self._base),
            network_backend=self._backend,
            max_connections=1,
        )

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(
        self,
        path: str,
        params: Mapping[str, str],
        *,
        asked_for: str,
        read: Callable[[Answer], Result],
    ) -> Result:
        """Ask, and read the answer; again where that may help.

        Args:
            path: below the base address, such as ``series/observations``.
            params: the query, credentials among it.
            asked_for: what messages say was wanted; holds no secret.
            read: turns an answer into a value. A `Retriable` or `BadPayload`
                that it raises is tried again like one of the network's.

        Raises:
            RateLimited: the server asks for a longer wait than there is time.
            Unreachable: no usable answer before the deadline.
            BadPayload: answers came and none could be trusted.
            Fatal: the server refuses, or sends elsewhere.
        """
        give_up_at = self._clock() + self._limits.total_seconds
        tries = 0
        while True:
            tries += 1
            try:
                return read(self._exchange(path, params, asked_for, give_up_at))
            except (Retriable, BadPayload) as error:
                wait = self._wait_before_retry(error, tries)
                if tries >= self._limits.tries or self._clock() + wait > give_up_at:
                    raise self._final(error, tries, asked_for) from None
                self._sleep(wait)

    def _wait_before_retry(self, error: SourceError, tries: int) -> float:
        asked = error.retry_after_seconds if isinstance(error, RateLimited) else None
        grown: float = min(
            self._limits.first_wait_seconds * 2.0 ** (tries - 1), self._limits.longest_wait_seconds
        )
        own = grown * self._jitter.uniform(0.5, 1.0)
        return max(own, asked or 0.0)

    def _final(self, error: SourceError, tries: int, asked_for: str) -> SourceError:
        times = "once" if tries == 1 else f"{tries} times"
        if isinstance(error, RateLimited):
            hint = (
                message(
                    "; it asks to wait {retry_after_seconds:.0f} s",
                    retry_after_seconds=error.retry_after_seconds,
                )
                if error.retry_after_seconds is not None
                else ""
            )
            return RateLimited(
                message(
                    "{source}, {asked_for}: too many requests (tried {times}){hint}",
                    source=self._source,
                    asked_for=asked_for,
                    times=times,
                    hint=hint,
                ),
                retry_after_seconds=error.retry_after_seconds,
            )
        return type(error)(f"{error} (tried {times})")

    def _exchange(self, path: str, params: Mapping[str, str], asked_for: str, give_up_at: float) -> Answer:
        wait = self._pace.reserve()
        if wait > 0:
            self._sleep(wait)
        self._backend.deadline = min(self._clock() + self._limits.exchange_seconds, give_up_at)
        url = f"{self._base}/{path}" + (f"?{urlencode(params)}" if params else "")
        for _ in range(4):  # three redirects within the server are plenty
            status, headers, body = self._once(url, asked_for)
            if status not in _REDIRECTS:
                return self._sorted_answer(status, headers, body, asked_for)
            url = self._same_host(url, headers.get("location", ""), asked_for)
        raise Fatal(
            message(
                "{source}, {asked_for}: it redirects in circles", source=self._source, asked_for=asked_for
            )
        )

    def _once(self, url: str, asked_for: str) -> tuple[int, dict[str, str], bytes]:
        limits = self._limits
        try:
            with self._pool.stream(
                "GET",
                url,
                headers={
                    "Host": urlsplit(url).netloc,
                    "User-Agent": "macro-signals",
                    "Accept": "text/xml, application/xml, */*;q=0.1",
                    "Accept-Encoding": "gzip",
                },
                extensions={
                    "timeout": {
                        "connect": limits.connect_seconds,
                        "read": limits.read_seconds,
                        "write": limits.read_seconds,
                        "pool": limits.connect_seconds,
                    }
                },
            ) as response:
                headers = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                body = self._body(response.iter_stream(), headers, asked_for)
                return response.status, headers, body
        except httpcore.TimeoutException as error:
            raise Unreachable(
                message(
                    "{source}, {asked_for}: no complete answer in time ({kind})",
                    source=self._source,
                    asked_for=asked_for,
                    kind=_kind(error),
                )
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise Fatal(
                    message(
                        "{source}, {asked_for}: its certificate was refused; behind a company proxy, "
                        "name the certificates to trust in SSL_CERT_FILE",
                        source=self._source,
                        asked_for=asked_for,
                    )
                ) from None
            raise Unreachable(
                message(
                    "{source}, {asked_for}: the connection failed ({kind})",
                    source=self._source,
                    asked_for=asked_for,
                    kind=_kind(error),
                )
            ) from None

    def _body(self, chunks: Iterable[bytes], headers: Mapping[str, str], asked_for: str) -> bytes:
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip", ""}:
            raise BadPayload(
                message(
                    "{source}, {asked_for}: an answer in an encoding not asked for",
                    source=self._source,
                    asked_for=asked_for,
                )
            )
        gunzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        parts: list[bytes] = []
        room = self._limits.max_bytes
        for chunk in chunks:
            try:
                part = gunzip.decompress(chunk, room + 1) if gunzip else chunk
            except zlib.error:
                raise BadPayload(
                    message(
                        "{source}, {asked_for}: an answer that does not decompress",
                        source=self._source,
                        asked_for=asked_for,
                    )
                ) from None
            room -= len(part)
            if room < 0:
                raise BadPayload(
                    message(
                        "{source}, {asked_for}: an answer of more than {limit_mb:.3g} MB; stopped reading",
                        source=self._source,
                        asked_for=asked_for,
                        limit_mb=self._limits.max_bytes / 2**20,
                    )
                )
            parts.append(part)
        if gunzip is not None and not gunzip.eof:
            raise BadPayload(
                message(
                    "{source}, {asked_for}: a compressed answer that was cut short",
                    source=self._source,
                    asked_for=asked_for,
                )
            )
        return b"".join(parts)

    def _sorted_answer(self, status: int, headers: Mapping[str, str], body: bytes, asked_for: str) -> Answer:
        if status == 429 or (status == 503 and "retry-after" in headers):
            raise RateLimited(
                message(
                    "{source}, {asked_for}: status {status}",
                    source=self._source,
                    asked_for=asked_for,
                    status=status,
                ),
                retry_after_seconds=_retry_after(headers.get("retry-after", "")),
            )
        if status in _RETRIABLE_STATUS:
            raise Unreachable(
                message(
                    "{source}, {asked_for}: the server failed with status {status}",
                    source=self._source,
                    asked_for=asked_for,
                    status=status,
                )
            )
        return Answer(status=status, body=body)

    def _same_host(self, url: str, location: str, asked_for: str) -> str:
        target = urljoin(url, location)
        here, there = urlsplit(url), urlsplit(target)
        if not location or (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise Fatal(
                message(
                    "{source}, {asked_for}: it redirects to another host; not followed, because the request carries a key",
                    source=self._source,
                    asked_for=asked_for,
                )
            )
        return target


class _DeadlineBackend(httpcore.NetworkBackend):
    """The ordinary network, each step bounded by what is left of one exchange's deadline."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._inner = httpcore.SyncBackend()
        self._clock = clock
        self.deadline = float("inf")

    def left(self, timeout: float | None, late: type[Exception]) -> float:
        """Return the time a step may take.

        Raises:
            Exception: of the type ``late``, where none is left.
        """
        remaining = self.deadline - self._clock()
        if remaining <= 0:
            raise late("deadline")
        return remaining if timeout is None else min(timeout, remaining)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect within the deadline."""
        timeout = self.left(timeout, httpcore.ConnectTimeout)
        stream = self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        return _DeadlineStream(stream, self)

    def sleep(self, seconds: float) -> None:
        """Sleep, for httpcore's own retries; we use none."""
        self._inner.sleep(seconds)


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, backend: _DeadlineBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._backend.left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._backend)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _retry_after(text: str) -> float | None:
    """Return the seconds that a Retry-After header asks for; it may be a number or a date."""
    with suppress(ValueError):
        seconds = float(text)
        return seconds if 0 <= seconds < 86_400 else None
    with suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return None


def _kind(error: Exception) -> str:
    """Return what failed in two words; the text of the error itself may quote what the server sent."""
    words = {
        "ConnectTimeout": "connecting took too long",
        "ReadTimeout": "reading took too long",
        "WriteTimeout": "sending took too long",
        "PoolTimeout": "no free connection",
        "ConnectError": "nobody answers",
        "ReadError": "cut while reading",
        "WriteError": "cut while sending",
        "RemoteProtocolError": "broken off, or no HTTP",
        "ProxyError": "refused by the proxy",
    }
    return words.get(type(error).__name__, "network")


def _ssl_context() -> ssl.SSLContext | None:
    """Return the certificates that the environment names; None for those of certifi."""
    named = os.environ.get("SSL_CERT_FILE")
    return ssl.create_default_context(cafile=named) if named else None


def _proxy(url: str) -> httpcore.Proxy | None:
    """Return the proxy that the environment names for a host, as other programs would use it."""
    parts = urlsplit(url)
    address = urllib.request.getproxies().get(parts.scheme)
    if not address or urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxy = urlsplit(address if "://" in address else f"http://{address}")
    auth = (proxy.username, proxy.password or "") if proxy.username else None
    return httpcore.Proxy(url=f"{proxy.scheme}://{proxy.hostname}:{proxy.port or 8080}", auth=auth)
