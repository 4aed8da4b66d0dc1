"""Whose figure it is: the index beside it, one named before, or a name that we do not know."""

from __future__ import annotations

import re

from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.topics import topic


def shared_out(line: Line, place: int, found: list[Cell]) -> dict[int, str | None] | None:
    """Return whose each of several figures is where a clause names no index: "for the week, they gained 2.7% and 4.2%".

    They are shared out in order to as many indices as the sentence named before, or to none.
    """
    clause = line.clauses[place]
    figures = [cell for cell in found if cell.quantity.kind == "pct"]
    if len(figures) < 2 or clause.has("index.", "other.thing"):
        return None
    if not (clause.has("joint.respectively") or _TOGETHER.search(line.text[clause.start : clause.end])):
        return None
    named = [
        token.name("index.")
        for part in line.clauses[:place]
        for token in part.tokens
        if token.has("index.", "other.thing")
    ]
    each = list(dict.fromkeys(named))
    if len(each) != len(figures) or None in each:
        return {id(cell): None for cell in figures}
    return {id(cell): name for cell, name in zip(figures, each, strict=True)}


_TOGETHER = re.compile(r"\b(?:they|both|the two|the pair)\b|两者|二者|两大指数")


def index_of(clause: Clause) -> str | None:
    """Return the first index that a clause names."""
    found = [token.name("index.") for token in clause.all("index.")]
    return found[0] if found else None


def index_named(line: Line, clause: Clause, cell: Cell) -> str | None:
    """Return the index that a figure is of; None where that is another thing, or not sure."""
    token = cell.nearest("index.")
    if token is not None:
        if not any(other.start >= cell.value.end for other in clause.all("other.thing")):
            line.open.index = token.name(
                "index."
            )  # "the VIX fell to 15 as the Dow jumped, by 1.9%": the last named
        return token.name("index.")
    elsewhere = clause.has(
        "other.thing", "head.", "pboc.", "outcome.", "odds.word", "rate.", "country.other", "basis."
    )
    if topic(cell) is not None or (elsewhere and not clause.has("index.")):
        return None
    if cell.quantity.signed and _UNKNOWN_NAME.search(line.text[clause.start : cell.start]):
        return None  # "SPX +1.2%, NDX +2.2%"
    if clause.aside and cell.quantity.signed and _stands_behind_name(line, clause):
        return None
    if line.chinese and topic(cell) is None and not clause.has("index.") and _has_other_subject(line, clause):
        return None
    if not line.chinese and _has_unknown_subject(line, clause, cell):
        return None
    before = [token for token in clause.all("index.", "other.thing") if token.end <= cell.start]
    return before[-1].name("index.") if before else line.open.index


def _stands_behind_name(line: Line, clause: Clause) -> bool:
    """Return whether brackets stand behind words that are no index: "gains came from Communication Services (+1.81%)"."""
    before = line.clauses[line.place(clause) - 1]
    figures = any(token.quantity is not None for token in before.tokens)
    return (
        not figures and not before.has("index.") and line.text[: clause.start].rstrip(" (（")[-1:].isalpha()
    )


_FILLERS_ZH = re.compile(
    r"其中|(?<![\u3400-\u9fff])(?:其|该|此|上述)?指数|并且?|最终|最新|进一步|累计|大幅|小幅|随后|同样|一口气|合共|合计|收市|收盘|终场|单日|单计|当中|期间|至今|迄今|以来|市况|报告|成交|却|竟|反而|倒是|直接|只是|仅仅|总共|扩大|收窄"
    r"|[的了又再续仅也亦均则只才已还更就将共约近逾超达至到计为在于收报连是与和及或但而且可约莫逐级点後后前]"
)


def _has_other_subject(line: Line, clause: Clause) -> bool:
    """Return whether a Chinese clause begins with words that we do not know: 科技涨2.26% is not of the index before."""
    if not clause.tokens:
        return False
    if clause.tokens[0].has("topic."):
        return True  # 地产股跌0.4%
    first = min(token.quantity.start if token.quantity else token.start for token in clause.tokens[:1])
    left = _FILLERS_ZH.sub("", line.text[clause.start : first])
    return len(re.findall("[\u3400-\u9fff]", left)) >= _WORD_LENGTH or bool(re.search(r"[a-z]{4,}", left))


_SUBJECT_WORDS = re.compile(
    r"\b(?:it|its|which|that|they|both|the|a|an|and|but|also|has|have|had|then|was|is|are|were|been|be|being|now|after|finally|later|still|only"
    r"|just|by|further|even|so|as|with|to|of|in|on|at|for|from|another|itself|there|again|once|more|most|much|least|last|same"
    r"|while|before|having|to|would|did|does|not|or|some|about|around|over|under|nearly|almost"
    r"|index|gauge|benchmark|measure|barometer|market|\w+ly|lifts?|help\w*|end\w*|clos\w+|finish\w*|trad\w+|tak\w+|trimm\w+|erase\w*|extend\w*"
    r"|swing\w*|manage\w*|continu\w+|see\w*|turn\w*|bring\w*|leav\w+|left|post\w*|notch\w*|record\w*|suffer\w*|log\w*|cap\w*|snap\w*|mark\w*)\b"
)


def _has_unknown_subject(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether words that we do not know stand right before the verb of a move: "semis shed 2%"."""
    verb = next((token for token in cell.before if token.has("move.up", "move.down")), None)
    if verb is None:
        named = clause.has("index.")
        part = _PART_OF_MARKET.search(line.text, clause.start, cell.value.start)
        return part is not None and not named  # "the IT sector ended 3.2% lower"
    earlier = [token for token in clause.tokens if token.end <= verb.start]
    if earlier and earlier[-1].has("topic.") and not earlier[-1].has("joint."):
        return True  # "property down 0.4%"
    words = line.text[earlier[-1].end if earlier else clause.start : verb.start]
    return bool(re.search(r"[a-z]{2,}", _SUBJECT_WORDS.sub(" ", words.replace("'s", ""))))


_PART_OF_MARKET = re.compile(r"\b(?:sectors?|sub-?ind(?:ex|ices)|shares|stocks|names|counters|chips?)\b")
_WORD_LENGTH = 2
"""Chinese letters of which a name has at least so many."""


_UNKNOWN_NAME = re.compile(r"\b(?!(?:still|now|but|and|yet|then|also|at|is|or|only|just)\b)[a-z]{2,}\s*$")
"""A word right before a signed figure: in a list it is whose figure it is."""
