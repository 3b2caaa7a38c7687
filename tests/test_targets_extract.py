"""The grammar of values, sentence by sentence, and whole documents against gold."""

import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhconv_rs_opencc import zhconv

from policyresearch import load_corpus
from policyresearch.reading.document import read_document
from policyresearch.tables import TARGETS
from policyresearch.targets.constructions import CONSTRUCTIONS
from policyresearch.targets.evaluate import read_targets_gold, score_targets
from policyresearch.targets.extract import extract_document
from policyresearch.targets.grammar import read_sentence
from policyresearch.targets.phrases import render
from policyresearch.targets.verbs import extract_targets

GOLD = Path(__file__).parents[1] / "data" / "gold" / "targets"
REPORT = (
    "临海市2021年政府工作报告\n——2021年1月12日在临海市第十届人民代表大会第五次会议上\n"
    "一、2020年工作回顾\n地区生产总值增长6.5%，高于全省0.4个百分点。新增城镇就业3.2万人，"
    "超额完成年度3万人的目标。港口管理机构将由5个整合为3个，精简比例40%。\n"
    "二、2021年工作安排\n今年主要预期目标是：地区生产总值增长7%左右，城镇登记失业率控制在4%以内。"
    "新建公办幼儿园15所、绿道20公里。到2025年，森林覆盖率达到60%。截至目前，已建成公园9个。\n"
)


def records(text):
    """Indicator, value, unit, measure and rule of the records of one sentence."""
    return [
        (render(d.phrase, text), d.sign * d.quantity.value, d.quantity.unit, d.measure, d.rule)
        for d in read_sentence(text)
    ]


