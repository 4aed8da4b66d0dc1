"""How long `signals allocate` takes as a whole process, beside importing pandas and statsmodels alone.

Usage: python benchmarks/start.py [RUNS]

Each round starts the processes in turn, so that a busy machine slows all of them. The day's facts are remembered, in
a cache of its own that the first round fills. It is done twice: with bytecode kept for every module, and with none
kept for ours, as in a checkout that may not be written (PYTHONDONTWRITEBYTECODE), where packages keep theirs.
Prints the medians of wall and of processor seconds, and their ratios; at most 0.7 is asked of `signals allocate`.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

PEER = "import pandas, statsmodels...mlemodel"
PROCESSES = {
    PEER: "import pandas, statsmodels.tsa.statespace.mlemodel",
    "signals --help": "import sys; sys.argv = ['signals', '--help']; from signals.cli import main; main()",
    "signals allocate (sample)": (
        "import sys; sys.argv = ['signals', 'allocate', '--sample', '--as-of', '2024-02-16'];"
        "from signals.cli import main; main()"
    ),
}


def run(code: str, environment: Mapping[str, str]) -> tuple[float, float]:
    """Return wall and processor seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=environment)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def environments(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Return what each way of keeping bytecode sets; both start from the repository, with a cache of their own."""
    usual = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    usual |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "XDG_CACHE_HOME": str(folder / "cache")}
    code = Path(__file__).parents[1]
    bare = folder / "bare"  # ours without any bytecode beside it
    bare.mkdir()
    for name in ("signals", "sources", "configs"):
        copy = ["cp", "-r", str(code / name), str(bare)]
        subprocess.run(copy, check=True)
    for kept in bare.rglob("__pycache__"):
        subprocess.run(["rm", "-r", str(kept)], check=True)
    return {
        "bytecode kept": usual | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONPATH": str(code)},
        "none kept for ours": usual | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(bare)},
    }


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        for title, environment in environments(Path(folder)).items():
            measure(title, environment, runs)


def measure(title: str, environment: Mapping[str, str], runs: int) -> None:
    """Print one way: the first round fills every cache and does not count."""
    rounds = [{name: run(code, environment) for name, code in PROCESSES.items()} for _ in range(runs + 1)][1:]
    print(f"{title + f', median of {runs}':<44}{'wall s':>8}{'cpu s':>8}{'wall ratio':>12}{'cpu ratio':>11}")
    for name in PROCESSES:
        wall, cpu = (statistics.median(one[name][which] for one in rounds) for which in (0, 1))
        ratios = (
            statistics.median(one[name][which] / one[PEER][which] for one in rounds) for which in (0, 1)
        )
        print("{:<44}{:>8.2f}{:>8.2f}{:>12.2f}{:>11.2f}".format(name, wall, cpu, *ratios), flush=True)


if __name__ == "__main__":
    main()
