"""Addresses of the commissions' pages on the desk."""

from django.urls import path

from commissions.views import (
    agenda,
    assignments,
    commendations,
    conduct,
    events,
    experts,
    publications,
    recommendations,
    work,
)

urlpatterns = [
    path("sittings/<int:pk>/discuss/", agenda.discuss, name="discuss"),
    path("sittings/<int:pk>/propose/", agenda.propose, name="propose"),
    path("candidates/<int:pk>/path/", experts.path, name="path"),
    path("candidates/<int:pk>/discuss/", experts.discuss_expert, name="discuss_expert"),
    path(
        "candidates/<int:pk>/release/",
        experts.propose_release,
        name="propose_release",
    ),
    path("candidates/<int:pk>/request/", experts.key_request, name="key_request"),
    path(
        "candidates/<int:pk>/reassign/",
        experts.propose_reassignment,
        name="propose_reassignment",
    ),
    path("candidates/<int:pk>/work/", work.work, name="work"),
    path("awaited/", work.awaited, name="awaited"),
    path("events/", events.events, name="events"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/change/", events.change_event, name="change_event"),
    path("events/<int:pk>/cancel/", events.cancel_event, name="cancel_event"),
    path("events/<int:pk>/reopen/", events.reopen_event, name="reopen_event"),
    path("events/<int:pk>/record/", events.record_event, name="record_event"),
    path("commissions/<int:pk>/events/plan/", events.plan_event, name="plan_event"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/<int:pk>/", assignments.assignment, name="assignment"),
    path(
        "assignments/<int:pk>/change/",
        assignments.change_assignment,
        name="change_assignment",
    ),
    path(
        "assignments/<int:pk>/complete/",
        assignments.complete_assignment,
        name="complete_assignment",
    ),
    path(
        "assignments/<int:pk>/withdraw/",
        assignments.withdraw_assignment,
        name="withdraw_assignment",
    ),
    path(
        "assignments/<int:pk>/reopen/",
        assignments.reopen_assignment,
        name="reopen_assignment",
    ),
    path(
        "commissions/<int:pk>/assignments/give/",
        assignments.give_assignment,
        name="give_assignment",
    ),
    # what experts hand in and say
    path("works/", recommendations.recommendations, name="recommendations"),
    path(
        "works/receive/",
        recommendations.receive_recommendation,
        name="receive_recommendation",
    ),
    path("works/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path(
        "works/<int:pk>/change/",
        recommendations.change_recommendation,
        name="change_recommendation",
    ),
    path(
        "works/<int:pk>/clarification/",
        recommendations.ask_clarification,
        name="ask_clarification",
    ),
    path(
        "works/<int:pk>/version/",
        recommendations.receive_version,
        name="receive_version",
    ),
    path(
        "works/<int:pk>/consideration/",
        recommendations.consider_recommendation,
        name="consider_recommendation",
    ),
    path(
        "works/<int:pk>/work-<str:language>.pdf",
        recommendations.recommendation_pdf,
        name="recommendation_pdf",
    ),
    path(
        "works/files/<int:pk>/", recommendations.open_work_file, name="open_work_file"
    ),
    path("publications/", publications.publications, name="publications"),
    path(
        "publications/enter/", publications.enter_publication, name="enter_publication"
    ),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path(
        "publications/<int:pk>/change/",
        publications.change_publication,
        name="change_publication",
    ),
    path(
        "publications/<int:pk>/agree/",
        publications.approve_publication,
        name="approve_publication",
    ),
    path(
        "publications/<int:pk>/decline/",
        publications.decline_publication,
        name="decline_publication",
    ),
    path(
        "publications/<int:pk>/appearance/",
        publications.record_appearance,
        name="record_appearance",
    ),
    path("breaches/", conduct.breaches, name="breaches"),
    path("breaches/establish/", conduct.establish_breach, name="establish_breach"),
    path("breaches/<int:pk>/lift/", conduct.lift_breach, name="lift_breach"),
    path("risks/", conduct.risk_notices, name="risk_notices"),
    path("risks/enter/", conduct.enter_risk_notice, name="enter_risk_notice"),
    path("risks/<int:pk>/", conduct.risk_notice, name="risk_notice"),
    path("commendations/", commendations.commendations, name="commendations"),
    path("commendations/commend/", commendations.commend, name="commend"),
    path(
        "commendations/<int:pk>/award/",
        commendations.award_commendation,
        name="award_commendation",
    ),
    path(
        "commendations/<int:pk>/letter-<str:language>.pdf",
        commendations.letter_pdf,
        name="letter_pdf",
    ),
]
