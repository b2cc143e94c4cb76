"""Addresses of the import of the existing list."""

from django.urls import path

from experts.views import imports

urlpatterns = [
    path("", imports.import_register, name="import_register"),
    path("template.xlsx", imports.import_template, name="import_template"),
    path("<int:pk>/", imports.import_verdicts, name="import_verdicts"),
    path(
        "<int:pk>/verdicts.csv",
        imports.import_verdicts_csv,
        name="import_verdicts_csv",
    ),
    path(
        "<int:pk>/verdicts.xlsx",
        imports.import_verdicts_xlsx,
        name="import_verdicts_xlsx",
    ),
]
