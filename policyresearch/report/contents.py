"""What the report holds, in order; each section belongs to one notebook."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.comparison import find_series
from policyresearch.plots.labels import GENRES
from policyresearch.plots.saving import FORMATS
from policyresearch.report.claims import Claim, read_claims
from policyresearch.study.folder import Study

TITLE = ("How the emphasis of policy shifted", "政策重点如何转移")
TITLE_OF_ONE_YEAR = ("What the documents emphasise", "文件强调什么")
LIMITS = ("What cannot be concluded", "不能得出的结论")
SOURCES = ("Documents", "文件清单")
SUMMARY = ("Summary", "摘要")
# Columns of the list of documents.
_COLUMNS = {
    "doc_id": ("document", "文件"), "title": ("title", "标题"), "place": ("place", "地区"),
    "kind": ("genre", "文种"), "wave": ("wave", "时点"), "adopted": ("adopted", "通过日期"),
    "sha256": ("SHA-256", "SHA-256"),
}
# Characters of a hash that are printed.
_HASH = 12
# Claims of the summary, in this order; those a corpus does not support are absent from it.
HEADLINES = (
    "corpus.size",
    "keywords.risen",
    "keywords.fallen",
    "shift.risen",
    "shift.fallen",
    "topics.shift",
    "targets.hardness",
    "targets.outcomes",
    "robustness.verdicts",
    "synthesis.findings",
)
# The same where no place is seen twice and nothing is compared over time.
HEADLINES_OF_ONE_YEAR = ("corpus.size", "topics.stable", "targets.count", "reuse.share")
# The figure whose table says how each change fares over its specifications.
VERDICTS = "specification-verdicts"
# Claims that bound what may be concluded.
CAVEATS = (
    "corpus.series",
    "corpus.genre",
    "corpus.gaps",
    "keywords.tests",
    "keywords.readings",
    "keywords.places",
    "topics.unstable",
    "topics.own-waves",
    "targets.hardness-plan",
    "targets.none",
    "shift.unsure",
    "synthesis.topics",
)


@dataclass(frozen=True)
class Picture:
    """A figure by its name in the figures folder, with what it shows."""

    name: str
    en: str
    zh: str

    def get_caption(self, language: str) -> str:
        """The caption in "en" or "zh"."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Section:
    """A notebook's part of the report; `name` is the section of its claims."""

    name: str
    notebook: str
    en: str
    zh: str
    pictures: tuple[Picture, ...]

    def get_title(self, language: str) -> str:
        """The heading in "en" or "zh"."""
        return self.zh if language == "zh" else self.en


