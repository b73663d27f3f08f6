"""A small Discord on this machine: REST and gateway, so that the real program can be run."""

from lab.loopback.driver import LoopbackDiscord
from lab.loopback.interactions import Interaction
from lab.loopback.messages import Button, Message
from lab.loopback.people import User
from lab.loopback.world import Fault

__all__ = ["Button", "Fault", "Interaction", "LoopbackDiscord", "Message", "User"]
