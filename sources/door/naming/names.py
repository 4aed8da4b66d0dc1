"""Which series or contract a word means: ids, tickers, aliases, file names; a near miss is told, never corrected."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sources.contract import SeriesSpec
from sources.door.naming import contracts
from sources.spelling import nearest

FREE_PREFIXES = ("survey.", "index.", "user.")
"""Series under these may be named by the user; all others must stand in the catalogue."""

_SERIES_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+")
_LONG_ENOUGH_TO_MISTYPE = 5
"""Tails of ids shorter than this differ by one letter on purpose: VIX and VVIX, HSI and HSCI."""

Sort = Literal["series", "contract", "continuous", "several", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a word means. ``ids``: one series or contract, or the several that it may be."""

    sort: Sort
    word: str
    ids: tuple[str, ...] = ()
    near: str | None = None

    @property
    def id(self) -> str:
        """The one id."""
        return self.ids[0]


class NameBook:
    """Every word under which the catalogue knows a series.

    Args:
        ids: the catalogue's.
        aliases: further words, each with the series that go by it.
        of_fred: those words that are FRED's.
    """

    def __init__(
        self, ids: Collection[str], aliases: Iterable[tuple[str, str]] = (), of_fred: Iterable[str] = ()
    ) -> None:
        self.ids = frozenset(ids)
        self._of_fred = frozenset(of_fred)
        self._words: dict[str, list[str]] = defaultdict(list)
        own = [(series.partition(".")[2], series) for series in ids if series.startswith("index.")]
        for word, series in [*((series, series) for series in ids), *own, *aliases]:
            held = self._words[_key(word)]
            if series not in held:
                held.append(series)

    @classmethod
    def of(cls, specs: Mapping[str, SeriesSpec]) -> NameBook:
        """Return the names of a catalogue: ids, FRED's ids, Yahoo's tickers and the aliases written there."""
        aliases: list[tuple[str, str]] = []
        for spec in specs.values():
            aliases += [(word, spec.id) for word in spec.aliases]
            if spec.fred:
                aliases.append((spec.fred, spec.id))
            if spec.feed and spec.feed.startswith("yahoo:"):
                aliases.append((spec.feed.removeprefix("yahoo:"), spec.id))
        return cls(specs, aliases, of_fred=(_key(spec.fred) for spec in specs.values() if spec.fred))

    def is_fred(self, meant: Meant) -> bool:
        """Return whether a word is an id of FRED's."""
        return _key(meant.word) in self._of_fred

    def meant(self, word: str, *, on: dt.date | None = None) -> Meant:
        """Return what a word means; ``on`` is the day of a price, for years of one digit."""
        word = word.strip()
        if word in self.ids:
            return Meant(sort="series", word=word, ids=(word,))
        if word.startswith(FREE_PREFIXES) and _SERIES_ID.fullmatch(word):
            near = self._mistyped(word)
            return Meant(
                sort="unknown" if near else "series", word=word, ids=() if near else (word,), near=near
            )
        held = self._words.get(_key(word), ())
        if held and word.casefold() not in {
            series.casefold() for series in held
        }:  # an id in another case is a slip
            return Meant(sort="series" if len(held) == 1 else "several", word=word, ids=tuple(held))
        if found := contracts.spelled(word):
            return Meant(sort="contract", word=word, ids=found.codes(on))
        if contracts.is_continuous(word):
            return Meant(sort="continuous", word=word)
        return Meant(sort="unknown", word=word)  # the nearest id is looked for where it is said

    def named_by_file(self, file: str) -> Meant | None:
        """Return what a file's name says: all of it, but for a vendor's additions and the day of the download."""
        for stem in _stems(file):
            meant = self.meant(stem)
            if meant.sort == "contract" and not contracts.is_known(stem):
                continue  # Book1 is a name that a spreadsheet gives
            if meant.sort in {"series", "contract", "continuous", "several"}:
                return meant
        return None

    def _mistyped(self, word: str) -> str | None:
        """Return the id of the catalogue that a free id was surely meant to be."""
        same = {series.casefold(): series for series in self.ids}.get(word.casefold())
        if same or len(word.partition(".")[2]) < _LONG_ENOUGH_TO_MISTYPE:
            return same
        prefix = word.partition(".")[0] + "."
        return nearest(word, [series for series in self.ids if series.startswith(prefix)], cutoff=0.92)


def _key(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


_ADDED = re.compile(
    r"[ _\-,，]*(?:\(\d+\)|历史数据|历史行情|日?行情|[日周月]线|日K|K线|[不前后]复权|副本|复制|copy|历史|导出"
    r"|historical[ _-]?(?:data|prices)|price[ _-]history|history|daily|weekly|1[dw]"
    r"|stock price history|historical-data-download|d|index|\d{4}-?\d{2}-?\d{2}|\d{2}-\d{2}-\d{4})[ _\-]*$",
    re.IGNORECASE,
)


_BEFORE = re.compile(r"^(?:[A-Z]{2,6}_(?:DL_)?|\d{1,3}[#.])")
"""The exchange before a symbol in a file's name: ``TVC_HSI``, ``CBOT_DL_ZQH2024``, ``27#HSI``."""


def _stems(file: str) -> Iterable[str]:
    """Yield a file's name, then what is left without a vendor's additions: at its end, last of all before it."""
    stem = re.sub(r"(\.(csv|tsv|txt|xlsx?|parquet|gz|zip|jsonl?|md))+$", "", file, flags=re.IGNORECASE)
    while stem:
        yield stem
        shorter = _ADDED.sub("", stem)
        if shorter == stem:
            break
        stem = shorter
    bare = _BEFORE.sub("", stem)
    if bare and bare != stem:
        yield bare
