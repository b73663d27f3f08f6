"""The command line as a person or a script uses it, wrong input included."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lab.generators.write import write_csv
from recsys.cli import main
from recsys.cli.entry import parser
from recsys.index.edge.lock import folder_lock
from recsys.store import builds
from tests.worlds import ROMANCE, SCI_FI, CampSource

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return a data folder with a model of the two camps."""
    data = tmp_path_factory.mktemp("data")
    write_csv(CampSource(), data / "camps")
    assert main(["build", "--source", str(data / "camps"), "--data", str(data)]) == 0
    return data


@pytest.fixture
def run(data, capsys):
    """Return a function that runs a command on that folder: exit code, output, messages."""

    def run(*argv):
        code = main([argv[0], "--data", str(data), *argv[1:]])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_recommend_for_people(run):
    code, out, err = run("recommend", "--like", "Space1", "--like", "2", "-n", "3", "--why")
    assert code == 0
    assert "camps: 660 ratings of 20 films by 60 users" in err
    lines = out.splitlines()
    assert len(lines) == 4
    assert all(re.search(r"Space\d+ \(19\d\d\)", line) for line in lines[1:])
    assert "viewers closest to you loved it" in out
    assert "\x1b" not in out


def test_recommend_for_programs(run):
    argv = ["--like", "Space1", "--dislike", "Heart11", "-n", "5"]
    code, out, _ = run("recommend", *argv, "--json", "--why")
    films = json.loads(out)
    assert code == 0
    assert {film["movie_id"] for film in films} <= set(SCI_FI)
    for film in films:
        assert film["title"] == f"Space{film['movie_id']}"
        assert film["year"] == 1970 + film["movie_id"]
        assert film["score"] > 0
        assert film["evidence"]["raters"] >= film["evidence"]["likers"] > 0


@pytest.mark.parametrize("method", ["hybrid", "user-knn", "notebook", "tutorial"])
def test_every_method_leaves_out_what_is_known(run, method):
    code, out, _ = run("recommend", "--like", "1", "--seen", "2", "--method", method, "--json")
    assert code == 0
    assert json.loads(out)
    assert not {film["movie_id"] for film in json.loads(out)} & {1, 2}


def test_filters_reach_the_films_and_the_neighbours(run):
    _, out, _ = run("recommend", "--like", "1", "--genre", "romance", "--from", "1985", "--json")
    films = json.loads(out)
    assert films
    assert all(film["movie_id"] in ROMANCE and film["year"] >= 1985 for film in films)
    _, out, _ = run("viewers", "--like", "1", "--active-since", "2021", "--json")
    assert json.loads(out) == []
    _, out, _ = run("viewers", "--like", "1", "--json", "-n", "4")
    viewers = json.loads(out)
    assert len(viewers) == 4
    assert all(viewer["user_id"] % 2 and viewer["shared_likes"] == [1] for viewer in viewers)


def test_films_like_one_film(run):
    code, out, err = run("similar", "Space1", "-n", "4", "--seen", "Space2")
    assert code == 0
    assert "Like Space1 (1971)" in err
    assert len(out.splitlines()) == 5
    assert all(re.search(r"Space\d+ .* \d+ of \d+$", line) for line in out.splitlines()[1:])
    assert "Space2 " not in out
    _, out, _ = run("similar", "1", "--json")
    films = json.loads(out)
    assert {film["movie_id"] for film in films} <= set(SCI_FI)
    assert all(film["likers"] >= film["both"] > 0 for film in films)


def test_no_list_comes_again(run, tmp_path):
    shown, memory = set(), str(tmp_path / "shown.json")
    for _ in range(3):
        _, out, _ = run("recommend", "--like", "1", "-n", "2", "--again", memory, "--json")
        listed = {film["movie_id"] for film in json.loads(out)}
        assert len(listed) == 2
        assert not listed & shown
        shown |= listed
    ids = ",".join(map(str, sorted(shown)))
    _, out, _ = run("recommend", "--like", "1", "-n", "2", "--again", ids, "--json")
    assert not {film["movie_id"] for film in json.loads(out)} & shown


@pytest.mark.parametrize(
    "text", ["[]", '{"1": 5}', '{"x": "2026-01-01"}', '{"1": "2026-01-01"}', "{"]
)
def test_a_memory_that_is_none_is_refused(run, tmp_path, text):
    memory = tmp_path / "shown.json"
    memory.write_text(text)
    code, out, err = run("recommend", "--like", "1", "--again", str(memory))
    assert (code > 0, out) == (True, "")
    assert "--again wrote" in err
    assert memory.read_text() == text


