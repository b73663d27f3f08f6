"""What others see of a member in a movie night."""

from bot.nights import shortlist
from bot.nights.night import NightOptions, Stage
from tests.integration.bot.night import (
    SCI_FI,
    approves,
    does,
    is_done,
    likes,
    only_night,
    started,
    told,
    verbs,
    vetoes,
    voting,
)


async def show_taste(stage, actor, *, visible=True):
    await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible)


async def delete_everything(stage, actor):
    asked = await actor.slash(stage.channel, "privacy delete")
    return await actor.click(asked.response, label="Delete everything")


def public(stage):
    """Return all that somebody reads in the channel who did nothing."""
    texts = []
    for message in stage.channel.history(viewer=stage.cleo):
        texts.append(message.content)
        for embed in message.embeds:
            texts.append(embed.description or "")
            texts += [field.value for field in embed.fields]
    return "\n".join(texts)


async def test_only_who_shows_their_taste_has_a_fit_beside_their_name(stage):
    await show_taste(stage, stage.ben)
    message = await voting(stage, stage.ben)
    for embed in message.embeds:
        assert f"<@{stage.ben.id}>" in embed.description
        assert f"<@{stage.ana.id}>" not in embed.description


async def test_who_joined_can_show_their_fits_for_this_night_and_hide_them_again(stage):
    message = await started(stage)
    joined = await does(stage.ben, message, "join")
    (welcome,) = joined.followups
    assert welcome.ephemeral
    assert "only your ballot" in welcome.content
    await does(stage.ben, welcome, "show_fits")
    assert "Tonight everyone sees" in welcome.content
    await does(stage.ana, message, "suggest")
    assert all(f"<@{stage.ben.id}>" in embed.description for embed in message.embeds)
    ballot = (await does(stage.ben, message, "ballot")).response
    await does(stage.ben, ballot, "hide_fits")
    assert verbs(ballot) == ["done", "show_fits"]
    assert not any("<@" in embed.description for embed in message.embeds)


async def test_who_shows_their_taste_in_the_server_is_told_so_and_needs_no_button(stage):
    await show_taste(stage, stage.ben)
    message = await started(stage)
    (welcome,) = (await does(stage.ben, message, "join")).followups
    assert "You show your taste in this server" in welcome.content
    assert welcome.components == []


async def test_nothing_is_told_of_a_victim_who_is_named_in_a_night(stage):
    """The attack: put somebody in, name films, and read their likes off the lines."""
    victim = stage.cleo
    await likes(stage, victim, ["Fargo", "Heat"])
    message = await started(stage, stage.ben, members=victim.mention)
    night = await only_night(stage)
    assert (night.member_ids, night.invited) == ((stage.ana.id, stage.ben.id), (victim.id,))
    await does(stage.ana, message, "suggest")
    await stage.ana.slash(stage.channel, "movienight suggest", title="Fargo")
    await stage.ben.slash(stage.channel, "movienight suggest", title="Brazil")
    night = await only_night(stage)
    assert all({*film.fits} <= {stage.ana.id, stage.ben.id} for film in night.films)
    *_, fargo, brazil = (embed.description.splitlines() for embed in message.embeds)
    assert [line for line in (*fargo, *brazil) if "<@" in line] == [
        f"{fargo[0].partition(' · ➕')[0]} · ➕ added by <@{stage.ana.id}>",
        f"{brazil[0].partition(' · ➕')[0]} · ➕ added by <@{stage.ben.id}>",
    ]


async def test_who_hides_again_is_hidden_with_the_next_change(stage):
    await show_taste(stage, stage.ben)
    message = await voting(stage, stage.ben)
    await show_taste(stage, stage.ben, visible=False)
    await approves(stage.ben, message, 1)
    for embed in message.embeds:
        assert "<@" not in embed.description


async def test_votes_and_vetoes_of_others_are_nowhere_to_be_read_before_the_end(stage):
    message = await voting(stage, stage.ben)
    before = public(stage)
    await approves(stage.ana, message, 1, 2)
    await vetoes(stage.ben, message, 3, "boring")
    assert public(stage) == before
    await does(stage.ana, message, "close")
    await does(stage.ana, message, "close")
    assert "“boring”" in public(stage)
    (line,) = (line for line in message.content.splitlines() if "boring" in line)
    assert str(stage.ben.id) not in line


async def test_who_deletes_their_data_is_gone_from_a_night_at_once(stage):
    await show_taste(stage, stage.ben)
    await likes(stage, stage.cleo, ["Fargo", "Heat"])
    message = await voting(stage, stage.ben, stage.cleo)
    await stage.ben.slash(stage.channel, "movienight suggest", title="Brazil")
    await approves(stage.ben, message, 1, 6)
    await is_done(stage.ana, message)
    await is_done(stage.cleo, message)
    assert str(stage.ben.id) in public(stage)
    await delete_everything(stage, stage.ben)
    assert str(stage.ben.id) not in public(stage)
    night = await only_night(stage)
    assert night.approvals == {}
    assert not any(stage.ben.id in film.fits for film in night.films)
    assert len(message.embeds) == 6
    await does(stage.ana, message, "close")
    assert "🏆" in message.content


async def test_a_night_goes_on_when_its_organiser_deletes_their_data(stage):
    message = await started(stage, stage.ben, stage.cleo)
    await delete_everything(stage, stage.ana)
    assert str(stage.ana.id) not in public(stage)
    assert "Organised" not in message.content
    said = told(await does(stage.ben, message, "cancel"))
    assert "**Manage Events**" in said
    assert "<@" not in said
    await does(stage.ben, message, "suggest")
    await does(stage.cleo, message, "close")
    assert (await only_night(stage)).stage is Stage.DECIDED


async def test_what_somebody_said_of_a_film_does_not_show_in_its_fit(stage):
    """Ben and Cleo like the same films, but Cleo likes one more: it suits both the same."""
    await likes(stage, stage.ben, SCI_FI)
    await likes(stage, stage.cleo, SCI_FI)
    (more, *_) = await draw(stage, [stage.ben, stage.cleo], rewatches=True)
    await likes(stage, stage.cleo, [stage.services.recommender.catalog[more.item_id].display])
    films = await draw(stage, [stage.ben, stage.cleo], rewatches=True)
    (again,) = (film for film in films if film.item_id == more.item_id)
    ben, cleo = stage.ben.id, stage.cleo.id
    assert again.fits == {ben: more.fits[ben], cleo: more.fits[ben]}
    tastes = await shortlist.tastes_of(stage.services, [ben, cleo])
    assert await shortlist.fits_of(stage.services, tastes, more.item_id) == again.fits


async def draw(stage, actors, **options):
    tastes = await shortlist.tastes_of(stage.services, [actor.id for actor in actors])
    return await shortlist.draw(stage.services, tastes, NightOptions(**options))
