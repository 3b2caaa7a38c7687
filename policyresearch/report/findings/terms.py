"""Policy terms that came, went or were renamed; waves together; places seen twice."""

from __future__ import annotations

import pandas as pd

from policyresearch.inference.comparison import WavePair
from policyresearch.lexicons import VERSION
from policyresearch.report.claims import Claim, count_noun, join_words, list_keys
from policyresearch.words.keyness import ALPHA

# Terms told one by one; the table holds them all.
_EXAMPLES = 5


def describe_terms(shift: pd.DataFrame, pair: WavePair) -> list[Claim]:
    """
    Which policy terms stand on one side only, and which are new names of old programmes.

    Parameters
    ----------
    shift : DataFrame
        Of `words.shift_counts`, on policy terms, the largest part first.
    pair : WavePair
    """
    if shift.empty:
        return []
    first, last = pair.names
    new, gone = (shift[shift["kinship"] == kind] for kind in ("new", "gone"))
    parts = [(new, "count_right", last), (gone, "count_left", first)]
    told = [(table.head(_EXAMPLES), count, wave, len(table)) for table, count, wave in parts]
    english = [
        f"{count_noun(size, 'policy term')} {'stands' if size == 1 else 'stand'} in {wave} only"
        + (f" (with most weight {_name(table, count)})" if size else "")
        for table, count, wave, size in told
    ]
    chinese = [
        f"{size}个政策词语仅见于{wave}年" + (f"（以{_name(table, count, zh=True)}为主）" if size
                                             else "")
        for table, count, wave, size in told
    ]
    rows = pd.concat([table for table, *_ in told])
    claims = [] if rows.empty else [Claim(
        "keywords.terms",
        f"By the word lists of version {VERSION}, {join_words(english, chinese=False)}. One or "
        "two occurrences more or less would move many of them: this is a list, not a test.",
        f"按词表{VERSION}版，{'；'.join(chinese)}。其中许多仅差一两次出现：此为清单，而非检验。",
        "keyword-shift", list_keys(rows, ["word"]), _cite(rows),
    )]
    renamed = shift[(shift["kin"] != "") & (shift["share_right"] > shift["share_left"])]
    if len(renamed):
        words = [f"{row['word']} ({row['kin']})" for row in renamed.to_dict("records")]
        words_zh = [f"{row['word']}（{row['kin']}）" for row in renamed.to_dict("records")]
        claims.append(Claim(
            "keywords.renamed",
            f"Not a new priority but the continuation of an earlier one, in brackets: "
            f"{join_words(words, chinese=False)}.",
            f"并非新重点而是既有事项（括号内）之延续：{join_words(words_zh, chinese=True)}。",
            "keyword-shift", list_keys(renamed, ["word"]), _cite(renamed),
        ))
    return claims


def describe_waves(waves: pd.DataFrame, examples: list[str]) -> list[Claim]:
    """Whether words differ between all waves (`words.compare_waves`), of those drawn."""
    if waves.empty:
        return []
    differ = waves[waves["p_holm"] < ALPHA]
    found = differ[differ["keyword"].isin(examples)]
    words = join_words(found["keyword"], chinese=False)
    words_zh = join_words(found["keyword"], chinese=True)
    return [Claim(
        "keywords.waves",
        f"Over all waves together, the rates of {len(differ)} of {len(waves):,} words differ "
        f"(clustered, Holm's correction)" + (f", of the words drawn {words}." if words else "."),
        f"各期合并检验，{len(waves):,}个词中有{len(differ)}个频率有别（按章节聚类，Holm校正）"
        + (f"，图中所列为{words_zh}。" if words_zh else "。"),
        "keyword-rates", list_keys(waves[waves["keyword"].isin(examples)], ["keyword"]),
    )]


def describe_places(places: pd.DataFrame, pair: WavePair) -> list[Claim]:
    """What changed within places, or that there are too few (`words.compare_places`)."""
    if not pair.waves:
        return []
    first, last = pair.names
    if places.empty:
        return [Claim(
            "keywords.places",
            f"Fewer than two places are seen in both {first} and {last}: the intervals speak of "
            "these documents, and nothing is tested within places.",
            f"{first}年与{last}年均有文件的地区不足两个：区间仅就这些文件而言，不作地区内检验。",
        )]
    number, unpaired = int(places["places"].iloc[0]), int(places["unpaired"].iloc[0])
    differ = places[places["p_holm"] < ALPHA]
    example = differ.head(_EXAMPLES)
    named = f": {join_words(example['keyword'], chinese=False)}" if len(example) else ""
    named_zh = f"：{join_words(example['keyword'], chinese=True)}" if len(example) else ""
    shift = places["detectable"].median()
    return [Claim(
        "keywords.places",
        f"Within the {count_noun(number, 'place')} seen in both {first} and {last} ({unpaired} "
        f"more in one only), the rates of {len(differ)} of {len(places):,} words changed (sign-"
        f"flip test, Holm's correction){named}. For the median word, so many places show a "
        f"change of {shift:.1f} per 10,000 tokens four times in five.",
        f"在{first}年与{last}年均有文件的{number}个地区内（另有{unpaired}个仅见于一期），"
        f"{len(places):,}个词中有{len(differ)}个频率改变（符号翻转检验，Holm校正）{named_zh}。"
        f"就居中的词而言，如此多地区可在五次中四次显示每万词{shift:.1f}次的变化。",
    )]


def _name(table: pd.DataFrame, count: str, *, zh: bool = False) -> str:
    words = [f"{row['word']} {row[count]}×" if not zh else f"{row['word']}{row[count]}次"
             for row in table.to_dict("records")]
    return join_words(words, chinese=zh)


def _cite(rows: pd.DataFrame) -> tuple[dict, ...]:
    return tuple({"keyword": word} for word in rows["word"])
