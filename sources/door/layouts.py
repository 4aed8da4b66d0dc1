"""What tables look like: data, so that a new vendor's file needs no code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sources.door.answers import DayOrder, DecimalMark
from sources.message import Named, message

Holds = Literal["values", "events", "survey", "weekly"]
Shape = Literal["long", "wide", "stacked", "turned"]
Role = Literal[
    "day", "value", "name", "released_at", "exact", "source", "kind", "month", "year", "month_number", "root"
]  # fmt: skip
Kinds = Literal["settlement", "last", "marked"]


def plain(header: str) -> str:
    """Return a header as it is compared: no case, no spaces, no marks, no unit in brackets."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = re.sub(r"\([^)]*\)\s*$", "", text)
    return re.sub(r"[\s_.*\"'’:\-]", "", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way of writing a table.

    ``columns`` holds the spellings of each role, best first, as `plain` writes
    them; ``needs`` are the roles without which it is not this layout, ``marks``
    further headers that must be there, ``without`` headers that must not.
    A layout with ``own`` is ours: strict, every row must be a row.
    """

    id: str
    en: str
    zh: str
    example: str
    holds: Holds = "values"
    shape: Shape = "long"
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    without: frozenset[str] = frozenset()
    names: Literal["any", "fred", "series", "contract"] = "any"
    dates: DayOrder | None = None
    decimal: DecimalMark | None = None
    kind: Kinds | None = None
    root: str | None = None
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    not_rows: frozenset[str] = frozenset()
    fixed_point: bool = False
    clipped: bool = False
    own: bool = False

    @property
    def name(self) -> Named:
        """What it is called, in both languages."""
        return Named(self.en, self.zh)

    def spelled(self, role: str) -> tuple[str, ...]:
        """Return the spellings of a role, best first; none where the layout does not have it."""
        return self.columns.get(role, ())


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    en: str
    zh: str
    example: str
    holds: Holds = "values"
    shape: Shape = "long"
    columns: dict[Role, list[str]]
    needs: list[Role] = []
    marks: list[list[str]] = []
    without: list[str] = []
    names: Literal["any", "fred", "series", "contract"] = "any"
    dates: DayOrder | None = None
    decimal: DecimalMark | None = None
    kind: Kinds | None = None
    root: str | None = None
    only: dict[str, list[str]] = {}
    not_rows: list[str] = []
    fixed_point: bool = False
    clipped: bool = False

    @field_validator("columns")
    @classmethod
    def _some(cls, columns: dict[Role, list[str]]) -> dict[Role, list[str]]:
        if not columns:
            raise ValueError(message("a layout names at least one column"))
        return columns


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    layout: dict[str, _Entry] = Field(min_length=1)


def parse_layouts(document: Mapping[str, Any]) -> tuple[Layout, ...]:
    """Return the layouts of a document, in its order: of two that fit equally well the first is meant.

    Raises:
        pydantic.ValidationError: an entry breaks the format.
    """
    return tuple(_layout(name, entry) for name, entry in _Document.model_validate(document).layout.items())


def _layout(name: str, entry: _Entry) -> Layout:
    columns: dict[str, tuple[str, ...]] = {role: _plain(words) for role, words in entry.columns.items()}
    return Layout(
        id=name,
        en=entry.en,
        zh=entry.zh,
        example=entry.example,
        holds=entry.holds,
        shape=entry.shape,
        columns=columns,
        needs=tuple(entry.needs) or tuple(columns),
        marks=tuple(_plain(each) for each in entry.marks),
        without=frozenset(_plain(entry.without)),
        names=entry.names,
        dates=entry.dates,
        decimal=entry.decimal,
        kind=entry.kind,
        root=entry.root,
        only={plain(header): frozenset(words) for header, words in entry.only.items()},
        not_rows=frozenset(_plain(entry.not_rows)),
        fixed_point=entry.fixed_point,
        clipped=entry.clipped,
    )


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(plain(word) for word in words)


OWN: tuple[Layout, ...] = (
    Layout(
        id="observations",
        en="our own table of observations",
        zh="本系统的观测值表",
        example="series,period,value,released_at",
        columns={
            "name": ("series",), "day": ("period",), "value": ("value",),
            "released_at": ("releasedat",), "exact": ("exact",), "source": ("source",),
        },
        needs=("name", "day", "value"),
        names="series",
        own=True,
    ),
    Layout(
        id="futures",
        en="our own table of futures prices",
        zh="本系统的期货价格表",
        example="date,contract,price,kind",
        columns={"day": ("date",), "name": ("contract",), "value": ("price",), "kind": ("kind",), "source": ("source",)},
        needs=("day", "name", "value"),
        names="contract",
        own=True,
    ),
    Layout(
        id="events",
        en="our own table of policy events",
        zh="本系统的政策事件表",
        example="announced_at,effective_at,jurisdiction,kind,stage,direction",
        holds="events",
        columns={name: (plain(name),) for name in (
            "announced_at", "effective_at", "jurisdiction", "kind", "stage", "direction", "magnitude", "unit", "tier",
            "issuer", "title_en", "title_zh", "evidence", "confirmations", "quote", "known_at", "source",
        )},
        needs=("announced_at", "effective_at", "jurisdiction", "kind", "stage", "direction"),
        own=True,
    ),
)  # fmt: skip
"""The tables that this program defines; they are its contract with people, so they stand in code."""
