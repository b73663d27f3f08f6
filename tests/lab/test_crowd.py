"""The benchmark of a movie night on a Qdrant server, with one short night."""

from lab.bench import crowd


async def test_a_night_on_a_server_is_measured_for_each_number_of_signals(monkeypatch):
    monkeypatch.setattr(crowd, "_NIGHTS", 1)
    rows = await crowd.stretches()
    assert [signals for signals, *_ in rows] == [str(signals) for signals in crowd.SIGNALS]
