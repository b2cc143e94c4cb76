"""The table of deeds on what experts hand in and say, and the rows for addresses."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import outputs

OF_WORK = (
    *("recommendation", "recommendation_pdf", "change_recommendation"),
    *("ask_clarification", "receive_version", "consider_recommendation"),
)
OF_PUBLICATION = (
    *("publication", "change_publication", "approve_publication"),
    *("decline_publication", "record_appearance"),
)
# An expert of commission № 1, whose chair is the own one; "done" is what the deed
# itself ends: considered, agreed and out, taken back, awarded.
OF_OUTPUTS = """
deed                     open     done
recommendations          +++x?    +++x?
recommendation           ++0x?    ++0x?
recommendation_pdf       ++0x?    ++0x?
open_work_file           ++0x?    ++0x?
receive_recommendation   x+0x?    x!0x?
change_recommendation    x+0x?    x!0x?
ask_clarification        x+0x?    x!0x?
receive_version          x!0x?    x!0x?
consider_recommendation  x+0x?    x+0x?
publications             +++x?    +++x?
publication              ++0x?    ++0x?
enter_publication        x+0x?    x!0x?
change_publication       x+0x?    x+0x?
approve_publication      x+0x?    x+0x?
decline_publication      x+0x?    x!0x?
record_appearance        x+0x?    x+0x?
breaches                 +++x?    +++x?
establish_breach         x+0x?    x!0x?
lift_breach              x+0x?    x!0x?
risk_notices             x++x?    x++x?
risk_notice              x+0x?    x+0x?
enter_risk_notice        x+0x?    x!0x?
commendations            +++x?    +++x?
commend                  x+0x?    x!0x?
award_commendation       x+0x?    x+0x?
letter_pdf               ++0x?    ++0x?
"""


def keys_of_outputs(expert):
    """Return, for every address with a key, an output of the expert that it opens."""
    upload = SimpleUploadedFile("work.pdf", b"%PDF-1.7 work")
    work = outputs.a_recommendation(expert, file=upload)
    publication = outputs.a_publication(expert)
    letter = outputs.a_commendation(expert)
    return (
        dict.fromkeys(OF_WORK, work.pk)
        | dict.fromkeys(OF_PUBLICATION, publication.pk)
        | dict.fromkeys(("award_commendation", "letter_pdf"), letter.pk)
        | {
            "open_work_file": work.versions.get().pk,
            "lift_breach": outputs.a_breach(expert).pk,
            "risk_notice": outputs.a_risk_notice(expert).pk,
        }
    )
