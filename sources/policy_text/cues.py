"""The words that carry a step: verbs with a direction, who speaks, and what moves.

Patterns are compiled for ASCII, so that a word boundary stands between "Fed" and a Chinese letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sources.policy_text.taxonomy import Kind, Taxonomy

Move = Literal["down", "up", "hold"]

# Verbs of change. "减" and "加" alone are left out: "LPR减30个基点" is a formula for a mortgage, not a step.
_DOWN = r"下调|调降|降低|下降|下行|调低|降至|降到|降(?= ?\d|为|了|半|[一两二三四五]码)|\b(?:cut|lower|reduc|slash|trim)\w*"
_UP = r"上调|调升|提高|上升|调高|升至|升到|升(?= ?\d|半|[一两二三四五]码)|\b(?:rais|hik|increas|lift)\w*"
_HOLD = r"维持|保持|持平|不变|按兵不动|\b(?:hold|held|keep|kept|maintain|leav|left|unchanged|steady)\w*"
MOVES: dict[Move, re.Pattern[str]] = {
    "down": re.compile(_DOWN, re.IGNORECASE | re.ASCII),
    "up": re.compile(_UP, re.IGNORECASE | re.ASCII),
    "hold": re.compile(_HOLD, re.IGNORECASE | re.ASCII),
}

# Any noun that a size can belong to. The nearest one before the size owns it, so a size that
# follows "公积金贷款利率" is never taken for the LPR named earlier in the sentence.
_ANY_MEASURE = re.compile(
    r"利率(?:目标区间|目标|区间|水平|上限|下限)?|准备金率|逆回购|再贷款|再贴现|存款|国债|收益率|汇率|比例|比率|税率|LPR|MLF|加点|利差|贴现|"
    r"通胀率|失业率|增速|增长率|预期|\b(?:rates?|ratio|range|RRR|yields?|inflation|growth|unemployment)\b",
    re.IGNORECASE | re.ASCII,
)

# Any authority that sets a rate. The nearest one before the verb is who acts. "央行" alone is China's own in
# a Chinese text; with a country before it, it is that country's. Countries are told by the letters their
# names end in, so that a central bank that nobody listed is still not taken for China's.
_COUNTRY = (
    r"(?<=[国兰亚尼斯哥典威麦其洲度印港台泰越埃及利巴西非坡宾列欧英美韩德法俄瑞澳加克曼尔拉甸士鲁特挝寨酋旦纳腊])"
    r"(?<!中国)(?<!我国)"
)
_BANK = r"(?:中央银行|央行|储备银行|国家银行|联储|金融管理局|金管局)"
_AUTHORITY = re.compile(
    r"美国联邦储备(?:委员会|系统|局)?|联邦公开市场委员会|美联储|联储局|联准会|"
    rf"(?P<foreign>{_COUNTRY}{_BANK}|(?:日本|加拿大|(?<!\d)日){_BANK}|日本银行|英格兰银行|金融管理局|金管局|储备银行|国家银行)|"
    r"中国(?=(?:宣布|决定|将|再次)?(?:下调|降低|上调|调降)?(?:金融机构|存款准备金|降准|LPR|贷款市场))|"
    r"(?:中国)?人民银行|中国央行|(?<![\u4e00-\u9fff])人行(?!道|天)|中央银行|央行|"
    r"\b(?:China(?=(?: will| to|'s| has)? (?:cut|lower|rais|keep|kept|hold|announc|reduc|\d))|"
    r"Federal Reserve|Federal Open Market Committee|FOMC|Fed|"
    r"People['’]s Bank of China|PB[oO]?C|China(?:['’]s)? central bank|Chinese central bank|"
    r"ECB|European Central Bank|Bank of England|BoE|Bank of Japan|BoJ|Bank of Canada|SNB|RBA|RBNZ|"
    r"Reserve Bank of \w+|(?:\w+['’]s )?central bank|HKMA|Riksbank|Norges Bank)\b",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What moves, where it stands: the kind's name, and the move where the word itself says it ("降准")."""

    kind: str
    text: str
    start: int
    end: int
    move: Move | None
    needs_owner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An authority where it stands, and the kinds that it decides; none for a foreign one."""

    text: str
    kinds: frozenset[str]
    start: int
    end: int


class Cues:
    """The taxonomy's words, compiled."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.kinds = taxonomy.kind
        self._words: dict[str, list[tuple[str, Move | None, bool]]] = {}
        for name, kind in taxonomy.kind.items():
            if kind.binding != "step":
                continue
            for words, move, owned in (
                (kind.cues, None, False),
                (kind.owned_cues, None, True),
                (kind.cut_words, "down", False),
                (kind.owned_cut_words, "down", True),
                (kind.owned_hike_words, "up", True),
            ):
                for word in words:
                    self._words.setdefault(word.casefold(), []).append((name, move, owned))  # type: ignore[arg-type]
        self._cue = any_of(self._words)
        self._owned_by: dict[str, set[str]] = {}
        for name, kind in self.kinds.items():
            for owner in kind.owners:
                self._owned_by.setdefault(owner.casefold(), set()).add(name)
        acts = {word for kind in self.kinds.values() for act in kind.acts for word in act.subject}
        every = {*self._words, *(word.casefold() for word in acts)}
        self._chinese = plainly({word for word in every if not word.isascii()})
        self._latin = any_of({word for word in every if word.isascii()})

    def worth_reading(self, text: str) -> bool:
        """Return whether any cue occurs at all; most headlines have none."""
        if self._chinese.search(text) is not None:
            return True
        return _LETTERS.search(text) is not None and self._latin.search(text) is not None

    def steps(self, text: str) -> Iterator[Cue]:
        """Yield what can move, in order of place; the longest word wins where several fit."""
        for match in self._cue.finditer(text):
            for name, move, owned in self._words[match.group().casefold()]:
                yield Cue(
                    kind=name,
                    text=match.group(),
                    start=match.start(),
                    end=match.end(),
                    move=move,
                    needs_owner=owned,
                )

    def owner_before(self, text: str, end: int) -> Owner | None:
        """Return the last authority named before ``end``."""
        last: re.Match[str] | None = None
        for match in _AUTHORITY.finditer(text):  # not up to end: a name may need the verb behind it
            if match.end() > end:
                break
            last = match
        if last is None:
            return None
        word = last.group()
        kinds = set() if last["foreign"] else self._owned_by.get(word.casefold(), set())
        return Owner(text=word, kinds=frozenset(kinds), start=last.start(), end=last.end())

    def kind(self, name: str) -> Kind:
        """Return one kind of the taxonomy."""
        return self.kinds[name]


