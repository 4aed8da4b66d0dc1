"""The first impression: a fast start, and configuration that is found wherever the package lives."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from signals.config import ConfigError, config_root, read_toml

ROOT = Path(__file__).parents[2]
HEAVY = ("pandas", "scipy", "statsmodels", "numpy", "sqlalchemy", "pydantic", "matplotlib", "pyarrow")


def test_importing_the_command_line_loads_nothing_heavy():
    code = "import sys, signals.cli; print(' '.join(name for name in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found = set(loaded.stdout.split()) & set(HEAVY)

    assert not found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = (
        "import sys; from hatchling.builders.wheel import WheelBuilder;"
        "print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard'])))"
    )
    built = subprocess.run(
        [sys.executable, "-c", build, str(ROOT), str(folder)], capture_output=True, text=True, check=True
    )
    return Path(built.stdout.strip().splitlines()[-1])


def test_the_wheel_carries_the_configuration_and_the_sample(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    configs = {
        f"signals/_configs/{path.relative_to(ROOT / 'configs').as_posix()}"
        for path in (ROOT / "configs").rglob("*")
        if path.is_file() and path.suffix in {".toml", ".csv"}
    }

    assert configs <= names
    assert "sources/sample/observations.csv" in names
    assert "signals/py.typed" in names
    assert "signals/_schema/strategy.json" in names
    assert "signals/wording/facts.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "tools/", "benchmarks/"))]


def test_an_installed_wheel_finds_its_configuration_and_reads_the_sample(wheel: Path, tmp_path: Path):
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    code = (
        "import signals.config as c; from signals.opening import catalogue, open_reader;"
        "print(c.config_root()); print(len(open_reader(store=None, sample=True).series_ids()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    root, n_series = ran.stdout.split()

    assert Path(root) == installed / "signals" / "_configs"
    assert int(n_series) > 20


@pytest.mark.slow
def test_an_installed_wheel_knows_the_layouts_and_takes_a_file_outside_the_checkout(
    wheel: Path, tmp_path: Path
):
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    (tmp_path / "^HSI.csv").write_text("Date,Open,Close,Adj Close\n2024-02-16,1,16339.96,16339.96\n")
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from signals.cli import main; main()",
            "load",
            "^HSI.csv",
            "--store",
            "s.sqlite",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    assert ran.returncode == 0, ran.stderr
    assert "index.HSI" in ran.stdout
    assert (tmp_path / "s.sqlite").exists()


def test_a_checkout_finds_its_own_configuration():
    assert (config_root() / "catalogue.toml").is_file()


def test_a_named_folder_wins_and_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(tmp_path))
    assert config_root() == tmp_path

    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(ConfigError, match="nowhere"):
        config_root()


def test_a_duplicate_key_is_told_with_its_line_and_column(tmp_path: Path):
    path = tmp_path / "twice.toml"
    path.write_text("a = 1\na = 2\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"twice.toml: .*line 2, column"):
        read_toml(path)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_that_no_calendar_reaches_is_refused(day: str):
    ran = subprocess.run(
        [sys.executable, "-c", "from signals.cli import main; main()", "appetite", "--as-of", day],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert ran.returncode == 2
    assert "expected a day from" in ran.stderr
    assert ran.stdout == ""


def in_a_shell(command: str) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -c 'from signals.cli import main; main()'"
    return subprocess.run(
        ["bash", "-c", command.replace("signals", program, 1)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


@pytest.mark.slow
def test_a_closed_a_full_and_an_abandoned_stdout_are_no_accident():
    closed = in_a_shell("signals facts us.vix --sample >&-")
    assert (closed.returncode, closed.stderr.count("\n")) == (1, 1)
    assert "stdout is closed" in closed.stderr
    full = in_a_shell("signals facts us.vix --sample > /dev/full")
    assert (full.returncode, full.stderr) == (1, "signals: No space left on device\n")
    left = in_a_shell("signals facts --sample --format json | head -c 1")
    assert (left.stdout, left.stderr) == ("{", "")


@pytest.mark.slow
def test_results_are_utf_8_whatever_the_console_is():
    said = in_a_shell("PYTHONIOENCODING=ascii signals facts us.vix --sample --lang zh")
    assert "收盘" in said.stdout
