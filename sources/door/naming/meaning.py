"""Of which series or contract each value is: by its row, its column, the file's name, or the person's word."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from sources.contract import contract_code
from sources.door.answers import Answers
from sources.door.naming import contracts
from sources.door.naming.names import FREE_PREFIXES, Meant, NameBook
from sources.door.recognise import Found, names_above
from sources.door.remarks import Remarks, some
from sources.door.rows.cells import Cell
from sources.door.writing.days import full_year
from sources.errors import BadTable
from sources.message import either, message
from sources.spelling import did_you_mean
from sources.spelling import meant as near_word

_KNOWN = ("series", "contract")
_CHANGES = frozenset({"CHG", "CH1", "PCH", "PC1", "PCA", "CCH", "CCA", "LOG"})
"""What FRED appends to the id of a series that it transformed."""

_A_CONTRACT = message("a dated contract such as ZQH24: a price without its month says nothing about the path")


class Meanings:
    """Says of each cell what it is of, and counts what is of nothing that is kept.

    Args:
        found: the sheet and its layout.
        names: what words mean.
        answers: what the person added.
        remarks: where to say what was taken for what.

    Raises:
        BadTable: what the person named is no series.
    """

    def __init__(self, found: Found, names: NameBook, answers: Answers, remarks: Remarks) -> None:
        self._found, self._names, self._answers, self._remarks = found, names, answers, remarks
        self._seen: dict[tuple[str, int, int], Meant] = {}
        self._settled: dict[str, Meant] = {}  # a million rows have few names
        self._decades: dict[str, str] = {}
        self._file_name: Meant | None = None
        self._above: tuple[Meant, ...] | None = None
        self._asked, self._asked_root = self._answered()
        self._by_row = "name" in found.at and not {"month", "year"} & found.at.keys()
        self.passed_over: Counter[str] = Counter()

    def of(self, cell: Cell) -> Meant | None:
        """Return what a cell is of; None where it is of nothing that is asked for or known.

        Raises:
            BadTable: it cannot be told, or reads two ways.
        """
        word = cell.row.optional("name") if self._by_row else None
        if word is not None and word in self._settled:
            return self._settled[word]
        meant = self._said(cell)
        meant = self._of_file(cell) if meant is None else self._kept(cell, meant)
        if meant is not None and meant.sort == "contract":
            self._one_decade(cell, meant)
        if word is not None and meant is not None and not self._depends_on_day(meant):
            self._settled[word] = meant
        return meant

    @staticmethod
    def _depends_on_day(meant: Meant) -> bool:
        spelled = contracts.spelled(meant.word) if meant.sort == "contract" else None
        return spelled is not None and len(spelled.digits) == 1

    def nothing(self) -> BadTable:
        """Return the error of a file in which nothing that is known was found."""
        names, where = some(self.passed_over), self._found.sheet.where
        if self._answers.series is not None and names:
            return BadTable(
                file=where,
                found=message("rows of {names}", names=names),
                expected=message("some of --series {series}", series=self._answers.series),
            )
        first = next(iter(self.passed_over), "")
        level, _, change = first.rpartition("_")
        if change.upper() in _CHANGES:
            return BadTable(
                file=where,
                found=message("{first}, which is {level} as FRED transformed it", first=first, level=level),
                expected=message("the download in its own units"),
            )
        near = did_you_mean(first, self._names.ids) if names else ""
        return BadTable(
            file=where,
            found=message("no series that the catalogue knows{value}", value=f" ({names})" if names else ""),
            expected=message("a known id, ticker or contract, or the series as --series ID{near}", near=near),
        )

    # ------------------------------------------------------------------ what is said, and where

    def _answered(self) -> tuple[Meant | None, str | None]:
        """Return what --series names: a series or contract, or the root of a page of months."""
        said = self._answers.series
        if said is None:
            return None, None
        root = contracts.own_root(said)
        if root and ({"month", "year"} & self._found.at.keys() or self._names_months()):
            return None, root
        meant = self._names.meant(said)
        if meant.sort in _KNOWN:
            return meant, None
        what = {
            "continuous": "a continuous symbol, which names no month",
            "several": f"a word for {' and '.join(meant.ids)}",
        }.get(meant.sort, "no series of the catalogue")
        near = near_word(meant.near) or did_you_mean(said, self._names.ids)
        raise BadTable(
            file=self._found.sheet.where,
            found=message("--series {said}, {what}", said=said, what=what),
            expected=message(
                "a series of the catalogue, a contract such as ZQH24, or one under {names}{near}",
                names=", ".join(FREE_PREFIXES),
                near=near,
            ),
        )

    def _said(self, cell: Cell) -> Meant | None:
        """Return what the column's header or the row says; None where neither names anything."""
        if cell.column.meant is not None:
            return cell.column.meant
        if "month" in self._found.at:
            return self._of_month(cell)
        if "year" in self._found.at:
            return self._of_year_and_month(cell)
        if "name" not in self._found.at:
            return None
        word, day = cell.row.text("name"), cell.day.day
        key = (word, day.year, day.month)  # a year of one digit is read by the month of the price
        if key not in self._seen:
            self._seen[key] = self._names.meant(word, on=day)
        return self._seen[key]

    def _of_month(self, cell: Cell) -> Meant:
        """Return the contract of a line such as MAR 24 on a page that is of one root."""
        text = cell.row.text("month")
        month = contracts.month_named(text)
        if month is None:
            return Meant(sort="unknown", word=text)
        return Meant(sort="contract", word=text, ids=(contract_code(self._root(cell), month),))

    def _of_root(self, cell: Cell, meant: Meant) -> Meant:
        """Return the contract of a month, where the file or the person says of which root."""
        month = contracts.month_named(meant.word)
        above = (" ".join(row) for row in self._found.sheet.rows[: self._found.header])
        root = self._asked_root or contracts.root_in(" ".join([self._found.sheet.file, *above]))
        if root is None or month is None:
            raise cell.bad(
                message("{word!r}, a month that does not say of which contract it is", word=meant.word),
                message("contracts such as ZQH24, or their root as --series ZQ"),
                role="name",
            )
        return Meant(sort="contract", word=meant.word, ids=(contract_code(root, month),))

    def _of_year_and_month(self, cell: Cell) -> Meant:
        whole = contracts.spelled(cell.row.optional("root") or "")
        if whole is not None:
            return self._names.meant(cell.row.text("root"), on=cell.day.day)
        year, said = cell.row.text("year"), cell.row.text("month_number")
        month = contracts.month_number(said)
        if not year.isdigit() or month is None:
            raise cell.bad(
                message("{year!r} and {said!r}", year=year, said=said),
                message("a year and a month of the contract"),
                role="year",
            )
        code = contract_code(self._root(cell), dt.date(full_year(year), month, 1))
        return Meant(sort="contract", word=code, ids=(code,))

    def _root(self, cell: Cell) -> str:
        said = cell.row.optional("root")
        if said is not None:
            return contracts.own_root(said) or said.upper()
        above = (" ".join(row) for row in self._found.sheet.rows[: self._found.header])
        root = self._asked_root or contracts.root_in(" ".join([self._found.sheet.file, *above]))
        if root is None:
            root = self._found.layout.root or "ZQ"
            self._remarks.say("root_assumed", root=root)
        return root

    def _of_file(self, cell: Cell) -> Meant:
        """Return what the person or the file's name says of a file that names nothing inside."""
        if self._asked is not None:
            return self._dated(cell, self._asked)
        if self._file_name is None:
            self._file_name = self._named_by_file()
        if self._file_name.sort in _KNOWN:
            return self._dated(cell, self._file_name)
        raise self._unusable(cell, self._file_name)

    def _named_above(self) -> Meant | None:
        """Return the one series that the lines above the header name, where the header has words of its own for it."""
        if self._above is None:
            self._above = names_above(self._found, self._names)
        return self._above[0] if len(self._above) == 1 and self._above[0].sort == "series" else None

    def _named_by_file(self) -> Meant:
        above = names_above(self._found, self._names)
        if len(above) == 1:
            return above[0]
        meant = self._names.named_by_file(self._found.sheet.file)
        if meant is None:
            raise BadTable(
                file=self._found.sheet.where,
                found=message(
                    "{layout}, which does not say of which series it is", layout=self._found.layout.name
                ),
                expected=message(
                    "the series or contract as --series ID, such as --series index.HSI or --series ZQH24"
                ),
            )
        if meant.sort == "series":
            self._remarks.say("name_from_file", series=meant.id)
        return meant

    # ------------------------------------------------------------------ what is kept

    def _kept(self, cell: Cell, meant: Meant) -> Meant | None:
        """Return a meaning that can be kept, None where the value is of something else."""
        if meant.sort in _KNOWN:
            wanted = self._found.layout.names
            if wanted in _KNOWN and meant.sort != wanted:
                raise self._unusable(cell, replace(meant, sort="unknown"))
            return self._wanted(self._dated(cell, meant), cell)
        if meant.sort == "unknown" and not self._found.layout.own and contracts.month_named(meant.word):
            return self._wanted(self._of_root(cell, meant), cell)
        if meant.sort == "several" and self._asked is not None and set(self._asked.ids) <= set(meant.ids):
            return self._asked
        if meant.sort == "unknown" and not self._found.layout.own:
            if not self._names_several():
                own = self._asked or self._named_above()
                if own is not None:
                    return self._dated(cell, own)
        elif not (meant.sort == "continuous" and self._names_dated()):
            raise self._unusable(cell, meant)
        self.passed_over[meant.word] += 1
        return None

    def _wanted(self, meant: Meant, cell: Cell) -> Meant | None:
        """Return a meaning unless another was asked for, or it is a future that no reading knows."""
        other = self._asked is not None and meant.ids != self._dated(cell, self._asked).ids
        foreign = (
            meant.sort == "contract" and not self._found.layout.own and meant.id[:-3] not in contracts.ROOTS
        )
        if other or foreign:
            self.passed_over[meant.word] += 1
            return None
        return meant

    def _dated(self, cell: Cell, meant: Meant) -> Meant:
        """Return a contract with its decade; one digit of a year is read by the day of the price."""
        if meant.sort != "contract":
            return meant
        if not meant.ids:
            meant = self._names.meant(meant.word, on=cell.day.day)
        if len(meant.ids) == 1:
            return meant
        which = either(meant.ids) if meant.ids else message("no contract that was listed then")
        raise cell.bad(
            message("{word!r} on {day}, which is {which}", word=meant.word, day=cell.day.day, which=which),
            message("a year of two digits, in the file or as --series, such as --series ZQH24"),
            role="name",
        )

    def _one_decade(self, cell: Cell, meant: Meant) -> None:
        first = self._decades.setdefault(meant.word, meant.id)
        if first != meant.id:
            raise cell.bad(
                message(
                    "{word!r}, which is {first} above and {id} here",
                    word=meant.word,
                    first=first,
                    id=meant.id,
                ),
                message(
                    "years of two digits, or each decade by itself with --series {first} and --series {id}",
                    first=first,
                    id=meant.id,
                ),
                role="name",
            )

    def _names_several(self) -> bool:
        """Return whether the file names more than one series."""
        if "name" not in self._found.at:
            return len(self._found.columns) > 1
        return len(set(self._column_of_names())) > 1

    def _names_dated(self) -> bool:
        """Return whether a vendor's page has dated contracts beside its cash or front line."""
        return not self._found.layout.own and any(map(contracts.spelled, self._column_of_names()))

    def _names_months(self) -> bool:
        return not self._found.layout.own and any(map(contracts.month_named, self._column_of_names()))

    def _column_of_names(self) -> list[str]:
        place = self._found.at.get("name")
        if place is None:
            return [column.header for column in self._found.columns]
        rows = self._found.sheet.rows[self._found.header + 1 :]
        return [row[place] for row in rows if place < len(row) and row[place]]

    def _unusable(self, cell: Cell, meant: Meant) -> BadTable:
        if meant.sort == "continuous":
            said = message("{word!r}, a continuous symbol, which names no contract month", word=meant.word)
            return cell.bad(said, _A_CONTRACT, role="name")
        if meant.sort == "several":
            found = message("{word!r}, which may be {names}", word=meant.word, names=either(meant.ids))
            expected = message("one of them as --series, such as --series {first}", first=meant.ids[0])
            return cell.bad(found, expected, role="name")
        if self._found.layout.names == "contract":
            expected = message("root, month letter (FGHJKMNQUVXZ) and two-digit year, as in ZQH24")
            return cell.bad(repr(meant.word), expected, role="name")
        near = near_word(meant.near) or did_you_mean(meant.word, self._names.ids)
        expected = message(
            "a series of the catalogue, or one under {names}{near}", names=", ".join(FREE_PREFIXES), near=near
        )
        return cell.bad(repr(meant.word), expected, role="name")
