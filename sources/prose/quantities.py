"""Figures in prose: percent, basis points, points, counts and chances, in digits and in words.

A figure carries the comparison that its hedges make of it: 约九成 is ~ 90,
"fewer than two" is < 2, 三次以上 is >= 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sources.prose.numerals import DECADES, ONES, number

Op = Literal["=", "~", ">", ">=", "<", "<="]
Kind = Literal["pct", "bp", "pp", "points", "count", "number", "chance", "share", "li", "tenth"]
"""What follows the figure.

pct percent · bp basis points · pp percentage points · points 点 of an index or of a rate · count times (次)
· number nothing · chance odds in words · share a fraction (a third) · li 厘, a percent level or a step
· tenth 成.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure where it stands in a text; ``low`` is the lower end of a range such as 4.25%-4.50%."""

    start: int
    end: int
    kind: Kind
    value: float
    op: Op = "="
    low: float | None = None
    signed: bool = False
    in_words: bool = False

    @property
    def middle(self) -> float:
        """The value, or the middle of a range."""
        return self.value if self.low is None else round((self.low + self.value) / 2, 6)


# Lengths are bounded so that a line of nothing but digits is read in time linear in its length.
_DEC = r"(?:(?<![\d.])|(?<=c\.)|(?<=ca\.))(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,12})(?:\.\d{1,8})?(?:[- ]\d/[248](?!\d)|[¼½¾])?|[¼½¾]"
_ZH = r"[零〇一二两三四五六七八九十百千万]{1,9}(?:点[零〇一二三四五六七八九]{1,6})?"
_WORD = rf"(?:{'|'.join(sorted(DECADES, key=len, reverse=True))})(?:-(?:{'|'.join(ONES[1:10])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))}"
_NUM = rf"(?:{_DEC}|{_ZH}|(?<![a-z])(?:{_WORD}))"
_TO = r"(?:\s?(?:–|—|―|~|至|到|to)\s?|\s-\s|-)"
_MINUS = r"(?<![\d%a-z])[-−]|负|minus\s"

_UNIT = (
    r"(?P<bp>个?(?:基点|点子|bp)|码|[\s-]?(?:basis[\s-]points?|bps?)(?![a-z]))"
    r"|(?P<pp>个?百分点|[\s-]?(?:percentage[\s-]points?|ppts?|pp)(?![a-z]))"
    r"|(?P<pct>\s?(?:%|percent(?![a-z])|per\scent(?![a-z])|pct(?![a-z])))"
    r"|(?P<li>厘)"
    r"|(?P<points>大?关(?=[，。；,;口]|$)|个?点(?![\d零一二三四五六七八九半钟])|\s?points?(?![a-z]))"
    r"|(?P<count>次(?!会议|议息|贷|日|季))"
)
_MEASURED = re.compile(
    rf"(?P<between>(?<![a-z])between\s)?(?P<minus>{_MINUS}|\+)?(?P<low>{_NUM})(?:(?:(?P<low_unit>%|厘|个?基点|次|bps?)?(?(between)\sand\s|{_TO}))(?P<high>{_NUM}))?(?:{_UNIT})"
)
_FROM = re.compile(r"(?:(?<![a-z])from\s|从|由|自)$")
_OF_HUNDRED = re.compile(rf"(?P<minus>负)?百分之(?P<n>{_DEC}|{_ZH}|百)")
_TENTHS = re.compile(
    r"(?P<n>[一二两三四五六七八九]|(?<![\d.])\d)(?:至|到|-)?(?P<m>[一二三四五六七八九])?成(?P<more>[一二三四五六七八九半](?!点|次|年|月|个))?"
    r"(?![为功本交都就立员果人分])"
)
_STEP_WORDS: tuple[tuple[str, float], ...] = (
    (r"四分之三(?:个?百分点|厘)|四分三厘|三码|(?<![a-z])three(?:-quarters?| quarters)(?:[- ]of[- ]a)?[- ](?:percentage[- ])?points?", 75.0),
    (r"四分之一(?:个?(?:百分)?点|厘)|四分一厘|一码", 25.0),
    (r"半(?:个(?:百分)?点|厘)|两码", 50.0),
    (r"(?<![a-z])(?:a |another |one[- ])?quarter(?:[- ]of[- ](?:a|one)[- ]|[- ])?(?:percentage[- ])?point(?:er)?s?(?![a-z])", 25.0),
    (r"(?<![a-z])(?:a |another )?half(?:[- ]of[- ]a|[- ]an?)?[- ](?:full[- ])?(?:percentage[- ])?point(?:er)?s?(?![a-z])", 50.0),
    (r"(?<![a-z])jumbo(?![a-z])", 50.0),
    (r"整整一厘|(?<![a-z])(?:a |another )?full[- ](?:percentage[- ])?point(?![a-z])|(?<![a-z])(?:a|one) (?:full )?percentage point(?![a-z])", 100.0),
    (r"(?<![a-z])a fifth of a (?:percentage )?point(?![a-z])", 20.0),
    (r"(?<![a-z])a tenth(?: of a (?:percentage )?point)?(?![a-z])|(?<![a-z])tenth of a (?:percentage )?point", 10.0),
    (r"(?:(?<=% to )|(?<=% for )|(?<=% on )|(?<=percent to )|(?<=percent for ))a quarter(?=[,.;]|$| and)", 25.0),
    (r"(?:(?<=% to )|(?<=% for )|(?<=% on )|(?<=percent to )|(?<=percent for ))a half(?=[,.;]|$| and)", 50.0),
    (r"(?<![a-z])another quarter(?![a-z]| of|-)", 25.0),
    (r"(?<![a-z])two tenths(?: of a (?:percentage )?point)?(?![a-z])", 20.0),
)  # fmt: skip
_SHARED_UNIT = re.compile(r"(?<![\d.])(?P<n>\d{1,3})个?(?=(?:和|及|与|、|以及)\d{1,3}个?(?:基点|bp|点子))")
"""The first of two steps that share one unit: 10个和15个基点."""
_STEPS = re.compile("|".join(f"(?P<s{n}>{words})" for n, (words, _) in enumerate(_STEP_WORDS)))
_SHARE_ZH = re.compile(
    r"(?P<under>[二三四五六七八九十])分之(?P<over>[一二三四五六七八九两])(?!个?百分点|厘|个?点|次)"
)
_PART_OF_ONE = re.compile(r"(?P<under>[二三四五])分之(?P<over>[一二三])次|(?P<half>半)次(?!会)")
_SHARE_EN = re.compile(
    r"(?<![a-z])(?P<over>a|an|one|two|three|four)[- ](?P<under>thirds?|quarters?(?![- ](?:of a |percentage |point))|fifths?|sixths?|eighths?|tenths?)(?! of a (?:percentage )?point)(?![a-z])(?!-?\s?(?:month|straight|consecutive|successive|time|week|day|meeting|year|hold|cut|pause|quarter|gain|loss|rise|decline|session))"
    r"|(?<![a-z])(?P<half>(?<!and a )half)(?! a| of a|[- ](?:point|percentage|year|hour)|-)(?![a-z])"
)
_UNDER = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ONE_IN = re.compile(
    rf"(?<![a-z])(?P<over>{_WORD}|\d{{1,3}})(?:[- ][a-z]{{1,20}})?[- ](?:in|out of)[- ](?P<under>three|four|five|six|seven|eight|nine|ten|twenty|\d{{1,3}})(?![a-z\d-])"
)
_ODDS = re.compile(r"(?<![\d:.])(?P<over>[1-9]\d?):(?P<under>[1-9]\d?)(?![\d:])")
_HANDLE = re.compile(
    r"(?<![\d.])(?P<n>\d{2}) handle(?![a-z])|(?<![a-z])(?P<where>low|mid|high)[- ](?:to[- ](?:mid|high)[- ])?(?P<decade>[1-9]0)s(?![a-z])"
)
_BARE = re.compile(rf"(?P<minus>(?<![\w%])[-−])?(?P<n>{_DEC})(?![\d%]|[a-z]|年|月|日|号|月份)")
_EN_COUNT = re.compile(
    rf"(?<![a-z\d.-])(?P<n>{_WORD}|a single|single|\d{{1,2}}(?:\.\d{{1,2}})?)(?![a-z\d]|-|[.]\d)(?=(?:[ -](?!in |out |percent|per |basis|points?|of the|and )[a-z0-9.%-]+){{0,3}}?[ -](?:cuts?|hikes?|reductions?|trims?|increases?|moves?)(?![a-z]))"
)
_EN_COUNTS = re.compile(
    rf"(?<![a-z\d.-])(?P<n>{_WORD}|\d{{1,2}})(?: to | or |-)(?P<m>{_WORD}|\d{{1,2}})(?![a-z\d.])"
    r"(?=(?: (?:more|quarter-point|25bp|rate|interest-rate|further|additional)){0,2} (?:cuts|hikes|reductions|trims|increases|moves)(?![a-z]))"
)
"""Between two counts: "six to seven hikes"."""
_EN_BARE = re.compile(
    rf"(?<![a-z-])(?P<n>{_WORD})(?![a-z]|-)"
    r"(?! (?:more |remaining |policy |fed )?(?:meetings?|weeks?|months?|years?|days?|quarters?|sessions?|times?|members?|officials?))"
)

_STEP_HINTS = ("码", "半", "分之", "分一", "分三", "整一厘", "point", "jumbo", "tenth", "quarter", "a half")
_COUNTED = ("cut", "hike", "reduction", "trim", "increase", "move")
"""What a text must hold for a pattern to be worth trying."""
_AND_A_HALF = re.compile(
    r"(?<![a-z])(?P<n>one|two|three|four|five|six|seven) and a half(?![a-z-])(?P<of>(?= (?:[a-z]+[- ]){0,3}?(?:cuts?|hikes?)))?"
)
_HEDGES: tuple[tuple[str, Op], ...] = (
    (r"(?:大约|约|约为|大概|近|将近|接近|逼近|差不多|几近|大致|估计)(?:是|为|有)?", "~"),
    (r"(?<![a-z])(?:about|around|roughly|nearly|almost|some|approximately|close to|near|c\.|circa|an estimated|in the region of|getting on for|barely|virtually)", "~"),
    (r"~|(?:比|刚|略)超过?|(?<![a-z])(?:barely|little|not much|only just|just) (?:more than|over|above)", "~"),
    (r"(?:不足|不到|低于|少于|小于|未及|未到|不及|跌破|降破|失守|跌穿|破不了)", "<"),
    (r"(?<![a-z])(?:less than|fewer than|under|below|sub-?|short of|a little under|just under|a little below|south of)", "<"),
    (r"(?:超过|超|逾|多于|高于|大于|突破|站上|升破|越过|收复|重上|重返|升穿)", ">"),
    (r"(?<![a-z])(?:more than|over|above|north of|upwards of|in excess of|better than|greater than|just over|a little over|well over|past|topped|topping|tops|exceeded|exceeding|cleared)", ">"),
    (r"(?:至少|不少于|不低于|最少)", ">="),
    (r"(?<![a-z])(?:at least|no (?:less|fewer) than|a minimum of)", ">="),
    (r"(?:至多|最多|不超过|不多于)", "<="),
    (r"(?<![a-z])(?:at most|no more than)", "<="),
)  # fmt: skip
_BEFORE = re.compile(
    "|".join(
        rf"(?P<h{n}>(?:{words})[的了]?\s?(?:the |a |an |one )?)$" for n, (words, _) in enumerate(_HEDGES)
    )
)
_HEDGES_AFTER: tuple[tuple[str, Op], ...] = (
    (
        r"(?:以上|或以上|或更多|及以上|上方|之上)|(?:\+(?!\d)| or more| or higher| or above| plus)(?![a-z])",
        ">=",
    ),
    (r"(?:左右|上下|附近|开外)| ?(?:or so|or thereabouts|-odd|-ish)(?![a-z])", "~"),
    (r"(?:以下|以内|之内|下方|之下)|(?:不到|不足)(?![一二三四五六七八九十\d])", "<"),
    (r"(?: or (?:less|fewer|lower|below))(?![a-z])", "<="),
    (r"(?:多(?!少|数|头)|出头|有余|挂零|强)", "~"),
)
_AFTER = re.compile("|".join(f"(?P<h{n}>{words})" for n, (words, _) in enumerate(_HEDGES_AFTER)))


def quantities(text: str) -> Iterator[Quantity]:
    """Yield every figure of lower-case plain text, without its hedges; spans may overlap.

    The caller takes the longest at each place and asks `hedged` for its hedges;
    bare numbers and number words come too, for readers that know from the words
    around what they count.
    """
    yield from _measured(text)
    for found in _SHARED_UNIT.finditer(text):
        yield Quantity(start=found.start(), end=found.end(), kind="bp", value=number(found["n"]))
    yield from _in_words(text)
    yield from _bare(text)


def _measured(text: str) -> Iterator[Quantity]:
    place = 0
    while found := _MEASURED.search(text, place):
        kind = next(name for name in ("bp", "pp", "pct", "li", "points", "count") if found[name])
        place = found.end()
        from_to = found["high"] and _FROM.search(text[max(0, found.start() - 6) : found.start()])
        other_unit = found["low_unit"] and not _same_unit(found["low_unit"], kind)
        if found["high"] and (from_to or other_unit):
            # "下调10个基点至2.30%" is a step and a level, "from 20% to 28%" a move: the second is read on its own.
            place = found.start("high")
            cut = found.end("low_unit") if found["low_unit"] else found.end("low")
            alone = text[found.start("low") : cut] + ("" if found["low_unit"] else _unit_of(found))
            yield from (replace(one, start=found.start("low"), end=cut) for one in _measured(alone))
            continue
        one = _one_measured(found, kind)
        if one is not None:
            yield one


def _unit_of(found: re.Match[str]) -> str:
    return next(found[name] for name in ("bp", "pp", "pct", "li", "points", "count") if found[name])


def _one_measured(found: re.Match[str], kind: str) -> Quantity | None:
    try:
        first = number(found["low"])
        last = number(found["high"]) if found["high"] else None
    except ValueError:
        return None
    half = kind == "count" and found.string.startswith("半", found.end())  # 三次半
    if half and last is None:
        first += 0.5
    scale = 25.0 if found["bp"] == "码" else 1.0
    sign = -1.0 if (found["minus"] or "+") != "+" else 1.0
    return Quantity(
        start=found.start(),
        end=found.end() + half,
        kind=kind,  # type: ignore[arg-type] # one of the names above
        value=round(sign * scale * (first if last is None else last), 6),
        low=None if last is None else round(scale * first, 6),
        op="~" if last is not None and kind == "pct" and last - first <= 10 else "=",
        signed=found["minus"] is not None,
        in_words=not found["low"][0].isdigit(),
    )


def _same_unit(said: str, kind: str) -> bool:
    return {"%": "pct", "厘": "li", "次": "count"}.get(said, "bp") == kind


def _in_words(text: str) -> Iterator[Quantity]:
    for found in _STEPS.finditer(text) if any(hint in text for hint in _STEP_HINTS) else ():
        bp = _STEP_WORDS[int((found.lastgroup or "s0")[1:])][1]
        yield Quantity(start=found.start(), end=found.end(), kind="bp", value=bp, in_words=True)
    for found in _OF_HUNDRED.finditer(text) if "百分之" in text else ():
        value = 100.0 if found["n"] == "百" else number(found["n"])
        yield Quantity(
            start=found.start(), end=found.end(), kind="pct", value=-value if found["minus"] else value,
            signed=found["minus"] is not None,
        )  # fmt: skip
    for found in _TENTHS.finditer(text) if "成" in text else ():
        first, last = number(found["n"]), number(found["m"]) if found["m"] else None
        more = {"": 0.0, "半": 5.0}.get(found["more"] or "")
        tail = more if more is not None else number(found["more"])
        value = 10 * first + tail if last is None else (10 * last)
        yield Quantity(
            start=found.start(), end=found.end(), kind="tenth", value=value, in_words=True,
            low=None if last is None else 10 * first, op="=" if last is None else "~",
        )  # fmt: skip
    for found in _PART_OF_ONE.finditer(text) if "次" in text else ():
        value = 0.5 if found["half"] else number(found["over"]) / number(found["under"])
        yield Quantity(
            start=found.start(), end=found.end(), kind="count", value=round(value, 4), in_words=True
        )
    yield from _shares(text)


def _shares(text: str) -> Iterator[Quantity]:
    for found in _SHARE_ZH.finditer(text) if "分之" in text else ():
        value = 100 * number(found["over"]) / number(found["under"])
        yield _chance(found, "share", value)
    for found in _SHARE_EN.finditer(text):
        value = (
            50.0 if found["half"] else 100 * number(found["over"]) / _UNDER[found["under"].removesuffix("s")]
        )
        yield _chance(found, "share", value)
    for found in _ONE_IN.finditer(text) if "in" in text or "out" in text else ():
        over, under = number(found["over"]), number(found["under"])
        if 0 < over <= under:
            yield _chance(found, "chance", 100 * over / under)
    for found in _ODDS.finditer(text) if ":" in text else ():
        over, under = float(found["over"]), float(found["under"])
        if over + under in {10.0, 100.0}:
            yield _chance(found, "chance", 100 * over / (over + under))
    for found in _HANDLE.finditer(text) if "handle" in text or "0s" in text else ():
        shift = {"low": 2.0, "mid": 5.0, "high": 8.0}.get(found["where"] or "", 0.0)
        yield _chance(found, "chance", float(found["n"] or 0) + float(found["decade"] or 0) + shift)


def _chance(found: re.Match[str], kind: Kind, value: float) -> Quantity:
    return Quantity(
        start=found.start(), end=found.end(), kind=kind, value=round(value, 2), op="~", in_words=True
    )


def _bare(text: str) -> Iterator[Quantity]:
    for found in _BARE.finditer(text):
        value = number(found["n"])
        yield Quantity(
            start=found.start(), end=found.end(), kind="number", value=-value if found["minus"] else value,
            signed=found["minus"] is not None,
        )  # fmt: skip
    for found in _EN_COUNT.finditer(text) if any(word in text for word in _COUNTED) else ():
        yield Quantity(
            start=found.start(), end=found.end(), kind="count", value=number(found["n"]), in_words=True
        )
    for found in _EN_COUNTS.finditer(text) if any(word in text for word in _COUNTED) else ():
        first, last = number(found["n"]), number(found["m"])
        if 0 < last - first <= 2:
            yield Quantity(
                start=found.start(),
                end=found.end(),
                kind="count",
                value=last,
                low=first,
                op="~",
                in_words=True,
            )
    for found in _AND_A_HALF.finditer(text):
        yield Quantity(
            start=found.start(), end=found.end(), kind="count" if found["of"] is not None else "number",
            value=number(found["n"]) + 0.5, in_words=True,
        )  # fmt: skip
    for found in _EN_BARE.finditer(text):
        yield Quantity(
            start=found.start(), end=found.end(), kind="number", value=number(found["n"]), in_words=True
        )


def hedged(text: str, found: Quantity) -> Quantity:
    """Return the figure with the comparison that the hedge words on either side make of it."""
    op, start, end = found.op, found.start, found.end
    before = text[max(0, start - 24) : start]
    hit = _BEFORE.search(before)
    if hit:
        op = _HEDGES[int((hit.lastgroup or "h0")[1:])][1]
        start -= len(before) - hit.start()
    hit = _AFTER.match(text, end)
    if hit:
        op = _HEDGES_AFTER[int((hit.lastgroup or "h0")[1:])][1]
        end = hit.end()
    if found.kind == "tenth" and text[found.end : end].startswith(("多", "出头", "有余")):
        return replace(found, op="~", value=found.value + 2.0, end=end, start=start)
    if found.kind == "count" and text[found.end : end].startswith(("多", "出头", "有余")):
        return replace(found, op="~", value=found.value + 0.25, end=end, start=start)
    return replace(found, op=op, start=start, end=end)
