"""What sentences tell; each case is a way in which the language puts it, in words of our own."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.readings.policy.config import taxonomy
from sources.contract import PolicyEvent
from sources.policy_text.extract import Extractor, events

D = dt.date
EXTRACTOR = Extractor(taxonomy())
Told = tuple[str, str | None, str, float | None]


def told(day: str, text: str) -> list[PolicyEvent]:
    return [f.event for f in EXTRACTOR.read(text, D.fromisoformat(day)) if f.event is not None]


def rates(day: str, text: str) -> set[Told]:
    return {
        (event.kind.removeprefix("monetary."), event.tier, event.stage, event.magnitude)
        for event in told(day, text)
        if event.kind.startswith("monetary.")
    }


def moves(day: str, text: str) -> set[Told]:
    """What windows would count: decided or in force, with a size."""
    return {item for item in rates(day, text) if item[2] in {"decided", "effective"} and item[3]}


RRR = ("rrr", "all", "decided", -50.0)


@pytest.mark.parametrize(
    "text",
    [
        "中国人民银行决定下调金融机构存款准备金率0.5个百分点",
        "央行宣布降准50个基点",
        "央行宣布降准５０个基点",
        "央行决定下调存款准备金率五十个基点",
        "央行宣布降准半个百分点",
        "人民银行昨天宣布降准0.5个百分点",
        "央行宣布降准50bp释放流动性",
        "人行宣布下調存款準備金率半個百分點",
        "中国人民银行决定自 5 月 15 日起下调存款准备金率 0.5 个百分点",
        "央行周三宣布降准50bps至7%",
        "中国人民银行行长在发布会上表示，将于5月15日下调存款准备金率0.5个百分点，向市场提供长期流动性约1万亿元。",
        "今天（5月7日），中国人民银行表示，为推动经济回升向好，决定自2025年5月15日起下调金融机构存款准备金率0.5个百分点（不含已执行5%存款准备金率的金融机构）。",
        "为推动经济持续回升中国人民银行决定下调存款准备金率0.5个百分点",
        "中国人民银行将降准0.5个百分点，这是今年首次降准",
        "PBOC cuts RRR by 50 bps",
        "China's central bank to cut reserve requirement ratio by 0.5 percentage points from May 15",
        "The People's Bank of China decided to lower the reserve requirement ratio by 0.5 percentage point.",
    ],
)
def test_a_cut_of_the_reserve_requirement_is_told_in_many_ways(text: str) -> None:
    assert moves("2025-05-07", text) == {RRR}


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (
            "a span of time",
            "今年以来，中国人民银行降低存款准备金率0.5个百分点，释放中长期流动性超过1万亿元。",
        ),
        ("a count", "中国人民银行两次下调存款准备金率共1个百分点。"),
        ("a period", "今年，中国人民银行降准0.5个百分点，保持流动性充裕。"),
        ("another month", "5月份降准0.5个百分点，释放长期流动性约1万亿元。"),
        ("a past year", "2024年，中国人民银行下调存款准备金率0.5个百分点。"),
        ("an old day", "9月27日，中国人民银行下调存款准备金率0.5个百分点。"),
        ("long in force", "公告显示，存款准备金率下调50个基点于5月15日起实施"),
        ("an effect", "降准0.5个百分点，释放了超过1万亿元的中长期流动性。"),
        ("this cut", "业内人士认为，此次降准0.5个百分点释放长期流动性约1万亿元。"),
        ("a bystander", "专家表示，降准0.5个百分点有助于降低银行负债成本"),
        ("a background", "随着降准0.5个百分点落地，市场流动性保持充裕。"),
        ("a known list", "降准0.5个百分点、降息等政策效果持续显现。"),
        ("a guess", "市场预计央行将降准0.5个百分点。"),
        ("a wish", "有学者建议央行降准0.5个百分点。"),
        ("intent", "要适时降准0.5个百分点。"),
        ("a range", "央行年内可能降准0.25至0.5个百分点。"),
        ("a range", "央行决定降准0.25-0.5个百分点。"),
        ("a question", "央行决定降准0.5个百分点？"),
        ("a denial", "央行没有宣布降准0.5个百分点。"),
        ("a total", "央行宣布累计降准0.5个百分点。"),
        ("a week that has no day", "央行上周宣布降准50bp。"),
        ("too large", "央行宣布降准500个基点。"),
        ("another ratio", "中国人民银行下调金融机构外汇存款准备金率2个百分点"),
        ("other firms", "央行决定将汽车金融公司的存款准备金率下调0.5个百分点"),
        ("another bank", "印度央行宣布下调存款准备金率50个基点。"),
        ("another bank", "肯尼亚央行宣布下调存款准备金率50个基点。"),
        ("another rate", "中国人民银行决定保持存款准备金率稳定，下调支农支小再贷款利率0.25个百分点。"),
    ],
)
def test_what_looks_back_guesses_or_means_another_thing_is_no_cut(why: str, text: str) -> None:
    assert moves("2025-12-10", text) == set(), why


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("今年以来，中国人民银行降低存款准备金率0.5个百分点。", "recap"),
        ("市场预计央行将降准0.5个百分点。", "rumour"),
        ("中国人民银行预计将降准0.5个百分点。", "signalled"),
        ("要适时降准0.5个百分点。", "signalled"),
    ],
)
def test_what_is_no_decision_stays_visible_with_its_stage(text: str, stage: str) -> None:
    assert [event.stage for event in told("2025-12-10", text)] == [stage]


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("中国人民银行决定下调中小银行存款准备金率0.5个百分点", "small"),
        ("中国人民银行决定下调大型商业银行存款准备金率0.5个百分点", "large"),
        ("中国人民银行决定下调大型商业银行、农村商业银行存款准备金率0.5个百分点", "all"),
        ("为支持中小银行发展，中国人民银行决定下调金融机构存款准备金率0.5个百分点", "all"),
    ],
)
def test_a_cut_for_some_banks_carries_its_tier(text: str, tier: str) -> None:
    assert moves("2025-05-07", text) == {("rrr", tier, "decided", -50.0)}


def test_several_events_of_one_sentence_come_out_as_several() -> None:
    text = "中国人民银行宣布，下调存款准备金率0.5个百分点，7天期逆回购操作利率下调0.2个百分点，5年期以上LPR下降0.25个百分点。"
    assert moves("2024-09-27", text) == {
        ("rrr", "all", "decided", -50.0),
        ("omo", None, "decided", -20.0),
        ("lpr", "5Y", "decided", -25.0),
    }


ONE, FIVE = ("lpr", "1Y", "decided"), ("lpr", "5Y", "decided")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5年期以上LPR下调25bp至3.95%", {(*FIVE, -25.0)}),
        ("1年期和5年期以上LPR均下降10个基点", {(*ONE, -10.0), (*FIVE, -10.0)}),
        ("今天，1年期LPR为3.0%，5年期以上LPR为3.5%，均较上月下降10个基点。", {(*ONE, -10.0), (*FIVE, -10.0)}),
        ("一年期LPR下调5个基点至3.65%，五年期以上LPR下调15个基点至4.3%", {(*ONE, -5.0), (*FIVE, -15.0)}),
        ("1年期和5年期以上LPR分别下调5个和15个基点", {(*ONE, -5.0), (*FIVE, -15.0)}),
        ("1年期LPR维持3.45%不变，5年期以上LPR为3.95%，比上月下降0.25个百分点", {(*FIVE, -25.0)}),
        (
            "中国人民银行授权公布，1年期LPR为3.0%，较上月下降10个基点；5年期以上LPR为3.5%，与上月持平。",
            {(*ONE, -10.0)},
        ),
        (
            "China cuts one-year and five-year loan prime rates by 10 basis points each",
            {(*ONE, -10.0), (*FIVE, -10.0)},
        ),
        ("引导5年期以上贷款市场报价利率降低0.25个百分点。", set()),
        ("大部分存量房贷利率将变为贷款市场报价利率（LPR）减30个基点。", set()),
        ("助学贷款利率由LPR减60个基点调整为LPR减70个基点。", set()),
        ("五年期以上公积金贷款利率下调0.25个百分点，LPR保持稳定。", set()),
    ],
)
def test_a_loan_prime_rate_carries_its_tier(text: str, expected: set[Told]) -> None:
    assert moves("2025-05-20", text) == expected


def test_an_unchanged_loan_prime_rate_is_a_hold_of_both_tiers() -> None:
    found = rates("2025-06-20", "1年期LPR为3.0%，5年期以上LPR为3.5%，均与上月持平。")
    assert found == {(*ONE, 0.0), (*FIVE, 0.0)}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("美国联邦储备委员会17日宣布，将联邦基金利率目标区间下调25个基点到4.00%至4.25%之间。", -25.0),
        ("美联储17日宣布再次大幅加息75个基点。", 75.0),
        ("美国联邦储备委员会17日以9票赞成、3票反对的结果决定下调联邦基金利率25个基点", -25.0),
        ("美联储如期降息25个基点，香港金管局跟随下调基本利率50个基点。", -25.0),
        ("自2022年3月以来，通胀居高不下，美联储17日宣布加息25个基点。", 25.0),
        ("美联储宣布降息25个基点 点阵图显示年内或再降息两次", -25.0),
        (
            "The Committee decided to lower the target range for the federal funds rate by 1/4 percentage point to 4 to 4-1/4 percent.",
            -25.0,
        ),
        ("Federal Reserve lowers rates by a quarter point", -25.0),
        ("Fed raises interest rates by 0.75 percentage points", 75.0),
        ("聯儲局宣布減息四分一厘", -25.0),
        ("聯準會宣布降息一碼", -25.0),
        ("美联储周三宣布降息25点", -25.0),
        ("Fed降息25bp", -25.0),
    ],
)
def test_a_decision_of_the_fed(text: str, size: float) -> None:
    assert moves("2025-09-18", text) == {("policy_rate", None, "decided", size)}


@pytest.mark.parametrize(
    "text",
    [
        "欧洲央行17日宣布将三大关键利率均下调25个基点。",
        "英国中央银行英格兰银行17日宣布，将基准利率从4.25%下调至4%，降息25个基点。",
        "日本央行宣布加息25个基点，美联储按兵不动。",
        "香港金融管理局宣布，将基本利率下调25个基点，即日生效。",
        "印度储备银行7日宣布，将基准回购利率下调25个基点。",
        "美联储理事主张降息50个基点。",
        "美联储主席称，下调联邦基金利率25个基点",
        "市场普遍预计美联储将在9月降息25个基点。",
        "美国总统要求美联储降息100个基点。",
        "美联储自2022年3月以来累计加息100个基点。",
        "在美联储降息25个基点后，多国央行跟进",
        "美联储降息25个基点的可能性上升",
        "Economists expect the Fed to cut rates by 25 basis points next week",
        "Fed should cut rates by 50 bps, a governor says",
        "ECB cuts rates by 25 basis points",
    ],
)
def test_other_banks_wishes_and_totals_are_no_decision_of_the_fed(text: str) -> None:
    assert moves("2025-09-18", text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "美国联邦储备委员会17日宣布，将联邦基金利率目标区间维持在4.25%至4.50%之间不变。",
        "美联储17日决定将联邦基金利率目标区间维持在4.25%至4.50%之间不变，两名理事主张降息25个基点。",
        "Federal Reserve holds interest rates steady",
    ],
)
def test_a_hold_of_the_fed_is_neutral_and_zero(text: str) -> None:
    held = [event for event in told("2025-09-18", text) if event.stage == "decided"]
    assert [(event.direction, event.magnitude) for event in held] == [("neutral", 0.0)]


def test_both_dates_come_from_the_text() -> None:
    [event] = told("2024-01-25", "中国人民银行昨天宣布，将于2月5日下调存款准备金率0.5个百分点。")
    assert (event.announced_at, event.effective_at, event.known_at) == (
        D(2024, 1, 24),
        D(2024, 2, 5),
        D(2024, 1, 25),
    )


def test_a_decision_of_the_fed_is_in_force_the_day_after() -> None:
    """Fed implementation notes: "effective September 18" for the decision of 17 September 2025."""
    [event] = told("2025-09-18", "美国联邦储备委员会17日宣布，将联邦基金利率目标区间下调25个基点。")
    assert (event.announced_at, event.effective_at) == (D(2025, 9, 17), D(2025, 9, 18))


def test_a_day_in_force_of_next_january_is_next_year() -> None:
    [event] = told("2024-12-27", "中国人民银行决定自1月5日起下调存款准备金率0.5个百分点。")
    assert event.effective_at == D(2025, 1, 5)


def test_many_sentences_of_one_cut_are_one_event() -> None:
    tellings = [
        (
            D(2024, 1, 24),
            "中国人民银行行长表示，将于2月5日下调存款准备金率0.5个百分点，向市场提供长期流动性约1万亿元；",
        ),
        (D(2024, 1, 24), "央行宣布降准0.5个百分点"),
        (D(2024, 1, 25), "人民银行决定下调存款准备金率"),
        (D(2024, 2, 5), "今天起，中国人民银行下调金融机构存款准备金率0.5个百分点。"),
        (D(2024, 4, 18), "降准0.5个百分点，释放了超过1万亿元的中长期流动性。"),
    ]
    counted = [event for event in events(EXTRACTOR, tellings) if event.stage in {"decided", "effective"}]
    assert [(e.announced_at, e.effective_at, e.magnitude, e.confirmations) for e in counted] == [
        (D(2024, 1, 24), D(2024, 2, 5), -50.0, 3)
    ]


def test_a_headline_that_says_today_merges_with_the_dated_decision_of_yesterday() -> None:
    tellings = [
        (D(2025, 9, 18), "美联储宣布降息25个基点"),
        (D(2025, 9, 18), "美国联邦储备委员会17日宣布，将联邦基金利率目标区间下调25个基点。"),
        (D(2025, 10, 30), "美国联邦储备委员会29日宣布，将联邦基金利率目标区间下调25个基点。"),
    ]
    assert [event.announced_at for event in events(EXTRACTOR, tellings)] == [D(2025, 9, 17), D(2025, 10, 29)]


@pytest.mark.parametrize(
    ("text", "kind", "direction", "stage"),
    [
        ("多部门联合公布《生成式人工智能服务管理暂行办法》", "ai.rules", "neutral", "decided"),
        (
            "国家新闻出版署发布《网络游戏管理办法（草案征求意见稿）》",
            "gaming.rules",
            "restrictive",
            "drafted",
        ),
        (
            "国务院总理日前签署国务院令，公布《未成年人网络保护条例》",
            "gaming.minors",
            "restrictive",
            "decided",
        ),
        (
            "市场监管总局对阿里巴巴滥用市场支配地位垄断行为处罚",
            "platform.antitrust",
            "restrictive",
            "decided",
        ),
        ("国务院总理主持召开平台企业座谈会", "platform.symposium", "supportive", "decided"),
        ("首套住房贷款最低首付款比例降至不低于15%", "property.down_payment", "easing", "decided"),
        ("杭州全面取消住房限购", "property.purchase_limit", "easing", "decided"),
        ("去年以来，各地降低房贷利率", "property.mortgage", "easing", "recap"),
    ],
)
def test_acts_of_regulation_and_property(text: str, kind: str, direction: str, stage: str) -> None:
    [event] = told("2023-12-22", text)
    assert (event.kind, event.direction, event.stage) == (kind, direction, stage)


@pytest.mark.parametrize(
    "text",
    [
        "英国多地果蔬短缺 部分超市限购",
        "落实取消二手车限迁，鼓励限购地区尽早下达购车指标",
        "适当降低汽车贷款首付比例",
        "美媒：美国监管部门对一家软件企业展开反垄断调查",
        "欧盟对互联网平台立案开展反垄断调查",
    ],
)
def test_acts_elsewhere_are_none_of_ours(text: str) -> None:
    assert told("2024-05-17", text) == []


def test_a_batch_of_licences_carries_its_count() -> None:
    [event] = told("2023-12-25", "105款国产网络游戏版号获批")
    assert (event.kind, event.magnitude, event.unit) == ("gaming.licence", 105.0, "titles")


def test_new_bonds_carry_their_amount_in_100_million_yuan() -> None:
    [event] = told("2023-10-25", "中央财政今年将增发国债1万亿元")
    assert (event.kind, event.magnitude, event.unit) == ("fiscal.bonds", 10_000.0, "亿元")


def test_a_new_kind_needs_no_code() -> None:
    document = taxonomy().model_dump(mode="json")
    document["kind"]["platform.labour"] = {
        "en": "Labour rules for platforms",
        "zh": "平台用工规则",
        "groups": ["regulation"],
        "half_life_days": 90,
        "weight": 0.5,
        "binding": "act",
        "acts": [{"subject": ["平台用工"], "verb": ["印发"], "direction": "restrictive"}],
    }
    from sources.policy_text.taxonomy import parse_taxonomy

    extractor = Extractor(parse_taxonomy(document))
    [finding] = extractor.read("四部门印发《平台用工指引》", D(2024, 11, 10))
    assert finding.event is not None
    assert finding.event.kind == "platform.labour"


def test_an_event_says_which_words_bound_it() -> None:
    [finding] = EXTRACTOR.read("中国人民银行决定于12月5日降低存款准备金率0.25个百分点。", D(2022, 11, 25))
    assert dict(finding.bound) == {
        "cue": "存款准备金率",
        "verb": "降低",
        "size": "0.25个百分点",
        "owner": "中国人民银行",
        "announced": "2022-11-25",
        "in force": "2022-12-05",
        "stage": "decided: '决定'",
    }
