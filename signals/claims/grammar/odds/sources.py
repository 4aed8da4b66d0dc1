"""Whose odds a text goes on with: those of futures, or those of a betting site, which are no prices of ours."""

from __future__ import annotations

import re

from signals.claims.grammar.line import Line

_BETTORS = re.compile(
    r"polymarket|kalshi|\b(?:prediction|betting) (?:markets?|sites?|platforms?)\b|预测(?:市场|平台)"
)


_FUTURES = re.compile(
    r"fed ?watch|\bcme\b|\bfutures\b|\bswaps?\b|\bois\b|期货|掉期|互换|芝商所|芝加哥商品|联储观察"
)


def note_source(line: Line, place: int) -> None:
    """Note, as a sentence begins, that its odds are a betting site's until futures are named again."""
    if place:
        return
    if _FUTURES.search(line.text):
        line.open.odds_of_bettors = False  # of both: each clause says whose its figure is
    elif _BETTORS.search(line.text):
        line.open.odds_of_bettors = True
