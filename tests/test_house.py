"""The house keeps its shape: short functions, rooms that are not full, arrows that point one way."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
CODE = [path for name in ("signals", "sources") for path in sorted((ROOT / name).rglob("*.py"))]

MOST_MODULES = 14
"""Beside each other in one folder; the command line has one a command."""

USUAL_BODY, LONGEST_BODY = 28, 60
MOST_FLOORS = 8


def bodies() -> list[tuple[str, int]]:
    """Return every function with the lines of its body, docstring and blank lines left out."""
    found = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first, *rest = node.body
                is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                body = rest if is_docstring else node.body
                if body:
                    own = lines[body[0].lineno - 1 : body[-1].end_lineno]
                    length = sum(1 for line in own if line.strip() and not line.strip().startswith("#"))
                    found.append((f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length))
    return found


def test_a_function_fits_on_a_screen() -> None:
    every = bodies()
    assert [(name, length) for name, length in every if length > LONGEST_BODY] == []
    assert sum(length <= USUAL_BODY for _, length in every) / len(every) >= 0.95


def test_no_room_is_full() -> None:
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in CODE if path.name != "__init__.py")
    assert {folder: n for folder, n in counts.items() if n > MOST_MODULES and folder != "signals/cli"} == {}


def test_no_name_of_a_module_stands_unused() -> None:
    """One that only tests ask for counts as used: they show what it is for."""
    places = ("signals", "sources", "tests", "tools", "benchmarks", "examples")
    texts = [path.read_text(encoding="utf-8") for name in places for path in (ROOT / name).rglob("*.py")]
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    unused = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in CODE
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        for name in _names(node)
        if words[name] == 1 and not name.startswith("__")
    ]
    assert unused == []


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return [target.id for target in targets if isinstance(target, ast.Name)]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("signals", "sources")


def test_no_module_imports_itself_round_a_corner(graph: grimp.ImportGraph) -> None:
    lazily = {"signals"}  # the Python API is imported when one of its names is used
    floors: dict[str, int] = {}

    def floor(module: str, above: tuple[str, ...] = ()) -> int:
        assert module not in above, " -> ".join([*above[above.index(module) :], module])
        if module not in floors:
            below = graph.find_modules_directly_imported_by(module) - lazily
            floors[module] = 1 + max((floor(other, (*above, module)) for other in below), default=0)
        return floors[module]

    for module in graph.modules - lazily:
        floor(module)


@pytest.mark.parametrize(
    "reading", ["inflation", "rate_path", "policy", "risk_appetite", "as_published", "weekly_tables"]
)
def test_a_reading_has_few_floors(graph: grimp.ImportGraph, reading: str) -> None:
    home = f"signals.readings.{reading}"
    inside = {module for module in graph.modules if module.startswith(home)}

    def floor(module: str) -> int:
        below = graph.find_modules_directly_imported_by(module) & inside
        return 1 + max((floor(other) for other in below), default=0)

    assert max(floor(module) for module in inside) <= MOST_FLOORS
