"""The words on figures, in both languages; one owner for each."""

from __future__ import annotations

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.plots.style import get_language

# Genres; apart from the rest, as a plan is also a role of sections.
GENRES = {
    "work report": ("work report", "政府工作报告"),
    "implementing opinion": ("implementing opinion", "实施意见"),
    "action plan": ("action plan", "行动计划"),
    "plan proposal": ("plan proposal", "规划建议"),
    "plan": ("plan", "规划"),
    "regulation": ("regulation", "法规规章"),
    "notice": ("notice", "通知"),
    "other": ("other genre", "其他文种"),
}
# Ways to make one comparison of words (`words.READINGS`).
READINGS = {
    "series": ("main series", "主序列"),
    "plan": ("plan parts only", "仅目标与举措"),
    "no_party": ("without party building", "不含党建章节"),
    "every": ("all documents", "全部文件"),
    "segmentation": ("other segmentation", "另一种分词"),
}
# Options of specifications (`robustness`) and what they are options of.
OPTIONS = {
    "roles": ("sections", "章节"),
    "all roles": ("all sections", "全部章节"),
    "plan only": ("goals and measures only", "仅目标与举措"),
    "documents": ("documents", "文件"),
    "series": ("same place only", "仅同一地区"),
    "all documents": ("all of the two waves", "两期全部文件"),
    "clusters": ("unit of intervals", "区间单位"),
    "paragraph": ("paragraph", "段落"),
    "section": ("section", "章节"),
    "party": ("Party-building", "党建"),
    "with party-building": ("in", "计入"),
    "without party sections": ("sections so headed left out", "剔除党建章节"),
    "without party paragraphs": ("paragraphs on it left out", "剔除党建段落"),
    "terms": ("terms", "用语"),
    "all terms": ("all", "全部"),
    "strong terms": ("unambiguous only", "仅无歧义者"),
    "coded": ("coded unit", "编码单位"),
    "paragraphs": ("paragraph", "段落"),
    "sentences": ("sentence", "句子"),
    "statistic": ("counted", "计法"),
    "shares": ("shares of a unit", "按份额"),
    "leading": ("its leading theme", "按首要主题"),
    "weights": ("weight of a unit", "单位权重"),
    "by length": ("its length", "按长度"),
    "equal": ("equal", "相等"),
    "phrasing": ("shared phrasing", "共用表述"),
    "all phrasing": ("in", "计入"),
    "own phrasing": ("set aside", "剔除"),
    "segmentation": ("segmentation", "分词"),
    "policy": ("policy lexicon", "政策词典"),
    "pkuseg": ("pkuseg alone", "仅 pkuseg"),
    "characters": ("characters", "字符"),
    "count": ("counted", "计法"),
    "occurrences": ("occurrences", "出现次数"),
    "sentences with it": ("sentences with it", "含该词句数"),
    "denominator": ("per", "分母"),
    "model": ("topic model", "主题模型"),
    "nmf": ("NMF", "NMF"),
    "nmf-kl": ("NMF with KL divergence", "KL散度NMF"),
    "lda": ("LDA", "LDA"),
    "number": ("number of topics", "主题数"),
    "as many topics": ("as chosen", "所取数目"),
    "one topic fewer": ("one fewer", "少一个"),
    "one topic more": ("one more", "多一个"),
    "vocabulary": ("vocabulary", "词表"),
    "common terms": ("as in the text", "正文所用"),
    "rarer terms": ("rarer terms too", "放宽词频"),
    "links": ("promises", "承诺"),
    "all promises": ("all", "全部"),
    "linked to an indicator": ("with an indicator of the list", "已对应指标者"),
    "due": ("promises by year", "承诺年份"),
    "all years": ("any year", "不限"),
    "due by then": ("due by the last document", "末份文件前到期者"),
    "answer": ("answered by a value for", "何年之值算作回应"),
    "any year": ("any year", "任一年"),
    "year promised": ("the year promised", "承诺之年"),
    "set_anew": ("a new target", "另定目标"),
    "an answer": ("is an answer", "算作回应"),
    "no answer": ("is none", "不算回应"),
    "votes": ("one vote for", "计数单位"),
    "each promise": ("each promise", "每项承诺"),
    "each indicator": ("each indicator", "每个指标"),
}
# key: (English, Chinese)
LABELS = {
    # vocabularies of the tables
    "review": ("review of past work", "工作回顾"),
    "plan": ("goals and measures", "目标与举措"),
    "requirements": ("principles and safeguards", "要求与保障"),
    "body": ("preface, situation, closing", "序言、形势与结语"),
    "notice": ("covering notice", "公告说明"),
    "annex": ("annex", "附件"),
    "target": ("target", "目标值"),
    "topic": ("Topic: ", "主题："),
    "numeric_targets": ("numeric targets", "数值目标"),
    "outcome": ("outcome", "完成值"),
    "reference": ("reference", "参照值"),
    "met": ("met", "已实现"),
    "missed": ("missed", "未实现"),
    "reached since": ("reached since", "其后达到"),
    "on track": ("on track", "到期前已达"),
    "not due": ("not due", "尚未到期"),
    "superseded": ("superseded", "已调整"),
    "not reported": ("not reported", "未报告"),
    "national": ("national", "国家级"),
    "province": ("province", "省级"),
    "city": ("city", "市级"),
    "district": ("district", "区县级"),
    "township": ("township", "乡镇级"),
    "nothing": ("Nothing to compare in this corpus.", "本语料中没有可供比较的内容。"),
    # axes
    "tokens": ("tokens without punctuation", "词数（不含标点）"),
    "rate_per_10k": ("occurrences per 10,000 tokens", "每万词出现次数"),
    "log_ratio": ("log ratio (ratio of rates, base 2)", "对数比（频率之比，以 2 为底）"),
    "dispersion": ("DPnorm (0 even,\n1 in one place)", "DPnorm（0 均匀，\n1 集中）"),
    "proportion": ("change in share of tokens (percentage points)", "词频占比变化（百分点）"),
    "entropy": ("contribution to the change in entropy (bits)", "对熵变化的贡献（比特）"),
    "divergence": ("contribution to the Jensen–Shannon divergence (bits)",
                   "对 JS 散度的贡献（比特）"),
    "kin": ("another name of what the other side speaks of", "对方已有事项的新旧名称"),
    "renamed": ("renamed", "更名"),
    "continued": ("continued", "接续"),
    "absorbed": ("absorbed", "并入"),
    "new": ("only here", "仅见于此"),
    "gone": ("only here", "仅见于此"),
    "wave": ("wave", "年份"),
    "share": ("share of the document (%)", "占文件比重（%）"),
    "share_of_text": ("share of the text (%)", "占文本比重（%）"),
    "change_points": ("change of the share, percentage points", "比重变化（百分点）"),
    "whole_divergence": ("Jensen-Shannon divergence (bits)", "JS 散度（比特）"),
    "between": ("between the two", "两者之间"),
    "by_chance": ("expected by chance", "随机期望"),
    "coded": ("theme by coding", "编码所得主题"),
    "by_heading": ("theme named by the heading", "标题点明的主题"),
    "log2_change": ("change, last wave to first (1: twice, −1: half)",
                    "末期与首期之比（1：两倍，−1：一半）"),
    "log2_ratio": ("ratio (1: twice, −1: half)", "比率（1：两倍，−1：一半）"),
    "range": ("all specifications", "全部设定"),
    "median": ("their median", "其中位数"),
    "specifications": ("specifications in order of their estimate", "按估计值排列的各种设定"),
    "median_change": ("median change under the option (1: twice, −1: half)",
                      "该选项下变化的中位数（1：两倍，−1：一半）"),
    "sure": ("interval without zero", "区间不含零"),
    "unsure": ("interval with zero", "区间含零"),
    "baseline": ("as in the text", "正文所用设定"),
    "robust": ("robust", "稳健"),
    "fragile": ("fragile", "不稳健"),
    "reversed": ("reversed", "反转"),
    "firm": ("firm", "可断定"),
    "likely": ("likely", "较可能"),
    "open": ("open", "未定"),
    "evidence_terms": ("rate of its terms", "用语频率"),
    "evidence_share": ("share of the text", "占文本比重"),
    "evidence_topic": ("its topic", "所在主题"),
    "evidence_targets": ("numeric targets", "数值目标"),
    "place_in_text": ("place in the text (%)", "在文本中的位置（%）"),
    "shared_with": ("shared with", "共用于"),
    # the same on small panels
    "panel_rate_per_10k": ("per 10,000 tokens", "每万词"),
    "panel_share": ("% of the text", "占文本%"),
    "panel_targets_per_10k": ("per 10,000 characters", "每万字"),
    "weight": ("probability in the topic", "在主题中的概率"),
    "unstable": ("(unstable)", "（不稳定）"),
    "plain_segmentation": ("segmentation without policy terms", "分词不用政策词表"),
    "rare_terms": ("rarer terms", "放宽词频"),
    "nmf": ("NMF", "NMF"),
    "nmf-kl": ("NMF with KL divergence", "KL散度NMF"),
    "lda": ("LDA", "LDA"),
    "n_topics": ("number of topics", "主题数"),
    "heldout_stable": ("log-likelihood,\nstable topics", "留出对数似然\n（稳定主题）"),
    "heldout": ("log-likelihood,\nall topics", "留出对数似然\n（全部主题）"),
    "stability": ("stability (cosine)", "稳定性（余弦）"),
    "npmi": ("coherence NPMI", "一致性 NPMI"),
    "c_v": ("coherence C_v", "一致性 C_v"),
    "exclusivity": ("exclusivity", "排他性"),
    "residual": ("residual dispersion", "残差离散度"),
    "values": ("number of values", "数值个数"),
    "targets_per_10k": ("numeric targets per\n10,000 characters", "每万字目标值个数"),
    "numeric_share": ("commitments with\na number (%)", "带数值的承诺占比（%）"),
    "f1": ("extraction: F1 of\nvalue, unit and status", "抽取的 F1 值\n（数值、单位与用途）"),
    "states_none": ("no numeric target", "无数值目标"),
    "attainment": ("reported value as % of the promised one", "完成值占目标值（%）"),
    "without_report": ("promises without a later reported value", "此后未见报告的承诺"),
    "growth": ("growth", "增长"),
    "promised_reported": ("hollow: promised, full: reported", "空心：目标；实心：完成"),
    "interval": ("95% interval", "95% 区间"),
    "total": ("total", "合计"),
    "series": ("same place in every wave", "同一地区各期"),
    "others": ("other documents", "其他文件"),
}


