"""The sheet that a picture is drawn on: title, what it shows, what is wrong with it, the chart, its source."""

from __future__ import annotations

import datetime as dt
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signals.config import ConfigError
from signals.pictures import look
from signals.safe_text import plain
from signals.wording.folding import fold
from signals.words import Word
from sources.message import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure
    from matplotlib.text import Text

FORMATS = {".svg", ".png"}
DPI = 150
MARGIN_IN, LINE_IN = 0.12, 0.17
_CHINESE = range(0x2E80, 0xA000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The lines around a chart, in the language of the picture.

    ``remarks`` say what is old, doubted or missing; they stand above the chart in the
    colour of a warning, so that nobody looks at it without them.
    """

    title: str
    shows: str
    source: str
    remarks: tuple[str, ...] = ()


def source(lang: str, what: str, *, origin: str) -> str:
    """Return the line at the foot: what the picture rests on, and whether that is the bundled sample."""
    code = "pictures.source_sample" if origin == "sample" else "pictures.source"
    return Word.of(code, what=what).text(lang)


@contextmanager
def canvas(file: Path, size: tuple[float, float], around: Around, lang: str) -> Iterator[Figure]:
    """Yield an empty figure, and write it to ``file``; the same drawing gives the same bytes.

    Args:
        file: where to, ``.svg`` or ``.png``.
        size: width and height of the chart with its lines, in inches; more lines make it higher.
        around: the lines around the chart.
        lang: the language, ``en`` or ``zh``.

    Raises:
        ConfigError: the suffix is neither, the folder is not there, matplotlib is not
            installed, or no font of this machine has the Chinese characters of a PNG.
    """
    check(file)
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, and a second to load
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(message("--plot needs matplotlib: pip install 'macro-signals[plot]'")) from error

    svg = file.suffix.casefold() == ".svg"
    chosen: Any = look.settings(lang, svg=svg)  # the stubs know each setting by name
    with mpl.rc_context(chosen), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an SVG in Chinese is measured with another font
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        figure = Figure()
        FigureCanvasAgg(figure)
        _frame(figure, size, around)
        yield figure
        _clean(figure)
        if not (svg and lang == "zh"):
            _spell_out(figure, file)
        metadata = {"Date": None} if svg else {"Software": None}
        figure.savefig(file, dpi=DPI, metadata=metadata)


def check(file: Path) -> None:
    """Raise ConfigError where no picture can be written to ``file``, before anything is reckoned for it."""
    if file.suffix.casefold() not in FORMATS:
        raise ConfigError(
            message(
                "--plot {file}: found {suffix!r}; expected .svg or .png",
                file=file,
                suffix=file.suffix or "no suffix",
            )
        )
    if not file.parent.is_dir():
        raise ConfigError(
            message("--plot {file}: the folder {parent} does not exist", file=file, parent=file.parent)
        )


def odds_colours() -> Colormap:
    """Return the colours of odds, from 0 to 100 percent."""
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415 - as above

    return LinearSegmentedColormap.from_list("odds", look.HEAT)


def day_number(day: dt.date) -> float:
    """Return where a day stands on an axis: days since 1970."""
    return float(day.toordinal() - dt.date(1970, 1, 1).toordinal())


MOST_DATES = 8
_STEPS_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


def dates_along(axes: Axes, first: dt.date, last: dt.date, lang: str) -> None:
    """Mark round days along the x axis from ``first`` to ``last``: Fridays of a short span, else months or years."""
    if (last - first).days <= 7 * MOST_DATES:
        friday = first + dt.timedelta(days=(4 - first.weekday()) % 7)
        marks = [friday + dt.timedelta(weeks=week) for week in range((last - friday).days // 7 + 1)]
        axes.set_xticks([day_number(day) for day in marks], [f"{day:%m-%d}" for day in marks])
        return
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    step = next(size for size in _STEPS_MONTHS if len(months) / size <= MOST_DATES)
    marks = [dt.date(at // 12, at % 12 + 1, 1) for at in months if at % step == 0]
    marks = [day for day in marks if first <= day <= last]
    if step >= 12:
        labels = [f"{day.year}年" if lang == "zh" else f"{day.year}" for day in marks]
    else:
        labels = [f"{day.year}年{day.month}月" if lang == "zh" else f"{day:%b %Y}" for day in marks]
    axes.set_xticks([day_number(day) for day in marks], labels)


def folded(text: str, inches: float, points: float) -> Sequence[str]:
    """Break text into lines that fit a width; a letter takes about 0.57 em, a Chinese character no more than two."""
    return fold(plain(text), int(inches * 72.0 / points / 0.57))


def _frame(figure: Figure, size: tuple[float, float], around: Around) -> None:
    """Write the lines around the chart, and leave the rest to it."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - as above

    width, height = size
    room = width - 2 * MARGIN_IN
    title = folded(around.title, room, look.TITLE_PT * 1.08)
    under: list[tuple[str, str]] = [(line, look.DIM) for line in folded(around.shows, room, look.TEXT_PT)]
    for remark in around.remarks:
        under += [(line, look.BAD) for line in folded(remark, room, look.TEXT_PT)]
    foot = folded(around.source, room, look.SMALL_PT)
    title_in = 0.25 * len(title)
    head_in = MARGIN_IN + title_in + LINE_IN * len(under) + 0.1
    foot_in = MARGIN_IN + LINE_IN * len(foot)
    height += LINE_IN * (len(under) - 1)
    figure.set_size_inches(width, height)
    left = MARGIN_IN / width

    def put(text: str, down: float, size: float, colour: str, weight: str = "normal") -> None:
        figure.text(
            left,
            1 - down / height,
            text,
            va="top",
            ha="left",
            fontsize=size,
            color=colour,
            fontweight=weight,
        )

    for place, text in enumerate(title):
        put(text, MARGIN_IN + 0.25 * place, look.TITLE_PT, look.INK, "bold")
    for place, (text, colour) in enumerate(under):
        put(text, MARGIN_IN + title_in + LINE_IN * place, look.TEXT_PT, colour)
    for place, text in enumerate(foot):
        put(text, height - foot_in + LINE_IN * place + 0.04, look.SMALL_PT, look.DIM)
    chart = (0, foot_in / height, 1, 1 - (foot_in + head_in) / height)
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=chart, w_pad=0.08, h_pad=0.06))


