"""Write the page: documents in, one file's text out. No network, no script, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from signals.allocation.contract import AllocationDocument
from signals.render.call.phrases import Lang
from signals.render.page.view import View, view
from signals.render.page.words import t
from signals.safe_text import plain

TAGS: dict[str, str] = {"en": "en", "zh": "zh-CN"}


def html(documents: Sequence[AllocationDocument], langs: Sequence[Lang]) -> str:
    """Return one self-contained HTML file: every document in every language, one after the other."""
    css = (files("signals.render.page") / "templates" / "page.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            documents=documents,
            langs=langs,
            css=Markup(css),  # noqa: S704 - our own file
            view=_views(documents),
        )
    )


def markdown(documents: Sequence[AllocationDocument], langs: Sequence[Lang]) -> str:
    """Return the same without pictures, for those who paste."""
    return (
        _environment()
        .get_template("page.md.j2")
        .render(documents=documents, langs=langs, view=_views(documents))
    )


class _views:  # noqa: N801 - used as a function of the templates
    """Views of documents; what a document draws in common with an earlier one is drawn once a language."""

    def __init__(self, documents: Sequence[AllocationDocument]) -> None:
        self._documents = documents

    def __call__(self, document: AllocationDocument, lang: Lang, key: str) -> View:
        place = next(place for place, one in enumerate(self._documents) if one is document)
        seen = any(one.figures == document.figures for one in self._documents[:place])
        return view(document, lang, key, figures=not seen)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("signals.render.page"),
        autoescape=select_autoescape(enabled_extensions=("html", "html.j2"), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.globals.update(t=t, tags=TAGS)
    environment.filters["md"] = _in_markdown
    return environment


def _clean(value: object) -> object:
    """Take control and format characters out of every text that a template shows; a number keeps its percent sign."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _UNIT_APART.sub("\N{NO-BREAK SPACE}%", plain(value))


_UNIT_APART = re.compile(r"(?<=\d) %")


_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|~"})


def _in_markdown(text: object) -> str:
    """Return a text on one line in which nothing is mark-up."""
    return plain(str(text)).translate(_SPECIAL)
