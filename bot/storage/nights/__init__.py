"""Movie nights as they are kept.

::

    tables     one transaction for each change of a night
    loading    rows -> Night
    gathering  nights are made, members come and go
    ballot     the shortlist and the votes
    outcome    how a night ends
    timers     what waits for its time
    posts      messages that go out exactly once
    showing    what the night's message and its event show
    erasure    what nights know about one member
    repository all of these in one
"""

from bot.storage.nights.repository import Nights

__all__ = ["Nights"]