def _clean(figure: Figure) -> None:
    """Replace control and format characters of every text: they make an SVG that nothing can read."""
    for text in _texts(figure):
        text.set_text("\n".join(map(plain, text.get_text().split("\n"))))


def _texts(figure: Figure) -> list[Text]:
    from matplotlib.text import Text  # noqa: PLC0415 - as above

    return [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]


def _spell_out(figure: Figure, file: Path) -> None:
    """Refuse to print boxes: Chinese without a font is an error, any other sign without one a question mark.

    Raises:
        ConfigError: a Chinese character has no font here.
    """
    from matplotlib.font_manager import fontManager, get_font  # noqa: PLC0415 - as above
    from matplotlib.text import Text  # noqa: PLC0415

    drawn = [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]
    families = dict.fromkeys(family for text in drawn for family in text.get_fontfamily())
    known: set[int] = {ord("\n")}
    for family in families:
        known |= get_font(fontManager.findfont(family)).get_charmap().keys()
    for text in drawn:
        strange = {letter for letter in text.get_text() if ord(letter) not in known}
        if any(ord(letter) in _CHINESE for letter in strange):
            raise ConfigError(
                message(
                    "--plot {file}: no font here has Chinese characters; write an .svg, or install Noto Sans CJK SC",
                    file=file,
                )
            )
        if strange:
            text.set_text("".join("?" if letter in strange else letter for letter in text.get_text()))
