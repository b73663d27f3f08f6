"""How much memory is to spare, as systems and their control groups tell it."""

import pytest

from bot.models.machine import spare_memory

MEBI = 2**20
FREE = {"proc/meminfo": "MemTotal: 8388608 kB\nMemFree: 1 kB\nMemAvailable: 4194304 kB\n"}
V2 = "sys/fs/cgroup"
V1 = "sys/fs/cgroup/memory"


def two(folder, most, used, cached=0):
    """Return the files of a group of version 2, in MiB."""
    return {
        f"{V2}{folder}/memory.max": f"{most if most == 'max' else most * MEBI}\n",
        f"{V2}{folder}/memory.current": f"{used * MEBI}\n",
        f"{V2}{folder}/memory.stat": f"anon 7\ninactive_file {cached * MEBI}\nactive_file 0\n",
    }


def one(folder, most, used, cached=0):
    """Return the files of a group of version 1, in MiB."""
    return {
        f"{V1}{folder}/memory.limit_in_bytes": f"{most * MEBI}\n",
        f"{V1}{folder}/memory.usage_in_bytes": f"{used * MEBI}\n",
        f"{V1}{folder}/memory.stat": f"cache 7\ninactive_file 1\n"
        f"total_inactive_file 0\ntotal_active_file {cached * MEBI}\n",
    }


@pytest.mark.parametrize(
    ("files", "spare"),
    [
        (FREE, 4096),
        (FREE | {"proc/self/cgroup": "0::/\n"}, 4096),
        (FREE | {"proc/self/cgroup": "0::/"} | two("", 2048, 200), 1848),
        (FREE | {"proc/self/cgroup": "0::/"} | two("", 2048, 1500, cached=1000), 1548),
        (FREE | {"proc/self/cgroup": "0::/a/b"} | two("/a/b", "max", 1) | two("/a", 512, 12), 500),
        (FREE | {"proc/self/cgroup": "0::/../elsewhere"} | two("", 1024, 24), 1000),
        (FREE | {"proc/self/cgroup": "0::/"} | two("", 100, 300), 0),
        (FREE | {"proc/self/cgroup": "0::/"} | two("", 9000, 1), 4096),
        (FREE | {"proc/self/cgroup": "4:cpu,memory:/docker/1\n3:pids:/x"} | one("", 512, 12), 500),
        (FREE | {"proc/self/cgroup": "4:memory:/a"} | one("/a", 512, 212, cached=100), 400),
        (FREE | {"proc/self/cgroup": "4:memory:/a"} | one("/a", 2**43, 212), 4096),
    ],
)
def test_the_tightest_limit_counts(tmp_path, files, spare):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert spare_memory(tmp_path) == spare * MEBI


def test_a_system_that_does_not_tell_counts_as_half_used(tmp_path):
    assert 0 < spare_memory(tmp_path) < 2**50
