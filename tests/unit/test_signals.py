"""SIGTERM does what Ctrl-C does, wherever it meets the program."""

import asyncio
import signal

import pytest

from recsys.signals import sigterm_as_ctrl_c


@pytest.fixture(params=[signal.default_int_handler, signal.SIG_IGN], ids=["asked", "ignored"])
def _ctrl_c(request):
    """Ctrl-C as a terminal's program has it, and as a shell's background job does."""
    before = signal.signal(signal.SIGINT, request.param)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_ctrl_c")
def test_in_the_middle_of_work():
    with pytest.raises(KeyboardInterrupt), sigterm_as_ctrl_c():
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.usefixtures("_ctrl_c")
def test_in_a_loop_what_is_under_way_cleans_up_and_may_await():
    cleaned = []

    async def work():
        try:
            asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGTERM)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append("up")

    with pytest.raises(KeyboardInterrupt), sigterm_as_ctrl_c():
        asyncio.run(work())
    assert cleaned == ["up"]


def test_afterwards_it_is_as_it_was():
    before = signal.getsignal(signal.SIGTERM)
    with sigterm_as_ctrl_c():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
