"""What a program says to the person who runs it: an English sentence that remembers its template and what it speaks of.

Errors, remarks and checks are written where they arise, in English, and read as plain text. A catalogue of another
language is keyed by the template, as gettext's are, so that a sentence can be said again at the edge without having
been built twice. Calls and figures have codes instead (``signals.words``): programs read those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Message(str):
    """An English sentence with the template and the parameters that it was made from."""

    __slots__ = ("parameters", "template")

    template: str
    parameters: Mapping[str, object]

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.parameters)

    def __new__(cls, template: str, /, **parameters: object) -> Self:
        """Fill the template in."""
        self = super().__new__(cls, template.format_map(parameters))
        self.template, self.parameters = template, parameters
        return self


def message(template: str, /, **parameters: object) -> Message:
    """Return the sentence of a template such as ``{path}: no such file``; a parameter may be a message itself."""
    return Message(template, **parameters)
