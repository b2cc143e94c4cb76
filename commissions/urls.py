"""Addresses of the commissions' pages on the desk."""

from django.urls import path

from commissions import views

urlpatterns = [
    path("sittings/<int:pk>/discuss/", views.discuss, name="discuss"),
    path("sittings/<int:pk>/propose/", views.propose, name="propose"),
    path("candidates/<int:pk>/path/", views.path, name="path"),
]
