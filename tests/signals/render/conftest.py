"""A real browser for pages, where one is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

TOOLS = os.environ.get("SIGNALS_PAGE_CHECK")
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def problems_in_browser(tmp_path: Path) -> Callable[[str], str]:
    """Open a page at three widths, light and dark, and return what axe-core and the browser hold against it, as JSON."""
    if TOOLS is None or CHROMIUM is None:
        pytest.skip(
            "needs chromium and SIGNALS_PAGE_CHECK, a copy of tools/page_check with its npm packages (.ci/run makes one)"
        )
    out = tmp_path / "page.html"

    def problems(page: str) -> str:
        out.write_text(page, encoding="utf-8")
        command = ["node", f"{TOOLS}/check.mjs", CHROMIUM, str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return done.stdout.strip() + done.stderr

    return problems
