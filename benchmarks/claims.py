"""How well prose is read: items in, readings out in the normal form, and how long it took.

    python benchmarks/claims.py ITEMS.jsonl OUTPUT.jsonl [--store PATH]   # then the cases' own score.py ITEMS OUTPUT
    python benchmarks/claims.py --speed 10000

ITEMS: {id, date, text, …} a line. `benchmarks/claims_items/open.jsonl` was at hand while the grammar was written,
`aside.jsonl` was written before and read for the first time when it stood. With a store the verdicts come too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from pathlib import Path

from signals.claims.reader import read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", nargs="?", type=Path)
    parser.add_argument("output", nargs="?", type=Path)
    parser.add_argument("--speed", type=int)
    asked = parser.parse_args()
    if asked.speed:
        speed(asked.speed)
        return
    items = [json.loads(line) for line in asked.items.read_text(encoding="utf-8").splitlines()]
    with asked.output.open("w", encoding="utf-8") as stream:
        for item in items:
            found = [
                claim.normal_form()
                for sentence in read(item["text"], dt.date.fromisoformat(item["date"]))
                for claim in sentence.claims
            ]
            stream.write(json.dumps({"id": item["id"], "claims": found}, ensure_ascii=False) + "\n")
    print(f"{len(items)} items read")


def speed(count: int) -> None:
    texts = []
    for name in ("open", "aside", "fresh", "last"):
        rows = (
            (Path(__file__).parent / "claims_items" / f"{name}.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        texts += [json.loads(row)["text"] for row in rows]
    read(texts[0], dt.date(2024, 2, 16))  # words and calendars are loaded once
    text = "\n".join(texts[n % len(texts)] for n in range(count))
    begin, cpu = time.perf_counter(), time.process_time()
    found = read(text, dt.date(2024, 2, 16))
    took, used = time.perf_counter() - begin, time.process_time() - cpu
    claims = sum(len(sentence.claims) for sentence in found)
    print(
        f"{len(found)} sentences, {len(text)} characters, {claims} claims: {took:.1f} s, of which {used:.1f} s of processor"
    )


if __name__ == "__main__":
    main()
