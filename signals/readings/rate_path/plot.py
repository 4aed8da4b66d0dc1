"""The plot of ``signals path --plot FILE``: implied path against the range, distribution by meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signals.config import ConfigError
from signals.readings.rate_path.history import Priced
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.track_record import HorizonError
from sources.contract import Bools, Floats
from sources.message import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = {".svg", ".png"}
INK, OTHER, RANGE = "#1f4e79", "#c55a11", "#d9d9d9"
RATE = {"ZQ": "Effective fed funds rate", "SR3": "Secured overnight financing rate"}
DAYS_A_MONTH = 365.25 / 12


def draw(path: RatePath, other: RatePath | None, record: Sequence[HorizonError], file: Path) -> None:
    """Draw one path to ``file``, SVG or PNG by its suffix; the same path gives the same bytes.

    With a record of past errors the picture also shows one root mean square
    of them to either side: far wider than price noise.

    Raises:
        ConfigError: the suffix is neither, the folder is not there, or matplotlib is not installed.
    """
    if not path.meetings:
        raise ConfigError(
            message(
                "--plot {file}: no meeting can be read from these prices, so there is nothing to draw",
                file=file,
            )
        )
    with _figure(file, (9.0, 7.0)) as figure:
        upper, lower = figure.subplots(2, 1, gridspec_kw={"height_ratios": [3, 2]})
        _path_axes(upper, path, other, record)
        _heat_axes(lower, path)


def draw_paths(paths: Sequence[RatePath], file: Path) -> None:
    """Draw the expected move to each contract month over time: a column a day, a row a month ahead.

    Raises:
        ConfigError: as `draw`.
    """
    months = sorted({month.first for path in paths for month in path.months if month.priced})
    row_of = {first: row for row, first in enumerate(months)}
    grid = np.full((len(months), len(paths)), np.nan)
    for column, path in enumerate(paths):
        for place, month in enumerate(path.months):
            rate = path.implied_of_place(place)
            if rate is not None and month.priced:
                grid[row_of[month.first], column] = rate
    with _figure(file, (10.0, 5.5)) as figure:
        axes = figure.subplots()
        image = axes.imshow(grid, aspect="auto", origin="lower", cmap="viridis", interpolation="nearest")
        figure.colorbar(image, ax=axes, label="implied rate, percent")
        _time_ticks(axes, [path.strip.date for path in paths])
        step = max(1, len(months) // 12)
        axes.set_yticks(range(0, len(months), step), [f"{first:%Y-%m}" for first in months[::step]])
        axes.set_ylabel("contract month")
        axes.set_title("What futures implied for each month, day by day", loc="left", fontsize=10)


def draw_meeting(meeting: dt.date, priced: Sequence[Priced], file: Path) -> None:
    """Draw the probability of each target range after one meeting over time: a column a day, a row a range.

    Raises:
        ConfigError: as `draw`.
    """
    buckets = [one.buckets() for one in priced]
    lowers = sorted({low for one in buckets for low, share in one.items() if share >= 0.005})
    grid = np.array([[one.get(low, 0.0) * 100.0 for one in buckets] for low in lowers])
    with _figure(file, (10.0, 4.5)) as figure:
        axes = figure.subplots()
        image = axes.imshow(
            grid, aspect="auto", origin="lower", cmap="Blues", vmin=0, vmax=100, interpolation="nearest"
        )
        figure.colorbar(image, ax=axes, label="percent")
        _time_ticks(axes, [one.path.strip.date for one in priced])
        axes.set_yticks(range(len(lowers)), [f"{low / 100:.2f}-{low / 100 + 0.25:.2f}" for low in lowers])
        axes.set_ylabel("target range, percent")
        axes.set_title(
            f"Probability of each target range after {meeting}, as priced", loc="left", fontsize=10
        )


def _time_ticks(axes: Axes, days: Sequence[dt.date]) -> None:
    step = max(1, len(days) // 8)
    axes.set_xticks(range(0, len(days), step), [f"{day:%d %b\n%Y}" for day in days[::step]])
    axes.tick_params(length=0)


@contextmanager
def _figure(file: Path, size: tuple[float, float]) -> Iterator[Figure]:
    """Yield an empty figure, and write it to ``file``; the same drawing gives the same bytes."""
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
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, and a second to load
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(message("--plot needs matplotlib: pip install 'macro-signals[plot]'")) from error

    with mpl.rc_context({"svg.hashsalt": "signals", "font.family": "DejaVu Sans", "font.size": 9}):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        yield figure
        metadata = {"Date": None} if file.suffix.casefold() == ".svg" else {"Software": None}
        figure.savefig(file, dpi=150, metadata=metadata)


def _path_axes(axes: Axes, path: RatePath, other: RatePath | None, record: Sequence[HorizonError]) -> None:
    axes.axhspan(
        path.target.lower_bp / 100,
        path.target.upper_bp / 100,
        color=RANGE,
        lw=0,
        label=f"target range {path.target.lower_bp / 100:.2f}-{path.target.upper_bp / 100:.2f} %",
    )
    last = path.meetings[-1]
    end = last + (last - path.strip.date) / max(4, 2 * len(path.meetings))  # room to see the last step
    days = _numbers([path.strip.date, *path.meetings, end])
    names = {"fedwatch": "CME FedWatch rule", "fit": "all-contract fit"}
    rates = _rates(path)
    axes.step(days, rates, where="post", color=INK, lw=1.8, label=names[path.method])
    if other is not None and other.meetings:
        theirs = _numbers([path.strip.date, *other.meetings, end])
        axes.step(theirs, _rates(other), where="post", color=OTHER, lw=1.0, label=names[other.method])
    noise = np.append(path.implied_rate_error_pp.total, path.implied_rate_error_pp.total[-1])
    axes.fill_between(
        days[1:],
        rates[1:] - noise,
        rates[1:] + noise,
        step="post",
        color=INK,
        alpha=0.25,
        lw=0,
        label="one sigma of price noise",
    )
    if record:
        ahead = np.array([0.0, *(one.months for one in record)])
        miss = np.array([0.0, *(one.rmse_bp / 100.0 for one in record)])
        wide = np.interp((days - days[0]) / DAYS_A_MONTH, ahead, miss)
        axes.fill_between(
            days,
            rates - wide,
            rates + wide,
            step="post",
            color=INK,
            alpha=0.08,
            lw=0,
            label="root mean square of past errors",
        )
    axes.set_xlim(float(days[0]), float(days[-1]))
    axes.set_xticks(days[1:-1], [f"{day:%d %b\n%Y}" for day in path.meetings])
    axes.set_ylabel("percent")
    axes.grid(axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="best")
    mark = " (bundled sample)" if path.origin == "sample" else ""
    axes.set_title(
        f"{RATE[path.strip.root]} implied after each meeting, as of {path.as_of}{mark}\n"
        f"{path.strip.root} {path.strip.kind} prices of {path.strip.date}",
        loc="left",
        fontsize=10,
    )


def _numbers(days: Sequence[dt.date]) -> Floats:
    """Return days as day numbers, which is what the axis is drawn in."""
    return np.array(days, dtype="datetime64[D]").astype(np.float64)


def _rates(path: RatePath) -> Floats:
    """Return the rate now, after each meeting, and once more for the end of the last step."""
    now = float(path.implied_rate_pct[0]) - float(path.step_bp[0]) / 100.0
    return np.array([now, *path.implied_rate_pct, path.implied_rate_pct[-1]])


def _heat_axes(axes: Axes, path: RatePath) -> None:
    whole = np.array(
        [[path.probability_of(place, move) for move in path.moves] for place in range(len(path.meetings))]
    )
    shown: Bools = np.asarray((whole >= 0.005).any(axis=0))
    moves = [move for move, seen in zip(path.moves, shown.tolist(), strict=True) if seen]
    grid = whole[:, shown].T * 100.0
    axes.imshow(grid, aspect="auto", origin="lower", cmap="Blues", vmin=0, vmax=100)
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            if grid[row, column] >= 0.5:
                ink = "white" if grid[row, column] > 55 else "black"
                axes.text(
                    column, row, f"{grid[row, column]:.0f}", ha="center", va="center", color=ink, fontsize=8
                )
    lowers = [path.target.lower_bp + 25 * int(move) for move in moves]
    axes.set_yticks(range(len(moves)), [f"{low / 100:.2f}-{low / 100 + 0.25:.2f}" for low in lowers])
    axes.set_xticks(range(len(path.meetings)), [f"{day:%d %b\n%Y}" for day in path.meetings])
    axes.set_ylabel("target range, percent")
    axes.set_title("Probability of each target range after each meeting, percent", loc="left", fontsize=10)
    axes.tick_params(length=0)
