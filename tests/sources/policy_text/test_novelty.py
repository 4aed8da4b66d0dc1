"""New acts and tellings of known ones, in words of our own."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from signals.readings.policy.config import taxonomy
from sources.contract import PolicyEvent
from sources.policy_text.extract import Extractor, settled
from sources.policy_text.novelty import Settled

D = dt.date
EXTRACTOR = Extractor(taxonomy())
ACTS = {"decided", "effective", "drafted"}

MAY = PolicyEvent(  # PBoC, 2025-05-07: 0.5 percentage points from 15 May
    announced_at=D(2025, 5, 7),
    effective_at=D(2025, 5, 15),
    jurisdiction="CN",
    kind="monetary.rrr",
    stage="decided",
    direction="easing",
    magnitude=-50.0,
    unit="bp",
    tier="all",
)


def read(*items: tuple[str, str], known: tuple[PolicyEvent, ...] = ()) -> Settled:
    return settled(EXTRACTOR, [(D.fromisoformat(day), text) for day, text in items], known=known)


def acts(found: Settled) -> list[tuple[dt.date, str, float | None]]:
    return [
        (event.announced_at, event.kind, event.magnitude) for event in found.events if event.stage in ACTS
    ]


@pytest.mark.parametrize(
    "text",
    [
        "降低存款准备金率0.5个百分点，释放长期流动性约1万亿元。",
        "一是降低存款准备金率0.5个百分点，为市场提供长期流动性。",
        "降准0.5个百分点落地后，市场流动性保持充裕。",
        "有关部门实施降准0.5个百分点等措施，稳住了预期。",
    ],
)
def test_a_sentence_out_of_its_context_is_no_act_even_where_none_is_known(text: str) -> None:
    assert acts(read(("2025-07-14", text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "中国人民银行宣布降准0.5个百分点，并下调政策利率。",
        "央行降准0.5个百分点，支持实体经济。",
        "央行决定下调存款准备金率0.5个百分点",
    ],
)
def test_the_word_of_who_decides_repeats_the_act_of_two_months_ago(text: str) -> None:
    found = read(("2025-07-14", text), known=(MAY,))
    assert acts(found) == []
    assert [(telling.of, telling.event.stage) for telling in found.tellings] == [(MAY.event_id, "recap")]


@pytest.mark.parametrize(
    "text",
    [
        "中国人民银行今天宣布降准0.5个百分点。",
        "中国人民银行决定自7月25日起下调存款准备金率0.5个百分点。",
        "中国人民银行宣布降准0.25个百分点。",
        "中国人民银行宣布上调存款准备金率0.5个百分点。",
    ],
)
def test_a_day_of_its_own_another_size_or_way_is_another_act(text: str) -> None:
    found = read(("2025-07-14", text), known=(MAY,))
    assert [day for day, _, _ in acts(found)] == [D(2025, 7, 14)]
    assert found.tellings == ()


def test_the_act_itself_told_again_on_its_days_is_a_telling_of_the_known_one() -> None:
    found = read(
        ("2025-05-07", "中国人民银行今天宣布降准0.5个百分点。"),
        ("2025-05-15", "今天起，中国人民银行下调金融机构存款准备金率0.5个百分点。"),
        known=(MAY,),
    )
    assert acts(found) == []
    assert {telling.of for telling in found.tellings} == {MAY.event_id}


def test_what_became_known_later_is_not_yet_known() -> None:
    found = read(("2025-05-06", "中国人民银行今天宣布降准0.5个百分点。"), known=(MAY,))
    assert acts(found) == [(D(2025, 5, 6), "monetary.rrr", -50.0)]


TELLINGS = [
    ("2025-05-07", "中国人民银行今天（5月7日）宣布，自5月15日起，下调金融机构存款准备金率0.5个百分点。"),
    ("2025-05-08", "央行宣布降准0.5个百分点"),
    ("2025-06-20", "央行宣布降准0.5个百分点，为市场提供流动性。"),
    ("2025-08-01", "人民银行降准0.5个百分点，支持经济回升。"),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_one_act_stays_one_in_any_order_of_its_tellings(order: tuple[int, ...]) -> None:
    found = read(*(TELLINGS[place] for place in order))
    assert acts(found) == [(D(2025, 5, 7), "monetary.rrr", -50.0)]
    assert len(found.tellings) == 2


def test_a_review_at_the_end_of_the_year_repeats_the_cut_of_may() -> None:
    found = read(("2025-12-24", "中国人民银行降准0.5个百分点，支持经济回升。"), known=(MAY,))
    assert acts(found) == []


def test_a_rate_held_each_month_is_an_act_each_month() -> None:
    found = read(
        ("2025-06-20", "贷款市场报价利率公布 1年期和5年期以上均维持不变"),
        ("2025-07-21", "贷款市场报价利率公布 1年期和5年期以上均维持不变"),
    )
    assert {day for day, _, _ in acts(found)} == {D(2025, 6, 20), D(2025, 7, 21)}


def test_two_decisions_of_the_fed_six_weeks_apart_are_two() -> None:
    found = read(
        ("2025-09-18", "美国联邦储备委员会17日宣布，将联邦基金利率目标区间下调25个基点。"),
        ("2025-10-30", "美联储宣布降息25个基点"),
    )
    assert [day for day, _, _ in acts(found)] == [D(2025, 9, 17), D(2025, 10, 30)]


def test_a_document_is_one_act_and_another_document_is_another() -> None:
    found = read(
        ("2024-09-14", "国家网信办今天发布《人工智能生成合成内容标识办法（征求意见稿）》。"),
        ("2025-03-14", "国家网信办今天公布《人工智能生成合成内容标识办法》。"),
        ("2025-04-02", "国家网信办公布《人工智能生成合成内容标识办法》，引发热议。"),
        ("2025-04-20", "国家网信办今天公布《深度合成管理规定》。"),
        ("2025-09-01", "《人工智能生成合成内容标识办法》今起施行"),
    )
    assert [day for day, _, _ in acts(found)] == [D(2024, 9, 14), D(2025, 3, 14), D(2025, 4, 20)]
    assert len(found.tellings) == 2


UNTOLD = [
    "人民银行发布货币政策执行报告，降低存款准备金率0.5个百分点。",
    "中国人民银行今天（7月14日）发布的数据显示，5月降准0.5个百分点。",
    "国际金融机构：美联储降息25个基点难解经济困局",
    "受美联储降息25个基点影响，香港金管局下调基本利率。",
    "国新办举行发布会，介绍一揽子增量政策进展。",
    "《未成年人网络保护条例》施行一周年",
    "各部门贯彻中央政治局会议精神，实施更加积极的财政政策。",
    "教育部部署暑期规范校外培训工作",
    "国家网信办公布12款违规App，加强个人信息保护。",
    "本周1年期MLF利率下调10个基点至2.30%。",
    "中国7月LPR将于下周一公布，6月报价1年期3.0%、5年期以上3.5%，连续第二个月不变。",
    "China's central bank cut the RRR by 25 basis points last month.",
    "The PBoC cut the RRR by 50 basis points two months ago.",
    "关税阻碍了美联储提前降息25个基点。",
    "若非关税推高物价，美联储早已宣布降息25个基点。",
    "要不是通胀反弹，美联储本可降息50个基点。",
    "美联储降息25个基点的提议被否。",
    "美联储放弃降息25个基点。",
    "通胀让美联储难以降息25个基点。",
    "美联储不急于降息25个基点。",
    "美联储降息25个基点的说法不属实。",
    "分析师认为央行将降准0.5个百分点。",
    "高盛认为，央行宣布降准0.5个百分点后仍会加码。",
    "网传央行宣布降准0.5个百分点。",
    "央行考虑宣布降准0.5个百分点。",
    "央行研究出台降准0.5个百分点的措施。",
    "Had tariffs not come, the Fed would have cut rates by 25 basis points.",
    "The Fed could have cut rates by 25 basis points, its chair said.",
    "Tariffs prevented the Fed from cutting rates by 25 basis points.",
    "The Fed refrained from cutting rates by 25 basis points.",
    "But for tariffs, the Fed cuts rates by 25 basis points.",
    "The Fed isn't cutting rates by 25 basis points.",
    "Goldman says the Fed cuts rates by 25 basis points.",
    "A 25 basis point Fed rate cut looks unlikely.",
    "The Fed ruled out cutting rates by 50 basis points.",
]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_was_hindered_denied_imagined_or_said_by_others_decides_nothing(text: str) -> None:
    assert acts(read(("2025-07-14", text))) == []


def test_a_size_belongs_to_the_rate_named_right_before_it() -> None:
    found = read(("2024-09-27", "周二央行宣布降准0.5个百分点、7天逆回购降20个基点。"))
    assert {(kind, size) for _, kind, size in acts(found)} <= {
        ("monetary.rrr", -50.0),
        ("monetary.omo", -20.0),
    }
    assert ("monetary.rrr", -50.0) in {(kind, size) for _, kind, size in acts(found)}


def test_english_names_the_day_behind_what_was_done() -> None:
    found = read(("2023-08-18", "The PBoC cut the one-year MLF rate by 15 basis points on Tuesday."))
    assert acts(found) == [(D(2023, 8, 15), "monetary.mlf", -15.0)]


@pytest.mark.parametrize(
    ("day", "text", "kind", "in_force"),
    [
        (
            "2025-03-14",
            "国家网信办等部门发布《人工智能生成合成内容标识办法》，自9月1日起施行。",
            "ai.rules",
            D(2025, 9, 1),
        ),
        (
            "2025-02-04",
            "国务院关税税则委员会今天公告，自2025年2月10日起，对原产于美国的部分商品加征关税，其中对煤炭加征15%关税。",
            "trade.cn_tariff",
            D(2025, 2, 10),
        ),
        (
            "2025-11-10",
            "国务院关税税则委员会公布，自2025年11月10日起，一年内继续暂停实施24%的对美加征关税税率。",
            "trade.cn_tariff",
            D(2025, 11, 10),
        ),
    ],
)
def test_an_act_names_its_day_in_force_however_far_ahead(
    day: str, text: str, kind: str, in_force: dt.date
) -> None:
    [event] = [event for event in read((day, text)).events if event.stage in ACTS]
    assert (event.kind, event.effective_at) == (kind, in_force)


@pytest.mark.parametrize(
    "text",
    [
        "国家新闻出版署今天撤回《网络游戏管理办法（草案征求意见稿）》",
        "主管部门网站今日撤下《网络游戏管理办法（草案征求意见稿）》。",
        "The regulator withdrew its draft online game rules today.",
    ],
)
def test_a_draft_taken_back_is_a_withdrawal_and_no_draft(text: str) -> None:
    found = read(("2024-01-23", text)).events
    assert [(event.kind, event.stage, event.direction) for event in found] == [
        ("gaming.rules", "withdrawn", "restrictive")
    ]
