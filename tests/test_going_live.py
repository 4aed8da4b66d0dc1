"""The guide to going live, walked: each of its commands in a fresh folder against a server of one's own."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.fred_server.__main__ import demonstration, environment, observations
from tools.fred_server.files import write_files

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[1] / "docs/going_live.md"
AS_OF = "2024-02-16"
INCOMPLETE = {"signals fetch": 3}
"""Commands that exit with something else than 0 in a rehearsal, as the guide says."""


def commands() -> list[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return [
        line
        for block in re.findall(r"^```sh walk\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Path, dict[str, str]]]:
    """Walk the guide; return what each command said, the folder, and its environment."""
    folder = tmp_path_factory.mktemp("live")
    rows = observations([])
    write_files(folder, rows)
    with demonstration(rows, today=dt.date.fromisoformat(AS_OF)) as server:
        own = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "SIGNALS_STORE": str(folder / "live.sqlite"),
            "SIGNALS_FRED_PACE_SECONDS": "0",
        }
        env = own | environment(server)
        said = {}
        for command in commands():
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", command],
                cwd=folder,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == INCOMPLETE.get(command, 0), f"{command}: {done.stdout}{done.stderr}"
            said[command] = done.stdout
        yield said, folder, env


def run(env: dict[str, str], folder: Path, *words: str) -> dict[str, object]:
    done = subprocess.run(
        ["signals", *words], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    document: dict[str, object] = json.loads(done.stdout)
    return document


Walked = tuple[dict[str, str], Path, dict[str, str]]


def test_before_the_first_step_the_doctor_lists_everything_and_after_the_last_nothing(walked: Walked) -> None:
    said, _, _ = walked
    assert "signals fetch survey.spf.cpi.10y" in said["signals doctor"]
    assert "signals fetch futures.ZQ" in said["signals doctor"]
    assert "Every leg of every strategy has what it needs." in said[f"signals doctor --as-of {AS_OF}"]


def test_the_store_makes_the_call_of_the_sample_that_it_was_filled_from(walked: Walked) -> None:
    _, folder, env = walked
    live = run(env, folder, "allocate", "--as-of", AS_OF, "--format", "json")
    sample = run(env, folder, "allocate", "--sample", "--as-of", AS_OF, "--format", "json")
    [mine], [theirs] = live["calls"], sample["calls"]  # type: ignore[misc]
    assert mine["unknowns"] == []
    assert live["document"]["data_origin"] == "store"  # type: ignore[index]
    assert mine["score"] == theirs["score"]
    assert mine["rating"]["model_grade"] == theirs["rating"]["model_grade"]
    stances = [[(driver["leg"], driver["stance"]) for driver in call["drivers"]] for call in (mine, theirs)]
    assert stances[0] == stances[1]


def test_a_dry_run_on_the_way_wrote_nothing_and_told_the_layout(walked: Walked) -> None:
    said, _, _ = walked
    shown = said["signals load HSTECH.csv --series index.HSTECH --dry-run"]
    assert "investing_zh" in shown
    assert "nothing was written" in shown
