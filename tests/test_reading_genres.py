"""Documents of other kinds, times and places, from their bytes to sections and metadata."""

from __future__ import annotations

import pytest
from test_reading import check_total, read


def outline(reading, *columns):
    columns = columns or ("level", "label", "title")
    rows = reading.sections[list(columns)].iloc[1:].to_numpy().tolist()
    return [tuple(row) for row in rows]


def test_a_congress_report_has_its_slogan_for_a_title():
    reading = read("""凝心聚力　奋勇争先
为谱写现代化滨海新篇章而团结奋斗
——在中国共产党滨海市第十三次代表大会上的报告
（2021年9月27日）
李建国
同志们：
现在，我代表中共滨海市第十二届委员会向大会作报告。
一、过去五年的工作和体会
五年来，全市面貌焕然一新。
——综合实力迈上新台阶。地区生产总值突破5000亿元，年均增长7.2%。
——发展活力不断迸发。新增市场主体21万户，建成开放口岸3个。
五年的实践使我们深刻体会到：
坚持党的全面领导。这是我们战胜困难的保证。
坚持以人民为中心。这是我们全部工作的底气。
二、今后五年的奋斗目标
奋斗目标是：到2026年，地区生产总值突破8000亿元。
同志们！让我们更加紧密地团结起来，为建设现代化滨海而努力奋斗！
""")
    said = reading.metadata
    assert said["title"] == "凝心聚力　奋勇争先为谱写现代化滨海新篇章而团结奋斗"
    assert (said["place"], said["level"], said["kind"]) == ("滨海市", "city", "work report")
    assert (said["adopted"], said["speaker"]) == ("2021-09-27", "李建国")
    assert said["session"] == "中国共产党滨海市第十三次代表大会"
    assert outline(reading, "level", "title", "role") == [
        (1, "过去五年的工作和体会", "review"), (2, "综合实力迈上新台阶", "review"),
        (2, "发展活力不断迸发", "review"), (2, "坚持党的全面领导", "review"),
        (2, "坚持以人民为中心", "review"), (1, "今后五年的奋斗目标", "plan"),
    ]


def test_an_issued_plan_is_dated_and_signed_by_its_notice():
    body = "".join(f"{n}．完善第{n}项制度。公布办事指南，压缩办理时限。\n" for n in range(1, 9))
    reading = read(f"""海州市人民政府办公室文件
海政办发〔2019〕27号
海州市人民政府办公室关于印发海州市优化审批实施方案的通知
各县（区）人民政府，市政府各部门：
《海州市优化审批实施方案》已经市政府常务会议同意，现印发给你们，请认真组织实施。
海州市人民政府办公室
2019年5月20日
（此件主动公开）
海州市优化审批实施方案
一、工作目标
2019年底前，企业开办时间压缩至3个工作日以内。
二、重点任务
{body}附件：任务分工表
附件
任务分工表
序号	任务	牵头单位
1	公布清单	市政务服务局
抄送：市委各部门。
""")
    said = reading.metadata
    assert said["title"] == "海州市优化审批实施方案"
    assert (said["issuer"], said["place"]) == ("海州市人民政府办公室", "海州市")
    assert (said["adopted"], said["number"]) == ("2019-05-20", "海政办发〔2019〕27号")
    assert reading.raw[: said["body_end"]].endswith("压缩办理时限。\n附件：任务分工表")
    assert [title for *_, title in outline(reading)][-1] == "附件"


def test_a_signature_below_the_list_of_annexes_ends_the_text():
    reading = read("""国务院关于加快发展现代渔业的意见
国发〔2016〕88号
各省、自治区、直辖市人民政府：
渔业是农业的重要组成部分。现提出以下意见。
一、总体要求
（一）基本原则。坚持生态优先，合理控制捕捞强度。
二、主要任务
（二）发展健康养殖。推广标准化养殖，创建示范场5000个。
附件：1.重点任务分工表
2.主要指标
国务院
2016年9月8日
（此件公开发布）
""")
    said = reading.metadata
    assert (said["issuer"], said["level"], said["adopted"]) == ("国务院", "national", "2016-09-08")
    assert said["body_end"] == len(reading.raw) - 1
    assert "annex" not in set(reading.paragraphs["role"])


