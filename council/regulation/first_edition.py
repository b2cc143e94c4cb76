"""The numbers of the first edition, and our readings where its text is open."""

from datetime import date
from typing import Any

FIRST_EDITION: dict[str, Any] = {
    "decision_number": "24",
    "decided_on": date(2025, 10, 13),
    "effective_on": date(2025, 10, 13),
    "decided_by_kk": "Жалпы отырыс",
    "decided_by_ru": "Общее заседание",
    "candidates_limit": 5,
    "experts_multiple": 7,
    "practice_months": 36,
    "quorum_numerator": 2,
    "quorum_denominator": 3,
    "majority_of": "present",
}
