"""What the program says, in the reader's language: English as written in the code, Chinese out of ``zh.po``.

The catalogue is a PO file, as translators' tools read and write them; its keys are
the templates that `sources.message.message` was given. It is read when Chinese is
first asked for. What stands nowhere in it (a path, an id, what a file says) stays
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from signals.words import Names, Quantity, Word
from sources.message import Message, Named

CATALOGUE = "zh.po"


def in_language(what: object, lang: str) -> str:
    """Return a message, an error, a word or a library's sentence in ``en`` or ``zh``."""
    if isinstance(what, Word | Quantity | Names):
        return what.text(lang)
    if lang == "en":
        return str(what)
    if isinstance(what, Exception):
        (said,) = what.args if len(what.args) == 1 else (str(what),)
        return in_language(said if isinstance(said, str | Word) else str(what), lang)
    if isinstance(what, Named):
        return what.zh
    if isinstance(what, Message):
        parameters = {name: _parameter(value) for name, value in what.parameters.items()}
        return _template(what.template).format_map(parameters).replace("？；", "？")
    return _chinese().get(str(what)) or _of_a_library(str(what))


def _parameter(value: object) -> object:
    """Return what is put into a sentence.

    Numbers, dates and paths stay, since the template says how to write them; plain text is a name that somebody
    gave, or a library's sentence, and no word of ours: ``signals facts policy`` asks for no 政策.
    """
    if type(value) is str:
        return _of_a_library(value)
    return in_language(value, "zh") if isinstance(value, Word | Quantity | Names | str | Exception) else value


@cache
def _template(template: str) -> str:
    """Return the Chinese template; one of places and marks alone, such as ``{path}: {error}``, takes Chinese marks."""
    if re.search(r"\w", re.sub(r"{[^}]*}", "", template)):
        return _chinese().get(template, template)
    for mark, chinese in ((": ", "："), (", ", "，"), ("; ", "；")):
        template = template.replace(mark, chinese)
    return re.sub(r" \((.*?)\)", r"（\1）", template)


def _of_a_library(text: str) -> str:
    from signals.wording.libraries import read_back  # noqa: PLC0415 - for those who read Chinese

    sentence = read_back(text)
    return in_language(sentence, "zh") if sentence else text


@cache
def _chinese() -> Mapping[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - needed by those who read Chinese

    with files("signals.wording").joinpath(CATALOGUE).open("rb") as file:
        catalogue = read_po(file, locale="zh")
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
