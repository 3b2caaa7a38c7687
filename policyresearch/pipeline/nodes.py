"""Steps in the terms of pytask: a task, and nodes whose state is a digest of contents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytask

from policyresearch.pipeline.steps import Step, digest_record
from policyresearch.study.folder import Study


def make_task(step: Step, action: Callable[..., None], study: Study) -> pytask.PTask:
    """A step as a task that runs `action`."""
    depends_on: dict[str, Any] = {
        name: Given(name=f"{step.name}: {name}", value=value)
        for name, value in step.inputs.items()
    }
    depends_on |= {f"need_{n}": _node(path, study) for n, path in enumerate(step.needs)}
    makes = [*step.makes, *([step.record] if step.record else [])]
    return _Task(
        name=step.name,
        function=action,
        depends_on=depends_on,
        produces={f"product_{n}": _node(path, study) for n, path in enumerate(makes)},
    )


@dataclass(kw_only=True)
class _Task(pytask.TaskWithoutPath):
    def state(self) -> str:
        """Always the same: the library's sources are an input of every step."""
        return "step"


@dataclass
class Given(pytask.PNode):
    """A digest taken when the run began, so that an edit made meanwhile counts as one."""

    name: str
    value: str
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        return _sign("given", self.name)

    def state(self) -> str:
        return self.value

    def load(self, is_product: bool = False) -> str:
        return self.value

    def save(self, value: Any) -> None:
        raise NotImplementedError(f"{self.name} is an input")


@dataclass
class Written(pytask.PNode):
    """Everything on the list of files that a notebook wrote."""

    name: str
    record: Path
    study: Study
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        return _sign("written", self.name)

    def state(self) -> str | None:
        return digest_record(self.record, self.study)

    def load(self, is_product: bool = False) -> Path:
        return self.record

    def save(self, value: Any) -> None:
        raise NotImplementedError(f"{self.name} is written by the step itself")


def _node(path: Path, study: Study) -> pytask.PNode:
    name = path.relative_to(study.root).as_posix()
    if path.parent == study.written:
        return Written(name=name, record=path, study=study)
    return pytask.PathNode(name=name, path=path)


def _sign(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind} {name}".encode()).hexdigest()
