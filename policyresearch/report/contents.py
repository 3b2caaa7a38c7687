"""What the report holds, in order, as contents.toml says; each section belongs to one notebook."""

from __future__ import annotations

import struct
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.comparison import find_series
from policyresearch.inference.ratios import CONFIDENCE
from policyresearch.plots.labels import GENRES
from policyresearch.plots.saving import FORMATS
from policyresearch.report.claims import Claim, read_claims
from policyresearch.study.folder import LANGUAGES, Study

_FILE = Path(__file__).with_name("contents.toml")
# Characters of a hash that are printed.
_HASH = 12


@dataclass(frozen=True)
class Picture:
    """A figure by its name in the figures folder, with what it shows."""

    name: str
    captions: dict[str, str]

    def get_caption(self, language: str) -> str:
        """Get the caption in "en" or "zh"."""
        return self.captions[language]


@dataclass(frozen=True)
class Section:
    """A notebook's part of the report; `name` is the section of its claims."""

    name: str
    notebook: str
    titles: dict[str, str]
    pictures: tuple[Picture, ...]

    def get_title(self, language: str) -> str:
        """Get the heading in "en" or "zh"."""
        return self.titles[language]


@dataclass(frozen=True)
class Outline:
    """
    What a report is made of.

    Parameters
    ----------
    headlines, headlines_of_one_year, caveats : tuple of str
        Ids of claims: those of the summary, those where nothing is compared over time, and
        those that bound what may be concluded.
    words, columns : dict
        Fixed words of the report and heads of its list of documents, by language.
    sections : tuple of Section
    """

    headlines: tuple[str, ...]
    headlines_of_one_year: tuple[str, ...]
    caveats: tuple[str, ...]
    words: dict[str, dict[str, str]]
    columns: dict[str, dict[str, str]]
    sections: tuple[Section, ...]


def read_outline(path: Path) -> Outline:
    """
    Read what a report is made of.

    Raises
    ------
    DataError
        If the file is no TOML, or lacks an entry or one of its languages.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Outline(
            headlines=tuple(data["headlines"]),
            headlines_of_one_year=tuple(data["headlines_of_one_year"]),
            caveats=tuple(data["caveats"]),
            words={name: _read_pair(pair) for name, pair in data["words"].items()},
            columns={name: _read_pair(pair) for name, pair in data["columns"].items()},
            sections=tuple(map(_read_section, data["sections"])),
        )
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: is not TOML ({error}).") from None
    except KeyError as error:
        raise DataError(
            f"{path}: lacks the entry {error}. Every entry of the package's "
            f"report/{_FILE.name} is needed, in {' and '.join(LANGUAGES)}."
        ) from None


def _read_section(data: dict[str, Any]) -> Section:
    pictures = (Picture(each["name"], _read_pair(each)) for each in data.get("pictures", ()))
    return Section(data["name"], data["notebook"], _read_pair(data), tuple(pictures))


def _read_pair(data: dict[str, str]) -> dict[str, str]:
    """Words in each language, with the confidence level where they name it."""
    return {
        language: data[language].replace("{confidence}", f"{CONFIDENCE:.0%}")
        for language in LANGUAGES
    }


# The report of the shipped study.
OUTLINE = read_outline(_FILE)
SECTIONS, HEADLINES, CAVEATS = OUTLINE.sections, OUTLINE.headlines, OUTLINE.caveats


def find_outline(study: Study) -> Outline:
    """Read the study's own outline (`Study.outline_file`) if it has one, else the package's."""
    return read_outline(study.outline_file) if study.outline_file.is_file() else OUTLINE


@dataclass(frozen=True)
class Contents:
    """Everything the three forms of the report are set from."""

    study: Study
    documents: pd.DataFrame
    claims: dict[str, tuple[Claim, ...]]
    outline: Outline = OUTLINE

    @property
    def language(self) -> str:
        """The study's edition."""
        return self.study.language

    def say(self, word: str) -> str:
        """Get one of the fixed words in the report's language."""
        return self.outline.words[word][self.language]

    def list_sources(self, columns: Iterable[str]) -> tuple[list[str], list[list[str]]]:
        """List the heads and the rows of the list of documents, in the report's language."""
        columns = list(columns)
        table = self.documents[columns].astype("string").fillna("")
        if "kind" in table:
            names = {kind: pair[self.language == "zh"] for kind, pair in GENRES.items()}
            table["kind"] = table["kind"].map(lambda kind: names.get(kind, kind))
        if "sha256" in table:
            table["sha256"] = table["sha256"].str[:_HASH]
        heads = [self.outline.columns[name][self.language] for name in columns]
        return heads, table.to_numpy().tolist()

    def choose(self, ids: Iterable[str]) -> list[Claim]:
        """Choose the claims with these ids that this corpus supports, in the order of `ids`."""
        known = {claim.id: claim for part in self.claims.values() for claim in part}
        return [known[i] for i in ids if i in known]

    @property
    def is_compared(self) -> bool:
        """Whether any place is seen twice, so that something can have changed."""
        return len(find_series(self.documents)) > 0

    @property
    def title(self) -> str:
        """The title, in the report's language."""
        return self.say("title" if self.is_compared else "title_of_one_year")

    def summarise(self) -> list[Claim]:
        """Choose the claims that the report begins with."""
        outline = self.outline
        return self.choose(outline.headlines if self.is_compared
                           else outline.headlines_of_one_year)

    def list_pictures(self, section: Section) -> list[Picture]:
        """
        List the figures of a section that this corpus has something to show in.

        Of the others their notebook has left nothing but the table.
        """
        folder = self.study.figures
        return [
            picture for picture in section.pictures
            if not (folder / f"{picture.name}.csv").is_file()
            or any((folder / f"{picture.name}.{kind}").is_file() for kind in FORMATS)
        ]

    def list_all_pictures(self) -> list[Picture]:
        """List the figures of all sections in the order of the report."""
        return [each for section in self.outline.sections for each in self.list_pictures(section)]

    def write_caption(self, picture: Picture) -> str:
        """Write the caption with the figure's number in the report."""
        number = self.list_all_pictures().index(picture) + 1
        return self.say("figure").format(number=number) + picture.get_caption(self.language)

    def fit_width(self, picture: Picture, *, width: float, height: float) -> float:
        """Measure the width in millimetres at which a figure stays within that of a page."""
        # A PNG begins with its size, which a figure has in every format.
        across, down = struct.unpack(">II", self.read_picture(picture.name, "png")[16:24])
        return min(width, height * across / down)

    def read_picture(self, name: str, kind: str) -> bytes:
        """
        Read a figure's file.

        Raises
        ------
        DataError
            If its notebook has not drawn it.
        """
        path = self.study.figures / f"{name}.{kind}"
        if not path.is_file():
            raise DataError(f"{path}: not found. A notebook draws it; run the study first.")
        return path.read_bytes()


def list_claims(study: Study) -> list[Claim]:
    """
    List every claim of a study, in the order of its sections.

    Raises
    ------
    DataError
        If a section's notebook has not run.
    """
    sections = find_outline(study).sections
    return [claim for s in sections for claim in read_claims(s.name, study=study)]


def gather_contents(study: Study) -> Contents:
    """Read what the notebooks left: claims and figures."""
    outline = find_outline(study)
    claims = {s.name: tuple(read_claims(s.name, study=study)) for s in outline.sections}
    return Contents(study, study.sources(), claims, outline)
