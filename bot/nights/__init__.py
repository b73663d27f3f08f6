"""Movie night: from "what shall we watch?" to a decided film, in one message.

::

    types      what a night is made of
    rules      who wins, and who counts more next time: pure functions of the stored votes
    shortlist  films for the members who joined
    render     a night as a message
    desk       what members and timers do to a night
    posts      messages that go out exactly once
    timekeeper runs what is due
"""
