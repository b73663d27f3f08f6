"""``/profile`` on a simulated Discord, with real storage and a real model."""

import io
import re
from datetime import UTC, datetime

import discord
import pytest
from PIL import Image

from bot.films import taste_card
from bot.films.own_lists import MemberList, list_view, page_of
from bot.films.taste_card import TOO_FEW
from bot.films.taste_chart import draw_taste
from bot.storage.types import Source, Verdict
from tests.integration.bot.pressing import ids, press, unlinked

LIKED = ("Blade Runner", "Alien", "The Matrix", "Gattaca", "Moon (2009)")
DISLIKED = ("Titanic", "Notting Hill")


@pytest.fixture
async def ana(stage):
    """Ana, who told her taste: disliked films first, liked ones last."""
    for titles, verdict in ((DISLIKED, Verdict.DISLIKE), (LIKED, Verdict.LIKE)):
        for title in titles:
            await rate(stage, stage.ana, title, verdict)
    return stage.ana


async def rate(stage, member, title, verdict=Verdict.LIKE, source=Source.COMMAND):
    movie = stage.services.recommender.catalog.resolve(title)
    await stage.services.storage.verdicts.rate(member.id, movie.id, verdict, source)
    return movie


async def rate_many(stage, member, count):
    """Rate as many films as asked for; those beyond the catalogue are of one it replaced."""
    movies = [movie.id for movie in stage.services.recommender.catalog]
    item_ids = movies[:count] + [10**7 + number for number in range(count - len(movies))]
    at = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    rows = [
        (member.id, item, list(Verdict)[number % 4], Source.COMMAND, at + number)
        for number, item in enumerate(item_ids)
    ]
    await stage.services.storage.database.write(
        lambda con: con.executemany(
            "INSERT INTO verdict (member_id, item_id, opinion, source, rated_at)"
            " VALUES (?, ?, ?, ?, ?)",
            rows,
        )
    )


def buttons(message):
    return {
        each["custom_id"]: each
        for row in message.components
        for each in row["components"]
        if each["type"] == 2
    }


async def verdict(stage, member, title):
    movie = stage.services.recommender.catalog.resolve(title)
    return await stage.services.storage.verdicts.get(member.id, movie.id)


def numbers(embed):
    """Return the numbers of a footer: the page, of how many, and of how many films."""
    return [int(each.replace(",", "")) for each in re.findall(r"[\d,]+", embed.footer.text)]


def arrow(message, name):
    return next(each for each in buttons(message) if each.split(":")[2] == name)


class TestShow:
    async def test_a_newcomer_reads_what_to_do_first(self, stage):
        result = await stage.ana.slash(stage.channel, "profile show")
        assert result.ephemeral
        (embed,) = result.response.embeds
        assert "rate" in embed.description
        assert not result.response.components
        assert not result.response.attachments

    async def test_the_taste_is_a_picture_that_is_told_in_words_too(self, stage, ana):
        result = await ana.slash(stage.channel, "profile show")
        assert result.ephemeral
        (embed,) = result.response.embeds
        assert embed.description == "👍 5 · 👎 2"
        (picture,) = result.response.attachments
        assert picture.filename == "taste.jpg"
        assert picture.description.startswith("Sci-Fi and ")
        assert "Sci-Fi 5 of 5" in picture.description
        assert "Gattaca (1997)" in picture.description
        assert "taste.jpg" in embed.image.url
        assert Image.open(io.BytesIO(await picture.read())).width == 1040

    async def test_two_likes_are_no_taste_yet_but_stand_in_the_list(self, stage):
        await rate(stage, stage.ana, "Alien")
        await rate(stage, stage.ana, "Gattaca")
        result = await stage.ana.slash(stage.channel, "profile show")
        assert unlinked(result.response.content) == TOO_FEW
        assert len(result.response.embeds[0].description.splitlines()) == 2
        assert not result.response.attachments

    async def test_it_is_posted_for_everybody_only_when_the_member_presses(self, stage, ana):
        shown = (await ana.slash(stage.channel, "profile show")).response
        assert stage.channel.history(viewer=stage.ben) == []
        await press(ana, shown, "post-taste")
        (posted,) = stage.channel.history(viewer=stage.ben)
        assert f"<@{ana.id}>" in posted.embeds[0].description
        assert [each.filename for each in posted.attachments] == ["taste.jpg"]
        assert ids(posted) == []

    async def test_alone_with_the_bot_there_is_nobody_to_post_it_for(self, ana):
        shown = (await ana.user.slash("profile show")).response
        assert ids(shown) == ["my-films"]

    async def test_who_deleted_everything_meanwhile_posts_nothing(self, stage, ana):
        shown = (await ana.slash(stage.channel, "profile show")).response
        await stage.services.storage.members.erase(ana.id)
        await press(ana, shown, "post-taste")
        assert stage.channel.history(viewer=stage.ben) == []

    async def test_the_same_taste_is_drawn_once(self, stage, ana, monkeypatch):
        drawings = list[object]()

        def counting(*of):
            drawings.append(of)
            return draw_taste(*of)

        monkeypatch.setattr(taste_card, "draw_taste", counting)
        for _ in range(3):
            await ana.slash(stage.channel, "profile show")
        assert len(drawings) == 1
        await rate(stage, ana, "Heat")
        await ana.slash(stage.channel, "profile show")
        assert len(drawings) == 2


