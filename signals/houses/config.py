"""Houses: which strategies make one book, and within which limits (``configs/houses/*.toml``)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signals.allocation.book.view import Book, Returns, house_view
from signals.allocation.contract import AllocationDocument
from signals.config import ConfigError, config_root, misread, read_toml
from signals.engine import LoadedStrategy, checked_strategy, load_strategies
from signals.opening import catalogue
from signals.panel import Panel
from signals.rules.loading import parse_strategy
from signals.rules.strategy import Bilingual
from sources.contract import SeriesSpec
from sources.message import message
from sources.spelling import did_you_mean


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Template(_Model):
    """Members made from one file: ``pairs`` of ids such as ``KWEB~MCHI``, series ``index.KWEB`` and ``index.MCHI``."""

    file: str
    currency: str
    pairs: tuple[str, ...] = Field(strict=False, min_length=1)


class _House(_Model):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Bilingual
    members: tuple[str, ...] = Field(default=(), strict=False)
    budget_bp: int = Field(gt=0)
    max_tracking_error_bp: int = Field(gt=0)
    covariance_weeks: int = Field(ge=26, le=520)
    template: _Template | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A house with its members, ready to be asked."""

    book: Book
    strategies: tuple[LoadedStrategy, ...]

    def on(self, document: AllocationDocument, panel: Panel) -> AllocationDocument:
        """Return the document with the house view in it; its hash is taken afterwards."""
        series = {
            side.id: side.series
            for loaded in self.strategies
            for side in (loaded.rules.strategy.subject, loaded.rules.strategy.benchmark)
            if side.series is not None
        }

        def returns(sides: Sequence[str]) -> Returns:
            return weekly_returns(
                panel, {side: series.get(side, "") for side in sides}, weeks=self.book.covariance_weeks
            )

        return document.model_copy(update={"house_view": house_view(self.book, document, returns)})


def house_names() -> tuple[str, ...]:
    """Return the names of the houses of the active configuration, sorted."""
    return tuple(sorted(path.stem for path in (config_root() / "houses").glob("*.toml")))


def load_house(name_or_path: str) -> House:
    """Read a house by its name or path, with every member checked.

    Raises:
        ConfigError: there is none, it breaks the format, or a member cannot be used.
    """
    path = _find(name_or_path)
    try:
        said = _House.model_validate(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error
    members = (*load_strategies([_member(name, path) for name in said.members]), *_made(said.template, path))
    if not members:
        raise ConfigError(message("{path}: a house needs `members`, or a [template] with `pairs`", path=path))
    return House(
        book=Book(
            id=said.id,
            title=said.title,
            budget_bp=said.budget_bp,
            max_tracking_error_bp=said.max_tracking_error_bp,
            covariance_weeks=said.covariance_weeks,
        ),
        strategies=members,
    )


def _find(name_or_path: str) -> Path:
    if name_or_path.endswith(".toml") or "/" in name_or_path:
        path = Path(name_or_path)
        if not path.is_file():
            raise ConfigError(message("{path}: no such house file", path=path))
        return path
    names = house_names()
    if name_or_path in names:
        return config_root() / "houses" / f"{name_or_path}.toml"
    raise ConfigError(
        message(
            "no house is called {name_or_path!r}{near}; known: {names}; or give the path of a .toml file",
            name_or_path=name_or_path,
            near=did_you_mean(name_or_path, names, quoted=True),
            names=", ".join(names),
        )
    )


def _member(name: str, house: Path) -> str | Path:
    return house.parent / name if name.endswith(".toml") else name


def _made(template: _Template | None, house: Path) -> tuple[LoadedStrategy, ...]:
    """Return a strategy a pair, from the template's text with the pair's own words in it."""
    if template is None:
        return ()
    beside = house.parent / template.file
    path = (
        beside
        if template.file.endswith(".toml")
        else config_root() / "houses/templates" / f"{template.file}.toml"
    )
    if not path.is_file():
        raise ConfigError(message("{house}: template.file: {path}: no such file", house=house, path=path))
    text = path.read_text(encoding="utf-8")
    return tuple(
        checked_strategy(
            parse_strategy(Path(f"{path} for {pair}"), _filled(text, pair, template.currency, house)),
            label=f"houses/templates/{path.name} {pair}",
        )
        for pair in template.pairs
    )


def _filled(text: str, pair: str, currency: str, house: Path) -> str:
    """Put a pair into a template; what the catalogue says is put in as the inside of a TOML string."""
    subject, _, benchmark = pair.partition("~")
    filled = text.replace("@currency@", _inside(currency))
    for role, side in (("subject", subject), ("benchmark", benchmark)):
        spec = _series(side, pair, house)
        market = spec.market
        if market is None:
            raise ConfigError(
                message(
                    "{house}: {pair}: {id} is no market; give it market.prefix in the catalogue",
                    house=house,
                    pair=pair,
                    id=spec.id,
                )
            )
        words = {
            "id": side,
            "series": spec.id,
            "en": market.en,
            "zh": market.zh,
            "prefix": market.prefix,
            "last": market.prefix.rpartition(".")[2],
        }
        for key, word in words.items():
            filled = filled.replace(f"@{role}.{key}@", _inside(word))
    return filled


def _series(side: str, pair: str, house: Path) -> SeriesSpec:
    series = f"index.{side}"
    spec = catalogue().get(series)
    if spec is None:
        near = did_you_mean(series, catalogue(), quoted=True)
        raise ConfigError(
            message(
                "{house}: {pair}: the catalogue has no series {series!r}{near}",
                house=house,
                pair=pair,
                series=series,
                near=near,
            )
        )
    return spec


def _inside(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


def weekly_returns(panel: Panel, series: dict[str, str], *, weeks: int) -> Returns:
    """Return simple returns from the last close of one calendar week to that of the next.

    Only weeks in which every side closed count, and only steps between adjacent such weeks: a hole is
    never bridged. Returns are in each side's own currency.
    """
    closes = {side: _week_closes(panel, name, weeks) for side, name in series.items()}
    missing = tuple(side for side, found in closes.items() if not found)
    if missing or not closes:
        return Returns(by_side={}, missing=missing)
    shared = sorted(set.intersection(*(set(found) for found in closes.values())))
    steps = [(one, two) for one, two in itertools.pairwise(shared) if two - one == dt.timedelta(weeks=1)]
    steps = steps[-weeks:]
    if not steps:
        return Returns(by_side=dict.fromkeys(closes, ()))
    return Returns(
        by_side={
            side: [found[two][1] / found[one][1] - 1 for one, two in steps] for side, found in closes.items()
        },
        first=max(found[steps[0][1]][0] for found in closes.values()),
        last=max(found[steps[-1][1]][0] for found in closes.values()),
    )


def _week_closes(panel: Panel, series: str, weeks: int) -> dict[dt.date, tuple[dt.date, float]]:
    """Return the last sound close of each week, with its day, by the week's Monday; blocked and doubted ones are out."""
    view = panel.series(series)
    since = panel.as_of - dt.timedelta(weeks=weeks + 4)
    found: dict[dt.date, tuple[dt.date, float]] = {}
    for day, close, quality in zip(
        view.period.tolist(), view.value.tolist(), view.quality.tolist(), strict=True
    ):
        if day >= since and quality == "ok":
            found[day - dt.timedelta(days=day.weekday())] = (day, close)
    return found
