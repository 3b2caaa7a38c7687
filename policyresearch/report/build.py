"""Make the report: a page, a PDF and a Word document from what the notebooks left."""

from __future__ import annotations

from policyresearch.files import write_atomically
from policyresearch.report.contents import gather_contents
from policyresearch.study.folder import Study, find_study


def build_report(study: Study | None = None) -> None:
    """
    Write `index.html`, `report.pdf` and `report.docx` into the study's report folder.

    Parameters
    ----------
    study : Study, optional
        By default the one `find_study` finds. Its notebooks must have run: they leave the
        figures and the sentences. The report is in the study's language, its summary in both.

    Raises
    ------
    DataError
        If a figure or a section's sentences are missing. Nothing is written then.
    """
    from policyresearch.report.render import render_page, render_pdf, render_word

    study = study or find_study()
    contents = gather_contents(study)
    files = {
        "index.html": render_page(contents).encode("utf-8"),
        "report.pdf": render_pdf(contents),
        "report.docx": render_word(contents),
    }
    for name, data in files.items():
        write_atomically(study.report / name, data)
