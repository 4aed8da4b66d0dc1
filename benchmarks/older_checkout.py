"""The commit that speed is measured against, out of its own files; used by `replay.py` and `first_call.py`."""

from __future__ import annotations

import json
import subprocess
import tarfile
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).parent
BEFORE = "9f52520"
"""The last commit of the first version: verdicts were kept for good, and calls made week after week."""


def checkout_of(folder: Path) -> Path:
    """Return a folder with the files of `BEFORE`, made inside ``folder`` out of the history of this repository."""
    checkout, archive = folder / "before", folder / "before.tar"
    tree = f"{BEFORE}^{{tree}}"
    subprocess.run(["git", "-C", str(HERE.parent), "archive", "-o", str(archive), tree], check=True)
    with tarfile.open(archive) as packed:
        packed.extractall(checkout, filter="data")
    return checkout


def rows_file(folder: Path, data: Path) -> Path:
    """Write the rows of a folder of data as one JSON object, the form in which `replay_before.py` reads them."""
    from replay_data import events, observations

    rows = folder / "rows.json"
    held = {"observations": observations(data), "events": events(data)}
    plain = {kind: [asdict(row) for row in rows_of] for kind, rows_of in held.items()}
    rows.write_text(json.dumps(plain, default=str), encoding="utf-8")
    return rows
