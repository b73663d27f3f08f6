from bot.nights import buttons, interactions


def test_every_button_does_something():
    assert interactions.__name__, "loaded, it puts what presses do in their place"
    assert buttons.HANDLERS.keys() == {*buttons.Verb, *buttons.Ballot}
