"""The colours and sizes of a picture, and the fonts of its language.

A picture brings its own paper, so that it reads the same on a light and a dark page. The lines keep
three to one against white and against near-black (WCAG 2.2, 1.4.11), for whoever puts them on
another ground, and blue and orange stay apart for the colour-blind.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

PAPER, INK, DIM, GRID = "#ffffff", "#1b2733", "#5b6670", "#e6e9ec"
MAIN, SECOND, MARK = "#2f6fab", "#b8611b", "#2e8757"
GOOD, BAD, NEUTRAL = "#2e8757", "#c9473d", "#7b848d"
BAND = "#d5d9dd"
HEAT = ("#ffffff", "#2f6fab")
"""From nothing to certain, for odds."""

TITLE_PT, TEXT_PT, SMALL_PT = 13.0, 9.0, 8.0

LATIN = "DejaVu Sans"
"""Comes with matplotlib, so that an English picture has the same bytes on every machine."""
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "SimHei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
"""Fonts with the characters, best first; a Japanese one draws a few of them in its own way."""


@cache
def chinese_fonts() -> tuple[str, ...]:
    """Return the fonts of this machine that have Chinese characters, best first."""
    from matplotlib.font_manager import findSystemFonts, fontManager  # noqa: PLC0415 - a second to load

    if not set(CHINESE) & set(fontManager.get_font_names()):
        # the list that matplotlib keeps from its first start may be older than the fonts
        for path in sorted(findSystemFonts()):
            if any(name in Path(path).name for name in ("SansCJK", "SansSC", "wqy", "Fallback")):
                fontManager.addfont(path)
    here = set(fontManager.get_font_names())
    return tuple(name for name in CHINESE if name in here)


def settings(lang: str, *, svg: bool) -> dict[str, Any]:
    """Return matplotlib's settings for a picture in one language.

    Text is text: a dollar sign in a name begins no formula. Chinese in an SVG stays
    characters, for the fonts of whoever looks at it.
    """
    chinese = chinese_fonts()
    if lang == "zh" and svg:
        chinese = chinese or CHINESE[:1]
    return {
        "svg.hashsalt": "signals",
        "svg.fonttype": "none" if lang == "zh" else "path",
        "font.family": [*chinese, LATIN] if lang == "zh" else [LATIN, *chinese],
        "font.size": TEXT_PT,
        "text.parse_math": False,
        "axes.formatter.use_mathtext": False,
        "axes.unicode_minus": False,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "text.color": INK,
        "axes.labelcolor": DIM,
        "axes.edgecolor": NEUTRAL,
        "axes.linewidth": 0.8,
        "axes.axisbelow": True,
        "axes.grid.axis": "y",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titlesize": TEXT_PT + 1,
        "axes.titlepad": 8,
        "grid.color": GRID,
        "xtick.color": NEUTRAL,
        "ytick.color": NEUTRAL,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "legend.frameon": False,
        "legend.fontsize": SMALL_PT + 0.5,
    }
