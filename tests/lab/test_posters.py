"""The backgrounds in the bot are those that the lab draws."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.posters import drawn
from bot.posters.drawn import all_looks
from lab.posters.motifs import MOTIFS, TINTS
from lab.posters.write import contrast, luminance, pictures

FOLDER = Path(drawn.__file__).parent / "looks"


def test_the_bot_knows_every_motif_as_it_is():
    known = {looks[0].motif: looks for motifs in all_looks().values() for looks in motifs}
    assert sorted(known) == sorted(motif.name for motif in MOTIFS)
    for motif in MOTIFS:
        for look in known[motif.name]:
            assert (look.genre, look.shows) == (motif.genre, motif.shows)
            assert (look.edge, look.align) == (motif.edge, motif.align)
        assert len(known[motif.name]) == len(TINTS[motif.genre])


@pytest.mark.parametrize("name", ["eyes-in-the-dark", "paper-hills", "cactus", "ticket"])
def test_a_background_is_drawn_the_same_again(name):
    (motif,) = (motif for motif in MOTIFS if motif.name == name)
    _, picture = next(iter(pictures(motif)))
    stored = Image.open(FOLDER / f"{name}-0.webp").convert("RGB")
    apart = np.abs(np.asarray(picture, dtype=int) - np.asarray(stored, dtype=int))
    assert apart.mean() < 3


def test_contrast_is_that_of_wcag():
    black, white = luminance((0, 0, 0)), luminance((255, 255, 255))
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(white, luminance((118, 118, 118))) == pytest.approx(4.54, abs=0.01)
