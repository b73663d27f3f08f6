"""What this machine has to spare: memory, within the limits of its containers too."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ROOT: Final = Path("/")


def spare_memory(root: Path = _ROOT) -> int:
    """Return how many bytes of memory a further program can have.

    That is what the system has available, or less where a control group (of Docker or systemd,
    version 1 or 2) leaves less. Systems that don't tell what is available count as half used.

    Args:
        root: where ``proc`` and ``sys`` are.
    """
    return max(0, min([_available(root), *_left_by_groups(root)]))


def _available(root: Path) -> int:
    for line in _lines(root / "proc/meminfo"):
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            return 1024 * int(amount.split()[0])
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _left_by_groups(root: Path) -> Iterator[int]:
    """Yield what each control group that this process is in leaves of its limit."""
    mounted = root / "sys/fs/cgroup"
    for line in _lines(root / "proc/self/cgroup"):
        _, controllers, path = line.split(":", 2)
        if not controllers:
            yield from _left(mounted, path, ("memory.max", "memory.current", ""))
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_")
            yield from _left(mounted / "memory", path, names)


def _left(top: Path, path: str, names: tuple[str, str, str]) -> Iterator[int]:
    """Yield what a group and those it is in leave; a container sees its own group as the top."""
    limit, usage, prefix = names
    group = top.joinpath(*(part for part in path.split("/") if part not in {"", ".."}))
    while True:
        limited, used = _number(group / limit), _number(group / usage)
        if limited is not None and used is not None:
            yield limited - used + _cached(group / "memory.stat", prefix)
        if group == top:
            return
        group = group.parent


def _cached(stat: Path, prefix: str) -> int:
    """Return the bytes of a group that only cache files, and are given up when they are needed."""
    cached = {f"{prefix}inactive_file", f"{prefix}active_file"}
    pairs = (line.split() for line in _lines(stat))
    return sum(int(amount) for name, amount in pairs if name in cached)


def _number(file: Path) -> int | None:
    """Return the number in a file; ``None`` if there is none, as where nothing is limited."""
    text = "".join(_lines(file))
    return int(text) if text.isdecimal() else None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").splitlines()
    except OSError:
        return []