def test_the_draft_is_not_taken_for_its_name_in_the_list_of_annexes():
    reading = read("""关于公开征求《绿洲市城市更新行动计划（征求意见稿）》意见的公告
为加快推进城市更新，我局起草了《绿洲市城市更新行动计划（征求意见稿）》，现公开征求意见。
附件：1.绿洲市城市更新行动计划（征求意见稿）
2.起草说明
绿洲市住房和城乡建设局
2023年3月1日
绿洲市城市更新行动计划
（征求意见稿）
一、行动目标
到2025年底，完成老旧小区改造500个，新增停车位3万个，城市品质明显提升。
二、主要任务
（一）改造老旧小区。按照基础类、完善类、提升类分类实施，逐年推进。
（二）治理交通拥堵。每年打通断头路10条，整治拥堵点20处。
意见采纳情况
1 建议增加历史建筑保护内容 市文旅局 采纳
我要发表意见
*姓名：
*联系电话：
提交  重置
""")
    said = reading.metadata
    assert said["title"] == "绿洲市城市更新行动计划（征求意见稿）"
    assert said["published"] == "2023-03-01"
    assert reading.raw[said["body_start"] :].startswith("绿洲市城市更新行动计划\n")
    assert reading.paragraphs["text"].iloc[-1] == "1建议增加历史建筑保护内容 市文旅局 采纳"
    check_total(reading)


def test_a_page_title_tells_place_and_year_that_the_report_leaves_out():
    reading = read("""首页 > 政务公开 > 工作报告
清河区2022年政府工作报告
发布日期：2022-01-25 09:30　来源：区政府办公室
政府工作报告
2022年1月10日在清河区第十八届人民代表大会第一次会议上
代区长
孙　丽
各位代表：
现在，我代表区人民政府向大会报告工作，请予审议。
一、2021年工作回顾
地区生产总值完成312亿元，增长8.1%。
二、2022年重点工作
今年主要预期目标：地区生产总值增长7.5%左右。
""")
    said = reading.metadata
    assert said["title"] == "清河区2022年政府工作报告"
    assert (said["place"], said["level"], said["speaker"]) == ("清河区", "district", "孙丽")
    assert (said["adopted"], said["published"]) == ("2022-01-10", "2022-01-25")
    assert reading.raw[said["body_start"] :].startswith("政府工作报告\n2022年1月10日")


@pytest.mark.parametrize(
    ("committee", "issuer"),
    [("人民委员会", "临江市人民委员会"), ("革命委员会", "临江市革命委员会"),
     ("人民政府", "临江市人民政府")],
)
def test_the_government_of_each_period(committee, issuer):
    reading = read(f"""政府工作报告
——一九五九年四月二日在临江市第二届人民代表大会第一次会议上的报告
市长 周启明
各位代表：
我代表临江市{committee}，向大会作工作报告，请予审查。
一、一九五八年工作的总结
工农业总产值达到四十八亿元，增长百分之三十五。
（甲）农业方面。全市兴修水利工程三千余处。
（乙）工业方面。新建厂矿二百一十个。
二、一九五九年的任务
粮食总产量要达到一百三十亿斤。
""")
    said = reading.metadata
    assert (said["issuer"], said["adopted"]) == (issuer, "1959-04-02")
    assert outline(reading) == [
        (1, "一、", "一九五八年工作的总结"), (2, "（甲）", "农业方面"), (2, "（乙）", "工业方面"),
        (1, "二、", "一九五九年的任务"),
    ]


def test_lines_above_lines_in_an_address_with_numbered_paragraphs():
    reading = read("""行政長官施政報告
主席先生、各位議員、各位市民：
引言
1.　本屆政府就任已半年。香港市民最關心的是房屋和環境兩大問題。
經濟發展
政府的角色
2.　政府會「適度有為」，為經濟發展提供有利條件。
金融服務
3.　我們會鞏固香港的國際金融中心地位。我們將會：
(一)　加快審批程序；
(二)　善用土地資源；以及
(三)　增設諮詢委員會。
結語
4.　只要我們同心同德，定能再創輝煌。
""")
    assert reading.metadata["place"] == "香港特别行政区"
    assert outline(reading) == [
        (1, "", "引言"), (1, "", "經濟發展"), (2, "", "政府的角色"), (2, "", "金融服務"),
        (1, "", "結語"),
    ]


def test_a_short_document_in_one_line_is_divided():
    reading = read(
        "各位代表：现在，我代表清河区人民政府向大会报告工作，请予审议。"
        "一、2021年工作回顾2021年，我们攻坚克难，完成了各项任务。（一）狠抓项目。46个项目开工。"
        "（二）狠抓民生。新改扩建学校7所。二、今后五年总体思路今后五年，我们要建设活力新区。"
        "三、2022年重点工作今年主要目标是生产总值增长7%。（一）聚焦产业升级，壮大实体经济"
        "1．做强工业。实施技改项目40个。2．做优服务业。打造特色街区3条。（二）聚焦城市更新。"
        "新建道路12条。各位代表！让我们为建设新清河而努力奋斗！"
    )
    assert outline(reading) == [
        (1, "一、", "2021年工作回顾"), (2, "（一）", "狠抓项目"), (2, "（二）", "狠抓民生"),
        (1, "二、", "今后五年总体思路"), (1, "三、", "2022年重点工作"),
        (2, "（一）", "聚焦产业升级，壮大实体经济"), (3, "1．", "做强工业"),
        (3, "2．", "做优服务业"),
        (2, "（二）", "聚焦城市更新"),
    ]


