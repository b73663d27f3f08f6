"""How a newcomer's taste becomes known: a deck of films, four favourites, or a file from elsewhere.

Other features lead here, so it lies below them.
"""
