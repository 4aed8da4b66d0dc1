"""Evening news, with almost no claims of ours: which are read, sentence by sentence.

python benchmarks/claims_news.py FOLDER     # the validation folder, with the cctv_* tables
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from signals.claims.reader import read


def main() -> None:
    for name in ("cctv_policy_sentences_to_2024", "cctv_headlines_to_2024"):
        table = pq.read_table(Path(sys.argv[1]) / f"{name}.parquet").to_pylist()
        begin, count, kinds = time.process_time(), 0, Counter()
        for row in table:
            text = next(str(row[key]) for key in ("sentence", "text", "headline", "title") if row.get(key))
            day = dt.date.fromisoformat(str(row["date"])[:10])
            for sentence in read(text, day):
                count += 1
                for claim in sentence.claims:
                    kinds[claim.about] += 1
                    print(
                        day,
                        claim.about,
                        claim.when,
                        claim.op,
                        claim.value,
                        claim.unit,
                        claim.detail,
                        "|",
                        claim.quote,
                    )
        took = time.process_time() - begin
        print(
            f"{name}: {len(table)} rows, {count} sentences, {sum(kinds.values())} claims, {took:.0f} s",
            dict(kinds),
        )


if __name__ == "__main__":
    main()
