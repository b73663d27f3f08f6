"""Movie night: from "what shall we watch?" to a decided film, in one message.

::

    commands      /movienight
    settings      /settings
    buttons       the buttons of all messages, and the form for a veto
    interactions  what a press or a command does on Discord
    invite        Discord's picker of members
    calendar      a decided night as a scheduled event
    clock         does what is due, and has messages follow what changed
    deliveries    the nights whose messages have to follow, a task for each
    messages      the night's message, and what is sent beside it exactly once
    render        a night as messages, with films and buttons
    ticket        the drawn ticket of an announcement
    answers       how was it: the question, and the result that it becomes
    keepsakes     the drawn result, and the drawn ticket stubs
    history       what was watched, as a message
    wall          its posters in one picture: pure
    paper         what tickets and cards are drawn on
    text          a night in words, and how well its films fit: pure
    shortlist     films for the members who joined, and those that they name
    choosing      which night a command means: pure
    people        who is in the server
    store         nights in the database: a rule is applied within one transaction
    rules         who may do what, and what becomes of a night: pure
    outcome       who wins, and who counts more next time: pure
    night         the value of it all
"""
