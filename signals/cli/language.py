"""In which language the program speaks: help and complaints follow ``--lang``, or SIGNALS_LANG where nothing is said.

The language has to be known before the words of the command line are read, since
reading them may fail, and a complaint about them should be understood. English is
the library's own help and complaints, untouched; for Chinese its help is wrapped
anew, and its complaints are read back and said in Chinese.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any

import typer
from typer import _click
from typer.core import TyperGroup

from sources.message import Message, message

ENVIRONMENT = "SIGNALS_LANG"
_MAY_SAY_NOTHING = frozenset({"events", "add"})
"""An event that takes force on no day has an empty one."""
_SENTENCE = re.compile(r".+?(?:[.](?=\s|$)|。)")
_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """Return ``en`` or ``zh``."""
    return _language.get()


def language_asked(words: Sequence[str], environment: str | None) -> str:
    """Return the language that the words of a command line ask for, before they are read as options."""
    asked = environment
    for word, following in itertools.pairwise([*words, ""]):
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
                speak_chinese(self)
            _say_whole(self)
            return super().main(words, *given, **extra)
        finally:
            _language.reset(token)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        *given: Any,  # noqa: ANN401
        **extra: Any,  # noqa: ANN401
    ) -> _click.Context:
        """Read the words before the command; an empty one would be read as the folder it is typed in."""
        try:
            if "" in args and not _MAY_SAY_NOTHING.issubset(args):
                raise _click.exceptions.UsageError(
                    message("an argument is empty (''); is a variable of the shell unset?")
                )
            return super().make_context(info_name, args, *given, **extra)
        except _click.ClickException as error:
            raise _understood(error) from None

    def invoke(self, ctx: _click.Context) -> Any:  # noqa: ANN401
        """Run the command that the words name."""
        try:
            return super().invoke(ctx)
        except _click.ClickException as error:
            raise _understood(error) from None
        except typer.Abort:
            if language() == "en":
                raise
            _click.echo(f"\n{_in_chinese('Aborted!')}", err=True)
            raise typer.Exit(1) from None


def _say_whole(group: TyperGroup) -> None:
    """Show the whole first sentence of each command in the list of them; the library's own cuts it at the edge."""
    for below in group.commands.values():
        said = _SENTENCE.match(" ".join((below.help or "").split()))
        below.short_help = said.group() if said else below.help
        if isinstance(below, TyperGroup):
            _say_whole(below)


def _in_chinese(what: object) -> str:
    from signals.wording.messages import in_language

    return in_language(what, "zh")


def speak_chinese(command: _click.core.Command) -> None:
    """Make a command and all below it write their help in Chinese."""
    command.context_class = _ChineseContext
    command.help = command.help and _in_chinese(command.help)
    for below in getattr(command, "commands", {}).values():
        speak_chinese(below)


class _ChineseHelp(_click.HelpFormatter):
    """Help that wraps by the width of characters: a Chinese one takes two columns and may end any line."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, _places(args), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write the head of a list."""
        self.write(f"{_in_chinese(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        for line in _folded(text, self.width - self.current_indent):
            self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, and beside them what they do."""
        from rich.cells import cell_len, set_cell_size

        rows = [(_places(name), text) for name, text in rows]
        left = min(max(cell_len(name) for name, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in rows:
            lines = _told(text, self.width - self.current_indent - left)
            if cell_len(name) > left - col_spacing:  # it takes a line of its own
                self.write(f"{indent}{name}\n")
            else:
                self.write(f"{indent}{set_cell_size(name, left)}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * left}{line}\n")


class _ChineseContext(_click.Context):
    formatter_class = _ChineseHelp


_PLACES = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    " <list[str]>": "",
    " <list[Path]>": "",
    "<int range>": "<整数>",
    "<int>": "<整数>",
    "<float>": "<数>",
    "<str>": "<文字>",
    "<path>": "<路径>",
    "<date>": "<日期>",
}
_BEHIND_HELP = re.compile(r"(.*?)( {2}\[[^\[]*\])?", re.DOTALL)
"""Help, and what the library writes behind it: ``  [env var: SIGNALS_LANG; default: en; required]``."""
_NOTES = {
    "default: ": "默认：",
    "env var: ": "环境变量：",
    "required": "必填",
    "(dynamic)": "（视情形而定）",
    "; ": "；",
}


def _places(text: str) -> str:
    return _exchanged(text, _PLACES)


def _told(text: str, width: int) -> list[str]:
    """Say the help of a command or an option in Chinese; what the library notes behind it stays together."""
    found = _BEHIND_HELP.fullmatch(text)
    said, notes = (found[1], found[2] or "") if found else (text, "")
    *lines, last = _folded(_in_chinese(said), width)
    noted = _folded(_exchanged(notes.strip(), _NOTES), width)
    together = _folded(f"{last} {noted[0]}", width) if last else noted
    return [*lines, *together] if len(noted) == len(together) == 1 else [*lines, last, *noted]


def _exchanged(text: str, words: dict[str, str]) -> str:
    for english, chinese in words.items():
        text = text.replace(english, chinese)
    return text


def _folded(text: str, width: int) -> list[str]:
    from signals.wording.folding import fold

    return [line for row in text.split("\n") for line in fold(row, max(width, 20))]


def _understood(error: _click.ClickException) -> _click.ClickException:
    """Return the complaint; where Chinese is spoken it is shown so."""
    if language() == "zh":
        error.show = partial(_show, error)  # type: ignore[method-assign]
    return error


def _show(error: _click.ClickException, file: Any = None) -> None:  # noqa: ANN401 - as the library has it
    if isinstance(error, _click.exceptions.NoArgsIsHelpError):
        said = error.format_message()
    else:
        said = f"错误：{_complaint(error)}"
        if ctx := getattr(error, "ctx", None):
            said = f"{ctx.get_usage()}\n可用 '{ctx.command_path} --help' 查看帮助。\n\n{said}"
    _click.echo(said, file=file or sys.stderr)


def _complaint(error: _click.ClickException) -> str:
    """Return what is wrong; where our own words stand inside the library's, they keep their template."""
    said = error.format_message()
    ours = error.message
    if isinstance(ours, Message) and said.endswith(ours):
        return _in_chinese(said.removesuffix(ours) + _HERE).replace(_HERE, _in_chinese(ours))
    return _in_chinese(said)


_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
