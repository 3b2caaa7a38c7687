"""Numbers, units and quantities of single sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyresearch.chinese import Numeral, parse_arabic, parse_chinese, parse_fraction
from policyresearch.targets.implied import find_implied
from policyresearch.targets.quantities import find_quantities
from policyresearch.targets.units import match_unit, unit_kind

DIGITS = "零一二三四五六七八九"


def write_chinese(number):
    """A whole number below 10^12 in Chinese numerals, written by the textbook rule."""
    def below(n):
        words, zero = "", False
        for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, size)
            if digit:
                words += ("零" if zero and words else "") + DIGITS[digit] + name
            zero = not digit
        return words

    parts = []
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, size)
        if group:
            gap = bool(parts) and group < 1000
            parts.append(("零" if gap else "") + below(group) + name)
    return "".join(parts)


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals_read_back(number):
    text = write_chinese(number)
    if text[-1] == "零":
        text = text[:-1]
    parsed = parse_chinese(text)
    assert parsed is not None
    assert parsed.amount == pytest.approx(number, rel=1e-9)


@pytest.mark.parametrize(("text", "expected"), [
    ("十五", Numeral(15.0)), ("一百零五", Numeral(105.0)), ("三千零五十", Numeral(3050.0)),
    ("二十三点五", Numeral(23.5)), ("一亿二千万", Numeral(1.2, "亿")), ("八万", Numeral(8.0, "万")),
    ("两万五", Numeral(2.5, "万")), ("一点三亿", Numeral(1.3, "亿")), ("二〇三〇", Numeral(2030.0)),
    ("一九八五", Numeral(1985.0)), ("一万亿", Numeral(1.0, "万亿")),
    ("三四", None), ("十四五", None), ("十百", None),
])
def test_chinese_numerals(text, expected):
    assert parse_chinese(text) == expected


def test_arabic_and_fractions():
    assert [parse_arabic(t) for t in ("12.5", "１２．５", "1,234,567", "3 370")] == [
        12.5, 12.5, 1_234_567.0, 3370.0
    ]
    assert parse_fraction("百分之十二点三") == (12.3, "%")
    assert parse_fraction("千分之四") == (4.0, "‰")
    assert parse_fraction("三分之二") == (0.6667, "倍")


@given(st.text(alphabet="零〇一二三四五六七八九十百千万亿点两0123456789.,，％%", max_size=40))
def test_any_string_of_numerals_can_be_read(text):
    parse_chinese(text)
    find_quantities(text)


@pytest.mark.parametrize(("text", "unit"), [
    ("家企业", "家"), ("个百分点", "个百分点"), ("元/平方米", "元/平方米"), ("kWh", "kWh"),
    ("人次", "人次"), ("人才", ""), ("位于", ""), ("条例", ""), ("项目", ""),
])
def test_the_longest_unit_that_is_no_part_of_a_word(text, unit):
    assert match_unit(text, 0) == unit


def test_percent_and_points_are_of_different_kinds():
    assert (unit_kind("%"), unit_kind("个百分点"), unit_kind("吨/年")) == (
        "percent", "points", "measure"
    )


def read(text):
    return [(q.value, q.high, q.unit, q.relation) for q in find_quantities(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("吞吐量3.66亿吨", [(3.66, None, "亿吨", "eq")]),
    ("粮食三千二百亿斤", [(3200.0, None, "亿斤", "eq")]),
    ("增长百分之十二点三", [(12.3, None, "%", "eq")]),
    ("增产一成五", [(1.5, None, "成", "eq")]),
    ("增加一倍半", [(1.5, None, "倍", "eq")]),
    ("压减一半以上", [(0.5, None, "倍", "ge")]),
    ("人均产值翻一番", [(1.0, None, "番", "eq")]),
    ("收入翻番", [(1.0, None, "番", "eq")]),
    ("增长8%-10%", [(8.0, 10.0, "%", "eq")]),
    ("减少百分之五到百分之八", [(5.0, 8.0, "%", "eq")]),
    ("建设1~2所学校", [(1.0, 2.0, "所", "eq")]),
    ("贫困户３－５户", [(3.0, 5.0, "户", "eq")]),
    ("亩产三千至四千斤", [(3000.0, 4000.0, "斤", "eq")]),
    ("高10.4和9.4个百分点", [(10.4, None, "个百分点", "eq"), (9.4, None, "个百分点", "eq")]),
    ("位列第73位和92位", [(73.0, None, "位", "eq"), (92.0, None, "位", "eq")]),
    ("近4万户，4700余人", [(4.0, None, "万户", "approx"), (4700.0, None, "人", "approx")]),
    ("补贴4亿余元", [(4.0, None, "亿元", "approx")]),
    ("不低于35%，超过1700家", [(35.0, None, "%", "ge"), (1700.0, None, "家", "ge")]),
    ("控制在3%以内", [(3.0, None, "%", "le")]),
    ("增长5%左右，7%以上", [(5.0, None, "%", "approx"), (7.0, None, "%", "ge")]),
    ("突破千亿元", [(1000.0, None, "亿元", "ge")]),
    ("投资超亿元以上项目", [(1.0, None, "亿元", "ge")]),
    ("投入9亿6500万元", [(9.65, None, "亿元", "eq")]),
    ("绿地3 370公顷", [(3370.0, None, "公顷", "eq")]),
    ("开支7,276亿元", [(7276.0, None, "亿元", "eq")]),
    ("培训１２００人次", [(1200.0, None, "人次", "eq")]),
    ("浓度40微克/立方米以下", [(40.0, None, "微克/立方米", "le")]),
    ("跻身前30名", [(30.0, None, "名", "le")]),
])
def test_quantities(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize("text", [
    "《三年行动计划（2018—2020年）》", "“五个一百”工程", "十大重点任务",
    "地铁5号线", "国发〔2016〕67号", "5G基站和PM2.5", "第三届运动会",
    "三年内出清", "为期两年的行动", "1月至3月", "2018年5月7日", "“十三五”规划", "世界500强",
    "打造15分钟便民生活圈", "三级医院", "一般公共预算收入", "推动一二三产业融合", "12345热线",
    "“17+1”合作", "500千伏变电站", "百亿级产业集群", "一批项目、若干措施、数百人",
    "新中国成立70周年",
    "严格落实中央八项规定", "党的二十大和二十届三中全会", "时隔10年", "提前一年", "第一产业",
    "一个窗口受理、一次办成", "二期工程", "G318国道", "长期以来", "万元国内生产总值",
    "四类及以上水质",
])
def test_what_is_no_quantity(text):
    assert read(text) == []
    assert find_implied(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("安全事故零死亡", ("zero", 0.0)), ("疑似病例“清零”", ("zero", 0.0)),
    ("伤亡人数为零", ("zero", 0.0)),
    ("增速居全国首位", ("rank", 1.0)), ("位居15个城市之首", ("rank", 1.0)),
])
def test_first_places_and_zeros(text, expected):
    assert [(q.kind, q.value) for q in find_implied(text)] == [expected]