class TestFilms:
    async def test_verdicts_stand_newest_first(self, stage, ana):
        shown = (await ana.slash(stage.channel, "profile show")).response
        opened = await press(ana, shown, "my-films")
        listed = await ana.slash(stage.channel, "profile films")
        for result in (opened, listed):
            assert result.response.ephemeral
            (films,) = result.response.embeds
            lines = films.description.splitlines()
            assert len(lines) == 7
            assert lines[0].startswith("👍 **Moon (2009)** · ")
            assert " <t:" in lines[0]
            assert lines[-1].startswith("👎 **Titanic (1997)**")

    @pytest.mark.usefixtures("ana")
    async def test_what_others_rated_is_not_shown(self, stage):
        await rate(stage, stage.ben, "Heat")
        result = await stage.ben.slash(stage.channel, "profile films")
        assert result.response.embeds[-1].description.count("\n") == 0
        assert "Heat" in result.response.embeds[-1].description

    async def test_it_works_in_direct_messages(self, ana):
        result = await ana.user.slash("profile films")
        assert len(result.response.embeds) == 1


class TestSearch:
    async def test_words_of_the_title_are_found_and_the_taste_is_left_out(self, stage, ana):
        result = await ana.slash(stage.channel, "profile films", search="blade")
        (embed,) = result.response.embeds
        assert "“blade”" in embed.title
        assert embed.description.startswith("👍 **Blade Runner (1982)**")
        assert not result.response.attachments

    @pytest.mark.parametrize("search", ["Shrek", "zzzz", "**@everyone**", "x" * 100])
    async def test_nothing_found_is_a_sentence(self, stage, ana, search):
        result = await ana.slash(stage.channel, "profile films", search=search)
        (embed,) = result.response.embeds
        assert "7" in embed.description
        assert not result.response.components

    async def test_a_search_is_taken_along_to_the_next_page(self, stage):
        await rate_many(stage, stage.ana, 3000)
        first = await stage.ana.slash(stage.channel, "profile films", search="film not in")
        assert "film not in" in arrow(first.response, "next")
        turned = await stage.ana.click(first.response, custom_id=arrow(first.response, "next"))
        (embed,) = turned.response.embeds
        assert "“film not in”" in embed.title
        assert numbers(embed)[0] == 2


