"""Movie night: from "what shall we watch?" to a decided film, in one message.

::

    commands      /movienight; the cog holds the clock and the messages
    settings      /settings
    buttons       the buttons of all messages, and the form for a veto
    interactions  what a press or a command does on Discord
    calendar      a decided night as a scheduled event
    clock         does what is due
    messages      the night's message, and what is sent beside it exactly once
    render        a night as messages, with films and buttons
    text, fits    a night in words: pure
    shortlist     films for the members who joined
    naming        the film that a member adds
    choosing      which night a command means
    people        who is in the server
    store, rows   nights in the database: a rule is applied within one transaction
    rules         who may do what, and what becomes of a night: pure
    outcome       who wins, and who counts more next time: pure
    night         the value of it all
"""
