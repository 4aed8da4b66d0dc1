"""Figures in prose: percent, basis points, points, counts and chances, in digits and in words.

A figure carries the comparison that its hedges make of it: 约九成 is ~ 90,
"fewer than two" is < 2, 三次以上 is >= 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sources.prose.hinted import Hinted
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
_DEC = r"(?:(?<![\d.])|(?<=c\.)|(?<=ca\.))(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,12})(?:\.\d{1,8})?(?:[- ]\d/[248](?!\d)|[¼½¾])?|[¼½¾]|(?<![\d/.])[13]/[248](?= (?:of a )?percentage|个?百分点)"
_ZH = r"[零〇○一二两三四五六七八九十百千万]{1,9}(?:点[零〇○一二三四五六七八九]{1,6})?"
_WORD = rf"(?:{'|'.join(sorted(DECADES, key=len, reverse=True))})(?:-(?:{'|'.join(ONES[1:10])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))}"
_NUM = rf"(?:{_DEC}|{_ZH}|(?<![a-z])(?:{_WORD}))"
_TO = r"(?:\s?(?:–|—|―|~|至|到|to)\s?|\s-\s|-)"
_MINUS = r"(?<![\d%a-z])[-−]|负|minus\s"

_MA = "码(?![头事通流])"
_UNIT = (
    rf"(?P<bp> ?个?(?:基点|点子|bps?)|{_MA}|[\s-]?(?:basis[\s-]points?(?: ?\(bps?\))?|bps?)(?![a-z]))"
    r"|(?P<pp> ?个?百分点|[\s-]?(?:percentage[\s-]points?|ppts?|pp)(?![a-z]))"
    r"|(?P<pct>\s?(?:%|percent(?![a-z])|per\scent(?![a-z])|pct(?![a-z])))"
    r"|(?P<li>厘(?!米|清|定))"
    r"|(?P<points>大?关(?=[，。；,;口]|$)|个?点(?![\d零一二三四五六七八九半钟整阵名评球燃])|\s?points?(?![a-z]))"
    r"|(?P<count>次(?!会议|议息|贷|日|季))"
)
_WORD_STARTS = "".join(sorted({word[0] for word in (*ONES, *DECADES, "between", "minus")}))
_STARTS = rf"(?:(?=[-+−\d¼½¾负零〇○一二两三四五六七八九十百千万])|(?<![a-z])(?=[{_WORD_STARTS}]))"
"""Where a figure may begin, asked first at each place: most places are inside a word."""
_MEASURED = re.compile(
    rf"{_STARTS}(?P<between>(?<![a-z])between\s)?(?P<minus>{_MINUS}|\+)?(?P<low>{_NUM})(?:(?:(?P<low_unit>%|\s?per\s?cent|厘|个?基点|次|bps?)?(?(between)\sand\s|{_TO}))(?P<high>{_NUM}))?(?P<half>个?半(?=百分点|点|厘|{_MA}))?(?:{_UNIT})"
)
_FROM = re.compile(
    r"(?:(?<![a-z])from\s(?:(?:about|around|roughly|nearly|almost|just|near|some|approximately|close to|a|an|over|under|above|below)\s){0,2}"
    r"|(?:从|由|自)(?:约|大约|近|逾|不到|不足|超过)?)$"
)
_STEPPED = re.compile(r"(?:调|调降|调低|降低|下降|减息?|降息?|加息?)了?$")
"""Before the first of two figures in 厘: 下调0.2厘至1.5厘 is a step and a level."""
_MOST_OF_STEP = 1.0
"""Percentage points. No step in 厘 is larger and no range of a policy rate as wide."""
_RANGE = re.compile(
    r"(?<![\d.,])(?P<low>\d{1,2}(?:\.\d{1,2})?)(?:\s?[-–~]\s?|\s?to\s|至|到)(?P<high>\d{1,2}\.(?:00?|25|50?|75))"
    r"(?![\d.%]|厘|\s?(?:%|per|pct|bp|basis))"
)
"""Two figures without a unit: a quarter apart, and both in quarters, they are a policy rate's range."""
_OF_HUNDRED = re.compile(rf"(?P<minus>负)?百分之(?P<n>{_DEC}|{_ZH}|百)")
_TENTHS = re.compile(
    r"(?P<n>[一二两三四五六七八九]|(?<![\d.])\d)(?:至|到|-)?(?P<m>[一二三四五六七八九])?成(?P<more>[一二三四五六七八九半](?!点|次|年|月|个))?"
    r"(?![为功本交就立员果人分]|都(?![不没还有]))"
)
_STEP_WORDS: tuple[tuple[str, float], ...] = (
    (rf"四分之三(?:个?百分点|厘)|四分三厘|三{_MA}|(?<![a-z])three(?:-quarters?| quarters)(?:[- ]of[- ]a)?[- ](?:percentage[- ])?points?", 75.0),
    (rf"四分之一(?:个?(?:百分)?点|厘)|四分一厘|一{_MA}", 25.0),
    (rf"半(?:个(?:百分)?点|厘)|两{_MA}", 50.0),
    (rf"半{_MA}", 12.5),
    (r"(?<![a-z])(?:a |another |one[- ])?quarter(?:[- ]of[- ](?:a|one)[- ]|[- ])?(?:percentage[- ])?point(?:er)?s?(?![a-z])", 25.0),
    (r"(?<![a-z])(?:a |another )?half(?:[- ]of[- ]a|[- ]an?)?[- ](?:full[- ])?(?:percentage[- ])?point(?:er)?s?(?![a-z])", 50.0),
    (r"(?<![a-z])jumbo(?![a-z])", 50.0),
    (r"(?<![a-z])another three[- ]quarters(?![a-z- ]? ?(?:of|point|percentage))(?![a-z])", 75.0),
    (r"整整一厘|(?<![a-z])(?:a |another )?full[- ](?:percentage[- ])?point(?![a-z])|(?<![a-z])(?:a|one) (?:full )?percentage point(?![a-z])", 100.0),
    (r"(?<![a-z])a fifth of a (?:percentage )?point(?![a-z])", 20.0),
    (r"(?<![a-z])a tenth(?: of a (?:percentage )?point)?(?![a-z])|(?<![a-z])tenth of a (?:percentage )?point", 10.0),
    (r"(?:(?<=% to )|(?<=% for )|(?<=% on )|(?<=percent to )|(?<=percent for ))a quarter(?=[,.;]|$| and)", 25.0),
    (r"(?:(?<=% to )|(?<=% for )|(?<=% on )|(?<=percent to )|(?<=percent for ))a half(?=[,.;]|$| and)", 50.0),
    (r"(?<![a-z])another quarter(?![a-z]| of|-)", 25.0),
    (r"(?<![a-z])two tenths(?: of a (?:percentage )?point)?(?![a-z])", 20.0),
)  # fmt: skip
_SHARED_UNIT = re.compile(
    r"(?<![\d.])(?P<n>\d{1,3}(?:\.\d{1,2})?)个?(?=(?:(?:和|及|与|或|、|以及)\d{1,3}(?:\.\d{1,2})?个?){1,4}(?:(?P<pp>百分点)|基点|bp|点子))"
)
"""The first of several steps that share one unit: 10个和15个基点, 0.5和0.25个百分点."""
_STEPS = re.compile(
    r"(?:(?![ -~])|(?<![a-z])(?=[afhjoqt]))"  # where one may begin: asked first, most places are inside a word
    rf"(?:{'|'.join(f'(?P<s{n}>{words})' for n, (words, _) in enumerate(_STEP_WORDS))})"
)
_SHARE_ZH = re.compile(
    r"(?P<under>[二三四五六七八九十])分之(?P<over>[一二三四五六七八九两])(?!个?百分点|厘|个?点|次)"
    r"|(?P<thirds>[三四])分(?P<parts>[一二三])(?!个?百?分|之|厘|个?点|次|线|[钟半天类子级])"
)
_PART_OF_ONE = re.compile(r"(?P<under>[二三四五])分之(?P<over>[一二三])次|(?P<half>半)次(?!会)")
_SHARE_EN = re.compile(
    r"(?<![a-z])(?P<over>a|an|one|two|three|four)[- ](?P<under>thirds?|quarters?(?![- ](?:of a |percentage |point))|fifths?|sixths?|eighths?|tenths?)(?! of a (?:percentage )?point)(?![a-z])(?!-?\s?(?:month|straight|consecutive|successive|time|week|day|meeting|year|hold|cut|pause|quarter|gain|loss|rise|decline|session))"
    r"|(?<![a-z])(?P<half>(?<!and a )(?<!in )half)(?! a| of a|[- ](?:point|percentage|year|hour)|-)(?![a-z])"
)
_UNDER = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ONE_IN = re.compile(
    rf"(?<![a-z])(?P<over>{_WORD}|\d{{1,3}})(?:[- ][a-z]{{1,20}})?[- ](?:in|out of)[- ](?P<under>three|four|five|six|seven|eight|nine|ten|twenty|\d{{1,3}})(?![a-z\d-])"
)
_ODDS = re.compile(
    r"(?<![\d:./$-])(?P<over>[1-9]\d?)(?::|/|-| - |–|比)(?P<under>[1-9]\d?)"
    r"(?![\d:/%a-z]|\.\d|-\d| (?:portfolio|rule|mix|allocation|fund)|[日号月年股])"
)
_TO_ONE = re.compile(r"(?<![a-z-])(?P<over>two|three|four|five|nine)[- ]to[- ]one(?![a-z])")
_SPLIT_ZH = re.compile(
    r"(?P<over>[一二三四六七八九])(?:(?P<under>[四三二一])开|比(?P<against>[一二三四六七八九])(?![一二三四五六七八九十\d成]))"
)
"""What gives both sides of a question at once: 70:30, "two to one", 六四开."""
_HANDLE = re.compile(
    r"(?<![\d.])(?P<n>\d{2}) handle(?![a-z])|(?<![a-z])(?P<where>low|mid|high)[- ](?:to[- ](?:mid|high)[- ])?(?P<decade>[1-9]0)s(?![a-z])"
)
_AND_CHANGE = re.compile(
    rf"(?<![a-z\d.-])(?P<n>(?:{'|'.join(sorted(DECADES, key=len, reverse=True))})(?:-(?:{'|'.join(ONES[1:10])}))?|\d{{2}}(?=[a-z ]{{13,17}} (?:for|on|that|chance|odds|percent|priced)\b))(?: and change| point something)(?![a-z])"
)
"""A chance with a remainder nobody counts: "ninety-nine and change"."""
_PART_OF_PERCENT = re.compile(
    r"(?<![a-z])(?:(?P<half>half(?: of)?)|(?P<n>a|one|two|three|four|five|six|seven|eight|nine)[- ]tenths?(?: of)?) (?:a|one) per ?cent(?![a-z])"
)
"""A rate of change told in parts: "half a percent", "two-tenths of a percent"."""
_BARE = re.compile(
    rf"(?=[-−负\d¼½¾])(?P<minus>(?<![\w%])[-−]|负)?(?P<n>{_DEC})(?![\d%]|[a-z]|年|月|日|号|月份)"
)
_EN_COUNT = re.compile(
    rf"(?<![a-z\d.-])(?P<n>{_WORD}|a single|single|\d{{1,2}}(?:\.\d{{1,2}})?)(?![a-z\d]|-|[.]\d)(?=(?:[ -](?!in |out |percent|per |basis|points?|of the|and )[a-z0-9.%-]+){{0,3}}?[ -](?:cuts?|hikes?|reductions?|trims?|increases?|moves?)(?![a-z]))"
)
_EN_TIMES = re.compile(
    r"(?<=cutting )(?:rates )?(?P<n>twice|(?:two|three|four|five|six) times)(?= (?:this|next|in 20|by|before|more)\b)"
    r"|(?<=hiking )(?:rates )?(?P<m>twice|(?:two|three|four|five|six) times)(?= (?:this|next|in 20|by|before|more)\b)"
)
"""How often a market sees a step taken: "the Fed cutting twice this year"."""
_BETWEEN = "|".join(f"(?<=between {low}) and " for low in (*ONES[1:7], r"\d"))
_EN_COUNTS = re.compile(
    rf"(?<![a-z\d.-])(?P<n>{_WORD}|\d{{1,2}})(?: to | or |-|{_BETWEEN})(?P<m>{_WORD}|\d{{1,2}})(?![a-z\d.])"
    r"(?=(?: (?:more|quarter-point|25bp|rate|interest-rate|further|additional)){0,2} (?:cuts|hikes|reductions|trims|increases|moves)(?![a-z]))"
)
"""Between two counts: "six to seven hikes"."""
_EN_BARE = re.compile(
    rf"(?<![a-z-])(?P<n>{_WORD})(?![a-z]|-)"
    r"(?! (?:more |remaining |policy |fed )?(?:meetings?|weeks?|months?|years?|days?|quarters?|sessions?|times?|members?|officials?))"
)

