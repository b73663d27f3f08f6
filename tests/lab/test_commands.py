"""The laboratory's command line."""

import json

import pytest

from lab.__main__ import main, parser
from lab.evaluation.methods import METHODS
from lab.generators.write import write_csv
from tests.worlds import CampSource


@pytest.fixture(scope="module")
def camps(tmp_path_factory):
    """Return a release of two camps."""
    folder = tmp_path_factory.mktemp("camps")
    write_csv(CampSource(), folder)
    return folder


def test_evaluate_prints_a_table_and_json(tmp_path, capsys):
    argv = ["evaluate", "--dataset", "sample", "--data", str(tmp_path), "--draws", "1"]
    assert main([*argv, "--methods", "popular,ease", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    popular, ease = answer["methods"]
    assert answer["felt"] is None
    assert [popular["method"], ease["method"]] == ["popular", "ease"]
    assert popular["mean"] < ease["mean"]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--methods", "popular"], "larger data set"),
        (["--groups", "--draws", "2"], "leave out other options"),
    ],
)
def test_wrong_input_gets_one_sentence_and_an_exit_code(camps, capsys, argv, sentence):
    assert main(["evaluate", "--source", str(camps), *argv]) > 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err.splitlines()[-1]


def test_unknown_methods_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(["evaluate", "--methods", "magic"])
    complaint = capsys.readouterr().err
    assert all(name in complaint for name in METHODS)


def test_a_release_of_a_given_size_is_written(tmp_path):
    argv = ["generate", "release", "--out", str(tmp_path), "--users", "20", "--films", "30"]
    assert main([*argv, "--ratings", "200"]) == 0
    assert len((tmp_path / "movies.csv").read_text().splitlines()) == 31


def test_every_command_and_option_explains_itself():
    actions = parser()._subparsers._group_actions[0]
    for name, command in actions.choices.items():
        assert name in {choice.dest for choice in actions._choices_actions}
        assert all(action.help or action.metavar for action in command._actions)


def test_personas_are_printed_as_far_as_their_films_are_there(tmp_path, capsys):
    assert main(["personas", "--dataset", "sample", "--data", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert captured.out.count("after: hidden-gems") + captured.err.count("Left out:") == 10