class TestPaging:
    async def test_three_thousand_verdicts_are_paged_from_end_to_end(self, stage):
        await rate_many(stage, stage.ana, 3000)
        shown = (await stage.ana.slash(stage.channel, "profile films")).response
        assert numbers(shown.embeds[-1]) == [1, 300, 3000]
        seen = []
        for name, page in (("next", 2), ("last", 300), ("back", 299), ("first", 1)):
            shown = (await stage.ana.click(shown, custom_id=arrow(shown, name))).response
            assert numbers(shown.embeds[-1]) == [page, 300, 3000]
            seen.append(shown.embeds[-1].description)
        assert len(set(seen)) == 4
        assert all(len(text.splitlines()) == 10 for text in seen)

    async def test_a_picture_above_the_list_on_an_old_message_stays(self, stage):
        await rate_many(stage, stage.ana, 30)
        shown = (await stage.ana.user.slash("profile films")).response
        page = await page_of(stage.services, MemberList.VERDICTS, stage.ana.id)
        taste = discord.Embed(title="Your taste").set_image(url="attachment://taste.png")
        old = await stage.env.bot.get_partial_messageable(shown.channel_id).send(
            embeds=[taste, page.embed],
            file=discord.File(io.BytesIO(b"png"), "taste.png"),
            view=list_view(page),
        )
        (turn,) = [each for each in ids(old) if each.startswith("turn:verdicts:next")]
        turned = (await stage.ana.user.click(old, custom_id=turn)).response
        assert [each.title for each in turned.embeds] == ["Your taste", shown.embeds[0].title]
        assert "taste.png" in turned.embeds[0].image.url
        assert [each.filename for each in turned.attachments] == ["taste.png"]

    async def test_the_ends_lead_nowhere(self, stage):
        await rate_many(stage, stage.ana, 15)
        shown = (await stage.ana.slash(stage.channel, "profile films")).response
        assert buttons(shown)[arrow(shown, "back")]["disabled"]
        turned = (await stage.ana.click(shown, custom_id=arrow(shown, "next"))).response
        assert buttons(turned)[arrow(turned, "next")]["disabled"]

    async def test_a_page_that_is_no_more_leads_to_the_last_one(self, stage):
        await rate_many(stage, stage.ana, 45)
        shown = (await stage.ana.slash(stage.channel, "profile films")).response
        verdicts = stage.services.storage.verdicts
        for rating in (await verdicts.rated(stage.ana.id))[12:]:
            await verdicts.remove(stage.ana.id, rating.item_id, Source.COMMAND)
        turned = (await stage.ana.click(shown, custom_id=arrow(shown, "last"))).response
        assert numbers(turned.embeds[-1]) == [2, 2, 12]

    async def test_when_all_is_erased_the_page_says_so(self, stage):
        await rate_many(stage, stage.ana, 15)
        shown = (await stage.ana.slash(stage.channel, "profile films")).response
        await stage.services.storage.members.erase(stage.ana.id)
        turned = (await stage.ana.click(shown, custom_id=arrow(shown, "next"))).response
        assert turned.embeds[-1].footer.text is None
        assert not turned.components

    async def test_pages_can_be_turned_after_a_restart(self, stage):
        await rate_many(stage, stage.ana, 45)
        shown = (await stage.ana.slash(stage.channel, "profile films")).response
        await stage.restart()
        turned = (await stage.ana.click(shown, custom_id=arrow(shown, "next"))).response
        assert numbers(turned.embeds[-1]) == [2, 5, 45]