_AND_A_HALF = re.compile(
    r"(?<![a-z])(?P<n>one|two|three|four|five|six|seven) and a half(?![a-z-])(?P<of>(?= (?:[a-z]+[- ]){0,3}?(?:cuts?|hikes?)))?"
)


def quantities(text: str) -> Iterator[Quantity]:
    """Yield every figure of lower-case plain text, without its hedges; spans may overlap.

    The caller takes the longest at each place and asks `hedges.hedged` for its hedges;
    bare numbers and number words come too, for readers that know from the words
    around what they count.
    """
    yield from _measured(text)
    for meaning, found in _FIGURES.matches(text):
        one = meaning(found)
        if one is not None:
            yield one


def _measured(text: str) -> Iterator[Quantity]:
    place = 0
    while found := _MEASURED.search(text, place):
        kind = found.lastgroup or ""
        place = found.end()
        from_to = found["high"] and _FROM.search(text[max(0, found.start() - 28) : found.start()])
        from_to = from_to and not _is_target_range(found, kind)
        other_unit = found["low_unit"] and not _same_unit(found["low_unit"], kind)
        if found["high"] and (
            from_to
            or other_unit
            or _is_step_to_level(text, found)
            or _descends(found, kind)
            or _is_by(text, found)
        ):
            # "下调10个基点至2.30%" is a step and a level, "from 20% to 28%" a move: the second is read on its own.
            place = found.start("high")
            cut = found.end("low_unit") if found["low_unit"] else found.end("low")
            alone = text[found.start("low") : cut] + ("" if found["low_unit"] else found[kind])
            yield from (replace(one, start=found.start("low"), end=cut) for one in _measured(alone))
            continue
        one = _one_measured(found, kind)
        if one is not None:
            yield one


