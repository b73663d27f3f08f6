"""A program that writes verdicts for ever and prints each one that was acknowledged."""

import asyncio
import sys
from pathlib import Path

from bot.storage import Source, Storage, Verdict


async def main(path: Path, first: int) -> None:
    storage = await Storage.open(path)
    await asyncio.gather(*(rate(storage, member, first) for member in (1, 2, 3)))


async def rate(storage: Storage, member: int, item: int) -> None:
    while True:
        for verdict in (Verdict.LIKE, Verdict.DISLIKE):
            await storage.verdicts.rate(member, item, verdict, Source.BUTTON)
            sys.stdout.write(f"{member} {item} {verdict}\n")
            sys.stdout.flush()
        item += 1


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
