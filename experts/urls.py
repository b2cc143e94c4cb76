"""Addresses of the dossiers on the desk."""

from django.urls import path

from experts.views import candidates, dossier, drafts, files, lists

urlpatterns = [
    path("", candidates.candidates, name="candidates"),
    path("new/", candidates.enter_candidate, name="enter_candidate"),
    path("draft/", drafts.keep_draft, name="keep_draft"),
    path("drafts/<int:pk>/away/", drafts.throw_draft_away, name="throw_draft_away"),
    path("documents/", files.keep_reference_documents, name="keep_reference_documents"),
    path("files/<int:pk>/", files.open_file, name="open_file"),
    path("list/", lists.publish_list, name="publish_list"),
    path(
        "<int:pk>/consent/withdraw/",
        lists.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<int:pk>/", dossier.dossier, name="dossier"),
    path("<int:pk>/change/", candidates.change_dossier, name="change_dossier"),
]