def _is_step_to_level(text: str, found: re.Match[str]) -> bool:
    """Return whether two figures in 厘 are a step and the level it leads to: 下调0.2厘至1.5厘, 0.25厘至4.25厘."""
    if found["low_unit"] != "厘":
        return False
    if _STEPPED.search(text[max(0, found.start() - 3) : found.start()]):
        return True
    step, level = number(found["low"]), number(found["high"])
    return step <= _MOST_OF_STEP < level - step


_BY = re.compile(r"(?<![a-z])by $")


def _is_by(text: str, found: re.Match[str]) -> bool:
    """Return whether the first of two figures is a step: "lowered the rate by 0.15% to 4.45%"."""
    if not found["low_unit"] or _BY.search(text[max(0, found.start() - 4) : found.start()]) is None:
        return False
    return number(found["high"]) - number(found["low"]) > _MOST_OF_STEP


def _descends(found: re.Match[str], kind: str) -> bool:
    """Return whether two percentages fall: "62% to 38%" are the two sides of a question; "4.25%-4.0%" is a range."""
    try:
        return kind == "pct" and number(found["low"]) - number(found["high"]) > _MOST_OF_STEP
    except ValueError:
        return False


_DASHED = re.compile(r"\s?[-–—~]\s?")


def _is_target_range(found: re.Match[str], kind: str) -> bool:
    """Return whether two figures are the ends of a range that is left: "from 4.25-4.50% to 4.00-4.25%"."""
    low_end = found.end("low_unit") if found["low_unit"] else found.end("low")
    if kind != "pct" or not _DASHED.fullmatch(found.string, low_end, found.start("high")):
        return False
    return abs(number(found["high"]) - number(found["low"]) - 0.25) < _HAIR


