"""What the constructions work on and what they make."""

from __future__ import annotations

from dataclasses import dataclass, field

from policyresearch.targets.clauses import Clause, Group
from policyresearch.targets.phrases import Phrase
from policyresearch.targets.quantities import Quantity


@dataclass(slots=True)
class Draft:
    """A record before its status, year and place in the raw file are known."""

    quantity: Quantity
    phrase: Phrase
    measure: str
    start: int
    end: int
    sign: int = 1
    status: str = ""  # "" where the section and the tense decide
    scope: Phrase = ()
    base_year: int | None = None
    streak: int | None = None  # years of a run that ends with the year of the value
    relation: str = ""  # "" where it is that of the quantity
    note: str = ""
    rule: str = ""
    earlier: bool = False  # a starting value, of a year of its own
    year: int | None = None  # that year, where it is written
    bare: bool = False  # counted with no verb before it
    flow: bool = False  # something done or coming in, so that it adds up over years
    carried: bool = False  # the subject stands in a clause before


@dataclass(slots=True)
class Memory:
    """What a clause may leave out because an earlier one of the sentence said it."""

    subject: Phrase = ()
    subject_start: int = 0
    verb: str = ""
    run: int | None = None
    entity: Phrase = ()
    base: tuple[tuple[int, int], ...] = ()  # what a share of the same clause is of
    telling: Phrase = ()  # a verb that belongs to the name of what it did: 捐赠
    last: list[Draft] = field(default_factory=list)  # of the group before
    said: list[Draft] = field(default_factory=list)  # levels of the sentence so far


@dataclass(slots=True)
class Site:
    """One group of values where it stands."""

    text: str
    clause: Clause
    group: Group
    memory: Memory

    @property
    def before(self) -> str:
        return self.text[slice(*self.group.before)]

    @property
    def after(self) -> str:
        return self.text[slice(*self.group.after)]

    @property
    def number(self) -> int:
        """Place of the group in its clause."""
        return self.group.number

    @property
    def last_of_clause(self) -> bool:
        return self.clause.groups[-1] is self.group
