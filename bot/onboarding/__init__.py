"""How a newcomer's taste becomes known: a deck of films to rate, and four favourites.

Other features lead here, so it lies below them.
"""
