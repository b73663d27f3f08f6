"""Discord's limits, for any text and any embeds."""

import re

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.ui import limits

TEXT = st.text(max_size=700) | st.text(alphabet="*_~|`<>@#[]()\\:/-. 1aé🎬\n", max_size=200)

FOREIGN = [
    "[free](http://evil.example)",
    "[free](<http://evil.example>)",
    "http://evil.example",
    "HTTPS://evil.example",
    "steam://run/1",
    "<http://evil.example>",
    "<@1>",
    "<@!123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "</recommend:123456789012345678>",
    "<id:home>",
    "<:a:1>",
    "<a:b:2>",
    "<t:1:R>",
    ":thumbsup:",
    "||spoiler||",
    "**bold** __line__ *it* _it_ ~~gone~~",
    "`code` ```block```",
    "# heading",
    "-# small",
    "> quote",
    ">>> quote",
    "- item",
    "12. item",
    "\\*kept\\*",
]

ALIVE = re.compile(
    r"""
      (?<!\\)(?:\\\\)*[*_~|`<>\[\]]   # a mark that no backslash takes the life of
    | ^(?:\#{1,3}|-\#|-|\d+\.)\s      # a line that begins as a heading or an item
    | [a-zA-Z]://                     # an address
    | (?<!\\):\w+:                    # an emoji by its name
    | @(?:everyone|here|[!&]?\d{17})
    """,
    re.VERBOSE,
)


@pytest.mark.parametrize("text", FOREIGN)
def test_no_markup_comes_alive_in_foreign_text(text):
    assert ALIVE.search(text) or text == "\\*kept\\*"
    assert not ALIVE.search(limits.plain(text))


@given(TEXT)
@example("@everyone")
@example("@@everyone")
def test_no_text_at_all_comes_alive(text):
    assert not ALIVE.search(limits.plain(text))


@given(TEXT, st.integers(8, 300))
def test_clipping_escaped_text_keeps_it_whole_and_within_the_limit(text, limit):
    clipped = limits.plain_clipped(text, limit)
    assert len(clipped) <= limit
    assert not ALIVE.search(clipped)
    trailing = len(clipped) - len(clipped.rstrip("\\"))
    assert trailing % 2 == 0


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The Matrix (1999)", "The Matrix (1999)"),
        ("2001: A Space Odyssey", "2001: A Space Odyssey"),
        ("Face/Off", "Face/Off"),
        ("WALL·E", "WALL·E"),
        ("  two\nlines\tand a tab ", "two lines and a tab"),
        ("turned \u202e round", "turned round"),
        ("*batteries not included", "\\*batteries not included"),
    ],
)
def test_titles_stay_readable(text, plain):
    assert limits.plain(text) == plain


@pytest.mark.parametrize(
    ("text", "linkless"),
    [
        ("The Room https://evil.example/x (2003)", "The Room … (2003)"),
        ("HTTPS://evil.example", "…"),
        ("[free](http://evil.example)", "[free](…"),
        ("go to www.evil.example now", "go to … now"),
        ("join discord.gg/abc or evil.example/x?y", "join … or …"),
        ("steam://run/1", "…"),
        ("ht\u202etps:\u202e//evil.example", "…"),
        ("Startup.com (2001)", "Startup.com (2001)"),
        ("Face/Off, S.W.A.T., 9.99$", "Face/Off, S.W.A.T., 9.99$"),
        ("2001: A Space Odyssey", "2001: A Space Odyssey"),
        ("Frost/Nixon", "Frost/Nixon"),
    ],
)
def test_links_are_dropped_from_what_members_type(text, linkless):
    assert limits.linkless(text) == linkless


@given(TEXT | st.text(alphabet="htps:/w.ab-\u202e ", max_size=60))
def test_what_is_left_of_a_text_without_links_has_no_new_ones(text):
    linkless = limits.linkless(text)
    assert not re.search(r"[a-zA-Z]://", linkless)
    assert limits.linkless(linkless) == linkless


@given(TEXT, st.integers(1, 300))
def test_clipped_text_says_so_and_fits(text, limit):
    clipped = limits.clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or clipped.endswith("…")


def test_an_astral_character_counts_once_as_it_does_at_discord():
    assert limits.clip("🎬" * 100, 100) == "🎬" * 100
    assert len(discord.Embed(title="🎬" * 100, description="é" * 10)) == 110


def embeds():
    lengths = st.integers(0, 5_000)
    return st.builds(
        _embed, st.integers(1, 256), lengths, st.integers(0, 100), st.lists(st.integers(1, 1_024))
    )


def _embed(title, description, footer, fields):
    embed = discord.Embed(title="t" * title, description="🎬" * description)
    embed.set_footer(text="f" * footer)
    for value in fields:
        embed.add_field(name="name", value="é" * value)
    return embed


@given(st.lists(embeds(), max_size=13))
@example([_embed(256, 4_096, 100, [])] * 10)
@example([_embed(256, 0, 0, [1_024] * 25)] * 2)
def test_any_embeds_are_made_to_fit_and_keep_their_titles(given_embeds):
    before = [embed.to_dict() for embed in given_embeds]
    fitted = limits.fitted(given_embeds)
    assert [embed.to_dict() for embed in given_embeds] == before
    assert len(fitted) == min(len(given_embeds), limits.EMBEDS)
    assert sum(map(len, fitted)) <= limits.ALL_EMBEDS
    roomy = sum(map(len, given_embeds)) <= limits.ALL_EMBEDS
    for one, was in zip(fitted, given_embeds, strict=False):
        assert one.title == was.title
        assert len(one.description or "") <= limits.EMBED_DESCRIPTION
        if roomy:
            assert (one.description or "") == limits.clip(was.description or "", 4_096)
            assert len(one.fields) == len(was.fields)


def test_what_a_short_description_leaves_over_goes_to_the_long_ones():
    long, short = discord.Embed(description="l" * 4_000), discord.Embed(description="s" * 10)
    one, two, three = limits.fitted([long, short, long])
    assert two.description == short.description
    assert 2_900 < len(one.description) <= len(three.description) < 3_000


@given(st.lists(st.text(min_size=1, max_size=80), max_size=60), st.integers(60, 400))
def test_lines_are_kept_whole_and_the_rest_is_counted(lines, limit):
    text = limits.lines_within(lines, limit)
    assert len(text) <= limit
    if len("\n".join(lines)) <= limit:
        assert text == "\n".join(lines)
    else:
        assert "more" in text or text.endswith("…")


@given(st.text(max_size=300))
def test_a_choice_shows_text_as_it_is_and_fits(text):
    assert limits.choice(text, "id:1").name == limits.clip(text, 100)