_HAIR = 1e-9


def _one_measured(found: re.Match[str], kind: str) -> Quantity | None:
    try:
        first = number(found["low"])
        last = number(found["high"]) if found["high"] else None
    except ValueError:
        return None
    half = kind == "count" and found.string.startswith("半", found.end())  # 三次半
    if (half or found["half"]) and last is None:
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
    return {"%": "pct", "percent": "pct", "厘": "li", "次": "count"}.get("".join(said.split()), "bp") == kind


def _shared_unit(found: re.Match[str]) -> Quantity:
    kind: Kind = "pp" if found["pp"] else "bp"
    return Quantity(start=found.start(), end=found.end(), kind=kind, value=number(found["n"]))


def _step(found: re.Match[str]) -> Quantity:
    bp = _STEP_WORDS[int((found.lastgroup or "s0")[1:])][1]
    return Quantity(start=found.start(), end=found.end(), kind="bp", value=bp, in_words=True)


def _of_hundred(found: re.Match[str]) -> Quantity:
    return _signed(found, "pct", 100.0 if found["n"] == "百" else number(found["n"]))


def _tenths(found: re.Match[str]) -> Quantity:
    first, last = number(found["n"]), number(found["m"]) if found["m"] else None
    more = {"": 0.0, "半": 5.0}.get(found["more"] or "")
    tail = more if more is not None else number(found["more"])
    value = 10 * first + tail if last is None else (10 * last)
    return Quantity(
        start=found.start(), end=found.end(), kind="tenth", value=value, in_words=True,
        low=None if last is None else 10 * first, op="=" if last is None else "~",
    )  # fmt: skip


