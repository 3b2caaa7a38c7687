"""Run a notebook in a kernel of its own and keep only what is the same on every machine."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import tempfile
import weakref
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from policyresearch.errors import DataError
from policyresearch.files import WRITTEN_VARIABLE
from policyresearch.pipeline.inputs import PACKAGE, TRANSLATION
from policyresearch.processes import child_variables
from policyresearch.study.folder import LANGUAGE_VARIABLE, LANGUAGES, STUDY_VARIABLE, Study

# "…/file.py:12: UserWarning: text", and the line of source that Python prints below it.
_WARNING = re.compile(r"^\S.*?:\d+: (\w*Warning: .*)\n(?:  .*\n?)?", re.MULTILINE)
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
# How an object without a text of its own shows: its address differs from run to run.
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
# What Python says of a name of this package, or of the object a notebook begins with.
_NAME_ERRORS = ("ImportError", "ModuleNotFoundError", "AttributeError")
_OWN = re.compile(r"['\"]policyresearch[.'\"]|'Corpus' object")
_MOVED = (
    "Unless the name is misspelt, the notebook was written for an earlier version of "
    "policyresearch: \"Moved names\" in CHANGELOG.md says where its names are now."
)
# A failure is told once, by the exception.
_SILENT = logging.getLogger("policyresearch.kernel")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False
_running: weakref.WeakSet[AsyncKernelManager] = weakref.WeakSet()


class NotebookError(DataError):
    """A notebook that did not run to its end; the message says where and why."""


def read_notebook(content: bytes, name: str, *, language: str = LANGUAGES[0]) -> NotebookNode:
    """
    A notebook as stored, without outputs, every cell with a stable id.

    In another language than the default, prose is replaced by the translation that its cell
    keeps, and the parameter `language` is set.

    Raises
    ------
    DataError
        If it is not a notebook of format 4.
    """
    try:
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
    except Exception as error:
        raise DataError(
            f"Notebook {name}: cannot be read ({_last_line(str(error))}). "
            "Open it in JupyterLab and save it again."
        ) from None
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
        if language != LANGUAGES[0]:
            _translate(cell, language)
        cell.metadata = NotebookNode(
            {key: value for key, value in cell.metadata.items() if key == "tags"}
        )
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    return notebook


def _translate(cell: NotebookNode, language: str) -> None:
    """Prose without a translation stays as it is."""
    if cell.cell_type == "markdown":
        cell.source = cell.metadata.get(TRANSLATION, cell.source)
    elif "parameters" in cell.metadata.get("tags", []):
        cell.source += f"\nlanguage = {language!r}"


def execute_notebook(
    notebook: NotebookNode, name: str, *, study: Study, written: Path
) -> NotebookNode:
    """
    Run all cells on `study`; the paths of the files they write are listed in `written`.

    Raises
    ------
    NotebookError
        If a cell fails, naming it with the last line of the error, or if an output holds
        something that differs from machine to machine.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as settings:
        variables = child_variables(
            **{
                STUDY_VARIABLE: str(study.root),
                LANGUAGE_VARIABLE: study.language,
                WRITTEN_VARIABLE: str(written),
                # Neither the reader's start-up files nor progress bars belong in an output.
                "IPYTHONDIR": settings,
                "TQDM_DISABLE": "1",
            }
        )
        # Figures are shown in the notebook by its own backend, whatever the reader's is.
        variables.pop("MPLBACKEND", None)
        client = _Client(
            notebook, timeout=None, startup_timeout=300, record_timing=False,
            # How a text is cut into messages depends on the moment.
            coalesce_streams=True,
            # A kernel's own notices are for administrators.
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
        )
        client.log = _SILENT
        try:
            client.execute(env=variables, cwd=str(study.root))
        except CellExecutionError as error:
            raise NotebookError(_explain(notebook, name, error)) from None
        except DeadKernelError:
            raise NotebookError(
                f"Notebook {name}: the kernel died{_locate(notebook)}. Most often the memory "
                "was used up: close other programs, or run with --jobs 1."
            ) from None
    _clean(notebook)
    _check_portable(notebook, name, study)
    return notebook