def test_without_full_stops_a_clause_is_a_title_and_no_line_of_text():
    reading = read("""清河区2022年工作要点
一、总体要求
坚持稳中求进工作总基调，统筹发展和安全，推动各项事业再上新台阶
二、重点任务
（一）狠抓项目建设，推动46个重点项目开工，完成投资98亿元，签约亿元以上项目32个
（二）狠抓民生保障，新增城镇就业5200人，新改扩建学校7所，改造老旧小区83个
""")
    assert outline(reading) == [
        (1, "一、", "总体要求"), (1, "二、", "重点任务"), (2, "（一）", "狠抓项目建设"),
        (2, "（二）", "狠抓民生保障"),
    ]


REPORT_HEAD = "各位代表：\n我代表市人民政府向大会报告工作，请予审议。\n"


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        ("今年地区生产总值增长6%左右，固定资产投资增长10%，社会消费品零售总额增长5.5%。", "plan"),
        ("到2020年，绿色建筑比例达到70%以上，能耗强度控制在10%以内，新增学位3万个。", "plan"),
        ("全市一般公共预算收入预计387亿元，增长5%；支出安排520亿元，增长4%。", "plan"),
        ("今年全市粮食产量计划增长百分之十以上，钢产量达到二十万吨，累计建成水库三座。", "plan"),
        ("当前，世界经济复苏乏力，我市发展面临不少挑战，但机遇大于挑战。", "body"),
        ("今年以来，我们打赢了防汛硬仗，建成堤防三处，恢复了交通，取得了救灾的胜利。", "review"),
    ],
)
def test_growth_under_a_plan_is_no_sign_of_the_past(paragraph, role):
    text = (
        f"{REPORT_HEAD}一、2023年工作回顾\n过去一年，各项事业有了进步。\n"
        f"二、2024年主要任务\n{paragraph}\n（一）发展产业。建设园区3个。\n"
    )
    paragraphs = read(text).paragraphs
    assert paragraphs.loc[paragraphs["text"] == paragraph, "role"].tolist() == [role]


def test_what_precedes_the_tasks_looks_back_though_its_title_is_silent():
    reading = read(
        f"{REPORT_HEAD}一、恢复和发展生产\n一年来，我们修复堤防八十处，粮食产量超过战前水平，要求各地防旱防涝。\n"
        "二、改善人民生活\n全年安置失业工人三千名，物价平稳，商店必须明码标价的制度已经建立。\n"
        "三、今年的任务\n必须继续增加生产，厉行节约。\n"
    )
    assert outline(reading, "title", "role") == [
        ("恢复和发展生产", "review"), ("改善人民生活", "review"), ("今年的任务", "plan"),
    ]


def test_the_state_reached_opens_a_plan():
    reading = read("""清河县一九五六年国民经济计划（草案）
一、一九五五年生产情况
粮食总产量达到八千万斤，比上年增长百分之六。
二、一九五六年的主要指标
粮食总产量九千万斤，棉花总产量三万担。
""")
    assert outline(reading, "title", "role") == [
        ("一九五五年生产情况", "review"), ("一九五六年的主要指标", "plan"),
    ]
    assert (reading.metadata["place"], reading.metadata["level"]) == ("清河县", "district")


def test_leads_that_a_sentence_puts_under_the_own_conduct_are_requirements():
    reading = read(
        f"{REPORT_HEAD}一、2023年工作回顾\n过去一年，完成了各项任务。\n二、2024年工作安排\n"
        "（一）发展产业\n培育龙头企业。新增规上企业20家，引进项目30个。\n"
        "建设产业园区。完成投资12亿元，盘活厂房5万平方米。\n"
        "完成上述任务，必须加强政府自身建设，努力建设人民满意的政府。\n"
        "始终依法行政。严格执行重大决策程序，自觉接受监督。\n"
        "始终廉洁从政。驰而不息正风肃纪，坚决惩治腐败。\n"
        "各位代表！让我们为建设新清河而奋斗！\n"
    )
    assert outline(reading, "title", "role")[-4:] == [
        ("培育龙头企业", "plan"), ("建设产业园区", "plan"),
        ("始终依法行政", "requirements"), ("始终廉洁从政", "requirements"),
    ]


def test_a_sentence_with_figures_is_no_heading():
    reading = read("""某市施政計畫
壹、執行成果
一、112年度完成步道10公里，用戶達3萬戶，較上年高2.5個百分點。後續持續推動。
二、已新設滯洪池3座，總滯洪量120萬立方公尺。另辦理清淤。
貳、施政目標
一、擴建圖書館。興建分館2處。
""")
    assert [label for _, label, _ in outline(reading)] == ["壹、", "貳、", "一、"]


