"""Commands in texts become clickable."""

import discord
import pytest

from bot.ui.limits import plain
from bot.ui.message import Message
from bot.ui.respond import clickable

IDS = {"rate": 11, "privacy": 22}


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Try `/rate`.", "Try </rate:11>."),
        ("`/privacy delete` and `/rate`", "</privacy delete:22> and </rate:11>"),
        ("`/unknown` stays", "`/unknown` stays"),
        ("`friday 20:00` is no command", "`friday 20:00` is no command"),
        ("nor is /rate as it stands", "nor is /rate as it stands"),
    ],
)
def test_a_command_named_in_code_is_mentioned_by_its_id(written, sent):
    assert clickable(Message(written), IDS).content == sent


def test_it_is_so_in_embeds_where_discord_shows_mentions():
    embed = discord.Embed(title="`/rate`", description="`/rate`")
    embed.add_field(name="`/rate`", value="`/rate`", inline=False).set_footer(text="`/rate`")
    (sent,) = clickable(Message(embeds=[embed]), IDS).embeds
    assert (sent.title, sent.description) == ("`/rate`", "</rate:11>")
    assert (sent.fields[0].name, sent.fields[0].value) == ("`/rate`", "</rate:11>")
    assert sent.fields[0].inline is False
    assert sent.footer.text == "`/rate`"
    assert embed.description == "`/rate`"


def test_a_title_that_looks_like_a_command_stays_a_title():
    title = plain("`/rate` (1999)")
    assert clickable(Message(title), IDS).content == title
