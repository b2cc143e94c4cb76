"""What every test stands on: the database it needs, light settings, the browser."""

import fcntl
import gc
import os
import shutil
from asyncio import _get_running_loop
from contextlib import contextmanager
from unittest import mock

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests import worlds

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# The collector would walk what Django holds over and over: a tenth of the time.
gc.freeze()
gc.set_threshold(100_000, 50, 100)

# What --hypothesis-profile=long asks for (make test-long); tests say how long.
hypothesis.settings.register_profile("long")


def pytest_itemcollected(item):
    """Mark every test that asks for the browser, before `-m` selects."""
    if "playwright" in item.fixturenames:
        item.add_marker("browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put browser tests last; leave out those of another database or a longer run."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    is_long = hypothesis.settings.get_current_profile_name() == "long"
    for item in items:
        elsewhere = any(
            item.get_closest_marker(vendor) and connection.vendor != vendor
            for vendor in ("postgresql", "sqlite")
        )
        later = item.get_closest_marker("long") and not is_long
        (left_out if elsewhere or later else kept).append(item)
    kept.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    items[:] = kept
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Allow the ORM beside the browser's event loop, once that runs in the process."""
    if item.get_closest_marker("browser") is None and _get_running_loop() is None:
        return (yield)
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"):
        return (yield)


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, tmp_path_factory
):
    """Migrate one database for all processes; each works on a clone of its own.

    The clones stay: the next run writes over them, and a thread of the server that
    the browser asked may still hold its connection.
    """
    if not (worker := os.environ.get("PYTEST_XDIST_WORKER")):
        yield request.getfixturevalue("django_db_setup")
        return
    shared, creation = tmp_path_factory.getbasetemp().parent, connection.creation
    migrated = shared / "migrated"
    with django_db_blocker.unblock():
        with _no_coverage(request.config), open(shared / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if migrated.exists():
                connection.settings_dict["NAME"] = migrated.read_text()
            else:
                name = creation.create_test_db(
                    verbosity=0, autoclobber=True, serialize=False
                )
                migrated.write_text(str(name))
            connection.close()
            creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        clone = creation.get_test_db_clone_settings(worker)["NAME"]
        connection.settings_dict["NAME"] = clone
    yield
    connection.close()


@contextmanager
def _no_coverage(config):
    """Measure nothing of what is done meanwhile."""
    measuring = getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if measuring:
        measuring.pause()
    yield
    if measuring:
        measuring.resume()


@pytest.fixture(scope="session", autouse=True)
def _light_settings(tmp_path_factory):
    """Hash passwords fast, ask no second factor, limit nobody; plain static files."""
    storages = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SECOND_FACTOR_REQUIRED=False,
        RATE_LIMITS={},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=storages,
    ):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Undo of the world what the next test does not ask for."""
    yield
    with item.config.stash[blocking_manager_key].unblock():
        worlds.leave(worlds.parts_of(nextitem) if nextitem else [])


@pytest.fixture(scope="session")
def _ground(django_db_setup, django_db_blocker):
    """Give worlds the database to stand on; undo the last one before it goes."""
    yield
    with django_db_blocker.unblock():
        worlds.leave([])


@pytest.fixture
def _standing_world(request, _ground, django_db_blocker, tmp_path_factory):
    """Let the world stand that the test asks for; nothing of it is the test's own."""
    with django_db_blocker.unblock():
        worlds.raise_up(
            worlds.parts_of(request.node), lambda: tmp_path_factory.mktemp("world")
        )


@pytest.fixture
def _django_db_helper(_standing_world, _django_db_helper):
    """Open the test's own transaction within that of its world."""
    return _django_db_helper


@pytest.fixture
def _world(request, db):
    """Give a test the parts of its world by name, as they were built."""
    return worlds.given_to(request.node)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Give each test a folder of its own, with the files of its world."""
    settings.MEDIA_ROOT = tmp_path / "media"
    if kept := worlds.files():
        shutil.copytree(kept, settings.MEDIA_ROOT)


@pytest.fixture(autouse=True)
def _no_kept_pages():
    """Begin without pages of a state that was undone since."""
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _in_english():
    """Read the sentences as the sources write them; a request sets its own language."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def playwright(django_db_setup, playwright):
    """Start the browser's event loop after the database, to stop it before."""
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start Debian's Chromium, which apt installs, not one that pip downloads."""
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium"),
        "args": CHROMIUM_FLAGS,
    }
