"""Print the tables of docs/speed.md (`make bench`)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.utils import translation  # noqa: E402

from tests.bench.measures import measure  # noqa: E402

with translation.override("kk"):
    measure()
