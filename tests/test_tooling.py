"""The set-up says what is missing; the pinned packages are all and only pins."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_requirements_are_exact_versions_and_nothing_else():
    lines = (ROOT / "requirements.txt").read_text().splitlines()

    assert [line for line in lines if not re.fullmatch(r"[\w-]+==[\w.]+", line)] == []


def test_every_direct_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "requirements.txt").read_text().splitlines()
    }

    assert {re.split(r"[^\w-]", name)[0] for name in wanted} - pinned == set()


@pytest.fixture
def bare_machine(tmp_path):
    """Give a copy of the set-up and a PATH that is not root's and lacks sudo."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("bash", "dirname"):
        (commands / name).symlink_to(shutil.which(name))
    (commands / "python3").symlink_to(sys.executable)
    for name, body in {
        "id": "echo 1000",
        "dpkg-query": "exit 1",
        "apt-get": "exit 1",
    }.items():
        command = commands / name
        command.write_text(f"#!{shutil.which('bash')}\n{body}\n")
        command.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "setup", tmp_path / ".ci")
    return tmp_path


def set_up(machine, purpose):
    return subprocess.run(
        [machine / ".ci" / "setup", purpose],
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_set_up_names_what_it_cannot_install(bare_machine, purpose):
    done = set_up(bare_machine, purpose)

    assert done.returncode == 1
    assert "libpango-1.0-0" in done.stderr
    assert "fonts-liberation" in done.stderr
    assert ("chromium" in done.stderr) is (purpose == "test")
    assert "Neither root nor sudo is available" in done.stderr
    assert "As root: apt-get update && apt-get install" in done.stderr
    assert not (bare_machine / ".venv").exists()


def test_set_up_refuses_when_apt_fails(bare_machine):
    sudo = bare_machine / "bin" / "sudo"
    sudo.write_text(f'#!{shutil.which("bash")}\n"$@"\n')
    sudo.chmod(0o755)
    (bare_machine / "bin" / "env").symlink_to(shutil.which("env"))

    done = set_up(bare_machine, "run")

    assert done.returncode == 1
    assert "apt will install these Debian packages" in done.stdout
    assert "apt could not install them" in done.stderr
