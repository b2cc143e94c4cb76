"""Logs as JSON lines in which nobody is named.

A line holds what this module lets through and nothing else: of a message its fixed
words and numbers, of an exception its type and place. Names of people, what they typed
and the addresses they asked for stay out, whoever writes the line.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import ItemsView, Iterator
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter
from pythonjsonlogger.json import JsonFormatter

ROOT = Path(__file__).resolve().parent.parent
OURS = ("kpi", "commissions", "experts", "council")
WITHHELD = "…"
CONTEXT = ("method", "route", "status", "milliseconds", "account", "statement")
# Of a message that comes without arguments the library may have put them in already:
# its fixed words end where a value can begin.
_BEFORE_VALUES = re.compile(r"[^:=('\"<{\[]*")

request_id: ContextVar[str] = ContextVar("request_id", default="")


class PlainFormatter(JsonFormatter):
    """Writes time, level, logger, message, request and the fields of CONTEXT."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; nothing of the record is taken that is not named here."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": plain_message(record),
            "request": request_id.get(),
        }
        line |= {
            name: value
            for name in CONTEXT
            if (value := getattr(record, name, None)) is not None
        }
        if record.exc_info and record.exc_info[1]:
            line["exceptions"] = [*plain_exceptions(record.exc_info[1])]
        return self.serialize_log_record(line)


def plain_message(record: logging.LogRecord) -> str:
    """Return the fixed words of a message, with its numbers and without its texts."""
    words = str(record.msg)
    if record.args:
        try:
            return words % _numbers_only(record.args)
        except (TypeError, ValueError, KeyError):
            return words
    if record.name.split(".")[0] in OURS:
        return words
    found = _BEFORE_VALUES.match(words)
    return found[0].strip() if found else WITHHELD


def _numbers_only(args: Any) -> Any:
    if isinstance(args, dict):
        return {key: _number(value) for key, value in args.items()}
    return tuple(_number(value) for value in args)


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) else WITHHELD


def plain_exceptions(error: BaseException) -> Iterator[dict[str, Any]]:
    """Yield an exception and those behind it: type and place, never the message.

    A database names the row in its message; of its errors the code and the constraint
    are told, which say the same without a value. An error of the system tells its
    number.
    """
    seen: set[int] = set()
    behind: BaseException | None = error
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        told = {
            "type": type(behind).__name__,
            "at": [*_places(behind.__traceback__)],
            "code": getattr(behind, "sqlstate", None)
            or getattr(behind, "sqlite_errorname", None),
            "constraint": getattr(
                getattr(behind, "diag", None), "constraint_name", None
            ),
            "errno": getattr(behind, "errno", None),
        }
        yield {name: value for name, value in told.items() if value}
        behind = behind.__cause__ or behind.__context__


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Yield "file:line function" of our own frames, and of the innermost one."""
    frames = traceback.StackSummary.extract(
        traceback.walk_tb(trace), lookup_lines=False
    )
    for frame in frames:
        path = Path(frame.filename)
        is_ours = path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS
        if is_ours or frame is frames[-1]:
            shown = path.relative_to(ROOT) if is_ours else path.name
            yield f"{shown}:{frame.lineno} {frame.name}"


class NothingReported(SafeExceptionReporterFilter):
    """Lets no value into Django's reports of an error: names are all they hold."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Return True: reports are plain with DEBUG, too."""
        return True

    def cleanse_setting(self, key: Any, value: Any) -> Any:
        """Return stars for every setting, header and cookie."""
        return self.cleansed_substitute

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return the names of what was sent."""
        sent = request.POST if request else {}
        return dict.fromkeys(sent, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        """Return the names of a frame's variables."""
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()


def log_uncaught(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    """Log what would be printed with its message: for sys.excepthook."""
    logging.getLogger("council.process").critical(
        "uncaught error", exc_info=(kind, error, trace)
    )


def log_uncaught_of_thread(args: Any) -> None:
    """Log what would be printed with its message: for threading.excepthook."""
    log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


class ErrorLetters(logging.Handler):
    """Sends a line about an error to ERRORS_TO; one letter in ten minutes.

    What comes meanwhile is in the log only: a fault that everybody meets must not fill
    a mailbox.
    """

    PAUSE = 600  # seconds

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.quiet_until = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Send the letter; that it cannot be sent stops nothing."""
        now = monotonic()
        if now < self.quiet_until:
            return
        self.quiet_until = now + self.PAUSE
        send_mail(
            "Sarapshy: error",
            f"{self.format(record)}\n",
            from_email=None,
            recipient_list=[settings.ERRORS_TO],
            fail_silently=True,
        )


def logging_config(*, requests: bool, mails_errors: bool = False) -> dict[str, Any]:
    """Return what dictConfig takes; with `requests`, a line for each of them.

    Everything goes through one handler to the standard error, errors by letter too
    where `mails_errors`. The libraries' own handlers are taken off.
    """
    level = "INFO" if requests else "WARNING"
    passed_on = {"handlers": [], "propagate": True, "level": level}
    handlers = ["console", *(["letters"] if mails_errors else [])]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": "council.logs.PlainFormatter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain"},
            "letters": {"class": "council.logs.ErrorLetters", "formatter": "plain"},
        },
        "root": {"handlers": handlers, "level": "WARNING"},
        "loggers": {
            "council.requests": {"level": level},
            "django": passed_on | {"level": "WARNING"},
            # That an address is not found, the line of the request says already.
            "django.request": {"level": "ERROR"},
            "django.server": passed_on,
            "gunicorn.error": passed_on,
            "gunicorn.access": passed_on | {"level": "CRITICAL"},
        },
    }