def _part_of_one(found: re.Match[str]) -> Quantity:
    value = 0.5 if found["half"] else number(found["over"]) / number(found["under"])
    return Quantity(start=found.start(), end=found.end(), kind="count", value=round(value, 4), in_words=True)


def _share_zh(found: re.Match[str]) -> Quantity:
    over, under = found["over"] or found["parts"], found["under"] or found["thirds"]
    return _chance(found, "share", 100 * number(over) / number(under))


def _share_en(found: re.Match[str]) -> Quantity:
    if found["half"]:
        return _chance(found, "share", 50.0)
    return _chance(found, "share", 100 * number(found["over"]) / _UNDER[found["under"].removesuffix("s")])


def _one_in(found: re.Match[str]) -> Quantity | None:
    over, under = number(found["over"]), number(found["under"])
    return _chance(found, "chance", 100 * over / under) if 0 < over <= under else None


def _odds(found: re.Match[str]) -> Quantity | None:
    over, under = float(found["over"]), float(found["under"])
    whole = over + under
    of_ten = whole == 10.0 and any(mark in found.group() for mark in ":比")
    return _chance(found, "chance", 100 * over / whole) if whole == 100.0 or of_ten else None


def _to_one(found: re.Match[str]) -> Quantity:
    over = number(found["over"])
    return _chance(found, "chance", 100 * over / (over + 1))


def _split_zh(found: re.Match[str]) -> Quantity | None:
    over, under = number(found["over"]), number(found["under"] or found["against"])
    return _chance(found, "chance", 10 * over) if over + under == 10.0 else None


def _handle(found: re.Match[str]) -> Quantity:
    shift = {"low": 2.0, "mid": 5.0, "high": 8.0}.get(found["where"] or "", 0.0)
    return _chance(found, "chance", float(found["n"] or 0) + float(found["decade"] or 0) + shift)


def _chance(found: re.Match[str], kind: Kind, value: float) -> Quantity:
    return Quantity(
        start=found.start(), end=found.end(), kind=kind, value=round(value, 2), op="~", in_words=True
    )


