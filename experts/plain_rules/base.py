"""What a rule in plain words is made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PlainRule:
    """One rule in a sentence; `points` are its parts where it lists some.

    `parts` are such points with clauses of their own. `anchor` is given to the first
    rule of each clause, so that every mark of a clause leads to its words.
    """

    text: str
    clause: str = ""
    is_ours: bool = False
    points: list[str] = field(default_factory=list)
    parts: list[PlainRule] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class PlainMove:
    """One line of the matrix: a move or ground, and what it asks for."""

    label: str
    clause: str
    initiator: str
    needs_discussion: bool
    takes_place: bool
    is_capped: bool


@dataclass(frozen=True)
class RuleGroup:
    """Rules on one question, under an anchor that links can rely on."""

    anchor: str
    title: str
    rules: list[PlainRule]
    moves: list[PlainMove] = field(default_factory=list)
