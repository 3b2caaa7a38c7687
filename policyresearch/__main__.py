"""
The command line: `python -m policyresearch COMMAND`.

A command is one line of `COMMANDS`: its name and what it is for. `policyresearch.commands` has a
module of that name with

    def add_arguments(parser: argparse.ArgumentParser) -> None: ...
    def run(arguments: argparse.Namespace) -> int | None: ...      # exit code, None for 0

which is imported only when the command is called, so that the help costs no import.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from policyresearch import __version__
from policyresearch.errors import DataError

PROGRAM = "python -m policyresearch"


class Command(NamedTuple):
    """A module of `policyresearch.commands` and its line in the help."""

    name: str
    help: str

    def load(self) -> ModuleType:
        """Its module."""
        return import_module(f"policyresearch.commands.{self.name}")


COMMANDS: tuple[Command, ...] = (
    Command("add", "put documents into a study folder and say what was understood"),
    Command("read", "write sections, paragraphs and sentences of any documents as CSV"),
    Command("audit", "say what reading kept, dropped and repaired in a study"),
    Command("model", "fetch, verify and convert the segmentation model, once"),
    Command("segmentation", "audit the segmenters: term recall, agreement, gold"),
    Command("tokens", "segment a study of any size into parquet files"),
    Command("targets", "write the target values of any documents as CSV"),
    Command("evaluate", "score target values against gold, layer by layer, and list every error"),
    Command("reviews", "write a sheet for reviewing target values; compare two coders' sheets"),
    Command("topics", "write topic labels to review, intrusion sheets for coders; score answers"),
    Command("study", "make tables, notebooks, figures and report of a study"),
    Command("claims", "list every sentence with a number that the study makes"),
    Command("trace", "follow one claim back to rows, sentences and raw files"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 2 for wrong arguments or data, 130 if stopped."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _write_utf8()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    if arguments[0] == "--version":
        print(f"policyresearch {__version__}")
        return 0
    known = {command.name: command for command in COMMANDS}
    command = known.get(arguments[0])
    if command is None:
        print(
            f"policyresearch: no command {arguments[0]!r}. Commands: {', '.join(known)}. "
            f"`{PROGRAM}` says what each is for.",
            file=sys.stderr,
        )
        return 2
    try:
        return _run(command, arguments[1:])
    except DataError as error:
        print(f"policyresearch {command.name}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"policyresearch {command.name}: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`… | head`); nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def overview() -> str:
    """The help, on one screen."""
    width = max((len(command.name) for command in COMMANDS), default=0)
    lines = [
        f"usage: {PROGRAM} COMMAND [options]",
        "",
        *(f"  {command.name:<{width}}  {command.help}" for command in COMMANDS),
        "",
        f"`{PROGRAM} COMMAND --help` shows the options of one command.",
    ]
    return "\n".join(lines)


def _run(command: Command, arguments: Sequence[str]) -> int:
    module = command.load()
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} {command.name}", description=command.help, allow_abbrev=False
    )
    module.add_arguments(parser)
    run: Callable[[argparse.Namespace], int | None] = module.run
    return run(parser.parse_args(arguments)) or 0


def _write_utf8() -> None:
    """Titles are Chinese: a console or pipe in another encoding must not end the run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
