"""The model that the bot answers from: had, held, and replaced while the bot runs.

::

    first.py     the first start: no model is there yet, so one is built
    in_use.py    the one in use, lent to whoever works with it
    newer.py     a newer build is noticed and taken into use
    beyond.py    the catalogue that members see: its films, and those that it lacks
    larger.py    a larger data set, where the host leaves the choice to us
    machine.py   what this machine has to spare
    vectors.py   the vectors of the one in use, on the host's Qdrant server
    child.py     the recommender's commands, each in a process of its own
"""