def test_nobody_is_left_or_similar_is_said_not_crashed(run):
    code, out, err = run("recommend", "--like", "1", "--from", "2020")
    assert (code, out) == (0, "")
    assert "No film is left" in err
    code, out, err = run("viewers", "--seen", "1")
    assert (code, out) == (0, "")
    assert "Nobody is similar" in err


def test_without_any_taste_it_says_so(run):
    code, out, err = run("recommend", "-n", "2")
    assert code == 0
    assert len(out.splitlines()) == 3
    assert "films most people love" in err


def test_a_group_is_told_how_well_each_film_fits_each_member(run):
    members = [
        "--member",
        "Ana = Space1; 2; -Heart11",
        "--member",
        "Heart12; 13",
        "--member",
        "Cy =",
    ]
    code, out, _ = run("group", *members, "-n", "4")
    assert code == 0
    assert out.splitlines()[0].split() == ["Film", "Ana", "Member", "2", "Cy"]
    assert "neutral" in out
    _, out, _ = run("group", *members, "--json", "--strategy", "average")
    for film in json.loads(out):
        ana, ben, cy = film["fits"]
        assert (ana["member"], ben["member"], cy["fit"]) == ("Ana", "Member 2", None)
        assert 0 <= ana["fit"] <= 1
        assert film["movie_id"] not in {1, 2, 11, 12, 13}


def test_search_and_info(run, data):
    _, out, _ = run("search", "heart", "1981", "--json")
    assert json.loads(out)[0]["movie_id"] == 11
    _, out, _ = run("search", "space", "-n", "2")
    assert len(out.splitlines()) == 3
    code, out, err = run("search", "xyzzy")
    assert (code, out) == (0, "")
    assert "No film matches" in err
    _, out, _ = run("info", "--json")
    facts = json.loads(out)
    assert facts["users"] == 60
    assert facts["newest_film"] >= 1981
    assert Path(facts["folder"]).parent == data / "models"
    _, out, _ = run("info")
    assert "licence" in out


def test_datasets_lists_what_is_here(run):
    _, out, _ = run("datasets", "--json")
    assert {row["name"]: row["here"] for row in json.loads(out)}["sample"] == "built in"
    _, out, err = run("datasets")
    assert "ml-32m" in out
    assert "invented ratings" in err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["recommend", "--like", "Nothing like it"], "No film is called"),
        (["recommend", "--like", "Spcae 1"], "did you mean"),
        (["recommend", "--like", "Space"], "fits several films"),
        (["recommend", "--like", "1", "--dislike", "Space1"], "can't be both"),
        (["recommend", "--genre", "Opera"], "Romance, Sci-Fi"),
        (["recommend", "--from", "1999", "--to", "1990"], "wrong way round"),
        (["recommend", "--why", "--method", "notebook"], "leave out --why"),
        (["recommend", "--qdrant-key-file", "k"], "--qdrant-url"),
        (["recommend", "--qdrant-url", "nowhere"], "http://host:6333"),
        (
            ["recommend", "--qdrant-url", "http://localhost:1", "--qdrant-key-file", "/no"],
            "API key",
        ),
        (["recommend", "--qdrant-url", "http://localhost:1"], "localhost:1"),
        (["recommend", "--model", "/no/model"], "recsys build"),
        (["build", "--source", "/no/release"], "/no/release"),
        (["build", "--dataset", "ml-1m"], "download ml-1m"),
        (["build", "--dataset", "ml-9m"], "ml-1m"),
        (["build", "--dataset", "sample", "--source", "x"], "not both"),
        (["download", "ml-9m"], "ml-1m"),
        (["group", "--member", "Space1; -1"], "can't be both"),
        (["recommend", "--age", str(10**30)], "valid age"),
        (["recommend", "--taste", "hidden-gems", "--method", "tutorial"], "--taste"),
    ],
)
def test_wrong_input_gets_one_sentence_and_an_exit_code(run, argv, sentence):
    code, out, err = run(*argv)
    assert code not in (0, 1, 2)
    assert out == ""
    complaint = next(line for line in err.splitlines() if line.startswith("error:"))
    assert sentence in complaint
    assert "Traceback" not in err


