"""What every test stands on: the database it needs, light settings, the browser."""

import gc
import os
import shutil
from unittest import mock

import hypothesis
import pytest
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
    """Put browser tests last; leave out the tests of another database.

    Last, because the browser's event loop goes on running in its process, where
    Django then refuses the ORM to every test that is not marked.
    """
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        elsewhere = item.get_closest_marker("postgresql") and (
            connection.vendor != "postgresql"
        )
        (left_out if elsewhere else kept).append(item)
    kept.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    items[:] = kept
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Allow the ORM beside the browser's event loop, in browser tests only."""
    if item.get_closest_marker("browser") is None:
        return (yield)
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _light_settings(tmp_path_factory):
    """Hash passwords fast; serve static files as they are, without a manifest."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
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


@pytest.fixture
def _standing_world(request, django_db_setup, django_db_blocker, tmp_path_factory):
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
