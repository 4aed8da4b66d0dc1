"""``signals report``: one page to look at, made from allocation documents alone."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.session import error_boundary
from signals.cli.waiting import quiet
from sources.message import message

if TYPE_CHECKING:
    from signals.render.call.phrases import Lang


class Languages(StrEnum):
    """In which languages the page is."""

    en = "en"
    zh = "zh"
    both = "both"


Documents = Annotated[
    list[Path],
    typer.Argument(
        metavar="DOCUMENT...", help="Allocation documents (JSON), as allocate --format json writes."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Write to FILE instead of stdout.", dir_okay=False),
]
PageLanguage = Annotated[Languages, typer.Option("--lang", help="Language of the page.")]
AsMarkdown = Annotated[bool, typer.Option("--markdown", help="Write Markdown, without pictures, to paste.")]


def report(
    documents: Documents,
    out: Out = None,
    lang: PageLanguage = Languages.en,
    as_markdown: AsMarkdown = False,
) -> None:
    """Make one self-contained page of allocation documents: HTML with charts, or Markdown."""
    with error_boundary():
        from signals.cli.calls import read_document_file
        from signals.config import ConfigError
        from signals.render.page.writing import html, markdown

        langs: tuple[Lang, ...] = ("en", "zh")
        if lang is not Languages.both:
            langs = ("zh",) if lang is Languages.zh else ("en",)
        write = markdown if as_markdown else html
        text = write([read_document_file(path) for path in documents], langs)
        quiet()
        if out is None:
            typer.echo(text, nl=False)
            return
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(
                message("{out}: cannot be written ({said})", out=out, said=error.strerror)
            ) from error
