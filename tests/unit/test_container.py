"""What the container's files promise, as far as it can be seen without Docker."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from bot.health import ALIVE

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", COMPOSE, re.MULTILINE))


@pytest.mark.parametrize("name", ["bot", "qdrant"])
def test_a_service_has_no_rights_that_it_does_not_need(name):
    (confined,) = re.findall(r"^x-confined: &confined\n((?:  .*\n)+)", COMPOSE, re.MULTILINE)
    for rule in ("read_only: true", "- ALL", "- no-new-privileges:true", "max-size: ", "max-file:"):
        assert rule in confined
    assert "<<: *confined" in SERVICES[name]
    assert "mem_limit: " in SERVICES[name]
    assert "healthcheck:" in SERVICES[name]


def test_nothing_is_installed_without_its_checksum():
    for line in re.findall(r"pip (?:install|wheel) .*", DOCKERFILE):
        assert "--require-hashes" in line or {"--no-deps"} < set(line.split())
        assert "--require-hashes" in line or "--no-index" in line or "--no-build-isolation" in line


def test_what_is_copied_into_the_image_reaches_the_builder():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    let_through = set(re.findall(r"^!(.*)", ignored, re.MULTILINE))
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    assert {name for names in copied for name in names.split()} == let_through


@pytest.mark.parametrize(("age", "healthy"), [(None, False), (1, True), (300, False)])
def test_the_bot_is_healthy_while_it_touches_its_file(tmp_path, age, healthy):
    (command,) = re.findall(r'\["CMD-SHELL", "(.*)"\]', SERVICES["bot"])
    assert f"/data/{ALIVE}" in command
    if age is not None:
        file = tmp_path / ALIVE
        file.touch()
        os.utime(file, times=(time.time() - age,) * 2)
    command = command.replace("$$", "$").replace("\\", "").replace("/data", str(tmp_path))
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert (done.returncode == 0) == healthy
