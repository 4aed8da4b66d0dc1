"""In which language the program speaks: help and complaints follow ``--lang``, or SIGNALS_LANG where nothing is said.

The language has to be known before the words of the command line are read, since
reading them may fail, and a complaint about them should be understood.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

from typer import _click
from typer.core import TyperGroup

from sources.message import Message

if TYPE_CHECKING:
    from rich.console import Console

ENVIRONMENT = "SIGNALS_LANG"
_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """Return ``en`` or ``zh``."""
    return _language.get()


def language_asked(words: Sequence[str], environment: str | None) -> str:
    """Return the language that the words of a command line ask for, before they are read as options."""
    asked = environment
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--":
            break
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return "zh" if asked == "zh" else "en"


class Root(TyperGroup):
    """The application: it settles the language before it reads its words, and complains in it."""

    def main(self, args: Sequence[str] | None = None, *given: Any, **extra: Any) -> Any:  # noqa: ANN401
        """Run with these words."""
        words = list(sys.argv[1:] if args is None else args)
        token = _language.set(language_asked(words, os.environ.get(ENVIRONMENT)))
        try:
            if language() == "zh":
                _speak_chinese(self)
            return super().main(words, *given, **extra)
        finally:
            _language.reset(token)

    def make_context(self, *given: Any, **extra: Any) -> _click.Context:  # noqa: ANN401
        """Read the words before the command."""
        try:
            return super().make_context(*given, **extra)
        except _click.ClickException as error:
            raise _understood(error) from None

    def invoke(self, ctx: _click.Context) -> Any:  # noqa: ANN401
        """Run the command that the words name."""
        try:
            return super().invoke(ctx)
        except _click.ClickException as error:
            raise _understood(error) from None


def _speak_chinese(command: _click.core.Command) -> None:
    """Put the Chinese help of a command and all below it in place of the English one."""
    command.context_class = _ChineseContext
    command.help = _said(command.help)
    for parameter in command.params:
        parameter.help = _said(parameter.help)  # type: ignore[attr-defined]
    for below in getattr(command, "commands", {}).values():
        _speak_chinese(below)


def _said(text: str | None) -> str | None:
    from signals.wording.messages import in_language

    return in_language(text, "zh") if text else text


class _ChineseHelp(_click.HelpFormatter):
    """Help that wraps by the width of characters: a Chinese one takes two columns and may end any line."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write the head of a list."""
        self.write(f"{_said(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        for line in _wrapped(text, self.width - self.current_indent):
            self.write(" " * self.current_indent + line + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what they do."""
        first = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            head = " " * self.current_indent + name
            room = self.width - first - self.current_indent
            lines = _wrapped(_with_default(text), room) or [""]
            if len(name) > first - col_spacing:
                self.write(head + "\n")
            else:
                self.write(head + " " * (first - len(name)) + lines.pop(0) + "\n")
            for line in lines:
                self.write(" " * (first + self.current_indent) + line + "\n")


_SUFFIXES = (
    ("[default: ", "[默认："),
    ("; default: ", "；默认："),
    ("[env var: ", "[环境变量："),
    ("[required]", "[必填]"),
    ("; required]", "；必填]"),
)


class _ChineseContext(_click.Context):
    formatter_class = _ChineseHelp


def _with_default(text: str) -> str:
    """Translate what the library says of itself, and what it puts behind the help of an option."""
    text = _said(text) or text
    for said, chinese in (
        ("[default: ", "[默认："),
        ("; required]", "；必填]"),
        ("[required]", "[必填]"),
        ("[env var: ", "[环境变量："),
    ):
        text = text.replace(said, chinese)
    return text.replace("; default: ", "；默认：")


def _wrapped(text: str, width: int) -> list[str]:
    from rich.text import Text

    return [line.plain.rstrip() for line in Text(text).wrap(_console(), max(width, 20))]


def _console() -> Console:
    from rich.console import Console

    return Console(width=200)


LIBRARY = (
    "No such option: {option} (Possible options: {options})",
    "No such option: {option}",
    "No such command {command}. Did you mean {near}?",
    "No such command {command}.",
    "Missing command.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
    "Got unexpected extra argument ({words})",
    "Got unexpected extra arguments ({words})",
    "Invalid value for {name}: {problem}",
    "Invalid value: {problem}",
    "{value} is not one of {names}.",
    "{value} is not a valid integer.",
    "{value} is not a valid float.",
    "{value} is not in the range {bounds}.",
    "{kind} {path} is a directory.",
    "{kind} {path} does not exist.",
    "{kind} {path} is not readable.",
)
"""What the command-line library says: its sentences have no templates that could be kept, so they are read back."""


def _understood(error: _click.ClickException) -> _click.ClickException:
    """Return the complaint; in Chinese it is shown so."""
    if language() == "zh":
        error.show = partial(_show, error)  # type: ignore[method-assign]
    return error


def _show(error: _click.ClickException, file: Any = None) -> None:  # noqa: ANN401
    ctx = getattr(error, "ctx", None)
    lines = []
    if isinstance(error, _click.exceptions.NoArgsIsHelpError):
        lines.append(error.format_message())
    else:
        if ctx is not None:
            lines.append(ctx.get_usage())
            lines.append(f"可用 '{ctx.command_path} --help' 查看帮助。\n")
        lines.append(f"错误：{_complaint(error)}")
    _click.echo("\n".join(lines), file=file or sys.stderr)


def _complaint(error: _click.ClickException) -> str:
    from signals.wording.messages import in_language

    if isinstance(error, _click.exceptions.BadParameter) and isinstance(error.message, Message):
        where = error.format_message().removesuffix(str(error.message))
        return heard(f"{where}\N{OBJECT REPLACEMENT CHARACTER}").replace(
            "\N{OBJECT REPLACEMENT CHARACTER}", in_language(error.message, "zh")
        )
    return heard(error.format_message())


def heard(text: str) -> str:
    """Return a sentence of the library in Chinese; one that is not known stays as it is."""
    from signals.wording.messages import in_language

    for template in LIBRARY:
        pattern = re.escape(template)
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", pattern)
        if found := re.fullmatch(pattern, text, re.DOTALL):
            parts = {name: heard(part) for name, part in found.groupdict().items()}
            return in_language(Message(template, **parts), "zh")
    return text
