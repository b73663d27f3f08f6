"""The buttons of a night."""

from bot.features import PRESSES
from bot.nights import buttons


def test_every_button_does_something():
    # Loaded with their presses, the features say what each does.
    assert PRESSES["night"] is buttons.NightPress
    assert buttons.HANDLERS.keys() == {*buttons.Verb, *buttons.Ballot}
