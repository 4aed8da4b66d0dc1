"""How large the page of `signals report` is, and how long it takes, for one call and for thirty.

    python benchmarks/page.py

Asked for (issue 15): one call under 400 kB and 1.5 s, thirty under 3 MB and 4 s. The best of three is printed.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from signals.allocation.contract import read_document
from signals.render.page.writing import html

SAMPLE = Path(__file__).parents[1] / "schema" / "samples" / "2" / "allocation-2024-02-16.json"


def main() -> None:
    document = read_document(json.loads(SAMPLE.read_text(encoding="utf-8")))
    thirty = document.model_copy(update={"calls": document.calls * 30})
    for name, documents in (
        ("one call", [document]),
        ("thirty calls", [thirty]),
        ("thirty documents", [document] * 30),
    ):
        best, text = float("inf"), ""
        for _ in range(3):
            started = time.perf_counter()
            text = html(documents, ["en"])
            best = min(best, time.perf_counter() - started)
        print(f"{name}: {len(text.encode()) / 1000:.0f} kB, {best:.2f} s")


if __name__ == "__main__":
    main()
