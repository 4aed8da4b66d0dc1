"""How long `signals allocate` takes as a whole process, beside importing pandas and statsmodels alone.

Usage: python benchmarks/start.py [RUNS]

Each round starts both processes in turn, so that a busy machine slows both.
Prints the median of wall and of processor seconds, and the ratios.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time

PROCESSES = {
    "import pandas, statsmodels.tsa.statespace": "import pandas, statsmodels.tsa.statespace",
    "import statsmodels...mlemodel": "import pandas, statsmodels.tsa.statespace.mlemodel",
    "signals --help": "import sys; sys.argv = ['signals', '--help']; from signals.cli import main; main()",
    "signals allocate (sample)": (
        "import sys; sys.argv = ['signals', 'allocate', '--sample', '--as-of', '2024-02-16'];"
        "from signals.cli import main; main()"
    ),
}


def run(code: str) -> tuple[float, float]:
    """Return wall and processor seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in PROCESSES}
    for code in PROCESSES.values():
        run(code)  # once to warm the file cache
    for _ in range(runs):
        for name, code in PROCESSES.items():
            times[name].append(run(code))
    peer = [statistics.median(column) for column in zip(*times[next(iter(PROCESSES))], strict=True)]
    print(f"{'process':<44}{'wall s':>8}{'cpu s':>8}{'wall ratio':>12}{'cpu ratio':>11}")
    for name, measured in times.items():
        wall, cpu = (statistics.median(column) for column in zip(*measured, strict=True))
        print(f"{name:<44}{wall:>8.2f}{cpu:>8.2f}{wall / peer[0]:>12.2f}{cpu / peer[1]:>11.2f}")


if __name__ == "__main__":
    main()
