"""The comparison that hedge words on either side make of a figure: 约九成 is ~ 90, "fewer than two" is < 2."""

from __future__ import annotations

import re
from dataclasses import replace

from sources.prose.quantities import Op, Quantity

_HEDGES_ZH: tuple[tuple[str, Op], ...] = (
    (
        r"(?:大约|约|约为|大概|(?<![加月期度])快(?:到|要)?|近|将近|接近|逼近|差不多|几近|大致|估计)(?:是|为|有)?",
        "~",
    ),
    (r"~|(?:比|刚|略)超过?", "~"),
    (
        r"(?:不足|不到|唔够|唔到|未够|低于|少于|少过|未足|不够|小于|未及|未到|不及|跌破|降破|失守|跌穿|破不了)",
        "<",
    ),
    (r"(?:超过|超|逾|多于|高于|大于|突破|站上|升破|越过|收复|重上|重返|升穿)", ">"),
    (r"(?:至少|不少于|不低于|最少)", ">="),
    (r"(?:至多|最多|不超过|不多于)", "<="),
)
_HEDGES_EN: tuple[tuple[str, Op], ...] = (
    (
        (
            r"(?:about|around|roughly|nearly|almost|some|approximately|close to|near|c\.|circa|an estimated"
            r"|in the region of|getting on for|barely|virtually)"
        ),
        "~",
    ),
    (r"(?:barely|little|not much|only just|just) (?:more than|over|above)", "~"),
    (
        (
            r"(?:less than|fewer than|under|below|sub-?|short of|a little under|just under|a little below"
            r"|south of)"
        ),
        "<",
    ),
    (
        (
            r"(?:more than|over|above|north of|upwards of|in excess of|better[ -]than|greater than|just over"
            r"|a little over|well over|past|surpass(?:ing|ed|es)(?: the)?"
            r"|crossing(?: the| above)?|broken(?: above| through)?"
            r"|topped|topping|tops|(?<=to )top(?: the)?|exceeded|exceeding|cleared)"
        ),
        ">",
    ),
    (r"[>＞]", ">"),
    (r"[<＜]", "<"),
    (r"(?:at least|no (?:less|fewer) than|a minimum of)", ">="),
    (r"(?:at most|no more than)", "<="),
)
_HEDGES = (*_HEDGES_ZH, *_HEDGES_EN)
_HEDGE_NAMES = [
    rf"(?P<h{n}>(?:{words})[的了]?\s?(?:the |a |an |one )?(?:key |psychological )?\$?)$"
    for n, (words, _) in enumerate(_HEDGES)
]
_BEFORE = re.compile(
    rf"(?![ -}}])(?:{'|'.join(_HEDGE_NAMES[: len(_HEDGES_ZH)])})"
    rf"|(?<![a-z])(?:{'|'.join(_HEDGE_NAMES[len(_HEDGES_ZH) :])})"
)
"""A hedge right before a figure: a Chinese one begins with no letter, an English one inside no word."""
_HEDGES_AFTER: tuple[tuple[str, Op], ...] = (
    (
        r"(?:以上|或以上|或更多|及以上|(?:关口|大关|关)?(?:上方|之上))|(?:\+(?!\d)| or more| or higher| or above| plus)(?![a-z])",
        ">=",
    ),
    (r"(?:左右|上下|附近|开外)| ?(?:or so|or thereabouts|-odd|-ish)(?![a-z])", "~"),
    (
        r"(?:以下|以内|之内|(?:关口|大关|关)?(?:下方|之下))|都?(?:不到|不足|没到|没有(?![一二三四五六七八九十\d]))(?![一二三四五六七八九十\d])",
        "<",
    ),
    (r"有多(?!少|大)|有突|略多|稍多|还多|还要多", ">"),
    (r"也?(?:快|差不多)满了?", "~"),
    (r"(?: or (?:less|fewer|lower|below))(?![a-z])", "<="),
    (r"(?:多(?!少|数|头|了|出)|出头|有余|挂零|强)", "~"),
)
_AFTER = re.compile("|".join(f"(?P<h{n}>{words})" for n, (words, _) in enumerate(_HEDGES_AFTER)))


_MORE_THAN = ("略多", "稍多")
_AGAINST = re.compile(r"[较比][^，,。；;]{0,12}$")


def hedged(text: str, found: Quantity) -> Quantity:
    """Return the figure with the comparison that the hedge words on either side make of it."""
    op, start, end = found.op, found.start, found.end
    before = text[max(0, start - 24) : start]
    ahead, behind = _BEFORE.search(before), _AFTER.match(text, end)
    if behind and behind.group() in _MORE_THAN and _AGAINST.search(text, 0, start):
        behind = None  # "较期货定价的1.7次略多": of what is held against the figure
    if ahead is None and behind is None:
        return found
    if ahead:
        op = _HEDGES[int((ahead.lastgroup or "h0")[1:])][1]
        start -= len(before) - ahead.start()
    if behind:
        op = _HEDGES_AFTER[int((behind.lastgroup or "h0")[1:])][1]
        end = behind.end()
    if found.kind == "tenth" and text[found.end : end].startswith(("多", "出头", "有余")):
        return replace(found, op="~", value=found.value + 2.0, end=end, start=start)
    if found.kind == "count" and text[found.end : end].startswith(("多", "出头", "有余")):
        return replace(found, op="~", value=found.value + 0.25, end=end, start=start)
    return replace(found, op=op, start=start, end=end)
