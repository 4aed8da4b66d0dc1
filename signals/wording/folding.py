"""Fold a sentence into rows of so many cells: words and numbers stay whole, Chinese breaks between characters."""

from __future__ import annotations

import re

from rich.cells import cell_len

_ATOM = re.compile(r"\s+|[ -~±σ×→°]+?(?=\s(?![%σ±])|[^ -~±σ×→°]|$)|.", re.DOTALL)
_NEVER_FIRST = set("，。；：、！？）”》」…%,.;:!?)]")
_NEVER_LAST = set("（“《「([")


def fold(text: str, width: int) -> list[str]:
    """Return the rows; a word longer than a row is cut, and no row starts with a closing mark."""
    text = " ".join(text.split())
    ends = [*breaks(text, width), len(text)]
    starts = [0, *ends[:-1]]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def breaks(text: str, width: int) -> list[int]:
    """Return where the rows after the first begin."""
    begins, row, at = [], "", 0
    for atom in _atoms(text, width):
        if not atom.isspace() and row.strip() and cell_len((row + atom).rstrip()) > width:
            begins.append(at)
            row = ""
        row += atom
        at += len(atom)
    return begins


def _atoms(text: str, width: int) -> list[str]:
    """Return what may not be broken: words, numbers, and characters with their marks."""
    atoms: list[str] = []
    for found in _ATOM.findall(text):
        glued = atoms and not atoms[-1].isspace() and not found.isspace()
        if glued and (found[0] in _NEVER_FIRST or atoms[-1][-1] in _NEVER_LAST):
            atoms[-1] += found
        else:
            atoms.append(found)
    return [piece for atom in atoms for piece in _pieces(atom, width)]


def _pieces(atom: str, width: int) -> list[str]:
    if cell_len(atom) <= width:
        return [atom]
    pieces, piece = [], ""
    for char in atom:
        if cell_len(piece + char) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def cut(text: str, width: int) -> str:
    """Return the text on one row, with an ellipsis where it does not fit."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for char in text:
        if cell_len(kept + char) > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"