@pytest.mark.parametrize("n", ["0", "-3", "many", "1.5"])
def test_impossible_numbers_are_refused_by_the_parser(data, n):
    with pytest.raises(SystemExit) as stopped:
        main(["recommend", "--data", str(data), "-n", n])
    assert stopped.value.code == 2


def test_the_first_recommendation_builds_the_sample_by_itself(tmp_path, capsys):
    argv = [
        "recommend",
        "--data",
        str(tmp_path),
        "--like",
        "The Matrix",
        "--like",
        "Alien",
        "-n",
        "3",
    ]
    assert main(argv) == 0
    captured = capsys.readouterr()
    assert "Sample data (invented ratings)" in captured.err
    assert "download ml-latest-small" in captured.err
    assert len(captured.out.splitlines()) == 4


def test_build_says_what_it_left_out_and_prunes_on_request(tmp_path, capsys):
    write_csv(CampSource(), tmp_path / "camps")
    with (tmp_path / "camps" / "ratings.csv").open("a") as ratings:
        ratings.write("1,1,2.0,1700000000\n")
    build = ["build", "--source", str(tmp_path / "camps"), "--out", str(tmp_path / "models")]
    assert main(build) == 0
    assert main([*build, "--prune"]) == 0
    err = capsys.readouterr().err
    assert "left out for newer ones: 1." in err
    assert "Removed 1 older builds" in err


def test_what_was_understood_is_said(run):
    _, _, err = run("recommend", "--like", "2", "--dislike", "Heart11", "--seen", "3")
    assert "Liked: Space2 (1972)." in err
    assert "Disliked: Heart11 (1981)." in err
    assert "Seen: Space3 (1973)." in err


def test_a_filter_that_nobody_passes_is_said(run):
    _, out, err = run("recommend", "--like", "1", "--active-since", "2050")
    assert out
    assert "No neighbour passes your filter" in err


def test_names_of_members_are_text_not_markup(run):
    members = ["--member", "[/] = Space1", "--member", "[red]Bo[x] = Heart11"]
    code, out, _ = run("group", *members)
    assert code == 0
    assert "[/]" in out
    assert "[red]Bo[x]" in out
    code, _, err = run("group", "--member", "Al = 1", "--member", "Al = 2")
    assert code != 0
    assert "same name" in err


def test_a_place_that_can_not_be_written_is_one_sentence(data, tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("not a folder")
    for place in (file, file / "below"):
        code = main(["build", "--source", str(data / "camps"), "--out", str(place)])
        assert code == 73
        assert "elsewhere with --out" in capsys.readouterr().err


def test_output_without_stars_in_its_encoding(data):
    argv = ["group", "--data", str(data), "--member", "Ana = Space1"]
    done = subprocess.run(
        [sys.executable, "-m", "recsys", *argv],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Ana" in done.stdout


# A build that stops where it says a word, and waits there for a signal.
PAUSING_BUILD = """
import runpy, sys, time

class Pausing:
    def __init__(self, stream, word):
        self.stream, self.word = stream, word

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        if self.word and self.word in text:
            self.word = None
            self.stream.write("at the barrier\\n")
            while True:
                time.sleep(0.01)
        self.stream.write(text)

sys.stderr = Pausing(sys.stderr, "Fitting")
runpy.run_module("recsys", run_name="__main__")
"""


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_who_is_told_to_stop_a_build_leaves_the_model_in_use(data, told):
    before = builds.current(data / "models")
    arguments = ["build", "--data", str(data), "--source", str(data / "camps")]
    with subprocess.Popen(
        [sys.executable, "-c", PAUSING_BUILD, *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as build:
        assert "at the barrier\n" in build.stderr
        build.send_signal(told)
        rest = build.stderr.read()
    assert build.returncode == 130, rest
    assert "stopped" in rest
    assert builds.current(data / "models") == before
    assert not list((data / "models").glob(".building-*"))


def test_a_search_does_not_need_the_engine(data, run):
    index = builds.current(data / "models") / "index"
    with folder_lock(index):
        code, out, _ = run("search", "heart")
    assert code == 0
    assert out


def test_every_command_and_option_explains_itself():
    actions = parser()._subparsers._group_actions[0]
    for name, command in actions.choices.items():
        assert name in {choice.dest for choice in actions._choices_actions}
        assert all(action.help for action in command._actions)


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m recsys datasets --json | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, check=False
    )
    assert done.stdout.decode() == "[\n"
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
