"""How far a candidate is brought before a clause test presses the button."""

import pytest

from council.regulation import RuleViolation
from tests import factories
from tests.factories import DECIDED_ON

NOT_DISCUSSED = (
    "1.8: no discussion of the candidate at a sitting of the commission is recorded. "
    "Whom the Presidium refused or released is discussed anew."
)


def ready(council, commission=None, **changes):
    """Return a candidate with a complete dossier whom the commission discussed."""
    candidate = factories.a_candidate(council, commission, **changes)
    factories.discussed(candidate)
    return candidate


def ready_together(council, count, commission=None):
    """Return so many candidates, discussed at one sitting of the commission."""
    found = [factories.a_candidate(council, commission) for _number in range(count)]
    factories.discussed(*found)
    return found


def put_to_vote(council, *candidates, on=DECIDED_ON, **attendance):
    """Return a Presidium sitting that has these candidates and its attendance."""
    sitting = factories.a_presidium_sitting(council, on)
    factories.proposed(*candidates, sitting=sitting)
    return factories.attended(sitting, **attendance)


def title(candidate):
    """Return the question that an agenda asks of the candidate."""
    number = candidate.commission.number
    return f"О привлечении эксперта: {candidate} (комиссия № {number})"


def sentences_of(deed, **facts):
    """Do a deed that no page lets through, and return why it is refused."""
    with pytest.raises(RuleViolation) as refusal:
        deed(**facts)
    return refusal.value.sentences
