"""Addresses of the bare project: its administration and a constant view."""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("constant", lambda _request: HttpResponse("constant")),
]