class TestRemove:
    async def test_only_the_members_own_films_are_offered_newest_first(self, stage, ana):
        offered = await ana.autocomplete(stage.channel, "profile remove", "movie", "")
        assert [each["name"] for each in offered[:2]] == ["👍 Moon (2009)", "👍 Gattaca (1997)"]
        assert len(offered) == 7
        assert await stage.ben.autocomplete(stage.channel, "profile remove", "movie", "") == []

    async def test_what_is_typed_narrows_the_offer(self, stage, ana):
        offered = await ana.autocomplete(stage.channel, "profile remove", "movie", "tit")
        assert [each["name"] for each in offered] == ["👎 Titanic (1997)"]

    async def test_of_three_thousand_films_twenty_five_are_offered(self, stage):
        await rate_many(stage, stage.ana, 3000)
        offered = await stage.ana.autocomplete(stage.channel, "profile remove", "movie", "")
        assert len(offered) == 25
        offered = await stage.ana.autocomplete(stage.channel, "profile remove", "movie", "alien")
        assert offered

    async def test_a_chosen_film_is_removed_and_can_be_brought_back(self, stage, ana):
        offered = await ana.autocomplete(stage.channel, "profile remove", "movie", "titanic")
        result = await ana.slash(stage.channel, "profile remove", movie=offered[0]["value"])
        assert result.ephemeral
        assert "**Titanic (1997)**" in result.response.content
        assert len(await stage.services.storage.verdicts.of(ana.id)) == 6
        await press(ana, result.response, "undo:")
        assert await verdict(stage, ana, "Titanic") is Verdict.DISLIKE

    async def test_a_typed_title_will_do(self, stage, ana):
        result = await ana.slash(stage.channel, "profile remove", movie="gattaca")
        assert "**Gattaca (1997)**" in result.response.content

    async def test_of_namesakes_the_rated_one_is_meant(self, stage):
        movie = await rate(stage, stage.ana, "Star Wars: Episode IV - A New Hope")
        result = await stage.ana.slash(stage.channel, "profile remove", movie="star wars")
        assert movie.title in result.response.content
        assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 0

    async def test_of_several_rated_namesakes_buttons_ask(self, stage):
        catalog = stage.services.recommender.catalog
        films = [each for each in catalog.search("star wars", 25) if "Star Wars" in each.title]
        for each in films:
            await rate(stage, stage.ana, f"id:{each.id}")
        asked = await stage.ana.slash(stage.channel, "profile remove", movie="star wars")
        await press(stage.ana, asked.response, f"choose:forget:{films[0].id}")
        assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == len(films) - 1

    @pytest.mark.parametrize(
        ("movie", "said"),
        [
            ("star wars", "none of them is yours"),
            ("Heat", "**Heat (1995)**"),
            ("no such film at all", "“no such film at all”"),
            ("id:99999999", "“id:99999999”"),
            ("id:²", "“id:²”"),
        ],
    )
    async def test_films_that_are_not_theirs(self, stage, ana, movie, said):
        result = await ana.slash(stage.channel, "profile remove", movie=movie)
        assert result.ephemeral
        assert said in result.response.content
        assert len(await stage.services.storage.verdicts.of(ana.id)) == 7

    async def test_a_film_that_left_the_catalogue_can_be_removed(self, stage):
        await stage.services.storage.verdicts.rate(
            stage.ana.id, 10**7, Verdict.LIKE, Source.COMMAND
        )
        (offered,) = await stage.ana.autocomplete(stage.channel, "profile remove", "movie", "")
        await stage.ana.slash(stage.channel, "profile remove", movie=offered["value"])
        assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 0

    async def test_it_works_in_direct_messages(self, ana):
        offered = await ana.user.autocomplete("profile remove", "movie", "moon")
        result = await ana.user.slash("profile remove", movie=offered[0]["value"])
        assert "**Moon (2009)**" in result.response.content


class TestUndo:
    async def test_there_may_be_nothing_to_undo(self, stage):
        result = await stage.ana.slash(stage.channel, "profile undo")
        assert result.ephemeral
        assert result.response.content
        assert result.response.components == []

    async def test_undoing_again_walks_back(self, stage, ana):
        first = await ana.slash(stage.channel, "profile undo")
        second = await ana.slash(stage.channel, "profile undo")
        assert "**Moon (2009)**" in first.response.content
        assert "**Gattaca (1997)**" in second.response.content
        assert len(await stage.services.storage.verdicts.of(ana.id)) == 5

    async def test_so_does_its_button_even_after_a_restart(self, stage, ana):
        said = (await ana.slash(stage.channel, "profile undo")).response
        await stage.restart()
        said = (await press(ana, said, "undo-newest")).response
        assert "**Gattaca (1997)**" in said.content
        for _ in range(5):
            said = (await press(ana, said, "undo-newest")).response
        assert "**Titanic (1997)**" in said.content
        last = await press(ana, said, "undo-newest")
        assert last.response.components == []
        assert len(await stage.services.storage.verdicts.of(ana.id)) == 0

    async def test_a_changed_mind_is_changed_back(self, stage, ana):
        await rate(stage, ana, "Titanic", Verdict.LIKE)
        await ana.slash(stage.channel, "profile undo")
        assert await verdict(stage, ana, "Titanic") is Verdict.DISLIKE

    async def test_a_removal_is_undone_too(self, stage, ana):
        await ana.slash(stage.channel, "profile remove", movie="titanic")
        await ana.slash(stage.channel, "profile undo")
        assert await verdict(stage, ana, "Titanic") is Verdict.DISLIKE

    @pytest.mark.usefixtures("ana")
    async def test_nobody_undoes_for_others(self, stage):
        await stage.ben.slash(stage.channel, "profile undo")
        assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 7

    async def test_a_film_that_left_the_catalogue_is_undone_all_the_same(self, stage):
        await stage.services.storage.verdicts.rate(
            stage.ana.id, 10**7, Verdict.LIKE, Source.COMMAND
        )
        result = await stage.ana.slash(stage.channel, "profile undo")
        assert str(10**7) in result.response.content
        assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 0
