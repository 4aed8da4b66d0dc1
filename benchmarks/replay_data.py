"""A store to replay: real closes, futures, fixings, prices and events of 2010-2026, out of the validation folder.

The events of the folder are a hand-made list with its own words; here they become rows of ours. CPI, gasoline,
surveys and China's figures end in early 2024 (the bundled sample holds what the folder does not), the closes in
mid-2024: after that a replay abstains, and says why.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pyarrow.parquet as pq

from signals.opening import catalogue
from sources.contract import Direction, Observation, PolicyEvent
from sources.door import read_table
from sources.memory import futures_series

KINDS = {  # category and the beginning of the subcategory: our kind
    ("platform", "fintech"): "platform.fintech",
    ("platform", "antitrust"): "platform.antitrust",
    ("platform", "cyber"): "platform.cyber_review",
    ("platform", "politburo"): "politburo",
    ("platform", "symposium"): "platform.symposium",
    ("gaming", "approvals"): "gaming.licence",
    ("gaming", "minors"): "gaming.minors",
    ("gaming", "spending"): "gaming.rules",
    ("property", "mortgage"): "property.mortgage",
    ("property", "purchase"): "property.purchase_limit",
    ("property", "down"): "property.down_payment",
    ("property", "white"): "property.financing",
    ("property", "property tax"): "property.tax",
    ("property", "tax"): "property.tax",
    ("ai", "gen"): "ai.rules",
    ("package", ""): "package",
}


def observations(folder: Path) -> list[Observation]:
    """Return every observation of the folder that a replay reads, then the sample's where the folder has none."""
    rows = [*_closes(folder), *_futures(folder)]
    known = catalogue().keys()
    for name in ("effr.csv", "cpi_nsa.csv"):
        rows += read_table(folder / name, known_series=known, source="validation").observations
    held = {row.series for row in rows}
    with as_file(files("sources.sample") / "observations.csv") as path:
        sample = read_table(path, known_series=known, source="sample").observations
    return [*rows, *(row for row in sample if row.series not in held)]


def _closes(folder: Path) -> Iterator[Observation]:
    for row in _rows(folder / "index_closes.csv"):
        day = dt.date.fromisoformat(row["period"])
        yield Observation(
            series=row["series"], period=day, value=float(row["value"]), released_at=day, source="validation"
        )


def _futures(folder: Path) -> Iterator[Observation]:
    table = pq.read_table(folder / "futures_zq_2010_2026.parquet").to_pydict()
    for text, code, price, kind in zip(
        table["date"], table["contract"], table["price"], table["kind"], strict=True
    ):
        day = dt.date.fromisoformat(text)
        yield Observation(
            series=futures_series(code, kind), period=day, value=price, released_at=day, source="validation"
        )


def events(folder: Path) -> list[PolicyEvent]:
    """Return the hand-made list as events, with every publication of the LPR and every step of the RRR.

    A month in which the LPR stood still is an event as well: without it the list is silent for up to half a year,
    and no window may be read. Rows of kinds that no window counts are left out. Of property the list tells nothing
    before October 2021, so until then what rests on property is unknown.
    """
    found = [*_lpr(folder), *_rrr(folder)]
    held = {event.event_id for event in found}
    for row in _rows(folder / "policy_events_cn_2020_2026.csv"):
        found += [event for event in _events(row) if event.event_id not in held]
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _lpr(folder: Path) -> Iterator[PolicyEvent]:
    for row in _rows(folder / "lpr_history.csv"):
        for tier in ("1Y", "5Y"):
            change = float(row[f"chg_{tier.lower()}_bp"] or 0)
            yield _event(
                dt.date.fromisoformat(row["publish_date"]),
                "monetary.lpr",
                "easing" if change < 0 else "tightening" if change > 0 else "neutral",
                title=f"LPR {tier} {row[f'lpr_{tier.lower()}_pct']}",
                magnitude=change,
                tier=tier,
            )


def _rrr(folder: Path) -> Iterator[PolicyEvent]:
    for row in _rows(folder / "rrr_history.csv"):
        day = dt.date.fromisoformat(row["announce_date"])
        change = float(row["change_large_bp"] or 0)
        if day.year >= 2015 and change:
            yield _event(
                day,
                "monetary.rrr",
                "easing" if change < 0 else "tightening",
                title=row["evidence"],
                magnitude=change,
                tier="all",
            )


def _event(
    day: dt.date,
    kind: str,
    direction: Direction,
    *,
    title: str,
    magnitude: float | None = None,
    tier: str | None = None,
) -> PolicyEvent:
    return PolicyEvent(
        announced_at=day,
        effective_at=None,
        jurisdiction="CN",
        kind=kind,
        stage="drafted" if "征求意见" in title else "decided",
        direction=direction,
        magnitude=magnitude,
        unit=None if magnitude is None else "bp",
        tier=tier,
        title_en=title,
        title_zh=title,
        evidence="validation",
        source="validation",
    )


def _events(row: dict[str, str]) -> Iterator[PolicyEvent]:
    day, title = dt.date.fromisoformat(row["date"]), row["title"]
    category, subcategory, sign = row["category"], row["subcategory"], int(row["direction"])
    if category == "monetary":  # the LPR and the RRR come from their own histories
        return
    if category == "package" and "RRR" in subcategory:
        yield _event(day, "monetary.rrr", "easing", title=title, magnitude=-50.0, tier="all")
    kind = next(
        (kind for (one, start), kind in KINDS.items() if one == category and subcategory.startswith(start)),
        None,
    )
    if kind is None or sign == 0:
        return
    words: tuple[Direction, Direction] = (
        ("easing", "tightening") if category in {"property", "package"} else ("supportive", "restrictive")
    )
    yield _event(day, kind, words[sign < 0], title=title)
