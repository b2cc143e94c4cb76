"""Addresses of the public pages."""

from django.urls import path

from experts.views import lists, open_data, pages, public, verification

urlpatterns = [
    path("", pages.home, name="home"),
    path("register.pdf", open_data.register_pdf, name="register_pdf"),
    path("register/", public.register, name="register"),
    path("register/changes/", public.changes, name="changes"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("register/editions/", lists.list_editions, name="list_editions"),
    path("register/editions/<int:number>/", lists.list_edition, name="list_edition"),
    path(
        "register/editions/<int:number>-<str:language>.pdf",
        lists.list_edition_pdf,
        name="list_edition_pdf",
    ),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verification, name="verification"),
    path("register/<str:public_id>/", public.entry, name="entry"),
    path("become-an-expert/", pages.become_expert, name="become_expert"),
    path(
        "become-an-expert/application-<str:language>.pdf",
        pages.application_form,
        name="application_form",
    ),
    path("contact/", pages.contact, name="contact"),
    path("rules/", pages.rules, name="rules"),
]
