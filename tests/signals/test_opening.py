"""Which data a run stands on: your own store, or the sample, and never an empty one by accident."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli.app import app
from signals.config import ConfigError
from signals.opening import open_reader
from signals.settings import read_settings
from sources.store import Store


def test_without_a_store_the_sample_is_read():
    assert open_reader(store=None, sample=False).origin == "sample"


def test_a_default_store_that_holds_nothing_does_not_hide_the_sample():
    """A fetch that brought nothing leaves such a store behind."""
    Store.open(read_settings().store, create=True)

    assert open_reader(store=None, sample=False).origin == "sample"


def test_a_store_that_was_named_is_read_even_if_it_is_empty(tmp_path: Path):
    Store.open(tmp_path / "mine.db", create=True)

    assert open_reader(store=tmp_path / "mine.db", sample=False).origin == "store"


def test_a_store_that_is_not_there_is_an_error_and_not_the_sample(tmp_path: Path):
    with pytest.raises(ConfigError, match="no such file"):
        open_reader(store=tmp_path / "nowhere.db", sample=False)


def test_the_sample_answers_from_the_day_that_its_page_says() -> None:
    import json

    from typer.testing import CliRunner

    from signals.cli import app

    days = ["--from", "2023-10-20", "--to", "2023-10-27", "--format", "jsonl"]
    lines = CliRunner().invoke(app, ["allocate", "--sample", *days]).stdout.splitlines()
    calls = [json.loads(line)["calls"][0]["rating"]["model_grade"] is not None for line in lines]
    assert calls == [False, True]
    page = files("sources.sample").joinpath("README.md").read_text(encoding="utf-8")
    assert "called from 2023-10-27 on" in page


def test_a_default_store_of_figures_alone_is_a_store_of_ones_own(tmp_path):
    closes = tmp_path / "closes.csv"
    closes.write_text("series,period,value\nindex.VIX,2024-02-16,14.24\n", encoding="utf-8")
    assert open_reader(store=None, sample=False).origin == "sample"
    assert CliRunner().invoke(app, ["load", str(closes)]).exit_code == 0
    assert open_reader(store=None, sample=False).origin != "sample"
