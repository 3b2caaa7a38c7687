from policyresearch.reading.structure import Region, find_structure
from policyresearch.reading.traced import Traced

REPORT = "\n".join(
    [
        "某市政府工作报告",
        "各位代表：",
        "现在，我代表市人民政府，向大会报告工作，请予审议。",
        "一、2023年工作回顾",
        "过去一年，我们做了以下工作。",
        "（一）着力稳增长，经济回升向好。全市生产总值增长6%。",
        "（二）着力促改革，活力持续释放。新设企业3万户。",
        "二、2024年工作安排",
        "今年发展主要预期目标是：生产总值增长5%。",
        "（一）加快建设现代化产业体系",
        "壮大主导产业。实施链长制，培育百亿企业3家。",
        "培育新兴产业。建设算力中心2个，发展氢能。",
    ]
)


def read(text, *regions):
    return find_structure(Traced.of_raw(text), raw=text, doc_id="d", regions=regions)


def outline(sections):
    return [tuple(row) for row in sections[["level", "label", "title", "role"]].to_numpy()][1:]


def test_a_work_report_by_hand():
    sections, paragraphs, sentences = read(REPORT, Region(0, 8, "title"))
    assert outline(sections) == [
        (1, "一、", "2023年工作回顾", "review"),
        (2, "（一）", "着力稳增长，经济回升向好", "review"),
        (2, "（二）", "着力促改革，活力持续释放", "review"),
        (1, "二、", "2024年工作安排", "plan"),
        (2, "（一）", "加快建设现代化产业体系", "plan"),
        (3, "", "壮大主导产业", "plan"),
        (3, "", "培育新兴产业", "plan"),
    ]
    assert paragraphs["text"].tolist() == REPORT.split("\n")
    assert paragraphs["section_id"].tolist() == [0, 0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7]


def test_sentences_tile_their_paragraphs():
    _, paragraphs, sentences = read(REPORT)
    joined = sentences.groupby("para_id")["text"].agg("".join)
    assert joined.tolist() == paragraphs["text"].tolist()
