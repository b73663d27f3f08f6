"""Run a module as a program, with Discord's addresses replaced by those of the loopback.

Usage: launch.py API GATEWAY MODULE [ARGUMENT …]
"""

import runpy
import sys

import discord
import yarl

from bot.ui import uploads

if __name__ == "__main__":
    api, gateway, module = sys.argv[1:4]
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    uploads.DISCORD = frozenset({str(yarl.URL(api).origin())})  # type: ignore[misc]
    sys.argv = [module, *sys.argv[4:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
