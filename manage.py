#!/usr/bin/env python3
"""The command line of Sarapshy."""

import os
import sys

from django.core.management import execute_from_command_line

from council.logs import log_uncaught

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "council.settings")
    if not sys.stderr.isatty():  # a timer's: what it prints lands in a log
        sys.excepthook = log_uncaught
    execute_from_command_line(sys.argv)
