"""Addresses: the machine's, the public's, and the desk's."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

urlpatterns = [*i18n_patterns(path("x/", lambda r: None, name="x"))]
