"""How much may come in: for a file, for a request, for an account in ten minutes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from allauth.core.ratelimit import consume
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from council.uploads import LARGEST, MEGABYTE, HeldBack

LARGEST_REQUEST = 100 * MEGABYTE
IN_MEMORY = MEGABYTE


class LimitedUploadHandler(FileUploadHandler):
    """Keeps of each file what is within the limit, and counts the rest.

    So a form can say what is wrong and keep the rest of the typing. Nothing has a name
    on the disk, so a crash leaves nothing behind.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next file."""
        super().new_file(*args, **kwargs)
        self.size = 0
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part, or nothing more once there is too much."""
        self.size += len(raw_data)
        if self.size <= LARGEST:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """Return the file with its true size, empty where that is too large."""
        if self.size > LARGEST:
            self.file.truncate(0)
        self.file.seek(0)
        return UploadedFile(
            self.file,
            self.file_name,
            self.content_type,
            self.size,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Forget the file that broke off."""
        self.file.close()


class RequestSizeMiddleware:
    """Answers 413 to a request that says it is too large, before reading any of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_files = request.content_type == "multipart/form-data"
        most = LARGEST_REQUEST if has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        said = request.headers.get("content-length") or "0"
        if said.isdecimal() and most is not None and int(said) > most:
            return render(request, "413.html", status=413)
        return self.get_response(request)


def uploads(request: HttpRequest) -> MultiValueDict[str, UploadedFile] | None:
    """Return the files of a request for its form, None where there are none.

    When the account has handed in too many of late, the form says so and keeps the
    typing: the rate is that of "upload" in the settings.
    """
    if not request.FILES:
        return None
    if consume(request, action="upload", user=request.user):
        return request.FILES
    return MultiValueDict(
        {
            field: [HeldBack(file.name) for file in files]
            for field, files in request.FILES.lists()
        }
    )
