"""Movie night: from "what shall we watch?" to a decided film, in one message.

::

    types       what a night is made of
    rules       who wins, and who counts more next time: pure functions of the stored votes
    choosing    which night a command means
    naming      the film that a member adds
    shortlist   films for the members who joined
    checks      who may do what, and when
    people      who is still in the server
    desk        what members and timers do to a night
    fits, film_cards, headlines, history
                a night in words: pure
    display     a night as a message
    host        what a press or a command does on Discord
    noticeboard the night's message, and what is sent beside it exactly once
    timekeeper  runs what is due
"""
