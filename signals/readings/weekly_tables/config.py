"""The numbers and the groups of the weekly's tables, out of ``configs/weekly_tables.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from signals.config import config_root, misread, read_toml
from signals.words import Names
from sources.contract import TableKind, plain_id

ALL = "all"
"""The group that holds every row."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GroupConfig(_Table):
    """One group of companies or category of sites, and what tables call it."""

    en: str
    zh: str
    spelled: tuple[str, ...] = Field(min_length=1)


class WeeklyTablesConfig(_Table):
    """``configs/weekly_tables.toml``; keys of groups are parts of fact names."""

    max_age_days: PositiveInt
    history_weeks: PositiveInt
    least_weeks: PositiveInt
    least_rows: PositiveInt
    momentum_weeks: PositiveInt
    group: Mapping[str, GroupConfig] = {}
    category: Mapping[str, GroupConfig] = {}

    def groups(self, kind: TableKind) -> Mapping[str, Names]:
        """Return the groups of a table by id, the one of all rows first."""
        named = self.group if kind == "valuation" else self.category
        every = Names("all companies", "全部公司") if kind == "valuation" else Names("all sites", "全部网站")
        return {ALL: every} | {name: Names(one.en, one.zh) for name, one in named.items()}

    def spellings(self, kind: TableKind) -> Mapping[str, str]:
        """Return the group of each spelling, as `plain_id` writes it."""
        groups = self.group if kind == "valuation" else self.category
        return {plain_id(word): name for name, one in groups.items() for word in (name, *one.spelled)}


def weekly_tables_config() -> WeeklyTablesConfig:
    """Return ``weekly_tables.toml`` of the active configuration, checked.

    Raises:
        ConfigError: it breaks the format; the message names the place.
    """
    return _load(config_root() / "weekly_tables.toml")


@cache
def _load(path: Path) -> WeeklyTablesConfig:
    try:
        return WeeklyTablesConfig.model_validate(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error
