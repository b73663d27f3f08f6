"""The buttons of a night."""

from bot.nights import buttons
from bot.nights.interactions import SendVeto


def test_every_button_does_something():
    # Loaded with the form's press, `bot.nights.interactions` says what each does.
    assert SendVeto.kind == "veto"
    assert buttons.HANDLERS.keys() == {*buttons.Verb, *buttons.Ballot}
