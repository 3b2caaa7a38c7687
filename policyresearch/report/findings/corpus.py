"""What the corpus holds and what it can say."""

from __future__ import annotations

import pandas as pd

from policyresearch.digits import settle
from policyresearch.inference.comparison import find_series
from policyresearch.plots.labels import GENRES
from policyresearch.reading.audit import list_gaps
from policyresearch.report.claims import Claim, count_noun, join_some, join_words, list_keys


def describe_corpus(documents: pd.DataFrame, lengths: pd.DataFrame) -> list[Claim]:
    """Size of the corpus (`composition.count_lengths`) and the part that reviews past work."""
    tokens = int(lengths["tokens"].sum())
    waves = sorted(documents["wave"].dropna().unique())
    places = documents["place"].replace("", pd.NA).nunique()
    parts, parts_zh = _count_groups(waves, places)
    size = Claim(
        "corpus.size",
        f"The corpus holds {count_noun(len(documents), 'document')}{parts}: "
        f"{tokens:,} tokens without punctuation.",
        f"语料共{len(documents)}份文件，{parts_zh}不含标点{tokens:,}词。",
        "document-lengths",
        list_keys(documents, ["doc_id"]),
    )
    review = lengths[lengths["role"] == "review"].dropna(subset="share")
    review = review.sort_values("share", kind="stable", key=settle)
    if review.empty:
        return [size]
    low, high = review.iloc[0], review.iloc[-1]
    if high["tokens"] == 0:
        return [size, Claim(
            "corpus.review",
            "No section reviews past work.",
            "没有任何章节属于工作回顾。",
            "document-lengths",
            list_keys(review, ["doc_id", "role"]),
        )]
    if len(review) == 1:
        en = f"{100 * low['share']:.0f}% of its tokens report past work"
        zh = f"其中{100 * low['share']:.0f}%的词属于工作回顾"
    else:
        en = (f"Past work takes from {100 * low['share']:.0f}% ({low['doc_id']}) to "
              f"{100 * high['share']:.0f}% ({high['doc_id']}) of a document's tokens")
        zh = (f"工作回顾所占词数从{100 * low['share']:.0f}%（{low['doc_id']}）到"
              f"{100 * high['share']:.0f}%（{high['doc_id']}）不等")
    share = Claim(
        "corpus.review",
        f"{en}; counted as intentions, achievements would pass for plans.",
        f"{zh}；若不加区分，会把成绩误作意图。",
        "document-lengths",
        list_keys(review.iloc[[0, -1]].drop_duplicates(), ["doc_id", "role"]),
    )
    return [size, share]


def _count_groups(waves: list, places: int) -> tuple[str, str]:
    """Of how many waves and places documents are, as far as that is known."""
    english, chinese = [], []
    if len(waves) == 1:
        english.append(f"{waves[0]}")
        chinese.append(f"均为{waves[0]}年，")
    elif waves:
        english.append(f"{len(waves)} waves ({join_words(waves, chinese=False)})")
        chinese.append(f"{len(waves)}个时点（{join_words(waves, chinese=True)}），")
    if places:
        english.append(count_noun(places, "place"))
        chinese.append(f"{places}个地区，")
    return f" of {' and '.join(english)}" if english else "", "".join(chinese)


def describe_design(documents: pd.DataFrame) -> list[Claim]:
    """
    Which waves can be compared within one place, what varies along with time, and which
    documents have no wave or place.
    """
    return [*_describe_series(documents), *_describe_gaps(documents)]


def _describe_gaps(documents: pd.DataFrame) -> list[Claim]:
    gaps = list_gaps(documents)
    if gaps.empty:
        return []
    english = [f"{row.doc_id} ({row.file}: {', '.join(row.columns)})" for row in gaps.itertuples()]
    chinese = [f"{row.doc_id}（{row.file}：{'、'.join(row.columns)}）" for row in gaps.itertuples()]
    one = len(gaps) == 1
    return [Claim(
        "corpus.gaps",
        f"{count_noun(len(gaps), 'document')} {'has' if one else 'have'} no wave or no place and "
        f"{'takes' if one else 'take'} no part in comparisons over time; the cells to fill in "
        f"sources.csv: {join_some(english, chinese=False)}.",
        f"有{len(gaps)}份文件缺时点或地区，不参与跨期比较；sources.csv中待填的单元格："
        f"{join_some(chinese, chinese=True)}。",
        "documents", list_keys(gaps, ["doc_id"]),
    )]


def _tell_year(documents: pd.DataFrame, waves: list) -> tuple[str, str]:
    """Of which one year the documents are, as far as that is known."""
    if len(documents) == 1:
        return "There is one document", "语料仅有一份文件"
    if not waves:
        return "The year of no document is known", "没有任何文件的年份可知"
    if documents["wave"].isna().any():
        return (f"All documents whose year is known are of {waves[0]}",
                f"已知年份的文件均为{waves[0]}年")
    return f"All documents are of {waves[0]}", f"所有文件均为{waves[0]}年"


