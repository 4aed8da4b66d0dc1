"""What to say of a file that is in no known layout: what it looks like, and who takes it."""

from __future__ import annotations

from collections.abc import Sequence

from sources.door.files.sheets import Sheet
from sources.door.layouts import Layout, plain
from sources.door.recognise import Found
from sources.errors import BadTable
from sources.message import message
from sources.spelling import did_you_mean, nearest

_TEXTS = frozenset({"text", "sentence", "headline", "title", "content", "标题", "内容", "正文", "新闻"})


def unrecognised(sheets: Sequence[Sheet], layouts: Sequence[Layout]) -> BadTable:
    """Return the error of a file that no layout fits."""
    sheet = next((sheet for sheet in sheets if any(map(any, sheet.rows))), None)
    if sheet is None:
        file = sheets[0].file if sheets else "the file"
        return BadTable(
            file=file, row=1, found=message("an empty file"), expected=message("a header and rows")
        )
    number, header = next((number, row) for number, row in enumerate(sheet.rows, start=1) if any(row))
    cells = [plain(cell) for cell in header]
    said = message("columns {names}", names=", ".join(cell for cell in header if cell))
    if set(cells) & _TEXTS:
        return BadTable(
            file=sheet.where,
            row=number,
            found=message("{said}: a table of headlines or sentences", said=said),
            expected=message(
                "`signals events extract FILE` reads policy events out of it (`… | signals load -` keeps them)"
            ),
        )
    if {"今值", "预测值"} <= set(cells):
        return BadTable(
            file=sheet.where,
            row=number,
            found=message(
                "{said}: figures by the day on which they came out, without their month", said=said
            ),
            expected=message(
                "AKShare's monthly table of the same figure (月份, …), or our own: series, period, value, released_at"
            ),
        )
    own = [layout for layout in layouts if layout.own]
    best = max(own, key=lambda layout: _likeness(cells, layout))
    if not _likeness(cells, best):
        return _strange(sheet, number, header, said)
    wanted = {role: best.spelled(role) for role in best.needs}
    missing = [role for role, spellings in wanted.items() if not set(spellings) & set(cells)]
    odd = [
        cell
        for cell in header
        if cell and not any(plain(cell) in spelled for spelled in best.columns.values())
    ]
    lacking = [best.spelled(role)[0] for role in missing]
    example = best.example.split(",")
    column = odd[0] if odd else next((name for name in example if plain(name) == lacking[0]), lacking[0])
    near = did_you_mean(odd[0], lacking) if odd else ""
    return BadTable(
        file=sheet.where,
        row=number,
        column=column,
        found=said,
        expected=message(
            "{layout}: {names}{near}; `signals layouts` lists every other that is known",
            layout=best.name,
            names=", ".join(example),
            near=near,
        ),
    )


def _strange(sheet: Sheet, number: int, header: Sequence[str], said: str) -> BadTable:
    return BadTable(
        file=sheet.where,
        row=number,
        column=next(cell for cell in header if cell),
        found=said,
        expected=message("a table of a known layout; `signals layouts` lists them"),
    )


def _likeness(cells: Sequence[str], layout: Layout) -> float:
    return sum(bool(set(layout.spelled(role)) & set(cells)) for role in layout.needs) / len(layout.needs)


def check_columns(found: Found) -> None:
    """Refuse a column that stands twice, and in our own tables one that is a mistyped optional one.

    Raises:
        BadTable: it would be guessed which column is meant, or a column would be passed over in silence.
    """
    header = found.sheet.rows[found.header]
    cells = [plain(cell) for cell in header]
    for place in found.at.values():
        if cells.count(cells[place]) > 1 and found.layout.shape != "stacked":
            raise BadTable(
                file=found.sheet.where,
                row=found.header + 1,
                column=header[place],
                found=message("the column twice"),
                expected=message("each column once"),
            )
    if not found.layout.own:
        return
    known = {spelling for spellings in found.layout.columns.values() for spelling in spellings}
    for cell in header:
        near = nearest(plain(cell), known, cutoff=0.8) if plain(cell) not in known and cell else None
        if near and near not in cells:
            spelled = next((role for role, words in found.layout.columns.items() if near in words), near)
            raise BadTable(
                file=found.sheet.where,
                row=found.header + 1,
                column=cell,
                found=message("columns {names}", names=", ".join(header)),
                expected=message(
                    "{layout}; did you mean {spelled}?", layout=found.layout.name, spelled=spelled
                ),
            )
