"""Text from anywhere, made safe for a screen."""

from __future__ import annotations

import unicodedata

from rich.text import Text

# Control characters could move the cursor or colour the rest of the screen; format characters
# (zero width, right to left) could make a sentence read as another.
_DANGEROUS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def plain(text: str) -> str:
    """Replace every control and format character; line breaks and tabs become blanks."""
    return "".join(
        " "
        if char in "\n\t\r"
        else "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(char) in _DANGEROUS
        else char
        for char in text
    )


def line(text: str, style: str = "") -> Text:
    """Return one line of data; brackets in it are brackets."""
    return Text(plain(text), style=style, overflow="fold")
