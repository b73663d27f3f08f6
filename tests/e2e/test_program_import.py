"""``/import`` with the real program: a file over HTTP, a press, an end, and the undo after it."""

import signal

from tests.unit.bot.imports.written import LETTERBOXD, zipped


def labelled(message, label):
    (found,) = [b for row in message.buttons for b in row if b.label == label]
    return found


async def test_an_import_is_undone_by_a_program_that_was_started_anew(stage):
    program = await stage.start()
    discord = stage.discord
    ana = discord.world.add_user("Ana")
    file = discord.upload("export.zip", zipped(LETTERBOXD))

    shown = (await discord.slash("import", ana, file=file)).shown
    assert shown.ephemeral
    assert stage.verdicts(ana) == {}
    done = (await discord.press(shown, labelled(shown, "Import"), ana)).shown
    assert stage.verdicts(ana)[2571] == "like"
    await program.end(signal.SIGTERM)

    await stage.start()
    await discord.press(done, labelled(done, "Undo import"), ana)
    assert stage.verdicts(ana) == {}
