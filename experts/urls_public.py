"""Addresses of the public register."""

from django.urls import path

from experts.views import public

urlpatterns = [
    path("", public.register, name="register"),
    path("<str:public_id>/", public.entry, name="entry"),
]
