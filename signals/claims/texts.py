"""A report as text: plain, Markdown, HTML or DOCX; and the day it bears."""

from __future__ import annotations

import datetime as dt
import os
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from signals.config import ConfigError
from sources.message import message
from sources.prose.times import times

MOST_BYTES = 32_000_000
"""Largest file that is read, and largest document inside a DOCX: a report has a hundredth of it."""

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"section", "article", "blockquote", "title"}
)
_CELLS = {"td", "th"}
_SILENT = {"script", "style", "template", "noscript", "svg"}
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_text(path: Path) -> str:
    """Return the text of a report; blocks stand on lines of their own.

    Raises:
        ConfigError: the file is missing, too large, no UTF-8 text, or no document of its kind.
    """
    if path.is_dir():
        raise ConfigError(message("{path}: a folder; give the file of one report", path=path))
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            message("{path}: cannot be read ({said})", path=path, said=error.strerror)
        ) from error
    if len(raw) > MOST_BYTES:
        raise ConfigError(
            message(
                "{path}: {n_raw:,} bytes; reports up to {most_bytes:,} are read",
                path=path,
                n_raw=len(raw),
                most_bytes=MOST_BYTES,
            )
        )
    if raw[:4] == b"PK\x03\x04":
        return _docx(raw, path)
    if raw[:5] == b"%PDF-" or raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        kind = "PDF" if raw[:1] == b"%" else "DOC"
        raise ConfigError(
            message("{path}: {kind} is not read; save it as DOCX, HTML or text", path=path, kind=kind)
        )
    return plain_text(decoded(raw, str(path)), html=path.suffix.lower() in {".html", ".htm"})


def name_of(path: Path) -> str:
    """Return the name of a report's file as text; one that an older system wrote in GB 18030 is no UTF-8."""
    try:
        return decoded(os.fsencode(path.name), "")
    except ConfigError:
        return os.fsencode(path.name).decode(errors="replace")


def decoded(raw: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, or what Chinese editors still write.

    Raises:
        ConfigError: they are neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(message("{name}: neither UTF-8 nor GB 18030 text; save it as UTF-8", name=name))


def plain_text(text: str, *, html: bool = False) -> str:
    """Return the words of HTML, and other text as it is; HTML is also known by how it begins."""
    if not html and not re.match(r"\s*(?:<!doctype html|<html\b)", text, re.IGNORECASE):
        return text
    reader = _Words()
    reader.feed(text)
    reader.close()
    return re.sub(r"[ \t\r\f\v]+", " ", re.sub(r"\n\s*\n+", "\n\n", "".join(reader.words))).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.words.append("\n")
        elif tag in _CELLS:
            self.words.append(" | ")  # rows are read with the headings of their table

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag == "tr":
            self.words.append(" |")
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"\s+", " ", data))


def _docx(raw: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive, archive.open("word/document.xml") as stream:
            body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise ConfigError(
                message(
                    "{path}: its text is larger than {most_bytes:,} bytes", path=path, most_bytes=MOST_BYTES
                )
            )
        root = fromstring(body)
    except (
        zipfile.BadZipFile,
        KeyError,
        ParseError,
        DefusedXmlException,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise ConfigError(
            message(
                "{path}: no DOCX document ({name}); save it as DOCX, HTML or text",
                path=path,
                name=type(error).__name__,
            )
        ) from error
    lines = []
    for paragraph in root.iter(f"{_WORD}p"):
        parts: list[str] = []
        for node in paragraph.iter():
            if node.tag == f"{_WORD}t":
                parts.append(node.text or "")
            elif node.tag in {f"{_WORD}tab", f"{_WORD}br"}:
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines)


_DATED = re.compile(
    r"(?<!\d)(?:20\d\d)[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? 20\d\d|\d{1,2} [A-Z][a-z]{2,8} 20\d\d|(?<!\d)20\d{6}(?!\d)"
)
HEAD_CHARS = 3_000
"""Where a report bears its date: on its first page."""


def day_borne(text: str, name: str = "") -> dt.date | None:
    """Return the first whole date of a report's head, else of its file name; None where neither has one."""
    for said in (text[:HEAD_CHARS], name):
        for found in _DATED.finditer(said):
            day = _day(found.group())
            if day is not None:
                return day
    return None


def _day(text: str) -> dt.date | None:
    if re.fullmatch(r"20\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 3:
        try:
            return dt.date(*(int(number) for number in numbers))
        except ValueError:
            return None
    found = max(times(text.lower()), key=lambda one: one.end - one.start, default=None)
    return found.date(dt.date(2000, 1, 1)) if found is not None and found.year is not None else None
