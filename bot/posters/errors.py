"""What can go wrong with OMDb. No text holds the key or an address that has it.

::

    OmdbError
    ├── KeyRefused         the key is wrong, missing or not yet activated
    ├── QuotaExhausted     nothing more today; a new day begins at midnight UTC
    └── OmdbUnavailable    no answer, or none that OMDb would give
        └── OmdbPaused     not even asked, after several failures in a row
"""


class OmdbError(Exception):
    """Base of what can go wrong with OMDb."""


class KeyRefused(OmdbError):
    """OMDb does not accept the key."""


class QuotaExhausted(OmdbError):
    """Today's requests are used up, by OMDb's count or by ours."""


class OmdbUnavailable(OmdbError):
    """OMDb can't be reached, has trouble, or something else answers in its place."""


class OmdbPaused(OmdbUnavailable):
    """OMDb failed several times in a row and isn't asked for a while."""