def measure_before(text: str, end: int) -> tuple[int, int] | None:
    """Return the span of the last measure named before ``end``."""
    last = None
    for match in _ANY_MEASURE.finditer(text, 0, end):
        last = match.span()
    return last


_NOUN = re.compile(
    r"[\s-]{0,2}(?:[A-Za-z]+[\s-]){0,3}?(?P<noun>cut|reduction|decrease|hike|increase|rise)\b",
    re.IGNORECASE | re.ASCII,
)


def noun_of_move(text: str, start: int, end: int) -> tuple[Move, str, int] | None:
    """Return the noun of change right behind a size ("50 bps cut"), with its word and place."""
    found = _NOUN.match(text, start, end)
    if found is None:
        return None
    down = found["noun"].casefold() in {"cut", "reduction", "decrease"}
    return ("down" if down else "up"), found["noun"], found.start("noun")


def last_move(text: str, start: int, end: int) -> tuple[Move, str, int] | None:
    """Return the last verb of change in a span, with its word and place."""
    moves: tuple[Move, ...] = ("down", "up")
    found = [
        (match.start(), move, match.group())
        for move in moves
        for match in MOVES[move].finditer(text, start)  # not up to end: a verb may need what follows it
        if match.end() <= end
    ]
    if not found:
        return None
    place, move, word = max(found)
    return move, word, place


_LETTERS = re.compile("[A-Za-z]{2}")


def plainly(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for Chinese words alone: ten times as fast as one that minds case."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, longest first.

    A Latin word stands alone, in any case, and "impose*" with any ending.
    """
    parts = [_pattern(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE | re.ASCII)


def _pattern(word: str) -> str:
    if not word.isascii():
        # A press conference (发布会) publishes nothing by itself.
        return re.escape(word) + ("(?!会)" if word.endswith("发布") else "")
    stem = re.escape(word.removesuffix("*")).replace(r"\*", "[a-z]*")
    end = "[a-z]*" if word.endswith("*") else "(?![A-Za-z])"
    letters = f"(?-i:{stem})" if len(word) == 2 and word.isupper() else stem  # "US" is no pronoun
    return f"(?<![A-Za-z]){letters}{end}"
