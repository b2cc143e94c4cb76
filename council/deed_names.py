"""Every deed in words, in the past tense: why a row has a version.

A new deed (`@deed` in an app's actions) needs its sentence here; a test asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DEED_NAMES: dict[str, StrOrPromise] = {
    # the council itself
    "init_council": _("Council founded"),
    "name_council": _("Names of the council recorded"),
    "set_retention": _("Time for which papers are kept set"),
    "enter_convocation": _("Convocation entered"),
    "enter_body": _("Body entered"),
    "enter_person": _("Person put on record"),
    "change_body": _("Names of a body changed"),
    "merge_persons": _("Two records of a person merged"),
    "change_person": _("Person's data corrected"),
    "seat_person": _("Seat given"),
    "seat_new_person": _("Seat given"),
    "end_seat": _("Seat ended"),
    "reopen_seat": _("End of a seat taken back"),
    "name_acting_chair": _("Acting chair named"),
    "end_acting": _("Acting chair's time ended"),
    "end_convocation_early": _("Early end of the council noted"),
    "adopt_edition": _("Edition of the Regulation put on record"),
    # accounts and signing in
    "invite_account": _("Account made and invited"),
    "send_invitation": _("Invitation sent again"),
    "ask_new_password": _("Link for a new password asked for"),
    "use_invitation": _("Password chosen by a link"),
    "change_password": _("Password changed"),
    "change_role": _("Role of an account changed"),
    "disable_account": _("Account disabled"),
    "enable_account": _("Account enabled"),
    "link_person": _("Account's person changed"),
    "set_up_second_factor": _("Second factor set up"),
    "renew_recovery_codes": _("Recovery codes made anew"),
    "remove_second_factor": _("Second factor removed by its owner"),
    "reset_second_factor": _("Second factor reset"),
    "choose_letters": _("Address and language of letters chosen"),
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "fail_sign_in": _("Sign-in with a wrong password"),
    "fail_second_factor": _("Sign-in with a wrong code"),
    "save_table": _("Table taken along as a file"),
    # sittings
    "plan_sitting": _("Sitting planned"),
    "change_sitting": _("Sitting corrected"),
    "cancel_sitting": _("Sitting cancelled"),
    "reopen_sitting": _("Sitting planned again"),
    "add_item": _("Question put on the agenda"),
    "change_item": _("Question of the agenda corrected"),
    "remove_item": _("Question taken off the agenda"),
    "record_attendance": _("Attendance recorded"),
    "record_votes": _("Votes recorded"),
    "finalise_protocol": _("Protocol finalised"),
    "correct_protocol": _("Protocol corrected"),
    "attach_scan": _("Scan of the signed protocol attached"),
    "open_scan": _("Scan of the signed protocol opened"),
    "propose_edition": _("Amendment of the Regulation put on the agenda"),
    # dossiers and the register
    "enter_candidate": _("Candidate entered"),
    "change_dossier": _("Dossier changed"),
    "open_file": _("Scan of a paper opened"),
    "engage": _("Expert entered in the register"),
    "release": _("Expert released"),
    "reassign": _("Expert reassigned to another commission"),
    "annul_engagement": _("Entry of the register annulled"),
    "undo_release": _("Release taken back"),
    "undo_reassignment": _("Reassignment taken back"),
    "refuse": _("Refusal noted in the dossier"),
    "reopen": _("Refused candidate taken up again"),
    "keep_reference_documents": _("List of reference documents changed"),
    "import_register": _("List of experts imported"),
    "publish_list": _("List of experts published"),
    "withdraw_consent": _("Consent withdrawn"),
    "purge_papers": _("Papers and particulars purged"),
    "redact_person": _("Person's data taken out of the history"),
    # commissions
    "discuss": _("Candidate put up for discussion"),
    "discuss_expert": _("Expert put up for discussion"),
    "discuss_together": _("Candidates put up for discussion"),
    "propose": _("Candidate proposed to the Presidium"),
    "propose_together": _("Candidates proposed to the Presidium"),
    "propose_release": _("Release of an expert proposed"),
    "propose_reassignment": _("Reassignment of an expert proposed"),
    "key_request": _("Expert's own request keyed in"),
    # section 4
    "note_evaluations": _("Notes on experts' work kept"),
    "sign_evaluations": _("Evaluations of a quarter signed off"),
    "evaluate_work": _("Expert's work evaluated on its completion"),
    "correct_evaluation": _("Evaluation corrected"),
    "make_report": _("Report to the Presidium begun"),
    "change_report": _("Report to the Presidium changed"),
    "sign_report": _("Report to the Presidium signed"),
    "submit_report": _("Report put on an agenda of the Presidium"),
    # what experts hand in and say
    "receive_recommendation": _("Written work received"),
    "change_recommendation": _("Written work corrected"),
    "ask_clarification": _("Clarification of a written work asked"),
    "receive_version": _("New version of a written work received"),
    "consider_recommendation": _("Written work considered"),
    "open_work_file": _("File of a written work opened"),
    "enter_publication": _("Publication entered"),
    "change_publication": _("Publication corrected"),
    "approve_publication": _("Publication agreed"),
    "decline_publication": _("Publication declined"),
    "record_appearance": _("Appearance of a publication recorded"),
    "establish_breach": _("Breach established"),
    "lift_breach": _("Breach taken back"),
    "enter_risk_notice": _("Notice of a corruption risk entered"),
    "commend": _("Commendation proposed"),
    "award_commendation": _("Commendation awarded"),
    # events and assignments
    "plan_event": _("Event planned"),
    "change_event": _("Event changed"),
    "cancel_event": _("Event cancelled"),
    "reopen_event": _("Event planned again"),
    "record_event": _("Event recorded as held"),
    "give_assignment": _("Assignment given"),
    "change_assignment": _("Assignment changed"),
    "complete_assignment": _("Assignment noted as done"),
    "withdraw_assignment": _("Assignment withdrawn"),
    "reopen_assignment": _("Assignment opened again"),
}


def deeds_called(sentence: str) -> list[str]:
    """Return the deeds of this sentence; to a reader they are one."""
    return [name for name, words in DEED_NAMES.items() if str(words) == sentence]


def deed_in_words(name: str | None) -> str:
    """Return the deed's sentence; of a deed unknown today its name as it was kept."""
    return str(DEED_NAMES.get(name or "", name or "–"))
