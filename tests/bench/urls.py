"""The application's addresses and the constant view: no query, all the middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from council.urls import handler429 as handler429
from council.urls import urlpatterns as own

constant = login_not_required(lambda _request: HttpResponse("constant"))
urlpatterns = [path("constant", constant), *own]
