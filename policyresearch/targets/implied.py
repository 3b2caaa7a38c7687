"""Values written without a numeral: first place (首位, 之首) and none (清零, 为零, 零死亡)."""

from __future__ import annotations

import re

from policyresearch.targets.quantities import Quantity

# What 零 counts when it stands before it; elsewhere it is a part of a word (零售, 零距离).
_COUNTED = (
    "死亡|感染|事故|伤亡|发生|新增|扩散|输出|输入|漏报|瞒报|增长|排放|缺陷|拖欠|欠薪|上访|案发|"
    "发案|"
    "投诉|差错|积压|复发|失业|返贫|反弹|传播|越级|非访|污染|违规|违法|火灾|溺亡|病例"
)
_ZERO = re.compile(
    rf"(?<![一二三四五六七八九两0-9])[“‘]?(?:动态)?清零[”’]?(?!改造|行动|攻坚|歼灭|工程|专项|计划)|[为归至成到][“‘]?零[”’]?(?![碳基容〇零一二三四五六七八九点售散部件距星])|"
    rf"[“‘]?零(?P<what>{_COUNTED})(?![率])[”’]?"
)
_FIRST = re.compile(
    r"(?:排名|位居|位列|列|居|占据|跃居|稳居|名列|排|雄踞|保持|夺得|蝉联|总量|规模|均|"
    r"全[国省市区县州]|世界|同类|城市|副省级城市)?"
    r"(?P<first>(?:之)?首位(?!度)|榜首|之首|头名|之最(?!大))"
)
_PLACED_FIRST = re.compile(r"(?:[摆放]在|作为|置于|列为|当作).{0,8}$")


def find_implied(text: str) -> list[Quantity]:
    """
    First places and zeros of a sentence, in order.

    Examples
    --------
    >>> [(q.kind, q.value) for q in find_implied("产量居全国首位，疑似病例“清零”，安全事故零死亡")]
    [('rank', 1.0), ('zero', 0.0), ('zero', 0.0)]

    Counter-examples: what is put first is no rank, and 零 in a word is no zero.

    >>> find_implied("把就业摆在首位，零售额增长，零距离服务，零基预算，零容忍")
    []
    """
    found = []
    if "零" in text:
        for m in _ZERO.finditer(text):
            found.append(Quantity(m.start(), m.start(), m.end(), 0.0, "", "zero"))
    if "首" in text or "最" in text or "头名" in text:
        for m in _FIRST.finditer(text):
            if m["first"].startswith(
                "之最"
            ) or _PLACED_FIRST.search(text, max(0, m.start() - 14), m.start("first")):
                continue
            start = m.start("first")
            found.append(Quantity(start, start, m.end(), 1.0, "位", "rank"))
    return sorted(found, key=lambda q: q.start)
