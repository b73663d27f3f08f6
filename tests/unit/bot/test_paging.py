"""Long lists, a page at a time."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ui.paging import page_at

lists = st.lists(st.integers(), max_size=60)
sizes = st.integers(1, 12)


def test_an_empty_list_has_one_empty_page():
    page = page_at([], 7, 10)
    assert (page.items, page.number, page.pages, page.total) == ((), 0, 1, 0)
    assert page.is_first
    assert page.is_last


@given(lists, sizes)
def test_the_pages_together_are_the_list(items, size):
    pages = page_at(items, 0, size).pages
    together = [item for number in range(pages) for item in page_at(items, number, size).items]
    assert together == items


@given(lists, st.integers(-5, 100), sizes)
def test_any_number_leads_to_a_page_that_is_there(items, number, size):
    page = page_at(items, number, size)
    assert 0 <= page.number < page.pages
    assert page.total == len(items)
    assert len(page.items) <= size
    assert bool(page.items) == bool(items)
    assert page.is_last == (page.number == page.pages - 1)
