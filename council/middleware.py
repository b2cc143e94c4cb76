"""What every answer carries, and which methods are answered at all."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")
FEATURES = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera"),
    *("display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
    *("hid", "idle-detection", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "usb", "web-share"),
    "xr-spatial-tracking",
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}

GetResponse = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """Sets what neither Django nor django-csp does, on errors and static files too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class MethodsMiddleware:
    """Answers 405 to any method but those of links and forms, whatever the address.

    It stands before sign-in, so the answer tells nothing of what is there. A view that
    takes fewer says so with `require_safe` or `require_POST`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)
