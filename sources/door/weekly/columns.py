"""How the weekly's two tables look: their columns in Chinese and English, and which of them must be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from sources.contract import TABLE_KINDS, TableKind
from sources.door.layouts import Layout

_COLUMNS: Mapping[TableKind, Mapping[str, tuple[str, ...]]] = {
    "valuation": {
        "company": ("company", "name", "公司", "公司名称", "证券简称", "名称"),
        "code": ("code", "ticker", "代码", "证券代码", "股票代码"),
        "group": ("group", "sector", "category", "板块", "子行业", "行业", "分组", "类别"),
        "rating": ("rating", "评级", "投资评级"),
        "close": ("close", "price", "收盘价", "股价", "最新价"),
        "currency": ("currency", "price currency", "币种", "货币"),
        "eps_currency": ("eps currency", "eps币种", "财报币种"),
        "market_value": ("market value", "market cap", "市值", "总市值"),
    },
    "traffic": {
        "site": ("site", "website", "product", "网站", "产品", "应用"),
        "category": ("category", "类别", "分类", "赛道"),
        "visits": ("visits", "this week", "访问量", "本周访问量", "周访问量"),
        "last_week": ("last week", "previous visits", "上周访问量", "上周"),
        "change": ("change", "wow", "change on week", "环比", "周环比", "变化"),
        "minutes": (
            "minutes",
            "duration",
            "time on site",
            "avg duration",
            "停留时长",
            "平均停留时长",
            "时长",
        ),
    },
}
_DAYS: Mapping[str, tuple[str, ...]] = {
    "day": ("date", "day", "as of", "as_of", "week", "week ending", "日期", "截至", "截至日", "数据日期", "周末日", "统计截止日"),
    "released_at": ("released_at", "released at", "released", "published", "发布日", "发布日期", "报告日期"),
}  # fmt: skip
NEEDS: Mapping[TableKind, tuple[str, ...]] = {
    "valuation": ("company", "code", "close"),
    "traffic": ("site", "category", "visits"),
}
KEY: Mapping[TableKind, str] = {"valuation": "code", "traffic": "site"}
NAME: Mapping[TableKind, str] = {"valuation": "company", "traffic": "site"}
TEXT = frozenset(
    {"company", "code", "group", "rating", "currency", "eps_currency", "site", "category", *_DAYS}
)
_EARNINGS = frozenset({"eps", "每股收益", "每股盈利"})
_YEAR = r"(?P<{}>\d{{4}})年?e?"
_YEARLY = re.compile(
    rf"(?:{_YEAR.format('before')}\W*)?(?P<what>eps|pe|p/e|市盈率|每股收益|每股盈利)\W*(?:{_YEAR.format('after')}\W*)?"
)


def places(kind: TableKind, header: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, by its role; ``eps_2026`` and ``pe_2026`` by year."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        role = _role(kind, cell)
        if role is not None:
            found.setdefault(role, place)
    return found


def _role(kind: TableKind, cell: str) -> str | None:
    whole = unicodedata.normalize("NFKC", cell).strip().casefold()
    words = re.sub(r"\(.*?\)", "", whole).strip()
    for role, spellings in {**_COLUMNS[kind], **_DAYS}.items():
        if words in spellings:
            return role
    for spelled in (words, whole.replace("(", " ").replace(")", " ").strip()):
        yearly = _YEARLY.fullmatch(spelled) if kind == "valuation" else None
        if yearly and (yearly["before"] is None) != (yearly["after"] is None):
            return f"{'eps' if yearly['what'] in _EARNINGS else 'pe'}_{yearly['before'] or yearly['after']}"
    return None


_BRACKETS = re.compile(r"\((.*?)\)")
_SIZES = {
    "万": "万", "百万": "M", "亿": "亿", "十亿": "bn", "k": "k", "thousand": "k", "m": "M", "mn": "M", "million": "M",
    "millions": "M", "b": "bn", "bn": "bn", "billion": "bn", "billions": "bn",
}  # fmt: skip
_SIZED = frozenset({"market_value", "visits", "last_week"})
_CURRENCIES = {
    "港元": "HKD", "港币": "HKD", "hkd": "HKD", "hk$": "HKD", "人民币": "CNY", "人民币元": "CNY", "cny": "CNY", "rmb": "CNY",
    "美元": "USD", "usd": "USD", "us$": "USD",
}  # fmt: skip
_NUMBER = re.compile(r"[+\-−]?[\d,.\s]*\d[\d,.\s]*")


def stated_above(header: Sequence[str], at: Mapping[str, int]) -> dict[str, str]:
    """Return what a header says of its cells in brackets, by role: a size, a percent sign, seconds, a currency.

    ``访问量(万)`` means ten thousands and ``环比(%)`` percent, whatever the cells show.
    """
    said: dict[str, str] = {}
    for role, place in at.items():
        words = [
            word.strip()
            for word in _BRACKETS.findall(unicodedata.normalize("NFKC", header[place]).casefold())
        ]
        for word in words:
            if role in _SIZED and (size := _size(word)):
                said[role] = size
            elif role == "change" and word in {"%", "pct", "percent"}:
                said[role] = "%"
            elif role == "minutes" and word in {"秒", "s", "sec", "seconds"}:
                said[role] = "秒"
            elif word in _CURRENCIES and (role == "close" or role.startswith("eps_")):
                said.setdefault("currency" if role == "close" else "eps_currency", _CURRENCIES[word])
    return said


def _size(word: str) -> str | None:
    """Return the size that a bracket names, with or without a currency behind it: ``亿港元``."""
    bare = next((word.removesuffix(name).strip() for name in _CURRENCIES if word.endswith(name)), word)
    return _SIZES.get(bare) or _SIZES.get(word.removesuffix("元"))


def with_what_is_above(cells: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a row with what the header says of them; a cell that says so itself is left alone."""
    full = {
        role: f"{cell}{said[role]}" if role in said and _NUMBER.fullmatch(cell) else cell
        for role, cell in cells.items()
    }
    for role in ("currency", "eps_currency"):
        if role in said and not full.get(role):
            full[role] = said[role]
    return full


def kind_of(header: Sequence[str], *, whole: bool = False) -> tuple[TableKind, dict[str, int]] | None:
    """Return which table a header is of, and where its columns stand; None where it is neither.

    Args:
        header: the cells of one row.
        whole: ask of a valuation that it has earnings or a PE: company, code and close alone could be any list.
    """
    for kind in TABLE_KINDS:
        at = places(kind, header)
        if all(role in at for role in NEEDS[kind]) and (
            not whole or kind == "traffic" or any(role.startswith(("eps_", "pe_")) for role in at)
        ):
            return kind, at
    return None


LAYOUTS: Mapping[TableKind, Layout] = {
    "valuation": Layout(
        id="weekly_valuation",
        en="a weekly's valuation table, a company a row",
        zh="周报估值表，每行一家公司",
        example="company,code,rating,close,currency,market value,EPS 2026,PE 2026,date,released_at",
        holds="weekly",
        columns={},
    ),
    "traffic": Layout(
        id="weekly_traffic",
        en="a weekly's traffic table, a site a row",
        zh="周报流量表，每行一个网站",
        example="网站,类别,本周访问量,上周访问量,环比,停留时长,日期,发布日期",
        holds="weekly",
        columns={},
    ),
}
"""As `signals layouts` lists them. They are told by columns of their own, so the roles of a series say nothing."""
