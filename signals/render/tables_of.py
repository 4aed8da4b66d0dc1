"""The main table of a command's JSON document as plain rows, for CSV: what is nested deeper stays in the JSON.

Columns are named, never taken from the first row, so that a table without rows still has its header.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Rows = tuple[Sequence[str], Iterable[Sequence[object]]]
Document = Mapping[str, Any]

HEALTH = (
    "part", "id", "health", "found", "newest_period", "released_at", "age_days", "max_age_days", "next_due", "hint",
)  # fmt: skip
SHIFTS = ("what", "now", "now_low_bp", "now_high_bp", "then", "then_low_bp", "then_high_bp")
PROBLEMS = ("file", "line", "column", "message")
POINTS = (
    "label", "primary", "n", "n_open", "n_windows", "n_spells", "spell_hits", "years_missing", "hit_pct",
    "chance_pct", "base_rate_pct", "right_sign_pct", "placebo_p", "edge",
)  # fmt: skip
FORECAST = ("period", "horizon_months", "median_pct", "low_90_pct", "high_90_pct")
TREND = (
    "as_of",
    "status",
    "period",
    "yoy_pct",
    "trend_pct",
    "trend_sd_pp",
    "p_falling_3m",
    "p_falling_6m",
    "p_falling_12m",
)
WINDOWS = ("as_of", "fact", "days", "value", "unit", "status", "reason", "released_at")


def health_rows(document: Document) -> Rows:
    """Return what `doctor` found: a row a check, an input, and a series that a leg lacks."""
    checks = (
        ("check", one["id"], one["health"], one["says"], None, None, None, None, None, one["hint"])
        for one in document["checks"]
    )
    inputs = (
        ("input", one["series"], one["health"], one["reason"] or one["status"], one["period"], one["released_at"],
         one["age_days"], one["max_age_days"], one["next_due"], one["hint"])
        for one in document["inputs"]
    )  # fmt: skip
    lacks = (
        (f"{one['strategy']} {one['leg']}", one["series"], "lacks", one["reason"]["en"], None, None, None, None, None,
         "; ".join(way["command"] for way in one["ways"] if way["command"]))
        for one in document["wants"]
    )  # fmt: skip
    return HEALTH, [*checks, *inputs, *lacks]


def shift_rows(document: Document) -> Rows:
    """Return a what-if: a row a leg, and one for the call."""
    now, then = document["now"], document["then"]
    legs = [
        (
            before["leg"],
            before["stance"],
            *before["contribution_bp"],
            after["stance"],
            *after["contribution_bp"],
        )
        for before, after in zip(now["legs"], then["legs"], strict=True)
    ]
    return SHIFTS, [*legs, ("call", now["grade"], *now["score_bp"], then["grade"], *then["score_bp"])]


def problem_rows(document: Document) -> Rows:
    """Return the problems that `lint` found; none is a header alone."""
    found = [
        (one["file"], problem["line"], problem["column"], problem["message"])
        for one in document["strategies"]
        for problem in one["problems"]
    ]
    return PROBLEMS, [*found, *((None, None, None, other) for other in document["others"])]


def point_rows(document: Document) -> Rows:
    """Return a scorecard: a row a checkpoint of each pair, ``*`` for all pairs."""
    return ("thread", "kind", *POINTS, "verdict"), (
        (card["thread"], card["kind"], *(truth(point[name]) for name in POINTS), point["verdict"]["en"])
        for card in document["cards"]
        for point in card["checkpoints"]
    )


def grade_rows(grades: Mapping[str, Mapping[str, int]]) -> Rows:
    """Return how often each grade was given: a row a pair and grade."""
    return ("thread", "grade", "days"), (
        (thread, grade, count) for thread, counts in grades.items() for grade, count in counts.items()
    )


def forecast_rows(document: Document) -> Rows:
    """Return the forecast of the 12-month rate: a row a month."""
    return FORECAST, (
        (one["period"], one["horizon_months"], one["median_pct"], *(one["interval_90_pct"] or (None, None)))
        for one in document["forecast_yoy"] or ()
    )


def trend_rows(documents: Iterable[Document]) -> Rows:
    """Return the inflation reading of many days: a row a day."""
    return TREND, map(_trend, documents)


def _trend(document: Document) -> Sequence[object]:
    latest, odds = document["latest"] or {}, document["p_falling"] or {}
    return (
        document["as_of"], document["status"], latest.get("period"), latest.get("yoy_pct"), document["trend_pct"],
        document["trend_sd_pp"], *(odds.get(span) for span in ("3m", "6m", "12m")),
    )  # fmt: skip


def window_rows(documents: Iterable[Document]) -> Rows:
    """Return the policy windows of one day or many: a row a window and day."""
    return WINDOWS, _windows(documents)


def _windows(documents: Iterable[Document]) -> Iterator[Sequence[object]]:
    for document in documents:
        for one in document["windows"]:
            yield (document["as_of"], *(one[name] for name in WINDOWS[1:]))


def truth(value: object) -> object:
    """Write truths as JSON does."""
    return ("true" if value else "false") if isinstance(value, bool) else value
