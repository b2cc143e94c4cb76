"""What the settings refuse, and what they make themselves."""

import os
import subprocess
import sys

import pytest
from django.core.checks import registry
from django.db import connection

from council.checks import (
    second_factor_is_required,
    second_factor_is_required_in_production,
)

KEY = "b2YtdGhlLXRlc3RzLWFsb25lLTAxMjM0NTY3ODktYWI="


def settings_with(tmp_path, **environment):
    """Import the settings in a process of their own; return how that ended."""
    return subprocess.run(
        [sys.executable, "-c", "import council.settings as s; print(s.SECRET_KEY)"],
        env={
            "PATH": os.environ["PATH"],
            "SARAPSHY_VAR": str(tmp_path / "var"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_server_needs_a_key(tmp_path):
    ended = settings_with(tmp_path, DATABASE_URL="postgres://localhost/sarapshy")
    assert ended.returncode == 1
    assert "DATABASE_URL is set, so SECRET_KEY must be too" in ended.stderr


def test_a_database_server_needs_keys_of_files_too(tmp_path):
    ended = settings_with(
        tmp_path, SECRET_KEY="given", DATABASE_URL="postgres://localhost/sarapshy"
    )
    assert ended.returncode == 1
    assert "FILE_KEYS must be too" in ended.stderr


def test_the_embedded_database_makes_and_keeps_its_key(tmp_path):
    first, second = settings_with(tmp_path), settings_with(tmp_path)
    assert first.stdout == second.stdout
    assert len(first.stdout.strip()) > 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_database_server_needs_the_second_factor(tmp_path):
    ended = settings_with(
        tmp_path,
        DATABASE_URL="postgres://localhost/sarapshy",
        SECRET_KEY="given",
        SECOND_FACTOR_REQUIRED="0",
    )
    assert ended.returncode == 1
    assert "ImproperlyConfigured" in ended.stderr
    assert "SECOND_FACTOR_REQUIRED cannot be 0" in ended.stderr


def test_the_embedded_database_may_do_without_it(tmp_path):
    assert settings_with(tmp_path, SECOND_FACTOR_REQUIRED="0").returncode == 0


def test_the_check_says_so(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert second_factor_is_required() == []
    assert second_factor_is_required_in_production() == []
    settings.SECOND_FACTOR_REQUIRED = False
    on_a_server = connection.vendor == "postgresql"
    found = [said.id for said in second_factor_is_required()]
    assert found == ["council.E001"] * on_a_server
    said = second_factor_is_required_in_production()
    assert [each.id for each in said] == ["council.W001"]


def test_the_checks_are_registered():
    known = registry.registry.get_checks(include_deployment_checks=True)
    ours = {second_factor_is_required, second_factor_is_required_in_production}
    assert ours - set(known) == set()


@pytest.mark.parametrize("url", ["", "postgres://localhost/sarapshy"])
def test_a_key_given_is_the_key(tmp_path, url):
    ended = settings_with(tmp_path, SECRET_KEY="given", FILE_KEYS=KEY, DATABASE_URL=url)
    assert ended.stdout.strip() == "given"
