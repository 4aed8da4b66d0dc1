"""Precision and recall of policy-event extraction against official histories, beside a naive baseline.

    python benchmarks/policy_events.py [--text FILE.parquet …] [--all]

Reads the validation folder (SIGNALS_VALIDATION_DIR, or shared/validation beside the project).
A change counts as found where an event with stage decided or effective has its announcement within one day
and the right sign, size and tier.
A change that no text mentions within three days cannot be found by reading and is listed as "not told";
recall is given both ways.

Then, kind by kind, against `policy_labels.csv`: every text of 2022-09 to 2024-12 from which an act is read, and 205
that are passed over, were read by a person on 2026-11-25, who wrote down which tell of an act of one of our kinds.
Texts stand there as hashes: they are not ours to publish. Last come acts that might be one act twice, and speed.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from signals.readings.policy.config import taxonomy
from sources.contract import PolicyEvent
from sources.policy_text.extract import Extractor
from sources.policy_text.novelty import settle

D = dt.date
ROOT = Path(__file__).resolve().parent.parent
VALIDATION = Path(os.environ.get("SIGNALS_VALIDATION_DIR", ROOT.parent / "shared" / "validation"))
Items = list[tuple[dt.date, str]]


@dataclass(frozen=True)
class Change:
    """One official change: day of announcement, basis points, tier."""

    day: dt.date
    bp: float
    tier: str | None = None


@dataclass(frozen=True)
class Target:
    """One history to find in text."""

    name: str
    kind: str
    tier: str | None
    changes: tuple[Change, ...]
    told: re.Pattern[str]
    naive: re.Pattern[str]
    wanted: tuple[float, float]


@dataclass(frozen=True)
class Score:
    """What was found, missed and wrongly told."""

    hits: list[tuple[Change, PolicyEvent]]
    misses: list[Change]
    not_told: list[Change]
    false: list[PolicyEvent]

    @property
    def precision(self) -> float:
        return len(self.hits) / max(1, len(self.hits) + len(self.false))

    @property
    def recall(self) -> float:
        return len(self.hits) / max(1, len(self.hits) + len(self.misses))

    @property
    def recall_of_all(self) -> float:
        return len(self.hits) / max(1, len(self.hits) + len(self.misses) + len(self.not_told))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--text", type=Path, action="append", help="Parquet or CSV with date and a text column"
    )
    parser.add_argument("--all", action="store_true", help="print every event found, not only errors")
    arguments = parser.parse_args()
    files = arguments.text or [
        VALIDATION / "cctv_policy_sentences_to_2024.parquet",
        VALIDATION / "cctv_headlines_to_2024.parquet",
    ]
    started = time.perf_counter()
    for group in (files[:1], files) if len(files) > 1 else (files,):
        items = sorted((item for file in group for item in read_items(file)), key=lambda item: item[0])
        print(f"\n== {' + '.join(file.name for file in group)}: {len(items)} texts")
        report(items, show_all=arguments.all)
    print(f"\n{time.perf_counter() - started:.1f} s in all")
    speed()
    return 0


def report(items: Items, *, show_all: bool) -> None:
    first, last = items[0][0], items[-1][0]
    evenings = len({day for day, _ in items})
    years = ((last - first).days + 1) / 365.25  # all evenings, those without a cue too
    started = time.perf_counter()
    extractor = Extractor(taxonomy())
    told = [finding for day, text in items for finding in extractor.read(text, day, source="text")]
    found = settle(told, extractor.kinds).events
    seconds = time.perf_counter() - started
    print(
        f"   {first} to {last}, {evenings} evenings in {years:.2f} years; "
        f"{len(told)} tellings, {len(found)} events, "
        f"{seconds:.2f} s ({seconds / len(items) * 1e6:.0f} us a text)"
    )
    print(
        f"{'':10}{'precision':>10}{'recall':>8}{'(of all)':>9}{'wanted':>12}{'false/yr':>9}"
        "   naive precision/recall"
    )
    details: list[str] = []
    for target in targets(first, last):
        ours = score(target, decided(found, target), items)
        naive = score(target, naive_events(target, items), items)
        print(
            f"{target.name:10}{ours.precision:10.2f}{ours.recall:8.2f}{ours.recall_of_all:9.2f}"
            f"{target.wanted[0]:7.2f}/{target.wanted[1]:.2f}{len(ours.false) / years:9.2f}"
            f"   {naive.precision:.2f}/{naive.recall:.2f}   ({len(ours.hits)} of "
            f"{len(ours.hits) + len(ours.misses)} told, {len(target.changes)} in all)"
        )
        details += list(describe(target, ours, items, show_all=show_all))
    print("\n".join(details))
    acts(found, first, last, years, show_all=show_all)
    by_kind(items)
    twice(found)


LABELS = Path(__file__).with_name("policy_labels.csv")
ACTS = {"decided", "effective", "drafted"}


@dataclass(frozen=True)
class Reading:
    """What is read from labelled texts of one kind: right, false, and missed."""

    right: int = 0
    false: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Labels:
    """What a person read in each text, by its hash: the kinds of the acts that it tells of."""

    acts: Mapping[str, frozenset[str]]
    read_as: Mapping[str, str] = field(repr=False)


def labels() -> Labels:
    acts: dict[str, set[str]] = {}
    read_as: dict[str, str] = {}
    for row in read_csv(LABELS):
        acts.setdefault(row["text"], set()).update([row["act"]] if row["act"] else [])
        read_as[row["text"]] = row["read_as"]
    return Labels(acts={key: frozenset(kinds) for key, kinds in acts.items()}, read_as=read_as)


def text_key(day: dt.date, text: str) -> str:
    return hashlib.sha256(f"{day.isoformat()} {text}".encode()).hexdigest()[:12]


def read_by_hand(items: Items) -> dict[str, Reading]:
    """Hold what is read from the labelled texts against the labels, kind by kind."""
    known = labels().acts
    extractor = Extractor(taxonomy())
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for day, text in sorted(set(items)):
        wanted = known.get(text_key(day, text))
        if wanted is None:
            continue
        found = {
            finding.event.kind
            for finding in extractor.read(text, day)
            if finding.event is not None and finding.event.stage in ACTS
        }
        right.update(found & wanted)
        false.update(found - wanted)
        missed.update(wanted - found)
    kinds = sorted({*right, *false, *missed})
    return {kind: Reading(right=right[kind], false=false[kind], missed=missed[kind]) for kind in kinds}


def by_kind(items: Items) -> None:
    found = read_by_hand(items)
    if not found:
        return
    counts = Counter(labels().read_as.values())
    print(f"\n{counts['extracted']} texts with acts and {counts['skipped']} passed over, read by hand")
    print(f"{'kind':28}{'right':>7}{'false':>7}{'missed':>8}")
    for kind, reading in found.items():
        print(f"{kind:28}{reading.right:7}{reading.false:7}{reading.missed:8}")
    total = [
        sum(getattr(reading, name) for reading in found.values()) for name in ("right", "false", "missed")
    ]
    print(f"{'all':28}{total[0]:7}{total[1]:7}{total[2]:8}")


def repeated(
    found: Sequence[PolicyEvent], *, within_days: int = 120
) -> list[tuple[PolicyEvent, PolicyEvent]]:
    """Return pairs of acts of one kind, tier, size and direction that lie this close together."""
    decided = [event for event in found if event.stage in ACTS]
    return [
        (one, other)
        for place, one in enumerate(decided)
        for other in decided[place + 1 :]
        if (one.kind, one.tier, one.magnitude, one.direction, one.stage == "drafted")
        == (other.kind, other.tier, other.magnitude, other.direction, other.stage == "drafted")
        and abs((other.announced_at - one.announced_at).days) <= within_days
    ]


def twice(found: Sequence[PolicyEvent]) -> None:
    print("\ntwo acts of one kind, size and direction within 120 days, to be looked at")
    for one, other in repeated(found):
        print(f"   {one.kind:24} {one.announced_at} and {other.announced_at}")


def speed() -> None:
    """Time what must be linear: cues without end, a feed, a line of 5 MB."""
    extractor = Extractor(taxonomy())
    extractor.read("央行宣布降准50bp", D(2024, 2, 20))  # dictionaries and patterns are loaded once
    units = (
        "降准，",
        "央行降准。",
        "下调LPR25个基点",
        "中国人民银行决定下调存款准备金率0.5个百分点，",
        "版号获批，",
    )
    slowest = max((_timed(extractor, (unit * 2_000)[:2_000]), unit) for unit in units)
    print(f"2,000 characters of cues: at most {slowest[0] * 1e3:.1f} ms ({slowest[1]})")
    sentence = "中国人民银行决定下调存款准备金率0.5个百分点，释放长期流动性约1万亿元。"
    feed = [f"第{number}条 {sentence * 25}" for number in range(80)]
    size = sum(len(text.encode()) for text in feed)
    started = time.perf_counter()
    for text in feed:
        extractor.read(text, D(2024, 2, 20))
    print(f"a feed of {size // 1000} kB: {time.perf_counter() - started:.2f} s")
    print(f"a line of 5 MB: {_timed(extractor, '降准' * 2_500_000) * 1e3:.1f} ms, passed over")


def _timed(extractor: Extractor, text: str) -> float:
    def once() -> float:
        started = time.perf_counter()
        extractor.read(text, D(2024, 2, 20))
        return time.perf_counter() - started

    return min(once() for _ in range(5))  # what else the machine does is no part of it


def acts(
    found: tuple[PolicyEvent, ...], first: dt.date, last: dt.date, years: float, *, show_all: bool
) -> None:
    """Hold acts against the hand-collected list; it is no full history, so what it lacks is only counted."""
    weights = taxonomy().stage
    ours = [event for event in found if event.jurisdiction == "CN" and weights[event.stage].window]
    print(f"\n{'acts':10}{'collected':>10}{'told on the day':>17}{'ours a year':>13}{'not collected':>15}")
    collected = list(read_csv(VALIDATION / "policy_events_cn_2020_2026.csv"))
    for category in ("platform", "gaming", "ai", "property", "package"):
        days = [D.fromisoformat(row["date"]) for row in collected if row["category"] == category]
        days = [day for day in days if first <= day <= last]
        mine = [event for event in ours if event.kind.split(".")[0] == category]
        hit = [day for day in days if any(abs((event.announced_at - day).days) <= 1 for event in mine)]
        extra = [
            event for event in mine if not any(abs((event.announced_at - day).days) <= 1 for day in days)
        ]
        print(f"{category:10}{len(days):10}{len(hit):17}{len(mine) / years:13.1f}{len(extra):15}")
        if show_all:
            for event in extra:
                print(f"   not collected: {event.announced_at} {event.kind} {event.direction}: {event.quote}")


def decided(found: tuple[PolicyEvent, ...], target: Target) -> list[PolicyEvent]:
    return [
        event
        for event in found
        if event.kind == target.kind
        and event.tier == target.tier
        and event.stage in {"decided", "effective"}
        and event.magnitude
    ]


def score(target: Target, events: list[PolicyEvent], items: Items) -> Score:
    hits: list[tuple[Change, PolicyEvent]] = []
    misses: list[Change] = []
    not_told: list[Change] = []
    left = list(events)
    for change in target.changes:
        event = next(
            (
                item
                for item in left
                if abs((item.announced_at - change.day).days) <= 1 and item.magnitude == change.bp
            ),
            None,
        )
        if event is not None:
            left.remove(event)
            hits.append((change, event))
        elif mentions(target, change.day, items):
            misses.append(change)
        else:
            not_told.append(change)
    return Score(hits=hits, misses=misses, not_told=not_told, false=left)


def mentions(target: Target, day: dt.date, items: Items) -> list[str]:
    return [text for on, text in items if 0 <= (on - day).days <= 3 and target.told.search(text)]


def describe(target: Target, result: Score, items: Items, *, show_all: bool) -> Iterator[str]:
    for change in result.misses:
        yield f"MISS      {target.name} {change.day} {change.bp:+g} bp"
        yield from (f"            {text}" for text in mentions(target, change.day, items))
    for change in result.not_told:
        yield f"not told  {target.name} {change.day} {change.bp:+g} bp"
    for event in result.false:
        yield f"FALSE     {target.name} {event.announced_at} {event.magnitude:+g} bp: {event.quote}"
    if show_all:
        for change, event in result.hits:
            yield (
                f"hit       {target.name} {change.day} {change.bp:+g} bp "
                f"(in force {event.effective_at}, told {event.confirmations}x): {event.quote}"
            )


def naive_events(target: Target, items: Items) -> list[PolicyEvent]:
    """Keyword, direction and basis points in one sentence: what a first attempt does."""
    seen: set[tuple[dt.date, float]] = set()
    events: list[PolicyEvent] = []
    for day, text in items:
        if not target.naive.search(text):
            continue
        down, up = re.search("下调|降低|下降|降准|降息", text), re.search("上调|提高|上升|加息", text)
        size = re.search(r"(\d+(?:\.\d+)?)个?(基点|百分点)", text)
        if not (down or up) or not size:
            continue
        bp = float(size[1]) * (1 if size[2] == "基点" else 100) * (-1 if down else 1)
        if (day, bp) not in seen:
            seen.add((day, bp))
            events.append(
                PolicyEvent(
                    announced_at=day,
                    effective_at=None,
                    jurisdiction="",
                    kind=target.kind,
                    stage="decided",
                    direction="neutral",
                    magnitude=bp,
                    unit="bp",
                    quote=text,
                )
            )
    return events


def read_items(path: Path) -> Items:
    import pandas as pd

    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    column = next(name for name in ("sentence", "headline", "text", "title") if name in table.columns)
    return [
        (D.fromisoformat(str(day)[:10]), str(text))
        for day, text in zip(table["date"], table[column], strict=True)
    ]


def targets(first: dt.date, last: dt.date) -> Iterator[Target]:
    since = first - dt.timedelta(days=3)  # a text's first evening may tell of a decision of that week

    def changes(file: str, day: str, size: str) -> tuple[Change, ...]:
        rows = [row for row in read_csv(VALIDATION / f"{file}.csv") if row[size]]
        found = [Change(D.fromisoformat(row[day]), float(row[size])) for row in rows]
        inside = [change for change in found if since <= change.day <= last and change.bp]
        return tuple(sorted(inside, key=lambda change: change.day))

    rrr, lpr = re.compile("准备金率|降准"), re.compile("贷款市场报价利率|LPR")
    fed = re.compile("美联储|美国联邦储备|联邦基金利率")
    history = changes("rrr_history", "announce_date", "change_large_bp")
    yield Target("RRR", "monetary.rrr", "all", history, rrr, rrr, (1.0, 0.95))
    for tier, words in (("5Y", "5年期|五年期"), ("1Y", "1年期|一年期")):
        history = changes("lpr_history", "publish_date", f"chg_{tier.lower()}_bp")
        naive = re.compile(f"(?:{words}).*(?:贷款市场报价利率|LPR)")
        yield Target(f"LPR-{tier}", "monetary.lpr", tier, history, lpr, naive, (1.0, 0.9))
    history = changes("fomc_target_changes", "decision_date", "change_bp")
    yield Target("FOMC", "monetary.policy_rate", None, history, fed, fed, (0.95, 0.9))


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    sys.exit(main())
