"""The application's settings, with the constant view beside its own addresses.

No reader is told to wait: one address asks for everything here.
"""

from council.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
RATE_LIMITS.clear()  # noqa: F405
