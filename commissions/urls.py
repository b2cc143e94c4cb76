"""Addresses of the commissions' pages on the desk."""

from django.urls import path

from commissions.views import agenda, experts

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
]