def _and_change(found: re.Match[str]) -> Quantity:
    return _chance(found, "chance", number(found["n"]) + 0.5)


def _part_of_percent(found: re.Match[str]) -> Quantity:
    value = 0.5 if found["half"] else (1.0 if found["n"] == "a" else number(found["n"])) / 10
    return Quantity(start=found.start(), end=found.end(), kind="pct", value=round(value, 2), in_words=True)


def _bare(found: re.Match[str]) -> Quantity:
    return _signed(found, "number", number(found["n"]))


def _signed(found: re.Match[str], kind: Kind, value: float) -> Quantity:
    minus = found["minus"] is not None
    return Quantity(
        start=found.start(), end=found.end(), kind=kind, value=-value if minus else value, signed=minus
    )


def _count(found: re.Match[str]) -> Quantity:
    return Quantity(
        start=found.start(), end=found.end(), kind="count", value=number(found["n"]), in_words=True
    )


def _counts(found: re.Match[str]) -> Quantity | None:
    first, last = number(found["n"]), number(found["m"])
    if not 0 < last - first <= 2:
        return None
    return Quantity(
        start=found.start(), end=found.end(), kind="count", value=last, low=first, op="~", in_words=True
    )


def _range(found: re.Match[str]) -> Quantity | None:
    low, high = float(found["low"]), float(found["high"])
    if high - low != 0.25 or not (4 * low).is_integer():
        return None
    return Quantity(start=found.start(), end=found.end(), kind="pct", value=high, low=low)


def _and_a_half(found: re.Match[str]) -> Quantity:
    return Quantity(
        start=found.start(), end=found.end(), kind="count" if found["of"] is not None else "number",
        value=number(found["n"]) + 0.5, in_words=True,
    )  # fmt: skip


def _times_over(found: re.Match[str]) -> Quantity:
    said = (found["n"] or found["m"]).removesuffix(" times")
    value = 2.0 if said == "twice" else number(said)
    return Quantity(start=found.start(), end=found.end(), kind="count", value=value, in_words=True)


def _word(found: re.Match[str]) -> Quantity:
    return Quantity(
        start=found.start(), end=found.end(), kind="number", value=number(found["n"]), in_words=True
    )


_COUNTED = ("cut", "hike", "reduction", "trim", "increase", "move")
_FIGURES: Hinted[Callable[[re.Match[str]], Quantity | None]] = Hinted(
    (
        (("和", "及", "与", "或", "、"), _SHARED_UNIT, _shared_unit),
        (("码", "半", "分之", "分一", "分三", "整一厘", "point", "jumbo", "tenth", "quarter", "a half"), _STEPS, _step),
        (("百分之",), _OF_HUNDRED, _of_hundred),
        (("成",), _TENTHS, _tenths),
        (("次",), _PART_OF_ONE, _part_of_one),
        (("分之", "分一", "分二", "分三"), _SHARE_ZH, _share_zh),
        ((*_UNDER, "half"), _SHARE_EN, _share_en),
        ((" in ", " in-", "-in ", "-in-", "out of"), _ONE_IN, _one_in),
        ((":", "/", "-", "–", "比"), _ODDS, _odds),
        (("to-one", "to one"), _TO_ONE, _to_one),
        (("开", "比"), _SPLIT_ZH, _split_zh),
        (("handle", "0s"), _HANDLE, _handle),
        (("and change", "point something"), _AND_CHANGE, _and_change),
        (("a percent", "a per cent", "one percent", "one per cent"), _PART_OF_PERCENT, _part_of_percent),
        (tuple("0123456789¼½¾"), _BARE, _bare),
        (_COUNTED, _EN_COUNT, _count),
        (_COUNTED, _EN_COUNTS, _counts),
        (("twice", " times"), _EN_TIMES, _times_over),
        ((".25", ".5", ".75", ".0"), _RANGE, _range),
        (("and a half",), _AND_A_HALF, _and_a_half),
        ((*ONES, *DECADES), _EN_BARE, _word),
    )
)  # fmt: skip