# Worked examples: what a reader of Chinese takes from the sentence.
EXAMPLES = [
    ("税收收入达到45亿元。", [("税收收入", 45.0, "亿元", "level", "predicate")]),
    ("港口吞吐量1.2亿吨，同比增长4.3%。", [
        ("港口吞吐量", 1.2, "亿吨", "level", "named amount"),
        ("港口吞吐量", 4.3, "%", "growth", "predicate")]),
    ("单位能耗比2015年下降20%。", [("单位能耗", -20.0, "%", "growth", "predicate")]),
    ("常住人口城镇化率提高1.8个百分点。", [
        ("常住人口城镇化率", 1.8, "个百分点", "change", "predicate")]),
    ("城镇和农村居民人均可支配收入分别增长6%和7%。", [
        ("城镇居民人均可支配收入", 6.0, "%", "growth", "predicate"),
        ("农村居民人均可支配收入", 7.0, "%", "growth", "predicate")]),
    ("风电、光伏发电量分别达到3亿度和2亿度。", [
        ("风电发电量", 3.0, "亿度", "level", "predicate"),
        ("光伏发电量", 2.0, "亿度", "level", "predicate")]),
    ("办证时间和审批时间压减一半以上。", [
        ("办证时间", -0.5, "倍", "growth", "predicate"),
        ("审批时间", -0.5, "倍", "growth", "predicate")]),
    ("新建公园3个、绿道5公里。", [
        ("公园", 3.0, "个", "level", "named amount"),
        ("绿道", 5.0, "公里", "level", "named amount")]),
    ("新增普惠学位6000个。", [("普惠学位", 6000.0, "个", "change", "named amount")]),
    ("降低企业用气成本8000万元。", [("企业用气成本", -8000.0, "万元", "change", "named amount")]),
    ("建成94个智慧小区。", [("智慧小区", 94.0, "个", "level", "counted noun")]),
    ("35个项目获省级资金支持。", [("获省级资金支持项目", 35.0, "个", "level", "counted noun")]),
    ("12项惠民工程圆满完成。", [("惠民工程", 12.0, "项", "level", "counted noun")]),
    ("80%审批事项实现一窗受理。", [("实现一窗受理审批事项", 80.0, "%", "share", "share of")]),
    ("管理机构由43个整合为16个。", [
        ("管理机构", 43.0, "个", "level", "from-to"),
        ("管理机构", 16.0, "个", "level", "from-to")]),
    ("出口增长8%，高于全国2个百分点。", [
        ("出口", 8.0, "%", "growth", "predicate"),
        ("出口增长", 2.0, "个百分点", "difference", "difference")]),
    ("工业投资增速居全省第二位。", [("工业投资增速", 2.0, "位", "rank", "rank")]),
    ("用电量位居12个沿海城市之首。", [("用电量", 1.0, "位", "rank", "rank")]),
    ("养老金连续15年上调。", [("养老金连续上调", 15.0, "年", "cumulative", "streak")]),
    ("第5次荣获全国双拥模范城。", [("荣获全国双拥模范城", 5.0, "次", "cumulative", "times won")]),
    ("生产安全事故零死亡。", [("生产安全事故死亡", 0.0, "", "level", "zero")]),
    ("产值超10亿元的龙头企业达到40家。", [
        ("龙头企业产值", 10.0, "亿元", "level", "threshold"),
        ("产值超10亿元的龙头企业", 40.0, "家", "level", "predicate")]),
    ("新能源公司200万吨甲醇项目投产。", [("甲醇项目产能", 200.0, "万吨", "level", "capacity")]),
    ("9处水源地水质达标率100%。", [
        ("水源地", 9.0, "处", "level", "base of a share"),
        ("水源地水质达标率", 100.0, "%", "share", "named amount")]),
    ("全乡十七个村中有十二个村通了公路。", [
        ("村", 17.0, "个", "level", "whole of a count"),
        ("通了公路村", 12.0, "个", "level", "counted noun")]),
    ("为800名矿工追回工资2亿元。", [
        ("追回工资矿工", 800.0, "名", "level", "beneficiaries"),
        ("矿工追回工资", 2.0, "亿元", "level", "named amount")]),
    ("20个重点项目完成投资9亿元。", [
        ("重点项目", 20.0, "个", "level", "doers"),
        ("重点项目投资", 9.0, "亿元", "level", "named amount")]),
    ("免税政策拉低财政收入增幅9个百分点。", [
        ("财政收入增幅", -9.0, "个百分点", "change", "caused change")]),
    ("财政收入11亿元，是2006年的3.4倍。", [
        ("财政收入", 11.0, "亿元", "level", "named amount"),
        ("财政收入", 3.4, "倍", "growth", "multiple")]),
    ("培训农民2万人，超额完成年度1.5万人的目标。", [
        ("培训农民", 2.0, "万人", "level", "named amount"),
        ("培训农民", 1.5, "万人", "level", "goal")]),
    # One character opens a phrase only where it opens no longer word.
    ("再生水利用率达到35%。", [("再生水利用率", 35.0, "%", "share", "predicate")]),
    ("并网装机容量300万千瓦。", [("并网装机容量", 300.0, "万千瓦", "level", "named amount")]),
    ("投放共享单车5000辆。", [("共享单车", 5000.0, "辆", "level", "named amount")]),
    ("从业人员达到3万人。", [("从业人员", 3.0, "万人", "level", "predicate")]),
    # What was done belongs to the name of a dimension, not what changed.
    ("新增绿化面积90公顷。", [("绿化面积", 90.0, "公顷", "change", "named amount")]),
    ("农村自来水普及率、污水治理率分别提升至92%、65%。", [
        ("农村自来水普及率", 92.0, "%", "share", "predicate"),
        ("污水治理率", 65.0, "%", "share", "predicate")]),
    ("道路、桥梁养护率分别达到90%、95%。", [
        ("道路养护率", 90.0, "%", "share", "predicate"),
        ("桥梁养护率", 95.0, "%", "share", "predicate")]),
    # A head that relates to what was named before.
    ("进出口增长6%，总额达到80亿元。", [
        ("进出口", 6.0, "%", "growth", "predicate"),
        ("进出口总额", 80.0, "亿元", "level", "predicate")]),
    ("工业总产值完成9亿元，完成年度计划的103%，比上年增长14%。", [
        ("工业总产值", 9.0, "亿元", "level", "predicate"),
        ("工业总产值计划", 103.0, "%", "share", "named amount"),
        ("工业总产值", 14.0, "%", "growth", "predicate")]),
    ("财政收入扣除不可比因素后增长6%。", [("财政收入", 6.0, "%", "growth", "predicate")]),
    ("固定资产投资预期增长8%。", [("固定资产投资", 8.0, "%", "growth", "predicate")]),
    # Two deeds, topics and doers before the thing that is counted.
    ("加大创业扶持力度、举办专场招聘会70场。", [
        ("专场招聘会", 70.0, "场", "level", "named amount")]),
    ("新建、改扩建幼儿园54所。", [
        ("新建、改扩建幼儿园", 54.0, "所", "level", "named amount")]),
    ("围绕10个重点产业制定出台方案。", [("重点产业", 10.0, "个", "level", "counted noun")]),
    ("省实验室完成3项新药转化。", [("新药转化", 3.0, "项", "level", "counted noun")]),
    ("签约沿海地区亿元以上项目60个。", [
        ("签约沿海地区项目", 1.0, "亿元", "level", "threshold"),
        ("签约沿海地区亿元以上项目", 60.0, "个", "level", "named amount")]),
    ("每千人口拥有3岁以下婴幼儿托位数4.5个。", [
        ("婴幼儿", 3.0, "岁", "level", "threshold"),
        ("每千人口拥有3岁以下婴幼儿托位数", 4.5, "个", "level", "named amount")]),
    ("完成12万户散煤清零改造。", [("清零改造散煤", 12.0, "万户", "level", "counted noun")]),
    ("形成年产40万吨纸的产能。", [("纸的产能", 40.0, "万吨", "level", "counted noun")]),
    ("居民消费价格指数控制在103左右。", [
        ("居民消费价格指数", 103.0, "", "level", "named amount")]),
    ("贷款增速居全省第8（上升11位）。", [
        ("贷款增速", 8.0, "位", "rank", "rank"),
        ("贷款增速", 11.0, "位", "change", "predicate")]),
    ("58项制度创新成果在全国推广。", [
        ("在全国推广制度创新成果", 58.0, "项", "level", "counted noun")]),
    ("企业达到90家、两年实现翻番。", [
        ("企业", 90.0, "家", "level", "predicate"),
        ("企业", 1.0, "番", "growth", "named amount")]),
    ("粮食播种面积30万亩、总产量12万吨。", [
        ("粮食播种面积", 30.0, "万亩", "level", "named amount"),
        ("粮食总产量", 12.0, "万吨", "level", "named amount")]),
    ("30项重点工程加速实施、完成投资9亿元。", [
        ("重点工程", 30.0, "项", "level", "doers"),
        ("重点工程投资", 9.0, "亿元", "level", "named amount")]),
    ("利用外资9亿元，连续三年获全省表彰。", [
        ("利用外资", 9.0, "亿元", "level", "named amount"),
        ("连续获全省表彰", 3.0, "年", "cumulative", "streak")]),
    ("出栏肉牛4万头、肉羊8万只。", [
        ("出栏肉牛", 4.0, "万头", "level", "named amount"),
        ("出栏肉羊", 8.0, "万只", "level", "named amount")]),
    ("完成货运量45万吨，分别占全省、沿海三市总货运量的39%、65%。", [
        ("货运量", 45.0, "万吨", "level", "named amount"),
        ("货运量占全省、沿海三市总货运量", 39.0, "%", "share", "named amount"),
        ("货运量占全省、沿海三市总货运量", 65.0, "%", "share", "named amount")]),
    ("集体收入50万元以上村占比达67%。", [
        ("村集体收入", 50.0, "万元", "level", "threshold"),
        ("集体收入50万元以上村占比", 67.0, "%", "share", "predicate")]),
    ("产值超50亿元、10亿元企业分别达4户、22户。", [
        ("企业产值", 50.0, "亿元", "level", "threshold"),
        ("企业产值", 10.0, "亿元", "level", "threshold"),
        ("产值超50亿元企业", 4.0, "户", "level", "predicate"),
        ("10亿元企业", 22.0, "户", "level", "predicate")]),
    ("应对5.6级余震等险情54起。", [
        ("应对5.6级余震等险情", 54.0, "起", "level", "named amount")]),
    ("县财政每年安排不少于500万元专项资金。", [
        ("专项资金", 500.0, "万元", "level", "counted noun")]),
    ("完成3座水厂改造、新增供水能力2万吨。", [
        ("水厂改造", 3.0, "座", "level", "counted noun"),
        ("供水能力", 2.0, "万吨", "change", "named amount")]),
    ("办理建议和提案82件、办复率100%。", [
        ("办理建议和提案", 82.0, "件", "level", "named amount"),
        ("办理建议和提案办复率", 100.0, "%", "share", "named amount")]),
    ("40个技改项目预计完成投资6亿元。", [
        ("技改项目", 40.0, "个", "level", "doers"),
        ("技改项目投资", 6.0, "亿元", "level", "named amount")]),
    ("2/3的村通了公路。", [("通了公路村", 0.6667, "倍", "share", "share of")]),
    ("一九六三年，工业总产值增长百分之二十三点五，粮食产量三千二百亿斤，比上年增产一成五。", [
        ("工业总产值", 23.5, "%", "growth", "predicate"),
        ("粮食产量", 3200.0, "亿斤", "level", "named amount"),
        ("粮食产量", 1.5, "成", "growth", "predicate")]),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_constructions(text, expected):
    assert records(text) == expected


def test_every_construction_has_an_example():
    shown = {record[-1] for _, expected in EXAMPLES for record in expected}
    # A compared group makes no record of its own.
    assert {name for name, _ in CONSTRUCTIONS} - shown == {"compared group"}


@pytest.mark.parametrize("text", [
    "把安全放在第一位。", "坚持质量第一、效益优先。", "海盛集团第九次荣获全国大奖。",
    "连续三届入选。",
    "坚持四个自信、两个维护。", "完成第四次全国经济普查。",
    "提供零距离服务，零售市场活跃。", "今后要推进六个方面工作。", "实施三年行动计划。",
    "讲好“三个故事”，打造十大品牌。", "争取支持全省振兴4个文件的重大项目。",
    "这一年是三年疫情后恢复发展的一年。",
])
def test_what_makes_no_record(text):
    assert records(text) == []


def extract(text, name="临海.txt", **row):
    reading = read_document(text.encode("utf-8"), doc_id="lin", filename=name)
    return reading, extract_document(reading, {**reading.metadata, **row})


def test_report_tells_outcomes_targets_and_references():
    _, targets = extract(REPORT)
    fields = ["value", "unit", "status", "year"]
    filled = targets[fields].astype(object).where(targets[fields].notna(), None)
    found = [tuple(row) for row in filled.values]
    assert found == [
        (6.5, "%", "outcome", 2020), (0.4, "个百分点", "reference", 2020),
        (3.2, "万人", "outcome", 2020), (3.0, "万人", "reference", 2020),
        (5.0, "个", "reference", None), (3.0, "个", "target", None), (40.0, "%", "target", None),
        (7.0, "%", "target", 2021), (4.0, "%", "target", 2021),
        (15.0, "所", "target", 2021), (20.0, "公里", "target", 2021),
        (60.0, "%", "target", 2025), (9.0, "个", "outcome", 2021),
    ]


def test_a_plan_goes_on_behind_a_sentence_that_looks_back():
    _, targets = extract(REPORT.replace(
        "今年主要", "去年荣获国家园林城市。改造道路30条。累计建成智慧社区40个，新获批创新中心2个，"
        "做好70个项目前期工作，推动50个已签约项目开工，实现有效专利增长11%。目前已有医院8所。今年主要"
    ))
    found = targets.set_index("value")["status"]
    assert found.loc[[30.0, 40.0, 2.0, 70.0, 50.0, 11.0]].unique().tolist() == ["target"]
    assert found.loc[8.0] == "outcome"


@pytest.mark.parametrize(("text", "scope"), [
    ("移民人均可支配收入增长8%。", "移民"), ("居民人均可支配收入增长8%。", ""),
    ("3个港区规划调整获批。", ""), ("自治区层面统筹推进重大项目38个。", ""),
    ("跨市公交线路增至15条。", ""), ("新增规上工业企业35户。", ""), ("打造美食街区夜市30个。", ""),
    ("国考、省考断面水质优良率达到95%。", "国考、省考断面"),
    ("全部消除3个流行县（市）。", ""),
])
def test_scope_is_a_place_or_group_and_no_part_of_another_word(text, scope):
    assert [render(d.scope, text) for d in read_sentence(text)] == [scope]


def test_what_is_said_of_the_whole_is_of_no_place_named_before():
    text = "高新区入驻企业300家，全市市场主体增至9万户。"
    assert [render(d.scope, text) for d in read_sentence(text)] == ["高新区", ""]


def test_table_keeps_its_contract_and_quotes_are_verbatim():
    reading, targets = extract(REPORT)
    assert list(targets.columns) == TARGETS.column_names
    assert targets["n"].tolist() == list(range(1, len(targets) + 1))
    for row in targets.to_dict("records"):
        assert reading.raw[row["raw_start"] : row["raw_end"]] == row["quote"]
    sentences = reading.sentences.set_index("sent_id")
    starts = targets["sent_id"].map(sentences["raw_start"])
    assert (targets["raw_start"] >= starts).all()
    assert targets["sent_id"].is_monotonic_increasing


def test_traditional_documents_speak_in_their_own_characters():
    _, simple = extract(REPORT)
    reading, traditional = extract(zhconv(REPORT, "zh-hant", False))
    assert reading.metadata["script"] == "Hant"
    assert traditional["indicator"].iloc[0] == "地區生產總值"
    assert "個百分點" in set(traditional["unit"])
    same = ["value", "relation", "measure", "status", "rule"]
    pd.testing.assert_frame_equal(traditional[same], simple[same])
    for row in traditional.to_dict("records"):
        assert reading.raw[row["raw_start"] : row["raw_end"]] == row["quote"]


def test_plan_takes_the_horizon_of_its_title_or_its_items():
    plan = (
        "滨海区数字经济三年行动计划（2021—2023年）\n一、主要目标\n建成数字车间20个。"
        "到2022年，上云企业达到500家。培育平台企业8家。\n"
    )
    _, targets = extract(plan)
    assert targets["year"].tolist() == [2023, 2022, 2022]
    assert set(targets["status"]) == {"target"}


def test_years_gone_by_make_flows_cumulative():
    report = REPORT.replace(
        "一、2020年工作回顾\n",
        "一、过去五年工作回顾\n五年来，新建学校60所，实际利用外资9亿美元。",
    )
    _, targets = extract(report)
    assert targets[["measure", "year", "period_start"]].head(2).values.tolist() == [
        ["cumulative", 2020, 2016], ["cumulative", 2020, 2016]
    ]


def test_extraction_is_the_same_every_time():
    pd.testing.assert_frame_equal(extract(REPORT)[1], extract(REPORT)[1])


def test_document_without_values_has_an_empty_table():
    _, targets = extract("临海市关于加强学习的通知\n各单位要认真学习，抓好落实。\n")
    assert len(targets) == 0
    assert list(targets.columns) == TARGETS.column_names


TEXT = st.text(
    alphabet="到年增长下降比第个万亿元%家位一二十百千零点的、，。；（）“”《》0123456789.—-和分别由至",
    max_size=80,
)


@settings(deadline=None, max_examples=300)
@given(TEXT)
def test_any_sentence_can_be_read(text):
    for draft in read_sentence(text):
        assert 0 <= draft.start <= draft.quantity.start < draft.quantity.end <= len(text)
        assert draft.end <= len(text)
        assert draft.measure
        render(draft.phrase, text)


def test_time_grows_with_length_only():
    """A sentence ten times as long has ten times the records, and no more."""
    clause = "新建公园3个、绿道5公里，税收增长6%，"
    assert len(read_sentence(clause * 100)) == 10 * len(read_sentence(clause * 10))


@pytest.mark.parametrize(
    "unit", ["3个公园5公里绿道6座桥", "零死亡居全国首位", "到2020年，2021年，"]
)
def test_long_text_without_a_stop_is_read_in_time(unit):
    started = time.process_time()
    read_sentence(unit * 1000)
    # A step that compared all values with all others took minutes.
    assert time.process_time() - started < 20


# What was measured, rounded down: F1 of all records, and of targets alone.
FLOORS = {
    "dalian_2018": {"status": 1.0, "indicator": 1.0, "whole": 0.97},
    "dalian_2020": {"status": 0.99, "indicator": 0.96, "whole": 0.88},
    "dalian_2025": {"status": 1.0, "indicator": 1.0, "whole": 0.91},
    "tongguan_2018": {"status": 1.0, "indicator": 1.0, "whole": 1.0},
    "zhongshan_2018": {"status": 0.99, "indicator": 0.91, "whole": 0.86},
}
TARGET_FLOORS = {
    "dalian_2018": {"status": 1.0, "indicator": 1.0, "whole": 0.97},
    "dalian_2020": {"status": 1.0, "indicator": 0.94, "whole": 0.91},
    "tongguan_2018": {"status": 1.0, "indicator": 1.0, "whole": 1.0},
    "zhongshan_2018": {"status": 1.0, "indicator": 0.91, "whole": 0.91},
}


@pytest.fixture(scope="module")
def scores():
    targets = extract_targets(load_corpus())
    return score_targets(targets, read_targets_gold(GOLD), draws=0)


@pytest.mark.parametrize(("status", "floors"), [("all", FLOORS), ("target", TARGET_FLOORS)])
def test_gold_floors(scores, status, floors):
    measured = scores[scores["status"] == status].set_index(["doc_id", "layer"])["f1"]
    fallen = {
        (doc_id, layer): measured[doc_id, layer]
        for doc_id, layers in floors.items() for layer, floor in layers.items()
        if measured[doc_id, layer] < floor
    }
    assert fallen == {}


def test_document_that_promises_nothing_in_numbers(scores):
    row = scores.set_index(["doc_id", "status", "layer"]).loc["dalian_2025", "target", "value"]
    assert (row["marked"], row["found"]) == (0, 0)
