"""Addresses of open data: of no language, for programs."""

from django.urls import path

from experts.views import lists, open_data

urlpatterns = [
    path("register.json", open_data.register_json, name="register_json"),
    path("register.csv", open_data.register_csv, name="register_csv"),
    path("register.xlsx", open_data.register_xlsx, name="register_xlsx"),
    path("register.atom", open_data.register_atom, name="register_atom"),
    path(
        "register/editions/<int:number>.json",
        lists.list_edition_json,
        name="list_edition_json",
    ),
]