def write_notebook(notebook: NotebookNode) -> bytes:
    """The file's content; equal notebooks give equal bytes."""
    return (nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n").encode("utf-8")


def stop_kernels() -> None:
    """End every kernel that is running; kernels do not hear the reader's Ctrl+C themselves."""
    for manager in list(_running):
        process = getattr(manager.provisioner, "process", None)
        if process is not None and process.poll() is None:
            process.kill()


class _Client(NotebookClient):
    """Runs the kernel of this very Python."""

    def create_kernel_manager(self) -> AsyncKernelManager:
        # Without folders of its own the manager takes the kernel of this interpreter, not one
        # that the reader once registered under the same name.
        specs = KernelSpecManager(kernel_dirs=[])
        self.km = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
        _running.add(self.km)
        return self.km


def _clean(notebook: NotebookNode) -> None:
    """Drop what differs from run to run and says nothing about the result."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3", "language": "python", "name": "python3",
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _order_streams(cell.outputs)
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                output.text = _WARNING.sub(r"\1\n", output.text)


def _order_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Of printed text and warnings side by side, the text first: which comes first is chance."""
    ordered: list[NotebookNode] = []
    for output in outputs:
        beside = ordered and ordered[-1].get("name") == "stderr"
        if beside and output.get("name") == "stdout":
            ordered.insert(len(ordered) - 1, output)
        else:
            ordered.append(output)
    return ordered


def _check_portable(notebook: NotebookNode, name: str, study: Study) -> None:
    paths = {str(study.root), str(PACKAGE), sys.prefix, tempfile.gettempdir() + "/ipykernel"}
    for number, cell in enumerate(notebook.cells, start=1):
        for text in _texts(cell):
            found = [f"the path {path}" for path in sorted(paths) if path in text]
            found += [f"a memory address ({a})" for a in _ADDRESS.findall(text)]
            if found:
                raise NotebookError(
                    f"Notebook {name}, cell {number}: its output holds {found[0]}, which differs "
                    "from machine to machine. End the line with `;`, or show less."
                )


def _texts(cell: NotebookNode) -> list[str]:
    texts = []
    for output in cell.get("outputs", []):
        texts.append(output.get("text", ""))
        data = output.get("data", {})
        texts += [value for kind, value in data.items() if kind.startswith("text/")]
    return [text for text in texts if isinstance(text, str)]


def _explain(notebook: NotebookNode, name: str, error: CellExecutionError) -> str:
    value = _last_line(_ESCAPES.sub("", str(error.evalue)))
    hint = _MOVED if _is_moved(error.ename, value) else {
        "ModuleNotFoundError": "Run it through `python run.py study`, which has all libraries.",
        "DataError": "The message names the file or table to mend.",
    }.get(error.ename, "Open it with `python run.py lab` and run it to that cell.")
    source = _current_line(error.traceback)
    shown = f"\n  {source}" if source else ""
    return f"Notebook {name}{_locate(notebook)}: {error.ename}: {value}{shown}\n  {hint}"


def _is_moved(error: str, message: str) -> bool:
    """
    Whether a cell asked for a name that this version of the package does not have.

    Examples
    --------
    >>> _is_moved("ModuleNotFoundError", "No module named 'policyresearch.keywords'")
    True
    >>> _is_moved("ModuleNotFoundError", "No module named 'networkx'")
    False
    """
    return error in _NAME_ERRORS and bool(_OWN.search(message))


def _locate(notebook: NotebookNode) -> str:
    """The first cell that failed, else the one after the last that ran."""
    code = [(n, c) for n, c in enumerate(notebook.cells, start=1) if c.cell_type == "code"]
    for number, cell in code:
        if any(output.output_type == "error" for output in cell.outputs):
            return f", cell {number} (id {cell.id})"
    last = [number for number, cell in code if cell.execution_count]
    return f", cell {last[-1]}" if last else ", at its start"


def _current_line(traceback: str) -> str:
    """The line of the notebook's own cell that was running."""
    plain = _ESCAPES.sub("", traceback)
    arrows = [line for line in plain.splitlines() if re.match(r"\s*-+>\s*\d+", line)]
    return re.sub(r"^\s*-+>\s*\d+\s?", "", arrows[0]).strip() if arrows else ""


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "no message"


def prepare_event_loop() -> None:
    """Choose the one event loop on Windows that the kernel's sockets work with."""
    if sys.platform == "win32" and sys.version_info < (3, 14):
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
