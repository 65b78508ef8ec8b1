import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.query import ArticleQuery
from service.store import Store

ONRECORD = str(Path(sys.executable).parent / "onrecord")
TEXT = (
    "\ufeff“We will not open the new river bridge to cars before the spring,” Minister Jane Roe said.\r\n\r\n"
    "“Nobody has asked \U0001f600 about the deep cracks in two of its concrete pillars,”"
    " John Doe, her deputy, said.\r\n"
)


def extract(runner: CliRunner, *arguments: object) -> tuple[Result, list[dict[str, Any]]]:
    result = runner.invoke(main, ["extract", *map(str, arguments)])
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_extract_prints_offsets_into_the_file_as_it_is_stored(runner: CliRunner, tmp_path: Path) -> None:
    result, (line,) = extract(runner, write(tmp_path / "a.txt", TEXT))
    assert result.exit_code == 0
    assert line["article"] == "a.txt"
    assert len(line["quotes"]) == 2
    for quote in line["quotes"]:
        assert quote["text"] == " … ".join(TEXT[start:end] for start, end in quote["spans"])
        assert (quote["start"], quote["end"]) == (quote["spans"][0][0], quote["spans"][-1][1])
        assert TEXT[quote["cue"]["start"] : quote["cue"]["end"]] == quote["cue"]["text"]
    assert {quote["speaker"]["name"] for quote in line["quotes"]} == {"Jane Roe", "John Doe"}


def test_extract_joins_variants_over_the_run_and_stores_nothing(
    runner: CliRunner, store: Store, tmp_path: Path
) -> None:
    files = [write(tmp_path / f"{n}.txt", f"{TEXT}\nIt was day {n}.") for n in range(3)]
    _, lines = extract(runner, *files)
    statements = [{quote["statement_id"] for quote in line["quotes"]} for line in lines]
    assert [line["article"] for line in lines] == ["0.txt", "1.txt", "2.txt"]
    assert len(statements[0]) == 2
    assert statements[0] == statements[1] == statements[2]
    assert store.articles(ArticleQuery()).total == 0


def test_extract_takes_topics_from_a_file(runner: CliRunner, tmp_path: Path) -> None:
    topics = write(
        tmp_path / "topics.yaml",
        "- {id: bridge, proposition: The river bridge should be opened., cues: {against: [will not open]}}",
    )
    _, (line,) = extract(runner, "--topics", topics, write(tmp_path / "a.txt", TEXT))
    stances = {stance["topic"]: stance["stance"] for quote in line["quotes"] for stance in quote["stances"]}
    assert stances == {"bridge": "against"}


def test_extract_goes_on_after_what_is_bad_and_says_so_at_the_end(runner: CliRunner, tmp_path: Path) -> None:
    result, lines = extract(runner, tmp_path / "no.txt", write(tmp_path / "a.txt", TEXT))
    assert [line["article"] for line in lines] == ["a.txt"]
    assert "no.txt: No such file or folder." in result.stderr
    assert result.exit_code == 1


def test_who_has_read_enough_of_extract_may_leave(tmp_path: Path) -> None:
    row = json.dumps({"text": TEXT})
    path = write(tmp_path / "a.jsonl", "".join(f"{row}\n" for _ in range(40)))
    command = [ONRECORD, "extract", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["article"] == "a.jsonl:1"
        process.stdout.close()
        told = process.stderr.read().decode()
    assert (process.returncode, told) == (0, "")


@pytest.mark.parametrize("command", [["stance", "pairs.ndjson"], ["topics", "check"]])
def test_rows_that_nobody_reads_any_more_are_no_error(
    store: Store, tmp_path: Path, command: list[str]
) -> None:
    store.put_topics([])
    pair = {"id": "1", "text": "We agree.", "proposition": "The tunnel should be built."}
    write(tmp_path / "pairs.ndjson", json.dumps(pair))
    left, lines = os.pipe()
    os.close(left)
    environment = {**os.environ, "ONRECORD_STORE": f"sqlite:///{tmp_path}/store.db"}
    done = subprocess.run(
        [ONRECORD, *command], cwd=tmp_path, env=environment, stdout=lines, stderr=subprocess.PIPE, check=False
    )
    os.close(lines)
    assert (done.returncode, done.stderr) == (0, b"")


def test_ingest_stores_and_sums_up(runner: CliRunner, store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    result = runner.invoke(main, ["ingest", str(tmp_path), "--outlet", "Dawn", "--published", "2022-03"])
    assert result.exit_code == 0, result.output
    assert "1 article: 1 created; 2 quotes stored" in result.stderr
    (article,) = store.articles(ArticleQuery()).items
    assert article.outlet is not None
    assert (article.outlet.id, str(article.published)) == ("dawn", "2022-03")
    again = runner.invoke(main, ["ingest", str(tmp_path), "--outlet", "Dawn", "--published", "2022-03"])
    assert "1 article: 1 unchanged; 0 quotes stored" in again.stderr


def test_ingest_ends_with_one_where_something_was_rejected(runner: CliRunner, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.ndjson"
    write(tmp_path / "a.jsonl", json.dumps({"text": TEXT}) + "\nbad\n")
    result = runner.invoke(main, ["ingest", str(tmp_path / "a.jsonl"), "--rejects", str(rejects)])
    assert result.exit_code == 1
    assert "a.jsonl:2: Not JSON" in result.stderr
    assert "1 created, 1 rejected" in result.stderr
    assert json.loads(rejects.read_text())["line"] == "bad"


def test_rejects_that_can_t_be_written_are_told_in_one_line(runner: CliRunner, tmp_path: Path) -> None:
    rejects = tmp_path / "nowhere/rejects.ndjson"
    result = runner.invoke(main, ["ingest", str(write(tmp_path / "a.txt", TEXT)), "--rejects", str(rejects)])
    assert result.exit_code == 1
    assert f"Error: {rejects} can't be written: No such file or directory." in result.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--shard", "0/2"], "is not I/N"),
        (["--shard", "3/2"], "is not I/N"),
        (["--shard", "x"], "is not I/N"),
        (["--published", "soon"], "YYYY-MM-DD"),
        (["--published", ""], "--published: An empty value"),
        (["--outlet", " "], "--outlet: An empty value"),
        (["--language", ""], "--language: An empty value"),
        (["--workers", "0"], "not in the range"),
    ],
)
def test_ingest_refuses_options_that_make_no_sense(
    runner: CliRunner, options: list[str], reason: str
) -> None:
    result = runner.invoke(main, ["ingest", "seeds", *options])
    assert result.exit_code != 0
    assert reason in result.stderr
