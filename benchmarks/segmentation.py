"""
Speed, load time and memory of the segmenters on this machine, each in a process of its own.

    python benchmarks/segmentation.py              engines on the study's documents
    python benchmarks/segmentation.py --scale      and many documents end to end
    python benchmarks/segmentation.py --scale --documents FOLDER    the latter on *.txt of FOLDER
    python benchmarks/segmentation.py --identical FOLDER    tokens of *.txt against spacy-pkuseg
    python benchmarks/segmentation.py --smoke      everything once, on little text

Every engine runs in three processes of its own, in turn with the others; figures are medians of
these. Times are processor times (every engine here works in one thread), so that other work
on the machine disturbs them little; times of --scale are on the clock and want a quiet machine.
Characters per second are medians over repetitions of the whole text after one warm-up.
"to spans" ends with token offsets as arrays, "to codes" with integer codes as well, "to
strings" with a list of str for each document. "random words" are words of the post-processor's
dictionary in random order: text on which no cache helps. Import is the time to import the
engine's libraries, load from there to its first tokens. Peak is the resident memory of the
process, shared pages of the mapped model included.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENGINES = ("pkuseg", "policy", "spacy-pkuseg", "jieba", "rjieba")
BASELINE = "spacy-pkuseg"
PROCESSES = 3


def texts_of(kind: str, characters: int) -> list[str]:
    """The study's documents, or random dictionary words, up to some length."""
    from policyresearch.segment.pkuseg.model import read_plain_pickle, reference_folder

    if kind == "documents":
        files = sorted((ROOT / "data" / "raw").glob("*.txt"))
        texts = [path.read_text(encoding="utf-8") for path in files]
        return [text[: characters // len(texts)] for text in texts]
    words = read_plain_pickle(reference_folder() / "default.pkl").split("\n")
    rng, lines, made = random.Random(1), [], 0
    while made < characters:
        lines.append("".join(rng.choices(words, k=12)))
        made += len(lines[-1])
    return lines


def load(engine: str) -> dict[str, Callable[[list[str]], Any]]:
    """What the engine can be asked for."""
    if engine == BASELINE:
        import spacy_pkuseg

        from policyresearch.segment.pkuseg.model import reference_folder

        with contextlib.redirect_stderr(io.StringIO()):
            reference = spacy_pkuseg.pkuseg(str(reference_folder()))
        return {"strings": lambda texts: [reference.cut(text) for text in texts]}
    if engine == "jieba":
        import jieba

        jieba.setLogLevel(60)
        return {"strings": lambda texts: [jieba.lcut(text) for text in texts]}
    if engine == "rjieba":
        import rjieba

        return {"strings": lambda texts: [rjieba.cut(text) for text in texts]}
    from policyresearch.segment.engines import find_tokens
    from policyresearch.segment.spans import Batch

    return {
        "spans": lambda texts: find_tokens(Batch(texts), engine=engine),
        "codes": lambda texts: find_tokens(Batch(texts), engine=engine).codes,
        "strings": lambda texts: find_tokens(Batch(texts), engine=engine).strings(),
    }


def measure(engine: str, smoke: bool) -> dict:
    """One engine in this process."""
    begin = time.process_time()
    if engine in ("pkuseg", "policy"):
        import numba  # noqa: F401
        import scipy.linalg.cython_blas  # noqa: F401  numba loads it for itself
    elif engine == BASELINE:
        import spacy_pkuseg  # noqa: F401
    result: dict = {"engine": engine, "import_s": time.process_time() - begin}
    begin = time.process_time()
    asked = load(engine)
    for ask in asked.values():
        ask(["经济社会发展"])
    result["load_s"] = time.process_time() - begin
    texts = texts_of("documents", 5_000 if smoke else 10**6)
    rounds = 1 if smoke else (3 if engine in (BASELINE, "jieba") else 15)
    result |= {name: _rate(ask, texts, rounds) for name, ask in asked.items()}
    result["peak_mb"] = peak_mb()
    words = texts_of("random words", 5_000 if smoke else 200_000)
    result |= {f"{name} random": _rate(ask, words, rounds) for name, ask in asked.items()}
    return result


def peak_mb() -> float:
    """Largest resident memory so far; not a number where the system does not tell (Windows)."""
    try:
        import resource
    except ModuleNotFoundError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _rate(ask: Callable[[list[str]], object], texts: list[str], rounds: int) -> float:
    ask(texts)
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        ask(texts)
        times.append(time.process_time() - begin)
    return sum(map(len, texts)) / statistics.median(times)


def scale(smoke: bool, folder: Path | None) -> None:
    """1,200 documents read and segmented, three ways; 10,000 segmented to disk."""
    from policyresearch.segment.engines import find_tokens
    from policyresearch.segment.parts import Document, write_tokens
    from policyresearch.segment.spans import Batch

    # Without the damaged document: mending it is a hundred times the work of reading another.
    files = [path for path in sorted((folder or ROOT / "data" / "raw").glob("*.txt"))
             if path.stem != "dalian_2020"]
    raw = [path.read_bytes() for path in files]

    def documents(count: int):
        for i in range(count):
            path = files[i % len(files)]
            yield Document(f"{path.stem}-{i:05d}", path.name, "Hans", raw[i % len(raw)])

    count = 10 if smoke else 1200
    print(f"\n{count} documents, read and segmented to parquet:")
    base = 0.0
    with tempfile.TemporaryDirectory() as parts, contextlib.ExitStack() as stack:
        ways: dict[str, dict] = {"1 process": {}, "2 processes": {"jobs": 2}}
        with contextlib.suppress(ModuleNotFoundError):
            from distributed import LocalCluster

            cluster = stack.enter_context(
                LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
            )
            ways["Dask, 2 workers"] = {"cluster": cluster.scheduler_address}
        for number, (name, way) in enumerate(ways.items()):
            out = Path(parts, str(number))
            begin = time.perf_counter()
            write_tokens(documents(count), out, **way)
            spent = time.perf_counter() - begin
            base = base or spent
            digest = hashlib.sha256()
            for part in sorted(out.iterdir()):
                digest.update(part.read_bytes())
            print(f"  {name:16} {spent:7.1f} s  {count / spent:6.1f} documents/s  "
                  f"{base / spent:4.2f} ×  bytes {digest.hexdigest()[:12]}", flush=True)
    count = 50 if smoke else 10_000
    texts = [data.decode("utf-8") for data in raw]
    with tempfile.TemporaryDirectory() as parts:
        begin = time.perf_counter()
        for i in range(0, count, 40):
            find_tokens(Batch([texts[j % len(texts)] for j in range(i, min(i + 40, count))]))
        alone = time.perf_counter() - begin
        begin = time.perf_counter()
        write_tokens(documents(count), Path(parts), plain=True)
        spent = time.perf_counter() - begin
    print(f"{count} documents to tokens on disk, one process: {spent:.1f} s, segmentation alone "
          f"{alone:.1f} s, ratio {spent / alone:.2f}, peak {peak_mb():.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--only-scale", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--documents", type=Path, help="folder of *.txt for --scale")
    parser.add_argument("--identical", type=Path, metavar="FOLDER", help="compare tokens only")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(measure(options.engine, options.smoke)))
        return
    if options.identical:
        compare_with_published(options.identical)
        return
    if not options.only_scale:
        _print_table(_measure_all(options.smoke))
    if options.scale or options.only_scale or options.smoke:
        scale(options.smoke, options.documents)


def _measure_all(smoke: bool) -> list[dict]:
    """The medians of every engine that is installed."""
    runs: dict[str, list[dict]] = {engine: [] for engine in ENGINES}
    for _ in range(1 if smoke else PROCESSES):
        for engine, held in runs.items():
            command = [sys.executable, __file__, "--engine", engine]
            done = subprocess.run(command + ["--smoke"] * smoke, capture_output=True,
                                  encoding="utf-8", check=False)
            if "ModuleNotFoundError" in done.stderr:
                continue
            done.check_returncode()
            held.append(json.loads(done.stdout))
    for engine in [engine for engine, held in runs.items() if not held]:
        print(f"{engine}: not installed")
    return [
        {"engine": engine}
        | {key: statistics.median(row[key] for row in held) for key in held[0] if key != "engine"}
        for engine, held in runs.items() if held
    ]


def compare_with_published(folder: Path) -> None:
    """Count the lines of the folder's texts on which our tokens differ from spacy-pkuseg's."""
    files = sorted(folder.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8-sig") for path in files]
    ours, published = load("pkuseg")["strings"](texts), load(BASELINE)["strings"](texts)
    unlike = [path.name for path, a, b in zip(files, ours, published, strict=True) if a != b]
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters, "
          f"{sum(map(len, ours)):,} tokens; {len(unlike)} texts differ {unlike or ''}")


def _print_table(rows: list[dict]) -> None:
    by_name = {row["engine"]: row for row in rows}
    base = by_name[BASELINE]
    asked = ("spans", "codes", "strings", "spans random", "strings random")
    print(f"{'engine':14}" + "".join(f"{name:>22}" for name in asked)
          + f"{'import s':>9}{'load s':>9}{'peak MB':>9}")
    for row in rows:
        cells = ""
        for name in asked:
            against = base["strings random" if name.endswith("random") else "strings"]
            held = row.get(name)
            text = f"{held / 1e6:.3f} M/s {held / against:6.1f} ×" if held else "-"
            cells += f"{text:>22}"
        print(f"{row['engine']:14}{cells}{row['import_s']:9.2f}{row['load_s']:9.2f}"
              f"{row['peak_mb']:9.0f}")


if __name__ == "__main__":
    main()