SECTIONS = (
    Section(
        "corpus", "01-what-can-the-corpus-say", "What can the corpus say?", "语料能说明什么？",
        (Picture(
            "document-lengths",
            "Length of each document by what its sections do.",
            "各文件篇幅，按章节功能划分。",
        ),),
    ),
    Section(
        "keywords", "02-which-words-rose-and-fell", "Which words rose and which fell?",
        "哪些词上升，哪些词下降？",
        (
            Picture(
                "keyness",
                "Words that set the last wave apart from the first most surely, with 95% "
                "intervals; arrows: the interval goes on. Right: dispersion on the side where the "
                "word is more frequent.",
                "最能区分末期与首期的词语及95%区间（箭头表示区间未完）。右侧：词语在较高频一侧的离散度。",
            ),
            Picture(
                "keyword-rates",
                "Rates of words that rose, fell and stayed in the main series, with 95% "
                "intervals.",
                "主序列中上升、下降与稳定词语的频率及95%区间。",
            ),
            Picture(
                "keyword-roles",
                "Words that rose, stayed and fell: their rates in goals and measures and in the "
                "review of past work, with 95% intervals; arrows: the interval goes on.",
                "上升、稳定与下降词语在目标举措与工作回顾中的频率及95%区间（箭头表示区间未完）。",
            ),
            Picture(
                "keyword-readings",
                "The ranked words under other defensible choices. Hollow marks: the reading does "
                "not bear the word out.",
                "入选词语在其他可辩护的选择下的结果。空心点：该读法不支持。",
            ),
            Picture(
                "keyword-shift",
                "Policy terms by what they contribute to the difference between the first and "
                "the last wave; hatched: renamed or continued programmes.",
                "政策词语对首末两期差异的贡献；斜线：更名或延续的事项。",
            ),
            Picture(
                "keyword-contexts",
                "The words that rose and fell most surely, in their contexts.",
                "最可断定升降的词语及其上下文。",
            ),
        ),
    ),
    Section(
        "topics", "03-what-are-the-documents-about", "What are the documents about?",
        "这些文件谈些什么？",
        (
            Picture(
                "topic-numbers",
                "What each number of topics is worth: means over seeds, the middle 95% of seeds "
                "in grey. Log-likelihoods are of a held-out token, on the same paragraphs for "
                "every number, so that numbers are compared seed by seed and not by whether the "
                "grey overlaps. Higher is better but for the residual; the broken line is the "
                "number fitted.",
                "各主题数的优劣：各种子的均值，灰色为其中间95%。对数似然按每个留出词次计，各主题数用同样的"
                "段落，故逐个种子比较，而不看灰色是否重叠。除残差外，高者为优；虚线为所取主题数。",
            ),
            Picture(
                "topic-terms",
                "The most probable terms of each topic. Hatched: topics that do not come back "
                "when paragraphs are drawn again; they are compared nowhere.",
                "各主题概率最高的词语。斜线：重抽段落后不能再现的主题，不作任何比较。",
            ),
            Picture(
                "topic-shares",
                "Share of the text that a topic takes, for the topics that come back, with "
                "95% intervals: whole sections vary, or whole documents where they are many, and "
                "so do refits on paragraphs drawn again.",
                "能再现的各主题占文本的比重及95%区间：以整节（文件多时以整份文件）为变异单位，并计入重抽段落后各次重拟合的差异。",
            ),
        ),
    ),
    Section(
        "targets", "04-what-was-promised-in-numbers", "What was promised in numbers?",
        "文件作出了哪些数值承诺？",
        (
            Picture(
                "target-statuses",
                "Values in each document: promised, reached, or serving another value.",
                "各文件中的数值：目标、完成与参照。",
            ),
            Picture(
                "target-hardness",
                "How hard the promises are: numeric targets by length of the text.",
                "承诺的“硬度”：单位篇幅的目标值个数。",
            ),
            Picture(
                "target-outcomes",
                "What was promised and what was reported later, indicator by indicator.",
                "承诺与其后报告的完成情况，逐项对照。",
            ),
            Picture(
                "target-timelines",
                "Indicators through the documents of a place: promised (hollow) and reported "
                "(full). Dotted: from the year of the promise to the year promised.",
                "同一地区各期文件中的指标：空心为目标，实心为完成。虚线由提出目标之年至目标之年。",
            ),
        ),
    ),
    Section(
        "shift", "05-how-did-the-emphasis-shift", "How did the emphasis shift?",
        "政策重点如何转移？",
        (
            Picture(
                "attention",
                "Share of the text that each theme takes, with 95% intervals.",
                "各主题占文本的比重及95%区间。",
            ),
            Picture(
                "attention-by-role",
                "The same by what sections do: what was reported is not what is intended.",
                "按章节功能划分的比重：已做之事不等于拟做之事。",
            ),
            Picture(
                "attention-change",
                "Change of the shares over the main series with 95% intervals. Hollow marks: not "
                "larger than chance once all themes are taken into account.",
                "主序列中各主题比重的变化及95%区间。空心点：计入全部主题后未超出偶然。",
            ),
            Picture(
                "attention-divergence",
                "How far the attention of documents or waves is apart, and how far chance would "
                "set them.",
                "各文件关注度的差异，以及随机所致的差异。",
            ),
            Picture(
                "theme-agreement",
                "Themes by coding and by heading; cells count texts below headings.",
                "编码主题与标题主题对照；格中为标题下文字的段数。",
            ),
            Picture(
                "attention-corrected",
                "Shares by leading theme, corrected for the coding's errors, with 95% intervals.",
                "以首要主题计并按编码误差校正的比重及95%区间。",
            ),
            Picture(
                "term-influence",
                "Change of a share when one term is left out: the most influential terms.",
                "剔除单个用语所致的比重变化：影响最大的用语。",
            ),
        ),
    ),
    Section(
        "reuse", "06-what-do-the-documents-share", "What do the documents share?",
        "各文件共用哪些表述？",
        (
            Picture(
                "reuse-map",
                "Where each document shares passages with each other one, and how much of it.",
                "各文件与其他文件共用表述的位置与比重。",
            ),
            Picture(
                "attention-own",
                "Share of the text that each theme takes with shared phrasing set aside.",
                "剔除共用表述后各主题占文本的比重。",
            ),
        ),
    ),
    Section(
        "robustness", "07-which-findings-hold", "Which findings hold in every way of looking?",
        "哪些发现在各种设定下都成立？",
        (
            Picture(
                "specifications",
                "Each statement under all specifications, with intervals: changes from the first "
                "to the last wave, and for promises the odds of the one against the other.",
                "各项判断在全部设定下的估计及区间：首期至末期的变化；承诺则为两者之比。",
            ),
            Picture(
                VERDICTS,
                "The same in one row each, with the themes whose change is unsure: estimate and "
                "95% interval as in the text (hollow: not robust), range and median over all "
                "specifications.",
                "各项判断及变化不能断定的主题，每项一行：正文估计及95%区间（空心：不稳健），"
                "以及全部设定的范围与中位数。",
            ),
            Picture(
                "specification-choices",
                "What each option does to the changes of attention.",
                "各选项对关注度变化的影响。",
            ),
        ),
    ),
    Section(
        "synthesis", "08-what-can-be-concluded", "What can be concluded?", "可以得出什么结论？",
        (
            Picture(
                "evidence",
                "What terms, share of the text, topic and numeric targets say of each theme: "
                "change from the first to the last wave with 95% intervals. Hollow: the interval "
                "includes zero; right: how sure the findings told are.",
                "用语、文本比重、所在主题与数值目标对各主题的说明：首期至末期的变化及95%区间。"
                "空心：区间含零变化；右侧：所列发现的可靠程度。",
            ),
            Picture(
                "emphasis",
                "The shift of emphasis wave by wave: words, themes, topics and targets; main "
                "series joined, other documents beside it.",
                "各时点的政策重点：词语、主题关注、主题模型与目标值；主序列以线相连，其他文件置于其旁。",
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Contents:
    """Everything the three forms of the report are set from."""

    study: Study
    documents: pd.DataFrame
    claims: dict[str, tuple[Claim, ...]]

    @property
    def language(self) -> str:
        """The study's edition."""
        return self.study.language

    def say(self, pair: tuple[str, str]) -> str:
        """One of the fixed words in the report's language."""
        return pair[self.language == "zh"]

    def list_sources(self, columns: Sequence[str]) -> tuple[list[str], list[list[str]]]:
        """The heads and the rows of the list of documents, in the report's language."""
        table = self.documents[list(columns)].astype("string").fillna("")
        if "kind" in table:
            table["kind"] = table["kind"].map(lambda kind: self.say(GENRES.get(kind, (kind, kind))))
        if "sha256" in table:
            table["sha256"] = table["sha256"].str[:_HASH]
        return [self.say(_COLUMNS[name]) for name in columns], table.to_numpy().tolist()

    def choose(self, ids: tuple[str, ...]) -> list[Claim]:
        """The claims with these ids that this corpus supports, in the order of `ids`."""
        known = {claim.id: claim for part in self.claims.values() for claim in part}
        return [known[i] for i in ids if i in known]

    @property
    def is_compared(self) -> bool:
        """Whether any place is seen twice, so that something can have changed."""
        return len(find_series(self.documents)) > 0

    @property
    def title(self) -> str:
        """The title, in the report's language."""
        return self.say(TITLE if self.is_compared else TITLE_OF_ONE_YEAR)

    def summarise(self) -> list[Claim]:
        """The claims that the report begins with."""
        return self.choose(HEADLINES if self.is_compared else HEADLINES_OF_ONE_YEAR)

    def list_pictures(self, section: Section) -> list[Picture]:
        """
        The figures of a section that this corpus has something to show in.

        Of the others their notebook has left nothing but the table.
        """
        folder = self.study.figures
        return [
            picture for picture in section.pictures
            if not (folder / f"{picture.name}.csv").is_file()
            or any((folder / f"{picture.name}.{kind}").is_file() for kind in FORMATS)
        ]

    def write_caption(self, picture: Picture) -> str:
        """The caption with the figure's number in the report."""
        drawn = [each for section in SECTIONS for each in self.list_pictures(section)]
        number = drawn.index(picture) + 1
        label = f"图{number}　" if self.language == "zh" else f"Figure {number}. "
        return label + picture.get_caption(self.language)

    def fit_width(self, picture: Picture, *, width: float, height: float) -> float:
        """The width in millimetres at which a figure stays within that of a page."""
        # A PNG begins with its size, which a figure has in every format.
        across, down = struct.unpack(">II", self.read_picture(picture, "png")[16:24])
        return min(width, height * across / down)

    def read_picture(self, picture: Picture, kind: str) -> bytes:
        """
        A figure's file.

        Raises
        ------
        DataError
            If its notebook has not drawn it.
        """
        path = self.study.figures / f"{picture.name}.{kind}"
        if not path.is_file():
            raise DataError(f"{path}: not found. A notebook draws it; run the study first.")
        return path.read_bytes()


def list_claims(study: Study) -> list[Claim]:
    """
    Every claim of a study, in the order of its sections.

    Raises
    ------
    DataError
        If a section's notebook has not run.
    """
    return [claim for s in SECTIONS for claim in read_claims(s.name, study=study)]


def gather_contents(study: Study) -> Contents:
    """Read what the notebooks left: claims and figures."""
    claims = {s.name: tuple(read_claims(s.name, study=study)) for s in SECTIONS}
    return Contents(study, study.sources(), claims)
