"""What every rule is: a clause, a check, a refusal in sentences."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar


class RuleViolation(Exception):
    """A deed is refused; `sentences` say why, for the person who tried."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = list(sentences)


def collect(*checks: Any) -> list[str]:
    """Run each (rule, arguments) and return every refusal, not only the first."""
    sentences: list[str] = []
    for rule, facts in checks:
        try:
            rule.check(**facts)
        except RuleViolation as refusal:
            sentences += refusal.sentences
    return sentences


class Rule(ABC):
    """One rule of the Regulation."""

    clause: ClassVar[str]

    @abstractmethod
    def check(self, *args: Any, **kwargs: Any) -> None:
        """Raise RuleViolation when the facts break the rule."""

    def holds(self, *args: Any, **kwargs: Any) -> bool:
        """Return whether `check` lets the facts pass."""
        try:
            self.check(*args, **kwargs)
        except RuleViolation:
            return False
        return True
