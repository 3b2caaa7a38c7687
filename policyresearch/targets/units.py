"""Units behind numbers: which there are, and what kind of quantity each one counts."""

from __future__ import annotations

import re

# By kind. What a unit may not be followed by (人 in 人才) is in `_NOT_BEFORE`.
KINDS: dict[str, str] = {
    "percent": "% ％ ‰ 个百分点 百分点",
    "times": "倍 番 成",
    "money": "元 美元 欧元 日元 港元 港币 人民币 英镑 块钱 卢布",
    "measure": (
        "平方米 平方公里 平方千米 平米 立方米 立方 立方厘米 方 公里 千米 米 里 海里 厘米 毫米 "
        "公顷 亩 "
        "亩次 市亩 吨 吨标准煤 吨标煤 公吨 公斤 千克 克 斤 市斤 担 市担 升 毫升 桶 加仑 蒲式耳 匹 "
        "千瓦 千瓦时 瓦 兆瓦 兆瓦时 吉瓦 吉瓦时 度 千伏安 马力 载重吨 总吨 标箱 标准箱 TEU 分贝 "
        "微克 毫克 微克每立方米 毫克每升 摄氏度 ℃ 大卡 千卡 GW GWh MW MWh MWp kW kWh KW KWh km "
        "KM m "
        "㎡ ㎢ m² m³ km² kg PFLOPS EFLOPS 兆 比特 字节 TB GB PB MB Mbps Gbps 纱锭 锭 台件 "
        "平方公尺 公尺 坪 公里/小时 重量箱 机架 标准机架 伏 立方公里"
    ),
    "people": "人 人次 人日 人年 名 位 户 户次 对 口 口人 员 万人 劳动日 人份 剂次 剂 人天 人时",
    "count": (
        "家 家次 个 件 件次 套 台 台套 辆 辆次 艘 架 架次 列 节 头 只 羽 尾 株 棵 张 份 册 本 "
        "部 篇 幅 "
        "场 场次 处次 起次 辆次 次 班次 班 条 项 项次 所 处 座 间 栋 幢 盏 床 门 片 块 段 口井 "
        "眼 孔 组 批 批次 期 类 种 门次 "
        "支 队 轮 折 趟 起 宗 例 例次 笔 单 票 卡次 封 首 集 款 枚 面 把 副 双 顶 粒 瓶 盒 袋 包 "
        "根 扇 具 "
        "道 样 点 车次 学位 车位 泊位 床位 套次 篮 大类 小类 门类 令 台次 人家 标段 地块 "
    ),
    "place": (
        "镇 乡 村 县 市 省 国 区 站 乡镇 县区 省市 区县 社区 市县 省份 国家 行政村 自然村 "
        "自然屯 屯 县市 区市 "
    ),
    "time": (
        "年 个年头 年度 个月 个季度 季度 个星期 周 个周 天 日 个工作日 工作日 个工作天 小时 "
        "个小时 分钟 分 "
        "秒 个报告期 周岁 岁 周年 个交易日 课时 学时 世纪"
    ),
    "rank": "位次 名次",
}
_RANKS = {"位", "名"}
# A unit does not stand before these: the characters belong to one word.
_NOT_BEFORE = {
    "人": "才工士员均口物类大力体",
    "口": "岸",
    "名": "牌单录优城列副片",
    "户": "籍口外型",
    "员": "工",
    "家": "庭长电属园乡具政",
    "个": "人性体转别",
    "处": "理置罚于级长",
    "所": "有在谓以得",
    "场": "所景馆地域站均",
    "次": "产序要日年会月数",
    "条": "件例款约",
    "项": "目",
    "点": "位面线对赞亮多",
    "台": "阶湾商账风州胞",
    "座": "谈",
    "位": "于居列置次数",
    "组": "织建合",
    "期": "间末货望限待刊盼",
    "类": "似别型地",
    "种": "植养子业粮",
    "成": "立果为员功本就效长熟都都品交人份分绩",
    "分": "之别析布类配享散级局工红支公子担钟数期管会",
    "元": "旦素宝",
    "年": "轻级龄货报鉴检味",
    "天": "然气津下空地际府",
    "日": "益常报本前均程用",
    "周": "边期转末密全",
    "度": "过假",
    "米": "兰饭",
    "里": "程面",
    "头": "部号雁条",
    "批": "准复次",
    "件": "均",
    "套": "餐",
    "门": "户槛诊店票",
    "片": "区面",
    "段": "落",
    "班": "子级组车",
    "对": "接口外标于应照比策称方",
    "队": "伍员",
    "支": "持部付出撑队点线行",
    "起": "步草点来到着源",
    "例": "如外行",
    "单": "位独项元",
    "票": "制",
    "首": "位次创家个批要都府届",
    "集": "群中团成聚约体",
    "面": "积向临对貌",
    "道": "路德",
    "样": "板本式",
    "本": "级市区省地土轮届着科",
    "部": "门委队署分级",
    "张": "家贴",
    "份": "额",
    "节": "能约点",
    "列": "入为出",
    "架": "构",
    "间": "接",
    "方": "面式案便向针法位",
    "根": "据本",
    "包": "括容干",
    "把": "手关握",
    "村": "级民居两庄",
    "镇": "级",
    "乡": "村镇亲贤",
    "县": "域级区乡城",
    "市": "场级民属县区委",
    "省": "级委属",
    "国": "家有内际企道",
    "区": "域位块间直划",
    "站": "点台位",
}
_UNITS = {unit: kind for kind, units in KINDS.items() for unit in units.split()}
_BY_FIRST: dict[str, tuple[str, ...]] = {}
for _unit in sorted(_UNITS, key=lambda u: (-len(u), u)):
    _BY_FIRST[_unit[0]] = (*_BY_FIRST.get(_unit[0], ()), _unit)
FIRST_CHARACTERS = frozenset(_BY_FIRST)
# 吨/年, 元/平方米, 微克/立方米, 件每万人
_PER = re.compile(
    r"(?:[/／]|每)(?:万|百|千|十万)?(?:立方米|平方米|平方公里|公里|小时|人|年|天|日|月|吨|升|亩|"
    r"户|件|元|生|m³|m3|"
    r"㎡|千瓦时|公顷|克|千克|公斤|辆|次|股|斤|米|个|头|株|项|张|床|位|台|套|平方千米|吨标准煤|万元)"
)
_LATIN = re.compile(r"[A-Za-z]")


def match_unit(text: str, start: int) -> str:
    """
    The unit that starts at a place in a text, "" if none does.

    Examples
    --------
    >>> match_unit("15个百分点", 2), match_unit("40微克/立方米以下", 2), match_unit("5人才", 1)
    ('个百分点', '微克/立方米', '')
    """
    if start >= len(text):
        return ""
    for unit in _BY_FIRST.get(text[start], ()):
        if not text.startswith(unit, start):
            continue
        end = start + len(unit)
        following = text[end : end + 1]
        if following and following in _NOT_BEFORE.get(unit, ""):
            continue
        if _LATIN.match(unit[-1]) and following.isascii() and following.isalnum():
            continue  # kW is no unit of kWh, and G none of 5G4
        per = _PER.match(text, end)
        return text[start : per.end()] if per else unit
    return ""


def unit_kind(unit: str) -> str:
    """
    Kind of a unit without its scale.

    Examples
    --------
    >>> unit_kind("个百分点"), unit_kind("吨/年"), unit_kind("家"), unit_kind("")
    ('points', 'measure', 'count', '')
    """
    if unit in ("个百分点", "百分点"):
        return "points"
    if unit in _UNITS:
        return _UNITS[unit]
    return "measure" if unit else ""