def get_label(key: str) -> str:
    """
    The words for `key` in the language of the figures.

    Raises
    ------
    DataError
        If there are none: a raw column name must not reach a printed figure.
    """
    if key not in LABELS:
        raise DataError(f"`key`: no label for {key!r}; add both languages to LABELS.")
    return LABELS[key][get_language() == "zh"]


def get_option(option: str) -> str:
    """
    The words for a choice or an option of a specification.

    Raises
    ------
    DataError
        If there are none.
    """
    if option not in OPTIONS:
        raise DataError(f"`option`: no label for {option!r}; add both languages to OPTIONS.")
    return OPTIONS[option][get_language() == "zh"]


def name_documents(documents: pd.DataFrame, *, with_kind: bool = True) -> dict[str, str]:
    """
    A reader's name for each document: identifier in English, place and wave in Chinese.

    Genre stands below the name where it differs, as a difference between documents may be one
    of genre.
    """
    names = {}
    with_kind = with_kind and documents["kind"].nunique() > 1
    for row in documents.to_dict("records"):
        if get_language() == "zh":
            wave = "" if pd.isna(row["wave"]) else f" {row['wave']}"
            name = f"{row['place'] or row['doc_id']}{wave}"
        else:
            name = " ".join(word.capitalize() for word in row["doc_id"].split("_"))
        if with_kind and row["kind"]:
            name += f"\n{GENRES[row['kind']][get_language() == 'zh']}"
        names[row["doc_id"]] = name
    return names


def name_groups(table: pd.DataFrame, documents: pd.DataFrame) -> dict:
    """A reader's name for each document, or wave, that a table tells apart, in their order."""
    if "doc_id" in table:
        names = name_documents(documents, with_kind=False)
        return {doc_id: name for doc_id, name in names.items() if doc_id in set(table["doc_id"])}
    return {wave: str(wave) for wave in sorted(set(table["wave"].dropna()))}
