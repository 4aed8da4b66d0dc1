"""Valuation and traffic tables: their faults are named, and what is sound is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.door.weekly.table import read_weekly_table
from sources.errors import BadTable

HEAD = "公司,代码,评级,收盘价,EPS 2024,EPS 2025,PE 2024,PE 2025\n"


def companies(count: int = 30) -> list[str]:
    """Return rows with invented names whose PE follows from price and earnings."""
    rows = []
    for place in range(1, count + 1):
        close, now, later = 10.0 + 3 * place, 0.5 + 0.1 * place, 0.6 + 0.12 * place
        rows.append(
            f"虚构{place}号,{place:04d}.XX,增持,{close:.2f},{now:.2f},{later:.2f},"
            f"{close / round(now, 2):.1f},{close / round(later, 2):.1f}"
        )
    return rows


def sites(count: int = 40) -> list[str]:
    rows = []
    for place in range(1, count + 1):
        last, now = 1.0 + place / 10, 1.1 + place / 9
        last, now = round(last, 2), round(now, 2)
        rows.append(f"s{place}.example,{'chat' if place % 2 else 'image'},{now:.2f}M,{last:.2f}M,{100 * (now / last - 1):+.1f}%,{place / 4:.2f}")  # fmt: skip
    return rows


def read(tmp_path: Path, text: str, name: str = "table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_weekly_table(path)


def faults(table) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.code, fault.column) for fault in table.faults]


def test_thirty_sound_companies_have_no_fault(tmp_path: Path):
    table = read(tmp_path, HEAD + "\n".join(companies()))

    assert (table.kind, len(table.entries), faults(table)) == ("valuation", 30, [])


def test_forty_sound_sites_have_no_fault(tmp_path: Path):
    table = read(tmp_path, "site,category,visits,last week,change,minutes\n" + "\n".join(sites()))

    assert (table.kind, len(table.entries), faults(table)) == ("traffic", 40, [])


def test_a_pe_that_does_not_follow_is_named_with_the_one_that_would(tmp_path: Path):
    rows = companies()
    cells = rows[6].split(",")
    cells[6] = "99.9"
    table = read(tmp_path, HEAD + "\n".join([*rows[:6], ",".join(cells), *rows[7:]]))

    assert faults(table) == [(8, "pe_does_not_follow", "pe_2024")]
    assert table.faults[0].expected == f"{float(cells[3]) / float(cells[4]):.1f} = {cells[3]} / {cells[4]}"


def test_a_row_that_carries_another_companys_figures_is_named(tmp_path: Path):
    rows = companies()
    copied = ["抄录公司", "9999.XX", *rows[2].split(",")[2:]]
    table = read(tmp_path, HEAD + "\n".join([*rows, ",".join(copied)]))

    assert faults(table) == [(4, "copied_row", ""), (32, "copied_row", "")]
    assert table.faults[1].found == "抄录公司 = 虚构3号"


def test_a_rating_outside_the_standard_is_named(tmp_path: Path):
    rows = companies(3)
    table = read(
        tmp_path,
        HEAD
        + "\n".join(
            [*rows, rows[0].replace("增持", "强烈推荐").replace("11.", "12.").replace("虚构1号", "虚构9号")]
        ),
    )

    assert "rating_not_in_standard" in [fault.code for fault in table.faults]


def test_a_percentage_without_sign_among_signed_ones_is_no_number_to_guess(tmp_path: Path):
    rows = sites(5)
    cells = rows[1].split(",")
    cells[4] = cells[4].rstrip("%")
    table = read(
        tmp_path,
        "site,category,visits,last week,change,minutes\n" + "\n".join([rows[0], ",".join(cells), *rows[2:]]),
    )

    assert faults(table) == [(3, "percent_without_sign", "change")]
    assert table.entries[1].values["change"] is None


def test_changes_that_are_all_fractions_are_read_as_fractions(tmp_path: Path):
    table = read(tmp_path, "site,category,visits,last week,change\na,x,110,100,0.10\nb,x,90,100,-0.10\n")

    assert faults(table) == []
    assert [entry.values["change"] for entry in table.entries] == [10.0, -10.0]


@pytest.mark.parametrize(
    "row",
    [
        "a,x,110.4,100.0,0.1",  # 10.4 % as a fraction of one decimal
        "a,x,3.0M,1.0M,+210%",  # three times 0.95 to 1.05
    ],
)
def test_a_change_may_be_off_by_the_rounding_of_all_three(tmp_path: Path, row: str):
    assert faults(read(tmp_path, f"site,category,visits,last week,change\n{row}\n")) == []


def test_a_clock_is_read_in_minutes_and_said_to_be_one(tmp_path: Path):
    table = read(tmp_path, "site,category,visits,minutes\na.example,x,100,0:07:29\nb.example,x,120,3.5\n")

    assert faults(table) == [(2, "time_as_clock", "minutes")]
    assert table.entries[0].values["minutes"] == pytest.approx(7 + 29 / 60)


def test_a_change_that_does_not_follow_is_named(tmp_path: Path):
    table = read(tmp_path, "site,category,visits,last week,change\na.example,x,5.00M,4.00M,10%\n")

    assert faults(table) == [(2, "change_does_not_follow", "change")]
    assert table.faults[0].expected.startswith("+25.0%")


def test_two_currencies_cannot_be_checked_and_it_says_so(tmp_path: Path):
    text = "company,code,close,currency,EPS currency,EPS 2024,PE 2024\nMade,1,100,HKD,CNY,5.00,22\n"

    assert faults(read(tmp_path, text)) == [(2, "currencies_differ", "pe_2024")]


def test_earnings_near_zero_allow_any_pe_that_their_rounding_allows(tmp_path: Path):
    text = "company,code,close,EPS 2024,PE 2024\nMade,1,10.00,0.01,1400\nOther,2,10.00,0.01,3000\n"

    assert faults(read(tmp_path, text)) == [(3, "pe_does_not_follow", "pe_2024")]  # 10 / 0.015 to 10 / 0.005


def test_a_loss_keeps_its_sign(tmp_path: Path):
    text = "company,code,close,EPS 2024,PE 2024\nMade,1,10.00,-0.50,-20.0\n"

    assert faults(read(tmp_path, text)) == []


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "company,code,close\n"])
def test_what_is_neither_table_is_refused(tmp_path: Path, text: str):
    with pytest.raises(BadTable):
        read(tmp_path, text)
