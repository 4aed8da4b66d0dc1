"""No mixture of clauses stops the reader: whatever stands in a report, the rest of it is read."""

import datetime as dt
import json
import random
import re
from pathlib import Path

import pytest

from signals.claims.reader import read

ITEMS = Path(__file__).parents[3] / "benchmarks" / "claims_items"


def clauses(lang):
    """Yield the clauses of every written example, in file order."""
    for path in sorted(ITEMS.glob("*.jsonl")):
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if item["lang"] == lang:
                yield from (one for one in re.split(r"(?<=[，,；;。.!？?：:—])\s*", item["text"]) if one)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_clauses_put_together_at_random_are_read_without_an_error(lang):
    parts, dice = list(clauses(lang)), random.Random(20240216)  # noqa: S311
    for _ in range(600):
        chosen = [dice.choice(parts) for _ in range(dice.randint(1, 5))]
        cut = dice.randrange(len(chosen))
        chosen[cut] = chosen[cut][dice.randrange(len(chosen[cut])) :]
        text = dice.choice([" ", "，", "; ", "\n", " — "]).join(chosen)
        read(text, dt.date(2022, 1, 1) + dt.timedelta(days=dice.randrange(1500)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            (
                "Swaps implied roughly five basis points of January easing—about a 21% chance of a quarter-point cut"
                "—with a reduction fully priced by mid-2026 and at least two cuts expected next year."
            ),
            "2025-12-19",
        ),
        ("通胀数据公布后，10月43.0月抬升0.", "2025-11-11"),
        ("港股强势，明年首次议息会议定在1月27日至28日，交易员预计美联储将于9月首次降息", "2025-01-27"),
    ],
)
def test_a_sentence_that_once_stopped_the_reader_is_read(text, day):
    read(text, dt.date.fromisoformat(day))
