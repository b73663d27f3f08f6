"""The real bot in a browser, on a simulated Discord: no account, no token, no network.

`simcord` plays Discord; it is an extra (``pip install 'matinee[demo]'``), so nothing here imports
it before `run_demo` is called.
"""

from bot.demo.invitation import invitation, invite
from bot.demo.run import run_demo

__all__ = ["invitation", "invite", "run_demo"]
