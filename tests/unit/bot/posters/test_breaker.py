"""OMDb is left alone after failures in a row, and tried again later."""

import logging
from contextlib import suppress

import pytest

from bot.posters.breaker import Breaker
from bot.posters.errors import KeyRefused, OmdbPaused, OmdbUnavailable


class Clock:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(failures=3, pause=60, clock=clock)


def fail(breaker, times=1):
    for _ in range(times):
        with suppress(OmdbUnavailable), breaker.attempt():
            raise OmdbUnavailable("OMDb did not answer in time.")


def succeed(breaker):
    with breaker.attempt():
        pass


def is_open(breaker):
    try:
        succeed(breaker)
    except OmdbPaused:
        return True
    return False


def test_failures_in_a_row_open_it(breaker):
    fail(breaker, 2)
    succeed(breaker)
    fail(breaker, 2)
    assert not is_open(breaker)
    fail(breaker, 3)
    assert is_open(breaker)


def test_after_the_pause_one_trial_decides(breaker, clock):
    fail(breaker, 3)
    clock.seconds += 59
    assert is_open(breaker)
    clock.seconds += 1
    with breaker.attempt():
        assert is_open(breaker), "a second one has to wait for the trial"
    assert not is_open(breaker)
    fail(breaker, 2)
    assert not is_open(breaker), "the count begins anew"


def test_a_failed_trial_opens_it_again(breaker, clock):
    fail(breaker, 3)
    clock.seconds += 60
    fail(breaker)
    clock.seconds += 59
    assert is_open(breaker)
    clock.seconds += 1
    assert not is_open(breaker)


@pytest.mark.parametrize("end", [KeyRefused("no"), KeyboardInterrupt()])
def test_a_trial_that_finds_nothing_out_makes_room_for_another(breaker, clock, end):
    fail(breaker, 3)
    clock.seconds += 60
    with pytest.raises(type(end)), breaker.attempt():
        raise end
    with breaker.attempt():
        assert is_open(breaker)
    assert not is_open(breaker)


def test_other_errors_are_no_failures(breaker):
    for _ in range(9):
        with suppress(KeyRefused), breaker.attempt():
            raise KeyRefused("no")
    assert not is_open(breaker)


def test_the_log_is_told_when_it_opens_and_closes_and_no_more(breaker, clock, caplog):
    caplog.set_level(logging.INFO)
    fail(breaker, 3)
    for _ in range(5):
        clock.seconds += 60
        fail(breaker)
    clock.seconds += 60
    succeed(breaker)
    succeed(breaker)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "60 s" in caplog.messages[0]
