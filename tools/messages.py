"""``python -m tools.messages``: bring signals/wording/zh.po up to what the code says; new sentences come in untranslated.

The sentences are those given to ``message``, the help of every command and option, and what the command-line library
says of itself. The names of functions and files are left out: they move more often than sentences.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from typer import _click
from typer.main import get_command

from signals.cli import app
from signals.wording.libraries import SENTENCES

ROOT = Path(__file__).parents[1]
PO = ROOT / "signals/wording/zh.po"
OF_THE_LIBRARY = (
    *SENTENCES, "Options", "Commands", "Arguments", "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
)  # fmt: skip


def sentences() -> set[str]:
    """Return every sentence that can be said in another language; bare places such as ``{path}: {error}`` are none."""
    found = {*OF_THE_LIBRARY, *_helps(get_command(app))}
    for package in ("signals", "sources"):
        for path in (ROOT / package).rglob("*.py"):
            found.update(_templates(path))
    return {text for text in found if re.search(r"[^\W\d_]{2}", re.sub(r"{[^}]*}", "", text))}


def _templates(path: Path) -> Iterator[str]:
    """Yield what a file gives to ``message``.

    With `ast`: Babel's extractor reads every token of every file, and a test waits for it.
    """
    text = path.read_text(encoding="utf-8")
    if "message(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
            first = node.args[0]
            if not isinstance(first, ast.Constant):
                raise SystemExit(
                    f"{path}:{node.lineno}: a template is written out, or it cannot be translated"
                )
            yield str(first.value)


def _helps(command: _click.core.Command) -> Iterator[str]:
    if command.help:
        yield command.help
    for parameter in command.params:
        if not getattr(parameter, "hidden", False) and getattr(parameter, "help", None):
            yield parameter.help  # type: ignore[attr-defined]
    for below in getattr(command, "commands", {}).values():
        yield from _helps(below)


def translated() -> Catalog:
    """Return what stands in the file."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def main() -> None:
    """Add what is missing, drop what nobody says."""
    old = {str(entry.id): str(entry.string) for entry in translated() if entry.id} if PO.exists() else {}
    new = Catalog(locale="zh")
    for sentence in sorted(sentences()):
        new.add(sentence, old.get(sentence, ""))
    with PO.open("wb") as file:
        write_po(file, new, width=0, omit_header=True, sort_output=True)


if __name__ == "__main__":
    main()