def test_a_newspaper_page_break_joins_its_sentence():
    reading = read(
        f"{REPORT_HEAD}一、2023年工作回顾\n我市获评全国百强，（下转第3版）\n政府工作报告\n"
        "（上接第1版）县域经济位次前移。\n附件：1. 任务分解表.xlsx（25KB）\n"
    )
    assert reading.paragraphs["text"].iloc[-1] == "我市获评全国百强，县域经济位次前移。"
    check_total(reading)


def test_spaces_part_a_short_document_in_one_line():
    lines = [
        "2012年西岭县政府工作报告", "——2012年1月8日在西岭县第十五届人民代表大会第一次会议上",
        "县长", "周文", "各位代表：", "现在，我代表县人民政府向大会报告工作，请予审议。",
        "一、过去五年工作回顾", "五年来，全县生产总值增加到103亿元。", "二、今后五年目标",
        "到2016年，力争达到220亿元。", "各位代表！让我们为实现目标而奋斗！",
    ]
    reading = read(" ".join(lines).replace("，", ",").replace("：", ":").replace("！", "!"))
    assert list(reading.paragraphs["text"]) == lines
    assert outline(reading, "title", "role") == [
        ("过去五年工作回顾", "review"), ("今后五年目标", "plan"),
    ]
    assert (reading.metadata["place"], reading.metadata["speaker"]) == ("西岭县", "周文")


def test_years_divide_a_report_without_headings():
    paragraphs = read(
        "同志们：\n一九六三年，全县粮食总产量二亿一千万斤，牲畜六万四千头，社员收入增加。\n"
        "一九六四年，全县粮食总产量计划二亿三千万斤，棉花三万担，供应化肥四千吨。\n"
    ).paragraphs
    assert paragraphs["role"].tolist() == ["body", "review", "plan"]


def test_a_year_behind_an_address_divides_too_and_a_signature_plans_nothing():
    reading = read(f"""青河市政府工作报告
{REPORT_HEAD}各位代表，2007年是本届任期的最后一年。全年生产总值218亿元，比上年增长13%。
2008年，我们的预期目标是：生产总值增长12%，财政收入增长15%。
各位代表！让我们为建设新青河而奋斗！
青河市人民政府
2008年1月8日
""")
    assert reading.paragraphs["role"].tolist() == ["body"] * 3 + ["review", "plan"] + ["body"] * 3


@pytest.mark.parametrize(
    ("title", "role"),
    [("壹、八十五年度執行檢討", "review"), ("壹、經濟表現", "review"), ("壹、經濟展望", "plan")],
)
def test_reviews_have_other_names_elsewhere(title, role):
    text = f"某縣政府八十六年度施政計畫\n{title}\n改善路燈。\n貳、施政重點\n增設活動中心。\n"
    reading = read(text)
    assert reading.sections["role"].iloc[1] == role


def test_half_width_stops_and_drawn_tables():
    reading = read(f"""2015年东安区政府工作报告
{REPORT_HEAD.replace("。", ".").replace("，", ",")}一､2014年工作回顾
全区地区生产总值完成210亿元,同比增长9%.
(1)工业提质增效.规上工业增加值增长11%.
二､2015年工作安排
(1)推进项目建设.实施重点项目60个.
┌──────────┐
│专栏1 重点项目      │
└──────────┘
""")
    assert outline(reading) == [
        (1, "一､", "2014年工作回顾"), (2, "(1)", "工业提质增效"),
        (1, "二､", "2015年工作安排"), (2, "(1)", "推进项目建设"),
    ]
    assert reading.paragraphs["text"].iloc[-1] == "专栏1重点项目"
    check_total(reading)


def test_who_signs_an_opinion_issues_it():
    said = read("""关于推进乡村建设的实施意见
各县（市、区）委、人民政府：
为扎实推进乡村建设，提出如下意见。
一、总体要求
坚持农业农村优先发展，建设宜居宜业美丽乡村。
中共东平市委
东平市人民政府
2022年6月30日
""").metadata
    assert (said["issuer"], said["place"]) == ("中共东平市委、东平市人民政府", "东平市")
    assert said["adopted"] == "2022-06-30"


def test_an_excerpt_keeps_the_count_of_its_paragraphs():
    reading = read("""施政報告（節錄）
引言
16. 過去一年，特區政府完成了多項工作。本地生產總值實質增長百分之七點三。
二、經濟回顧
17. 失業率下跌至百分之五點三。
18. 我預計明年經濟增長百分之四至五。
19. 我建議另撥出二億元，支援中小企業。
""")
    assert outline(reading) == [(1, "", "引言"), (1, "二、", "經濟回顧")]
    assert reading.paragraphs["role"].tolist()[-3:] == ["review", "plan", "plan"]
