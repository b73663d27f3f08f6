"""How Discord answers: JSON, and errors with a number."""

import json
from typing import Any

from aiohttp import web


class Refused(Exception):
    """The request gets an error: a status, Discord's number of it, and its text."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.code = code

    def answer(self) -> web.Response:
        return answer({"code": self.code, "message": str(self)}, self.status)


def answer(value: Any, status: int = 200) -> web.Response:
    # discord.py compares the whole header; a charset behind it makes the body plain text.
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=headers)


def nothing() -> web.Response:
    return web.Response(status=204)
