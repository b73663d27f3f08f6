"""What each genre of MovieLens looks like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from numpy.random import Generator

from bot.posters.artwork.canvas import Canvas
from bot.posters.artwork.motifs import play, shadows, skies, stages
from bot.posters.artwork.palette import Palette, palette

Motif: TypeAlias = Callable[[Canvas, Palette, Generator], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A motif, and what it shows in words."""

    draw: Motif
    shows: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the films of a genre share; each gets one of the scenes and one of the palettes."""

    scenes: tuple[Scene, ...]
    palettes: tuple[Palette, ...]


LOOKS: Final = {
    "Film-Noir": Look((Scene(shadows.blinds, "a man with a hat before a lit blind"),), (
        palette("15171c", "3a3f4a", "0b0c10", "efe9dc", "e9dfc4", "8f2f2a"),
        palette("191a16", "47453b", "0d0d0b", "f1ead6", "e5cf96", "6d6a58"),
    )),
    "Western": Look((Scene(skies.desert, "a cactus and mesas at sundown"),), (
        palette("f6c453", "f08a4b", "3b1f1b", "fbeed3", "d9432f", "a2432f"),
        palette("8fc7bd", "f6dfae", "4a2418", "fdf0d5", "e8603c", "b4532f"),
    )),
    "Animation": Look((Scene(play.bounce, "a bouncing ball, frame by frame"),), (
        palette("ffe9b8", "ffd58a", "16425b", "fff6e0", "e4572e", "17a398"),
        palette("c9e4f2", "e9f3f5", "2d3561", "fdf7ea", "f05d5e", "f3a712"),
    )),
    "Children": Look((Scene(play.balloons, "balloons in the wind"),), (
        palette("8ed1e0", "d6f0ec", "1d4e63", "fff8e7", "ef5b5b", "ffba49"),
        palette("f9d5c2", "fdf0dc", "3b3a64", "fff9ee", "3aa6a0", "f2715f"),
    )),
    "Documentary": Look((Scene(stages.iris, "the iris of a lens"),), (
        palette("d9d4c5", "efebdf", "1f2a30", "f7f3e8", "b9c2bd", "e2623b"),
        palette("a9bcc4", "dfe6e4", "1c2733", "f5f2e9", "e0b34c", "3f7d8c"),
    )),
    "Musical": Look((Scene(stages.vinyl, "a record and a note"),), (
        palette("f4a6a0", "f9d8b8", "31193f", "fff3e2", "f0b429", "c8315a"),
        palette("5cb8b2", "c8e6d8", "25203d", "fdf5e6", "ee6c4d", "f4b942"),
    )),
    "Horror": Look((Scene(shadows.claws, "a moon torn by claws"),), (
        palette("1a0f14", "4b1620", "0c070a", "f3e6d3", "d9c7a0", "b3161f"),
        palette("0f1a17", "22463c", "070d0b", "eaf0dc", "b8cc8a", "a51c22"),
        palette("16131f", "3d2f52", "0b0910", "efe8e0", "d8cbb8", "c4302b"),
    )),
    "Sci-Fi": Look((Scene(skies.ringed_planet, "a planet with a ring among stars"),), (
        palette("0e1533", "3a2f6b", "0a0e22", "f5efe0", "f2814d", "f3c677"),
        palette("07222e", "0f5f68", "04151d", "eef5ea", "f2c14e", "f07f5a"),
        palette("1c0f2e", "6b2d5c", "12091e", "f9efe6", "58b4ae", "f5c396"),
    )),
    "Fantasy": Look((Scene(skies.castle, "a castle under the crescent moon"),), (
        palette("2a1a4f", "8c4f97", "170d2e", "f8edf5", "f6d98a", "f2a65a"),
        palette("0f2d4a", "3f8a94", "0a1a2d", "eef7f1", "fbe3a1", "f0896b"),
    )),
    "Mystery": Look((Scene(shadows.keyhole, "an eye at a keyhole"),), (
        palette("14213a", "27406b", "0b1424", "f3ecda", "f0c75e", "2f7f86"),
        palette("251a33", "4d3763", "140d1e", "f5ecdf", "efb366", "7a4a88"),
    )),
    "Romance": Look((Scene(play.hearts, "two hearts"),), (
        palette("f8c8c0", "fbe6d6", "5a1a32", "fff4ea", "d7263d", "f0837a"),
        palette("f4d9a8", "fbeed8", "4b1f3f", "fff6e8", "e0475b", "8d5a97"),
        palette("bfdcd9", "eef3e6", "203a4b", "fdf8ec", "e2504c", "f4a988"),
    )),
    "War": Look((Scene(shadows.poppy, "a poppy"),), (
        palette("c8c2a2", "ebe3c5", "2b2f22", "f6f0dc", "c8102e", "d8a848"),
        palette("9fb0a8", "dcdccb", "232a2b", "f3efe1", "d1372c", "cfa64a"),
    )),
    "Crime": Look((Scene(shadows.fingerprint, "a fingerprint"),), (
        palette("e9dcc0", "f3ead6", "24211f", "f8f1e1", "2f2a28", "c4342d"),
        palette("2b3a42", "41565f", "151e23", "f1ece0", "e2d8c3", "e2713c"),
        palette("b9402f", "c9543d", "231715", "fbeee0", "2a1512", "f5cf9b"),
    )),
    "Thriller": Look((Scene(shadows.spiral, "a spiral"),), (
        palette("e8552b", "e8552b", "1b1413", "f9eedb", "1b1413", "f4c095"),
        palette("123c4a", "123c4a", "08191f", "f0f2e6", "e3b23c", "0a2731"),
        palette("d8d2c0", "d8d2c0", "1a1a1c", "f6f1e4", "c22f2a", "2a2a2d"),
    )),
    "Adventure": Look((Scene(skies.mountains, "mountains and a rising sun"),), (
        palette("f7d08a", "f4a261", "1d3b3a", "fdf3dd", "e76f51", "3f7d76"),
        palette("9fd3d6", "fbe9c6", "27324f", "fdf6e6", "f2a541", "5d7fa3"),
        palette("f3b6a0", "fae3c4", "3a2342", "fff3e4", "f7cf6b", "a35a7a"),
    )),
    "Action": Look((Scene(play.burst, "an explosion"),), (
        palette("f2b134", "f2b134", "231f20", "fff4dc", "ed553b", "f8d15c"),
        palette("2f7f93", "2f7f93", "14212b", "fdf3e0", "f26a3d", "fac748"),
        palette("b9302b", "b9302b", "1d1516", "fff1dc", "f18f2c", "ffd15c"),
    )),
    "Comedy": Look((
        Scene(stages.bowler, "a bowler hat, a moustache and a bow tie"),
        Scene(play.grin, "a wide grin"),
    ), (
        palette("f6cf57", "f6cf57", "2a2430", "fff6de", "fdebb0", "e0533d"),
        palette("7fc4b8", "7fc4b8", "22303a", "fdf7e7", "f9e7c1", "e8634a"),
        palette("f2a08a", "f2a08a", "33212e", "fff3e6", "fde3cb", "c2334d"),
    )),
    "Drama": Look((
        Scene(stages.curtain, "a stage between curtains"),
        Scene(skies.sea, "a lone boat and a low sun at sea"),
    ), (
        palette("1d1a2b", "39304a", "120f1b", "f7ecd9", "a4243b", "d8973c"),
        palette("10262c", "1f4a50", "0a171b", "f2efe0", "1f7a72", "e0b255"),
        palette("1b1f3b", "2c3663", "0f1226", "f4eee2", "3d4fa1", "e9a66b"),
    )),
    "IMAX": Look((Scene(stages.big_screen, "a great screen"),), (
        palette("0d1b2a", "1b3a57", "08111b", "eef4f5", "f4a259", "3d8fb3"),
    )),
}  # fmt: skip
"""Every genre, the most telling first: of several, a film shows the first."""

PLAIN: Final = Look((Scene(stages.reel, "a reel of film"),), (
    palette("cbb994", "e9dcbf", "2c2620", "fbf4e2", "e9dcbf", "c75b39"),
    palette("8fa8a3", "d5ddd2", "23302f", "f7f4e8", "d5ddd2", "d98c3f"),
))  # fmt: skip
"""For films without a genre, or of one that is new."""


def main_genre(genres: Sequence[str]) -> str | None:
    """Return the genre that tells most about a film; ``None``: it has none that is known."""
    return next((genre for genre in LOOKS if genre in genres), None)
