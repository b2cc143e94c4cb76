"""A council in whatever database DATABASE_URL names, made through the deeds.

Prints the register of today as JSON rows, and the key of the refused person.
"""

import json
from dataclasses import astuple
from datetime import timedelta

import django

django.setup()

from council.dates import today  # noqa: E402
from experts import actions  # noqa: E402
from experts.open_data import records  # noqa: E402
from tests import factories as make  # noqa: E402

day = today() - timedelta(days=1)
council = make.a_council(per_commission=2)
admitted, refused = (
    make.a_candidate(council, expert={"note": "of nobody's concern"})
    for _each in range(2)
)
make.engaged(council, admitted, discussed_on=day, decided_on=day)
make.discussed(refused, on=day)
sitting = make.a_presidium_sitting(council, on=day)
make.proposed(refused, sitting=sitting)
make.decided(sitting, against=council.members[:4])
actions.publish_list(on=today(), by=council.secretariat)
print(
    json.dumps(
        {
            "register": [list(map(str, astuple(row))) for row in records(today())],
            "refused": refused.person_id,
        }
    )
)
