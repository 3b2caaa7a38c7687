"""Work reports made up for tests: short, of any number of places and years, none of them real."""

from __future__ import annotations

import random
from collections.abc import Iterable

# One line a theme: what such reports say of it, to be filled with numbers.
_SAID = (
    ("加快数字经济发展，建设工业互联网平台{n}个。", "推动大数据和人工智能与制造业融合。",
     "软件业务收入增长{p}%，数字化车间达到{n}个。", "开放政务数据，建设数字政府。"),
    ("坚持科技创新，新认定高新技术企业{n}家。", "加大研发投入，突破一批关键核心技术。",
     "引进科技人才{n}人，建设重点实验室{m}个。", "完善科技成果转化机制，支持企业创新。"),
    ("推进乡村振兴，建设高标准农田{n}万亩。", "发展现代农业，粮食产量稳定在{n}万吨以上。",
     "改善农村人居环境，改造农村户厕{n}座。", "壮大村级集体经济，促进农民增收。"),
    ("打好污染防治攻坚战，空气优良天数比例达到{p}%。", "完成造林绿化{n}万亩，修复湿地{m}处。",
     "推动绿色低碳转型，单位生产总值能耗下降{m}%。", "加强河湖治理，保护生态环境。"),
    ("城镇新增就业{n}万人，城镇登记失业率控制在{m}%以内。", "新建公办幼儿园{m}所，增加学位{n}个。",
     "提高养老服务水平，新增养老床位{n}张。", "深化医药卫生改革，建设社区卫生服务中心{m}个。"),
    ("优化营商环境，压减行政审批事项{n}项。", "深化国资国企改革，激发市场主体活力。",
     "扩大对外开放，进出口总额增长{p}%。", "实际利用外资增长{p}%，引进项目{n}个。"),
    ("推进全面从严治党，加强政府自身建设。", "坚持依法行政，自觉接受人大监督。",
     "落实中央八项规定精神，整治形式主义。", "提高政府执行力，建设廉洁政府。"),
)
_NEW = 2  # themes that gain from year to year: the first of `_SAID`


def make_report(place: str, year: int, *, paragraphs: int = 3) -> str:
    """A work report with a review and a plan, of `paragraphs` a theme in each; always the same."""
    draw = random.Random(f"{place} {year}")
    growth = draw.randint(50, 80) / 10
    blocks = [
        f"{place}{year}年政府工作报告", f"一、{year - 1}年工作回顾",
        f"过去一年，地区生产总值增长{growth}%，一般公共预算收入增长{growth + 1:.1f}%。",
        *_write_part(draw, paragraphs, year),
        f"二、{year}年工作安排",
        f"今年的主要目标是：地区生产总值增长{growth + 0.5:.1f}%左右，"
        f"城镇新增就业{draw.randint(3, 30)}万人以上。",
        *_write_part(draw, paragraphs, year),
        "各位代表，让我们团结一心，为实现今年目标而努力奋斗！",
    ]
    return "\n".join(blocks) + "\n"


def _write_part(draw: random.Random, paragraphs: int, year: int) -> Iterable[str]:
    for theme, (number, sentences) in enumerate(zip("一二三四五六七", _SAID, strict=True)):
        more = (year - 2018) // 2 if theme < _NEW else 0
        paragraph = [draw.sample(sentences, 3) for _ in range(paragraphs + more)]
        for said in ([f"（{number}）{sentences[1].rstrip('。')}"], *paragraph):
            yield "".join(said).format(
                n=draw.randint(11, 99), m=draw.randint(2, 9), p=draw.randint(3, 90)
            )


def make_panel(
    places: Iterable[str], years: Iterable[int], *, paragraphs: int = 3
) -> tuple[dict[str, str], dict[str, dict]]:
    """Texts by doc_id, and what sources.csv says of each, of every place in every year."""
    years = list(years)
    cells = [(f"p{at}_{year}", place, year)
             for at, place in enumerate(places) for year in years]
    texts = {doc_id: make_report(place, year, paragraphs=paragraphs)
             for doc_id, place, year in cells}
    facts = {doc_id: {"place": place, "wave": year, "issuer": f"{place}人民政府"}
             for doc_id, place, year in cells}
    return texts, facts


def name_places(number: int) -> list[str]:
    """Names of at most sixty cities that do not exist, after the sexagenary cycle."""
    stems, branches = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
    return [f"{stems[at % 10]}{branches[at % 12]}市" for at in range(number)]
