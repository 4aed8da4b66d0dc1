"""How well prose is read: items in, readings out in the normal form, and how long it took.

    python benchmarks/claims.py ITEMS.jsonl OUTPUT.jsonl [--world FOLDER]   # then the cases' own score.py ITEMS OUTPUT
    python benchmarks/claims.py --speed 10000 [--world FOLDER]

ITEMS: {id, date, text, …} a line. Our own stand in `benchmarks/claims_items`: `open` was at hand while the grammar
was written; `aside`, `fresh`, `last`, `final` and `unseen` were each written, then read once for the record, then learned from;
`press1` and on were written by another hand, in the styles of the press, and read once before they were learned from.
With the validation folder as the world each claim has its verdict too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections import Counter
from pathlib import Path

from claims_world import world

from signals.claims.evidence.answer import Witness
from signals.claims.reader import read
from signals.claims.verdict import judge
from signals.opening import catalogue
from signals.panel import Panel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", nargs="?", type=Path)
    parser.add_argument("output", nargs="?", type=Path)
    parser.add_argument("--speed", type=int)
    parser.add_argument("--world", type=Path)
    asked = parser.parse_args()
    if asked.speed:
        speed(asked.speed, _witness(asked.world) if asked.world else None)
        return
    items = [json.loads(line) for line in asked.items.read_text(encoding="utf-8").splitlines()]
    last = max(dt.date.fromisoformat(item["date"]) for item in items)
    witness = _witness(asked.world, last) if asked.world else None
    with asked.output.open("w", encoding="utf-8") as stream:
        for item in items:
            day = dt.date.fromisoformat(item["date"])
            claims = [claim for sentence in read(item["text"], day) for claim in sentence.claims]
            found = [
                claim.normal_form() | ({"verdict": judge(witness, claim, day).verdict} if witness else {})
                for claim in claims
            ]
            stream.write(json.dumps({"id": item["id"], "claims": found}, ensure_ascii=False) + "\n")
    print(f"{len(items)} items read")


END = dt.date(2026, 4, 30)
"""The last day of the validation data; a text after it is judged with what it had by then."""


def _witness(folder: Path, last: dt.date = END) -> Witness:
    return Witness(panel=Panel(world(folder), max(last, END), catalogue()))


def speed(count: int, witness: Witness | None) -> None:
    texts = []
    for name in ("open", "aside", "fresh", "last", "final", "unseen"):  # one text for all versions
        rows = (
            (Path(__file__).parent / "claims_items" / f"{name}.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        texts += [json.loads(row)["text"] for row in rows]
    read(texts[0], dt.date(2024, 2, 16))  # words and calendars are loaded once
    text = "\n".join(texts[n % len(texts)] for n in range(count))
    begin, cpu = time.perf_counter(), time.process_time()
    day = dt.date(2024, 2, 16)
    found = read(text, day)
    took, used = time.perf_counter() - begin, time.process_time() - cpu
    claims = sum(len(sentence.claims) for sentence in found)
    print(
        f"{len(found)} sentences, {len(text)} characters, {claims} claims: {took:.1f} s, of which {used:.1f} s of processor"
    )
    if witness is not None:
        begin, cpu = time.perf_counter(), time.process_time()
        verdicts = Counter(
            judge(witness, claim, day).verdict for sentence in found for claim in sentence.claims
        )
        took, used = time.perf_counter() - begin, time.process_time() - cpu
        print(f"judged: {took:.1f} s, of which {used:.1f} s of processor; {dict(verdicts)}")


if __name__ == "__main__":
    main()