def _describe_series(documents: pd.DataFrame) -> list[Claim]:
    series = find_series(documents)
    waves = sorted(documents["wave"].dropna().unique())
    if len(waves) < 2:
        en, zh = _tell_year(documents, waves)
        return [Claim("corpus.series", f"{en}: nothing is compared over time.",
                      f"{zh}，不作跨期比较。")]
    if series.empty:
        return [Claim(
            "corpus.series",
            "No place is seen in more than one wave: a difference between waves is also a "
            "difference between places, and no comparison over time is drawn.",
            "没有任何地区出现在两个以上时点：时点之差即地区之差，故不作跨期比较。",
        )]
    places = list(dict.fromkeys(series["place"]))
    seen = sorted(series["wave"].unique())
    named = join_words(places, chinese=False) if len(places) <= 3 else ""
    en = (f"{named or count_noun(len(places), 'place')} "
          f"{'is' if len(places) == 1 else 'are'} seen in "
          f"{'every wave' if seen == waves else 'waves'} ({join_words(seen, chinese=False)})")
    named_zh = join_words(places, chinese=True) if named else f"{len(places)}个地区"
    zh = (f"{named_zh}在{'各时点' if seen == waves else '部分时点'}"
          f"（{join_words(seen, chinese=True)}）均有文件")
    return [
        Claim("corpus.series", f"{en}; this is the main series.", f"{zh}，构成主序列。",
              "documents", list_keys(series, ["doc_id"])),
        _tell_genre(series),
    ]


def _tell_genre(series: pd.DataFrame) -> Claim:
    """Whether the documents of the main series are of one genre."""
    rows = list_keys(series, ["doc_id"])
    kinds = series.groupby("wave", sort=True)["kind"].agg(lambda k: sorted(set(k)))
    if len({tuple(k) for k in kinds}) == 1:
        return Claim("corpus.genre", "Its genre is the same in every wave.", "其各期文种相同。",
                     "documents", rows)
    english = [f"{join_words([GENRES[k][0] for k in ks], chinese=False)} ({w})"
               for w, ks in kinds.items()]
    chinese = [f"{w}年{join_words([GENRES[k][1] for k in ks], chinese=True)}"
               for w, ks in kinds.items()]
    return Claim(
        "corpus.genre",
        f"Its genre changes with the wave: {join_words(english, chinese=False)}; every "
        "difference over time is therefore also one of genre.",
        f"其文种随时点而变：{join_words(chinese, chinese=True)}；"
        "因此任何跨期差异同时也是文种差异。",
        "documents", rows,
    )


def describe_reading(
    spans: pd.DataFrame, repairs: pd.DataFrame, audit: pd.DataFrame | None = None
) -> list[Claim]:
    """What was taken off the raw files, restored in them, and is to be checked (`tables.AUDIT`)."""
    sizes = spans["raw_end"] - spans["raw_start"]
    lost = ~spans["kept"].astype(bool)
    share = 100 * int(sizes[lost].sum()) / max(1, int(sizes.sum()))
    # Blanks between paragraphs show nothing.
    shown = spans[lost & (spans["reason"] != "layout")]
    claims = [Claim(
        "corpus.dropped",
        f"{share:.1f}% of the raw characters are page furniture, notices and blanks and stand "
        "outside the analysed text.",
        f"原始字符中有{share:.1f}%属网页附件、公告与空白，不进入分析文本。",
        "spans", list_keys(shown.drop_duplicates(["doc_id", "reason"]), ["doc_id", "reason"]),
        list_keys(shown, ["doc_id", "raw_start", "raw_end"]),
    )]
    if len(repairs):
        applied = int(repairs["applied"].sum())
        by_hand = int((repairs["source"] == "correction").sum())
        documents = repairs["doc_id"].nunique()
        claims.append(Claim(
            "corpus.repairs",
            f"{count_noun(len(repairs), 'damaged place')} "
            f"{'was' if len(repairs) == 1 else 'were'} found in "
            f"{count_noun(documents, 'document')}; {applied} of them could be restored, "
            f"{by_hand} by hand.",
            f"在{documents}份文件中发现{len(repairs)}处乱码，其中{applied}处已复原"
            f"（{by_hand}处由人工判定）。",
            "repairs", list_keys(repairs, ["doc_id", "raw_start"]),
        ))
    if audit is not None:
        claims.append(_describe_remarks(audit))
    return claims


def _describe_remarks(audit: pd.DataFrame) -> Claim:
    marked = audit[audit["remarks"] != ""]
    if marked.empty:
        return Claim("corpus.remarks", "The audit of the reading finds nothing to check.",
                     "读取审计未提示需核查之处。", "documents", list_keys(audit, ["doc_id"]))
    names, total = list(marked["doc_id"]), len(audit)
    shown = names if len(names) <= 3 else []
    en = f" ({join_words(shown, chinese=False)})" if shown else ""
    zh = f"（{join_words(shown, chinese=True)}）" if shown else ""
    return Claim(
        "corpus.remarks",
        f"The audit of the reading asks to check {len(names)} of "
        f"{count_noun(total, 'document')}{en}.",
        f"读取审计提示{total}份文件中有{len(names)}份需核查{zh}。",
        "documents", list_keys(marked, ["doc_id"]),
    )
