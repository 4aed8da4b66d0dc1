"""Run the two peers on prices in memory; started by ``rate_path.py`` in the peers' own environment.

Reads one JSON object on stdin: ``dates`` with prices by contract, target range and meetings to report,
and ``schedule``. Writes seconds a date and the distributions on stdout.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
CODES = "FGHJKMNQUVXZ"
REPEATS = 5


def run_cme(work):
    from cme_fedwatch.calc import _month_key, calculate

    schedule = [dt.date.fromisoformat(day) for day in work["schedule"]]
    cases = []
    for one in work["dates"]:
        rows = [
            {
                "month": _month_key(2000 + int(code[-2:]), CODES.index(code[-3]) + 1),
                "settle": price,
                "volume": 0,
                "open_interest": 0,
            }
            for code, price in one["prices"].items()
        ]
        meetings = [dt.date.fromisoformat(day) for day in one["meetings"]]
        cases.append((one, rows, meetings, tuple(bound / 100 for bound in one["target_bp"])))
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        raw = [
            calculate(rows, meetings, bounds, schedule[-1], schedule) for _, rows, meetings, bounds in cases
        ]
        times.append(time.process_time() - start)
    seconds = min(times) / len(cases)
    found = {}
    for (one, *_), meetings in zip(cases, raw, strict=True):
        found[one["date"]] = {
            meeting["date"]: {
                str(round(float(label.split("%")[0]) * 100)): share / 100
                for label, share in meeting["probabilities"].items()
            }
            for meeting in meetings
        }
    return {"seconds": seconds, "dates": len(cases), "found": found}


def frames_of(history):
    """Return one table of closes a contract, under every spelling that it may be asked by."""
    import pandas as pd

    frames = {}
    for code, prices in history.items():
        index = pd.to_datetime(list(prices)).rename("Date")
        frame = pd.DataFrame({"Close": list(prices.values())}, index=index)
        for name in (code, f"{code[:-2]}20{code[-2:]}"):
            frames[name] = frame
    return frames


def run_pyfedwatch(work, limit):
    """Ask for as many meetings as it can answer: it needs a meeting-free month beyond the last."""
    from pyfedwatch.fedwatch import FedWatch

    frames = frames_of(work["history"])

    def prices_of(symbol):
        return frames[symbol]

    found, seconds, failed = {}, 0.0, 0
    chosen = work["dates"][:: max(1, len(work["dates"]) // limit)]
    for one in chosen:
        for count in range(len(one["meetings"]), 0, -1):
            start = time.process_time()
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    table = FedWatch(one["date"], count, work["schedule"], prices_of).generate_hike_info(
                        rate_cols=False
                    )
            except (KeyError, IndexError, ValueError):
                continue  # too few contracts for so many meetings
            seconds += time.process_time() - start
            found[one["date"]] = {
                meeting: {str(one["target_bp"][0] + int(move)): float(p) for move, p in row.items() if p > 0}
                for (_, meeting), row in table.iterrows()
            }
            break
        else:
            failed += 1
    done = len(chosen) - failed
    return {"seconds": seconds / max(1, done), "dates": len(chosen), "failed": failed, "found": found}


work = json.load(sys.stdin)
answer = {"cme-fedwatch": run_cme(work), "pyfedwatch": run_pyfedwatch(work, limit=25)}
json.dump(answer, sys.stdout)
