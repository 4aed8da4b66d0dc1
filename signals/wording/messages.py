"""Errors, checks and help in the reader's language: English as written in the code, Chinese out of ``zh.po``.

The catalogue is a PO file, as translators' tools read and write them; its keys are
the templates that `sources.message.message` was given. It is read when Chinese is
first asked for. What stands nowhere in it (a path, an id, a library's own words)
stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from signals.words import Names, Quantity, Word
from sources.message import Message, Named

CATALOGUE = "zh.po"


def in_language(what: object, lang: str) -> str:
    """Return a message, an error or a word in ``en`` or ``zh``."""
    if isinstance(what, Word | Quantity | Names):
        return what.text(lang)
    if lang == "en":
        return str(what)
    if isinstance(what, Message):
        return (
            _chinese()
            .get(what.template, what.template)
            .format_map({name: _parameter(value, lang) for name, value in what.parameters.items()})
        )
    if isinstance(what, Named):
        return what.zh
    if isinstance(what, Exception) and len(what.args) == 1 and isinstance(what.args[0], str):
        return in_language(what.args[0], lang)
    return _chinese().get(str(what), str(what))


def _parameter(value: object, lang: str) -> object:
    """Numbers and dates stay what they are: the template says how to write them."""
    spoken = isinstance(value, Word | Quantity | Names | str | Exception)
    return in_language(value, lang) if spoken else value


@cache
def _chinese() -> Mapping[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - needed by those who read Chinese

    with files("signals.wording").joinpath(CATALOGUE).open("rb") as file:
        catalogue = read_po(file, locale="zh")
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
