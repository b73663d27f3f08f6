"""What the project says of itself in one file is what it says in the others."""

import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from pkgutil import resolve_name

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


PYPROJECT = tomllib.loads(text("pyproject.toml"))
PROJECT = PYPROJECT["project"]
BOT = PROJECT["dependencies"]
EVERYTHING = [
    *BOT,
    *PROJECT["optional-dependencies"]["demo"],
    *PYPROJECT["dependency-groups"]["dev"],
]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("requirements.lock", EVERYTHING),
        ("requirements.bot.lock", BOT),
        ("requirements.build.lock", PYPROJECT["build-system"]["requires"]),
    ],
)
def test_a_lock_file_gives_what_pyproject_asks_for(name, asked):
    locked = defaultdict(list)
    for line in re.findall(r"^(\w.*) \\$", text(name), re.MULTILINE):
        pin = Requirement(line)
        locked[canonicalize_name(pin.name)] += [one.version for one in pin.specifier]
    for requirement in map(Requirement, asked):
        versions = locked[canonicalize_name(requirement.name)]
        assert versions, f"make lock: {requirement.name} is missing in {name}"
        for version in versions:
            assert requirement.specifier.contains(version), f"make lock: {requirement} in {name}"


def test_the_newest_version_of_the_changelog_is_the_version():
    versions = re.findall(
        r"^## (\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$", text("CHANGELOG.md"), re.MULTILINE
    )
    assert versions[0] == PROJECT["version"]


def test_every_python_that_is_claimed_is_tested():
    claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    (matrix,) = re.findall(r"python: \[(.*)\]", text(".github/workflows/checks.yml"))
    assert re.findall(r"[\d.]+", matrix) == claimed
    assert PROJECT["requires-python"] == f">={claimed[0]}"


def test_the_server_that_is_tested_is_the_one_that_compose_starts():
    tested, started = (
        re.findall(r"image: (qdrant/.*)", text(name))
        for name in (".github/workflows/checks.yml", "compose.yaml")
    )
    assert tested == started


@pytest.mark.parametrize(
    "package", PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
)
def test_a_package_says_that_it_is_typed(package):
    assert (ROOT / package / "py.typed").is_file()


def test_the_script_calls_itself_by_its_name(capsys):
    with pytest.raises(SystemExit, match="0"):
        resolve_name(PROJECT["scripts"]["matinee"])(["--help"])
    assert capsys.readouterr().out.startswith("usage: matinee ")


def test_the_module_calls_itself_by_its_name():
    command = [sys.executable, "-m", "bot", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: python -m bot ")
