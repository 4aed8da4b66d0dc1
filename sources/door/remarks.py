"""What a reader of a file did with it that a person should know, as codes: worded where it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

RemarkCode = Literal[
    "release_days_by_calendar",
    "release_days_by_lag",
    "one_vintage",
    "first_vintage_is_clipped",
    "release_days_given",
    "day_given",
    "columns_not_read",
    "rows_not_read",
    "sheets_not_read",
    "files_not_read",
    "month_ends",
    "root_assumed",
    "empty_cells",
    "name_from_file",
    "unmarked_is_last",
    "scaled",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that was done with a file; ``params`` fill the sentence of ``code``."""

    code: RemarkCode
    params: Mapping[str, str | int] = field(default_factory=dict)


class Remarks:
    """The remarks of one file, each code once and with what was said of it last."""

    def __init__(self) -> None:
        self._said: dict[RemarkCode, dict[str, str | int]] = {}

    def say(self, code: RemarkCode, **params: str | int) -> None:
        """Remember that something was done."""
        self._said[code] = params

    def all(self) -> tuple[Remark, ...]:
        """Return them in the order in which they first came up."""
        return tuple(Remark(code=code, params=params) for code, params in self._said.items())


def some(names: Iterable[str]) -> str:
    """Return the first four of the distinct names, and how many more there are."""
    distinct = list(dict.fromkeys(names))
    rest = len(distinct) - 4
    return ", ".join(distinct[:4]) + (f", … ({rest} more)" if rest > 0 else "")
