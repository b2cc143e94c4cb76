"""Addresses: the machine's, the public's, and the desk's."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from council.views import (
    accounts,
    desk,
    editions,
    guide,
    health,
    history,
    items,
    merging,
    papers,
    protocols,
    public,
    recording,
    reminders,
    seats,
    second_factor,
    signing_in,
    sittings,
    the_council,
)

desk_patterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("council/", the_council.the_council, name="the_council"),
    path("council/names/", the_council.name_council, name="name_council"),
    path("council/retention/", the_council.set_retention, name="set_retention"),
    path("convocations/new/", the_council.enter_convocation, name="enter_convocation"),
    path(
        "convocations/<int:pk>/end/",
        the_council.end_convocation_early,
        name="end_convocation_early",
    ),
    path("convocations/<int:pk>/bodies/", the_council.enter_body, name="enter_body"),
    path("bodies/<int:pk>/", the_council.body, name="body"),
    path("bodies/<int:pk>/names/", the_council.change_body, name="change_body"),
    path("bodies/<int:pk>/seats/", seats.seat_person, name="seat_person"),
    path("bodies/<int:pk>/sittings/", sittings.plan_sitting, name="plan_sitting"),
    path(
        "bodies/<int:pk>/acting/",
        seats.name_acting_chair,
        name="name_acting_chair",
    ),
    path("acting/<int:pk>/end/", seats.end_acting, name="end_acting"),
    path("editions/", editions.editions, name="editions"),
    path("seats/<int:pk>/end/", seats.end_seat, name="end_seat"),
    path("seats/<int:pk>/reopen/", seats.reopen_seat, name="reopen_seat"),
    path("people/<int:pk>/", seats.change_person, name="change_person"),
    path("people/<int:pk>/merge/", merging.merge_persons, name="merge_persons"),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/<int:pk>/", sittings.sitting, name="sitting"),
    path("sittings/<int:pk>/change/", sittings.change_sitting, name="change_sitting"),
    path("sittings/<int:pk>/cancel/", sittings.cancel_sitting, name="cancel_sitting"),
    path("sittings/<int:pk>/reopen/", sittings.reopen_sitting, name="reopen_sitting"),
    path("sittings/<int:pk>/items/", items.add_item, name="add_item"),
    path(
        "sittings/<int:pk>/attendance/",
        recording.record_attendance,
        name="record_attendance",
    ),
    path("sittings/<int:pk>/votes/", recording.record_votes, name="record_votes"),
    path(
        "sittings/<int:pk>/finalise/",
        sittings.finalise_protocol,
        name="finalise_protocol",
    ),
    path(
        "sittings/<int:pk>/protocol-<str:language>.pdf",
        protocols.protocol_pdf,
        name="protocol_pdf",
    ),
    path(
        "sittings/<int:pk>/agenda-<str:language>.pdf",
        papers.agenda_pdf,
        name="agenda_pdf",
    ),
    path(
        "sittings/<int:pk>/attendance-<str:language>.pdf",
        papers.attendance_sheet_pdf,
        name="attendance_sheet_pdf",
    ),
    path(
        "sittings/<int:pk>/invitations-<str:language>.pdf",
        papers.invitations_pdf,
        name="invitations_pdf",
    ),
    path(
        "sittings/<int:pk>/excerpt-<int:position>-<str:language>.pdf",
        protocols.excerpt_pdf,
        name="excerpt_pdf",
    ),
    path(
        "sittings/<int:pk>/correct/",
        protocols.correct_protocol,
        name="correct_protocol",
    ),
    path("sittings/<int:pk>/signed/", protocols.attach_scan, name="attach_scan"),
    path("signed/<int:pk>/", protocols.open_scan, name="open_scan"),
    path(
        "sittings/<int:pk>/amendment/",
        editions.propose_edition,
        name="propose_edition",
    ),
    path("items/<int:pk>/", items.change_item, name="change_item"),
    path("items/<int:pk>/remove/", items.remove_item, name="remove_item"),
    path("history/", history.history, name="history"),
    path("history/<str:record>/<int:pk>/", history.row_history, name="row_history"),
    path("record/", history.audit_record, name="audit_record"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("letters/", reminders.choose_letters, name="choose_letters"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.invite_account, name="invite_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/role/", accounts.change_role, name="change_role"),
    path("accounts/<int:pk>/person/", accounts.link_person, name="link_person"),
    path(
        "accounts/<int:pk>/invitation/",
        accounts.send_invitation,
        name="send_invitation",
    ),
    path(
        "accounts/<int:pk>/disable/", accounts.disable_account, name="disable_account"
    ),
    path("accounts/<int:pk>/enable/", accounts.enable_account, name="enable_account"),
    path(
        "accounts/<int:pk>/second-factor/",
        accounts.reset_second_factor,
        name="reset_second_factor",
    ),
    path("candidates/", include("experts.urls")),
    path("import/", include("experts.urls_import")),
    path("", include("commissions.urls")),
    path("", include("kpi.urls")),
]

account_patterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second/", signing_in.second_step, name="mfa_authenticate"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "sign-in/forgotten/", signing_in.forgotten_password, name="forgotten_password"
    ),
    path("invitation/", signing_in.choose_password, name="choose_password"),
    path(
        "invitation/<slug:token>/", signing_in.open_invitation, name="open_invitation"
    ),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path(
        "second-factor/set-up/",
        second_factor.set_up_second_factor,
        name="set_up_second_factor",
    ),
    path("second-factor/codes/", second_factor.recovery_codes, name="recovery_codes"),
    path(
        "second-factor/codes/new/",
        second_factor.renew_recovery_codes,
        name="renew_recovery_codes",
    ),
    path(
        "second-factor/remove/",
        second_factor.remove_second_factor,
        name="remove_second_factor",
    ),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
]

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("council-logo.png", public.council_logo, name="council_logo"),
    path("", include("experts.urls_files")),
    *i18n_patterns(
        path("", include("experts.urls_public")),
        path("help/", guide.guide, name="guide"),
        path("help/<slug:name>/", guide.guide_page, name="guide_page"),
        path("display/", public.choose_display, name="choose_display"),
        path("desk/", include(desk_patterns)),
        *account_patterns,
    ),
]
handler429 = "council.limits.too_many"
