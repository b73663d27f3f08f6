"""``/import`` on a simulated Discord: look, press, undo, with files as the services write them."""

import asyncio
from io import BytesIO
from zipfile import ZipFile

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.features import PRESSES
from bot.onboarding.imports.buttons import DecideImport, SetImport, Setting, Step
from bot.onboarding.imports.preview import incoming, look_into
from bot.onboarding.imports.rows import Means
from bot.onboarding.imports.unpack import MOST_BYTES
from bot.onboarding.imports.words import EXPIRED, UNDONE_ALREADY, WITHDRAWN
from bot.privacy.export import archive
from bot.storage import Storage
from bot.storage.types import Source, Verdict
from bot.ui.uploads import DISCORD
from tests.integration.bot.pressing import ids, press, unlinked
from tests.unit.bot.imports.written import LETTERBOXD, WATCHED, zipped

HEADER = "Date,Name,Year,Letterboxd URI,Rating\n"
FILE = HEADER + (
    "2020-05-01,The Matrix,1999,x,5\n"
    "2020-05-02,Titanic,1997,x,0.5\n"
    "2020-05-03,Alien,1978,x,3\n"
    "2020-05-04,No such film at all,2031,x,4\n"
)


async def brought(stage, actor, data, name="ratings.csv"):
    """Return the answer to ``/import`` with a file."""
    data = data.encode() if isinstance(data, str) else data
    result = await actor.slash(stage.channel, "import", file=(name, data))
    assert result.response.ephemeral
    return result.response


async def verdicts(stage, actor):
    """Return the verdicts of a member by title."""
    catalog = stage.services.recommender.catalog
    rated = await stage.services.storage.verdicts.of(actor.id)
    return {catalog[item].title: verdict for item, verdict in rated.items()}


async def test_nothing_is_saved_before_the_press_and_all_of_it_after(stage):
    shown = await brought(stage, stage.ana, FILE)
    (embed,) = shown.embeds
    told = "\n".join(field.value for field in embed.fields)
    assert "Alien (1978) → Alien (1979)" in told
    assert "No such film at all" in told
    assert await verdicts(stage, stage.ana) == {}
    done = await press(stage.ana, shown, "import:write:")
    assert await verdicts(stage, stage.ana) == {
        "The Matrix": Verdict.LIKE,
        "Titanic": Verdict.DISLIKE,
        "Alien": Verdict.SEEN,
    }
    assert [each.split(":")[:2] for each in ids(done.response)] == [["import", "undo"]]


async def test_an_import_is_undone_after_a_restart_too(stage):
    catalog = stage.services.recommender.catalog
    film = catalog.resolve("The Matrix").id
    await stage.services.storage.verdicts.rate(stage.ana.id, film, Verdict.SEEN, Source.BUTTON)
    shown = await brought(stage, stage.ana, FILE)
    done = await press(stage.ana, shown, "import:write:")
    told = await stage.ana.slash(stage.channel, "import")
    await stage.restart()
    await press(stage.ana, done.response, "import:undo:")
    assert await verdicts(stage, stage.ana) == {"The Matrix": Verdict.SEEN}
    late = await press(stage.ana, told.response, "import:undo:")
    assert late.response.content == UNDONE_ALREADY


async def test_a_preview_outlives_a_restart(stage):
    shown = await brought(stage, stage.ana, FILE)
    await stage.restart()
    await press(stage.ana, shown, "import:write:")
    assert len(await verdicts(stage, stage.ana)) == 3


async def test_the_scale_is_moved_in_the_preview(stage):
    shown = await brought(stage, stage.ana, FILE)
    (menu,) = [each for each in ids(shown) if each.startswith("import-set:like")]
    moved = await stage.ana.select(shown, ["6"], custom_id=menu)
    await press(stage.ana, moved.response, "import:write:")
    assert (await verdicts(stage, stage.ana))["Alien"] is Verdict.LIKE


async def test_the_members_films_say_that_they_were_imported(stage):
    shown = await brought(stage, stage.ana, FILE)
    await press(stage.ana, shown, "import:write:")
    (embed,) = (await stage.ana.slash(stage.channel, "profile films")).response.embeds
    assert embed.description.count("imported") == 3


async def test_what_is_uncertain_is_left_out_on_a_press(stage):
    shown = await brought(stage, stage.ana, FILE)
    without = await press(stage.ana, shown, "import:without:")
    await press(stage.ana, without.response, "import:write:")
    assert (await verdicts(stage, stage.ana)).keys() == {"The Matrix", "Titanic"}


async def test_a_list_that_does_not_say_what_it_is_asks(stage):
    shown = await brought(stage, stage.ana, WATCHED, "export.csv")
    assert not [each for each in ids(shown) if each.startswith("import:write")]
    said = await stage.ana.select(shown, [Means.WANTED], custom_id=ids(shown)[0])
    await press(stage.ana, said.response, "import:write:")
    assert len(await stage.services.storage.watchlists.items(stage.ana.id)) == 2
    assert await verdicts(stage, stage.ana) == {}


async def test_a_whole_export_fills_verdicts_and_watchlist(stage):
    shown = await brought(stage, stage.ana, zipped(LETTERBOXD), "letterboxd-ana.zip")
    await press(stage.ana, shown, "import:write:")
    assert {"The Matrix", "Toy Story"} <= (await verdicts(stage, stage.ana)).keys()
    assert len(await stage.services.storage.watchlists.items(stage.ana.id)) == 1


