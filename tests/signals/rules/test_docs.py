from __future__ import annotations

import re
import tomllib
from pathlib import Path

from signals.opening import catalogue
from signals.readings import vocabulary
from signals.rules.conditions import leaves, parse_tree
from signals.rules.strategy import Leg

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_every_condition_on_the_page_about_rules_can_be_read(lab):
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    conditions = [
        next(iter(tomllib.loads(text).values())) for text in re.split(r"\n(?=\w+ = )", block.strip())
    ]
    assert len(conditions) == 4
    for condition in conditions:
        typed = Leg.model_validate(lab.leg("one", 1, condition)).supports
        assert list(leaves(parse_tree(typed, vocabulary(catalogue()))))
