"""
Cut the fonts that figures and reports are set in: `python tools/subset_fonts.py`.

Noto Sans SC and Noto Serif SC (static TrueType, SIL Open Font License 1.1) are taken from
their npm packages through the npm client, checked against the SHA-256 below, and reduced to
the characters of GB2312, the 5,401 frequent ones of Big5 (level 1) and whatever else the
shipped documents hold. A family is given a name of its own, as a font of the same name that
is installed on a machine would otherwise be taken for it and change the figures. The result
is written to policyresearch/plots/fonts and is the same bytes on every machine that has the
fonttools release of `FONTTOOLS`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "policyresearch" / "plots" / "fonts"
FONTTOOLS = "4.68.0"
VERSION = "0.4.3"
# package, family in the package, family of the subset, SHA-256 of the package's archive
FAMILIES = (
    ("noto-sans-sc", "NotoSansSC", "Study Sans SC",
     "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59"),
    ("noto-serif-sc", "NotoSerifSC", "Study Serif SC",
     "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e"),
)
FACES = {"Regular": "400Regular", "Bold": "700Bold"}
# Signs of labels and readings that neither of the two sets holds.
SIGNS = "–—−×÷±≈≠≤≥<>→←↑↓↔↗↘■□▲△▼▽◆◇●○★☆✓✗•·…‰℃㎡Δ①②③④⑤⑥⑦⑧⑨⑩⓪²³¹½¼¾°policyresearch†‡©"

SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"


def list_characters() -> set[int]:
    """Code points to keep: GB2312, Big5 level 1, Latin-1, `SIGNS` and the raw documents."""
    text = [chr(i) for i in [*range(0x20, 0x7F), *range(0xA0, 0x100)]]
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            text.append(bytes((lead, trail)).decode("gb2312", errors="ignore"))
    for lead in range(0xA1, 0xC7):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            # Level 1 ends with C67E; what follows are private and compatibility signs.
            if (lead, trail) <= (0xC6, 0x7E):
                text.append(bytes((lead, trail)).decode("big5", errors="ignore"))
    for path in sorted((ROOT / "data" / "raw").glob("*.txt")):
        text.append(path.read_text(encoding="utf-8"))
    return {ord(c) for c in "".join(text) + SIGNS if c.isprintable() or c in SPACES}


def fetch_package(name: str, sha256: str, folder: Path) -> Path:
    """The unpacked package, verified."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not on PATH; install Node.js to cut the fonts again.")
    spec = f"@expo-google-fonts/{name}@{VERSION}"
    subprocess.run([npm, "pack", "--silent", spec], cwd=folder, check=True)
    archive = folder / f"expo-google-fonts-{name}-{VERSION}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != sha256:
        sys.exit(f"{spec}: SHA-256 {found}, expected {sha256}; nothing was written.")
    with tarfile.open(archive) as tar:
        tar.extractall(folder / name, filter="data")
    return folder / name / "package"


def rename_family(font: TTFont, family: str, face: str) -> None:
    """Give the subset its own name; the copyright and licence records stay."""
    post_script = family.replace(" ", "") + "-" + face
    names = {1: family, 2: face, 3: post_script, 4: f"{family} {face}", 6: post_script}
    table = font["name"]
    for record in list(table.names):
        if record.nameID in names:
            table.setName(names[record.nameID], record.nameID, record.platformID,
                          record.platEncID, record.langID)
        elif record.nameID in (16, 17, 21, 22, 25):
            table.removeNames(nameID=record.nameID)


def cut_font(source: Path, target: Path, family: str, face: str, characters: set[int]) -> None:
    """One face, reduced and written."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx", "gasp", "prep", "GlyphOrder"]
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(characters))
    cutter.subset(font)
    rename_family(font, family, face)
    subset.save_font(font, str(target), options)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB, "
          f"{len(font.getBestCmap())} characters")


def main() -> None:
    """Fetch, cut and write the four faces and their licences."""
    if fontTools.version != FONTTOOLS:
        sys.exit(f"fonttools {fontTools.version} found; install {FONTTOOLS} for equal bytes.")
    characters = list_characters()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for package, stem, family, sha256 in FAMILIES:
            folder = fetch_package(package, sha256, Path(temporary))
            for face, weight in FACES.items():
                source = folder / weight / f"{stem}_{weight}.ttf"
                target = OUT / f"{family.replace(' ', '')}-{face}.ttf"
                cut_font(source, target, family, face, characters)
            licence = OUT / f"OFL-{stem}.txt"
            licence.write_bytes((folder / "LICENSE_FONT").read_bytes())


if __name__ == "__main__":
    main()
