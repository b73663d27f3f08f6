"""A small Discord on this machine: REST and gateway, so that the real program can be run."""

from tests.loopback.driver import LoopbackDiscord
from tests.loopback.interactions import Interaction
from tests.loopback.messages import Button, Message
from tests.loopback.people import User
from tests.loopback.world import Fault

__all__ = ["Button", "Fault", "Interaction", "LoopbackDiscord", "Message", "User"]
