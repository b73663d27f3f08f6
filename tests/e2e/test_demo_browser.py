"""The demo in a browser: what a new user would do first, and what they see."""

import pytest

from lab.browser import (
    CHROMIUM,
    LONG_ENOUGH,
    button,
    chromium,
    expect_pictures,
    reaction,
    running_demo,
    visit,
)
from lab.models import copy_models
from tests.unit.bot.imports.written import LETTERBOXD, zipped

expect = pytest.importorskip("playwright.sync_api").expect
pytest.importorskip("simcord")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory, sample_store):
    data = tmp_path_factory.mktemp("demo")
    copy_models(sample_store, data / "demo" / "models")
    with running_demo(data, data / "log") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page(demo, browser):
    with visit(browser, demo.url) as somebody:
        yield somebody


@pytest.fixture
def visitor(page):
    page.become("Ana")
    return page


def test_the_page_greets_with_a_card_and_a_hint(visitor):
    card, welcome = visitor.messages.first, visitor.messages.last

    expect(card).to_contain_text("Spirited Away (2001)")
    expect(card).to_contain_text("Ana used /movie")
    expect_pictures(card, 1)
    expect(welcome).to_contain_text("/recommend")
    expect(welcome).to_contain_text("Noor")
    expect(welcome).to_be_in_viewport()


def test_recommend_with_a_genre_from_the_offers_then_a_verdict_then_other_films(visitor):
    visitor.type_command("recommend")
    visitor.choose("genre", "Sci-Fi")
    films = visitor.send()

    expect(films).to_contain_text("Ana used /recommend")
    expect(films.locator(".embed-title")).to_have_count(1)
    expect(films.locator(".embed-main-text")).to_contain_text("Sci-Fi")
    expect_pictures(films, 1)
    first = films.locator(".embed-title").inner_text()

    button(films, "👍").first.click()

    noted = visitor.messages.last
    expect(noted).to_contain_text("Only you can see this")
    expect(noted).to_contain_text(first)
    expect(visitor.command("recommend", genre="Sci-Fi")).not_to_contain_text(first)


def test_an_option_has_its_offers_before_anything_is_typed(visitor):
    visitor.type_command("recommend")
    visitor.choose("genre", "")
    films = visitor.send()

    expect(films).to_contain_text("Ana used /recommend")
    expect(films).to_contain_text("Action")


def test_why_answers_privately(visitor):
    films = visitor.command("recommend")

    button(films, "❓").first.click()

    why = visitor.messages.last
    expect(why.locator(".embed-title")).to_have_count(1)
    expect(why).to_contain_text("Only you can see this")
    visitor.become("Ben")
    expect(visitor.messages.last).to_contain_text("Ana used /recommend")


def test_a_reaction_counts_for_whoever_looks_at_the_page(visitor):
    card = visitor.command("movie", title="Fargo")
    visitor.become("Dev")
    thumb = reaction(visitor.messages.last, "👍")
    expect(thumb).to_have_text("👍1")

    thumb.click()

    expect(thumb).to_have_text("👍2")
    expect(thumb).to_have_attribute("aria-pressed", "true")
    visitor.become("Noor")
    expect(card).to_contain_text("Fargo (1996)")
    expect(thumb).to_have_attribute("aria-pressed", "false")


def test_a_newcomer_gets_a_list_to_start_from(visitor):
    visitor.become("Noor")

    films = visitor.command("recommend")

    expect(films.locator(".embed-title")).to_have_count(1)
    expect(films).to_contain_text("Noor used /recommend")


def test_three_answers_open_the_first_list_of_a_newcomer(visitor):
    visitor.become("Noor")
    deck = visitor.command("start")
    expect_pictures(deck, 1)

    for answered in range(3):
        expect(deck).to_contain_text(f"{answered} of 10 rated")
        visitor.look()
        button(deck, "Like").first.click()
    button(deck, "See my films").click()

    expect(visitor.messages.last).to_contain_text("For @Noor")


def test_a_second_tap_rates_one_film_only(visitor):
    visitor.become("Noor")
    films = visitor.command("recommend")
    first = films.locator(".embed-title").inner_text()

    button(films, "👎").first.dblclick()

    expect(films.locator(".embed-title")).not_to_have_text(first)
    said = visitor.messages.last
    expect(said).to_contain_text(first)
    expect(films).to_contain_text("2/6")


def test_a_page_that_is_loaded_again_shows_the_newest_message(visitor):
    visitor.command("movie", title="Fargo")

    visitor.page.reload()

    newest = visitor.messages.last
    expect(newest).to_contain_text("Fargo (1996)")
    expect(newest).to_be_in_viewport()


def test_two_people_see_each_other(visitor, browser, demo):
    with visit(browser, demo.url) as other:
        other.become("Chiara")

        visitor.command("movie", title="Amélie")

        expect(other.messages.last).to_contain_text("Ana used /movie")
        expect(other.messages.last).to_contain_text("Amélie (2001)")


def test_a_file_is_looked_at_imported_and_undone(visitor):
    visitor.become("Noor")
    visitor.type_command("import")
    visitor.attach("file", "export.zip", zipped(LETTERBOXD))
    shown = visitor.send()
    expect(shown).to_contain_text("From Letterboxd")
    expect(shown).to_contain_text("Aftersun (2022)")
    button(shown, "Import").click()
    expect(shown).to_contain_text("Imported from Letterboxd")
    button(shown, "Undo import").click()
    expect(shown).to_contain_text("Import undone")


def test_ending_the_session_on_the_page_ends_the_program(visitor, demo):
    """The last of the story: the page is gone afterwards."""
    visitor.page.locator("#toolbar").get_by_text("More", exact=True).click()
    visitor.page.get_by_role("button", name="End preview session").click()

    assert demo.process.wait(LONG_ENOUGH) == 0
