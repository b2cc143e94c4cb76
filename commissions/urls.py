"""Addresses of the commissions' pages on the desk."""

from django.urls import path

from commissions.views import agenda, assignments, events, experts, work

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
        "commissions/<int:pk>/assignments/give/",
        assignments.give_assignment,
        name="give_assignment",
    ),
]