async def test_cancelling_forgets_the_file(stage):
    shown = await brought(stage, stage.ana, FILE)
    done = await press(stage.ana, shown, "import:cancel:")
    assert done.response.content == WITHDRAWN
    assert (await stage.services.storage.members.count(stage.ana.id)).is_empty


async def test_without_a_file_it_says_where_to_get_one_and_undoes_the_last_import(stage):
    told = await stage.ana.slash(stage.channel, "import")
    assert told.response.ephemeral
    assert ids(told.response) == []
    shown = await brought(stage, stage.ana, FILE)
    await press(stage.ana, shown, "import:write:")
    told = await stage.ana.slash(stage.channel, "import")
    await press(stage.ana, told.response, "import:undo:")
    assert await verdicts(stage, stage.ana) == {}


async def test_it_works_in_direct_messages(stage):
    result = await stage.ana.user.slash("import", file=("ratings.csv", FILE.encode()))
    await stage.ana.user.click(
        result.response, custom_id=next(i for i in ids(result.response) if "write" in i)
    )
    assert len(await verdicts(stage, stage.ana)) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2",
        HEADER.encode() + b'2020-05-01,"The Matrix',
        HEADER.encode() + b"a,b,1,c,1\n" * 60_000,
    ],
)
async def test_a_broken_file_is_a_sentence_for_its_member_alone(stage, data):
    result = await stage.ana.slash(stage.channel, "import", file=("ratings.csv", data))
    (told,) = result.followups or [result.response]
    assert told.ephemeral
    assert told.content
    assert "Reference" not in told.content
    assert (await stage.services.storage.members.count(stage.ana.id)).is_empty


def refuse(_url):
    raise AssertionError("it was fetched")


async def test_a_file_that_is_too_large_is_not_fetched(stage, monkeypatch):
    monkeypatch.setattr(stage.env.backend.cdn, "get", refuse)
    await stage.ana.slash(stage.channel, "import", file=("a.zip", b"\0" * (MOST_BYTES + 1)))
    assert (await stage.services.storage.members.count(stage.ana.id)).is_empty


async def test_a_file_that_lies_elsewhere_is_not_fetched(stage, monkeypatch):
    monkeypatch.setattr(stage.env.backend.cdn, "get", refuse)
    for places in (
        DISCORD,
        frozenset({"http://cdn.simcord.invalid"}),
        frozenset({"https://simcord.invalid"}),
    ):
        stage.env.bot.uploads = places
        await stage.ana.slash(stage.channel, "import", file=("ratings.csv", FILE.encode()))
    assert (await stage.services.storage.members.count(stage.ana.id)).is_empty


async def test_a_threshold_that_is_made_up_changes_nothing(stage):
    shown = await brought(stage, stage.ana, FILE)
    (preview,) = (await stage.services.storage.members.tables(stage.ana.id))["import"].rows
    await stage.ana.user.send_dm("Hello")
    for setting, value in ((Setting.LIKE, "0"), (Setting.DISLIKE, "11"), (Setting.LISTED, "rated")):
        view = discord.ui.View(timeout=None)
        options = [discord.SelectOption(label="Forged", value=value)]
        forged = SetImport(setting, preview[0])
        view.add_item(discord.ui.Select(custom_id=forged.custom_id, options=options))
        channel = stage.env.bot.get_partial_messageable(stage.ana.user.dm_channel.id)
        message = await channel.send("Forged", view=view)
        result = await stage.ana.user.select(message, [value])
        assert unlinked(result.response.content) == EXPIRED
    tables = await stage.services.storage.members.tables(stage.ana.id)
    assert tables["import"].rows == (preview,)
    assert PRESSES["import"].parse(ids(shown)[-1]) == DecideImport(Step.CANCEL, preview[0])


def rounds(films):
    """Return a strategy for what a member may have said of these films."""
    return st.dictionaries(st.sampled_from(films), st.sampled_from([*Verdict, None]), max_size=30)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_export_into_a_fresh_bot_gives_the_same_profile(opened, tmp_path_factory, data):
    model, _ = opened
    catalog = model.catalog
    said = data.draw(rounds([movie.id for movie in catalog]))
    folder = tmp_path_factory.mktemp("round")

    async def there_and_back():
        here, there = (
            await Storage.open(folder / "here.db"),
            await Storage.open(folder / "there.db"),
        )
        try:
            for item, verdict in said.items():
                if verdict is None:
                    await here.watchlists.add(1, item)
                else:
                    await here.verdicts.rate(1, item, verdict, Source.BUTTON)
            exported = archive(await here.members.tables(1), catalog, 1, discord.utils.utcnow())
            with ZipFile(BytesIO(exported)) as files:
                alone = files.read("matinee.json")
            for file in (exported, alone):
                service, found, choices = look_into(file, "", catalog)
                saved = await there.imports.preview(2, service, {}, {})
                assert await there.imports.write(2, saved.id, incoming(found, choices)) is not None
            assert await there.verdicts.profile(2) == await here.verdicts.profile(1)
            assert await there.verdicts.of(2) == await here.verdicts.of(1)
            moments = [
                {each.item_id: each.rated_at for each in await storage.verdicts.rated(member)}
                for storage, member in ((here, 1), (there, 2))
            ]
            assert moments[0] == moments[1]
            wanted = [await here.watchlists.items(1), await there.watchlists.items(2)]
            assert set(wanted[0]) == set(wanted[1])
        finally:
            await here.close()
            await there.close()

    asyncio.run(there_and_back())
