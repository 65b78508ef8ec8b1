import io
import json
import os
import socket
from pathlib import Path

import pytest

from schemas.article import ArticleInputSchema
from service.errors import BadArticle
from service.models import RawArticle
from service.pipeline.metadata import FIELDS, article_of
from service.pipeline.read import MAX_LINE, Defaults, Rejection, read


def read_all(*paths: Path | str, defaults: Defaults | None = None) -> list[RawArticle | Rejection]:
    return list(read([str(path) for path in paths], defaults))


def articles(*paths: Path | str) -> list[RawArticle]:
    found = read_all(*paths)
    assert all(isinstance(article, RawArticle) for article in found), found
    return [article for article in found if isinstance(article, RawArticle)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\ufeffa\n", "caf\u00e9 \U0001f600\u2028x", "no end"])
def test_a_text_is_the_file_as_it_is_stored(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.txt", text)
    assert articles(path)[0].text == text
    assert articles(path)[0].name == str(path)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "1.txt", b"caf\xe9 au lait")
    write(tmp_path / "2.txt", "A text.")
    write(tmp_path / "3.json", "{")
    write(tmp_path / "4.txt", b"nul \0")
    first, second, third, fourth = read_all(tmp_path)
    assert isinstance(first, Rejection)
    assert first.reason.startswith("Not UTF-8: byte 3 is 0xe9.")
    assert "iconv -f WINDOWS-1252" in first.reason
    assert isinstance(second, RawArticle)
    assert isinstance(third, Rejection)
    assert "Not JSON" in third.reason
    assert isinstance(fourth, Rejection)
    assert "NUL" in fourth.reason


def test_a_missing_path_and_an_empty_glob_say_so(tmp_path: Path) -> None:
    missing, nothing, empty = read_all(tmp_path / "no.txt", tmp_path / "*.txt", tmp_path)
    assert isinstance(missing, Rejection)
    assert missing == Rejection(str(tmp_path / "no.txt"), "No such file or folder.")
    assert isinstance(nothing, Rejection)
    assert nothing.reason == "No file matches."
    assert isinstance(empty, Rejection)
    assert "in this folder" in empty.reason


@pytest.mark.parametrize("asked", ["", "p.txt", "*"])
def test_a_pipe_or_a_socket_is_told_and_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may be no longer than a hundred bytes
    for name in ("p.txt", "p.html", "p.jsonl"):
        os.mkfifo(name)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.json")
        write(tmp_path / "z.txt", "A text.")
        found = read_all(asked or ".")
    told = {Path(each.name).name: each.reason for each in found if isinstance(each, Rejection)}
    assert set(told) == ({asked} if asked == "p.txt" else {"p.txt", "p.html", "p.jsonl", "s.json"})
    assert all("a named pipe, a socket or a device" in reason for reason in told.values())
    assert len(found) - len(told) == (asked != "p.txt")  # and the rest goes on


def test_a_kind_of_file_that_is_not_known_is_refused_by_name_and_passed_over_in_a_folder(
    tmp_path: Path,
) -> None:
    pdf = write(tmp_path / "a.pdf", "x")
    write(tmp_path / "b.txt", "x")
    (refused,) = read_all(pdf)
    assert isinstance(refused, Rejection)
    assert ".jsonl" in refused.reason
    assert [article.name for article in articles(tmp_path)] == [str(tmp_path / "b.txt")]


def test_a_folder_is_read_to_its_leaves_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.jsonl", ".hidden/x.txt", ".x.txt"):
        write(tmp_path / name, '{"text": "x"}')
    names = [str(Path(article.name).relative_to(tmp_path)) for article in articles(tmp_path)]
    assert names == ["b.txt", "a/y.jsonl:1", "a/z.txt"]


def test_a_glob_is_expanded_and_a_name_with_brackets_is_taken_as_it_is(tmp_path: Path) -> None:
    odd = write(tmp_path / "a[1].txt", "x")
    write(tmp_path / "deep/b.txt", "y")
    assert [article.text for article in articles(odd)] == ["x"]
    assert [article.text for article in articles(f"{tmp_path}/**/*.txt")] == ["x", "y"]


def test_a_json_object_brings_its_metadata(tmp_path: Path) -> None:
    fields = {
        "text": "x",
        "url": "https://example.org/1",
        "headline": "H",
        "outlet": "Dawn",
        "published": "2022-03",
        "authors": ["A", "B"],
        "language": "en",
        "inferred": ["published"],
    }
    (article,) = articles(write(tmp_path / "a.json", json.dumps(fields)))
    assert (article.text, article.url, article.headline) == ("x", fields["url"], "H")
    assert (article.outlet, article.published, article.authors) == ("Dawn", "2022-03", ("A", "B"))
    assert article.inferred == {"published"}


def test_a_json_list_is_many_articles_and_a_bad_one_keeps_its_content(tmp_path: Path) -> None:
    good, bad = read_all(write(tmp_path / "a.json", '[{"text": "x"}, {"text": 3}]'))
    assert isinstance(good, RawArticle)
    assert isinstance(bad, Rejection)
    assert bad == Rejection(f"{tmp_path}/a.json:2", "text: must be a string.", '{"text": 3}')


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ([], "Not a JSON object."),
        ({}, "Neither text nor html."),
        ({"text": ""}, "Neither text nor html."),
        ({"text": "x", "authors": [1]}, "authors: must be a list of strings."),
        ({"text": "x", "published": 0}, "published: must be a string."),
        ({"text": "x", "published": 2022}, "published: must be a string."),
        ({"text": "x", "html": "<p>x"}, "Give either text or html, not both."),
        ({"text": "x", "inferred": ["place"]}, "inferred: must be a list of url, headline, outlet"),
        ({"text": "x", "outlets": "A", "x": 1}, "outlets, x: unknown; there are text, html, url, headline"),
    ],
)
def test_an_object_that_is_no_article_says_why(fields: object, reason: str) -> None:
    with pytest.raises(BadArticle, match=reason.replace(".", r"\.")):
        article_of("n", fields)


def test_each_line_of_a_jsonl_stands_alone(tmp_path: Path) -> None:
    lines = b'{"text": "one"}\n\nnot json\n{"text": "caf\xe9"}\n{"text": "last"}'
    first, second, third, last = read_all(write(tmp_path / "a.jsonl", lines))
    assert isinstance(first, RawArticle)
    assert first.name == f"{tmp_path}/a.jsonl:1"
    assert isinstance(second, Rejection)
    assert second.name == f"{tmp_path}/a.jsonl:3"
    assert second.line == "not json"
    assert isinstance(third, Rejection)
    assert third.line == '{"text": "caf\\xe9"}'
    assert isinstance(last, RawArticle)
    assert last.text == "last"


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_an_object_that_has_a_key_twice_is_refused_with_the_key(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, '{"text": "x", "outlet": "Star", "outlet": "Moon"}')
    (refused,) = read_all(path)
    assert isinstance(refused, Rejection)
    assert refused.reason == "The key “outlet” is there twice in one object."


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[" * 100_000, "The JSON is nested too deeply."),
        ('{"text": "half: \\ud83d"}', "The JSON holds half a surrogate pair, which is no character."),
        ('{"text": NaN}', "Not JSON: NaN is no number there."),
        ('{"text": 1e999}', "The JSON holds a number that is too large."),
    ],
)
def test_what_json_cannot_hold_is_a_reason(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (refused,) = read_all(write(tmp_path / name, content))
    assert isinstance(refused, Rejection)
    assert refused.reason == reason


def test_a_pair_of_surrogates_that_is_whole_is_one_character(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"text": "\\ud83d\\ude00"}')
    assert [article.text for article in articles(path)] == ["\U0001f600"]


def test_a_line_too_long_to_hold_is_passed_over(tmp_path: Path) -> None:
    lines = b'{"text": "' + b"x" * MAX_LINE + b'"}\n{"text": "after"}\n'
    long, after = read_all(write(tmp_path / "a.jsonl", lines))
    assert isinstance(long, Rejection)
    assert "longer than" in long.reason
    assert isinstance(after, RawArticle)
    assert after.text == "after"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        (b'\n{"text":\n "a"}', ["a"]),
        (b'[{"text": "a"}, {"text": "b"}]', ["a", "b"]),
        (b"Plain text.\nTwo lines.", ["Plain text.\nTwo lines."]),
        (b'{"text": "only"}', ["only"]),
    ],
)
def test_standard_input_is_told_by_how_it_begins(
    monkeypatch: pytest.MonkeyPatch, content: bytes, texts: list[str]
) -> None:
    stdin(monkeypatch, content)
    assert [article.text for article in articles("-")] == texts


def test_standard_input_may_be_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"<html><body>x</body></html>")
    assert articles("-")[0].html == "<html><body>x</body></html>"


def test_a_page_is_decoded_as_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body>caf\u00e9</body></html>'
    (article,) = articles(write(tmp_path / "a.html", page.encode("latin-1")))
    assert article.html == page


def test_what_a_file_does_not_say_comes_from_articles_yaml_beside_it(tmp_path: Path) -> None:
    write(
        tmp_path / "articles.yaml",
        "a.txt: {outlet: Dawn, published: 2022-03-05, authors: [A B], inferred: [published]}\n"
        "b.json: {outlet: Dawn, published: 2022}\nc.txt:\n",
    )
    write(tmp_path / "a.txt", "x")
    write(tmp_path / "b.json", '{"text": "y", "outlet": "BBC"}')
    write(tmp_path / "c.txt", "z")
    first, second, third = articles(tmp_path)
    assert (first.outlet, first.published, first.authors) == ("Dawn", "2022-03-05", ("A B",))
    assert first.inferred == {"published"}
    assert (second.outlet, second.published, second.inferred) == ("BBC", "2022", frozenset())
    assert third.outlet is None


def test_an_entry_for_many_articles_holds_for_each_and_keeps_what_they_say_themselves(tmp_path: Path) -> None:
    write(
        tmp_path / "articles.yaml", "a.jsonl: {outlet: Dawn, published: 2022, inferred: [outlet, published]}"
    )
    lines = '{"text": "x", "published": "2021", "inferred": ["published"]}\n{"text": "y", "outlet": "BBC"}'
    first, second = articles(write(tmp_path / "a.jsonl", lines))
    assert (first.outlet, first.published, first.inferred) == ("Dawn", "2021", {"outlet", "published"})
    assert (second.outlet, second.published, second.inferred) == ("BBC", "2022", {"published"})


def test_a_file_and_a_request_have_the_same_fields() -> None:
    assert set(ArticleInputSchema().fields) == set(FIELDS)


def test_articles_yaml_is_found_one_folder_up_too(tmp_path: Path) -> None:
    write(tmp_path / "articles.yaml", "a.txt: {outlet: Dawn}")
    assert articles(write(tmp_path / "articles/a.txt", "x"))[0].outlet == "Dawn"


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("a.txt: {outlets: Dawn}", "outlets: unknown"),
        ("a.txt: {outlet: [Dawn]}", "outlet: must be a string"),
        ("a.txt: {inferred: outlet}", "inferred: must be a list"),
        ("[a.txt]", "must map file names"),
        ("a: [", "is not YAML"),
        ("a.txt: {published: 2022-02-30}", "is not YAML: day is out of range for month"),
        ("a.txt: !!int x", "is not YAML"),
        ("a.txt: !!bool maybe", "is not YAML"),
        ("a.txt: !!timestamp x", "is not YAML"),
        ("a.txt: " + "[" * 100_000, "is not YAML"),
        ("{<<: " * 990 + "{}" + "}" * 990, "is not YAML: it is nested too deeply"),
        ("a.txt: \x01", "is not YAML"),
        ("a.txt: {outlet: Star, outlet: Moon}", "the key “outlet” is there twice"),
        ("a.txt: {yes: Star, true: Moon}", "the key “true” is there twice, first as “yes”"),
        ("a.txt: {outlet: Star}\nb.txt: {}\na.txt: {outlet: Moon}", "the key “a.txt” is there twice"),
    ],
)
def test_an_articles_yaml_that_makes_no_sense_is_a_reason(tmp_path: Path, yaml: str, reason: str) -> None:
    write(tmp_path / "articles.yaml", yaml)
    (refused,) = read_all(write(tmp_path / "a.txt", "x"))
    assert isinstance(refused, Rejection)
    assert reason in refused.reason


def test_the_command_line_fills_what_is_missing_and_gives_way_to_the_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"text": "x", "outlet": "BBC"}')
    (article,) = read_all(path, defaults=Defaults(outlet="Dawn", published="2022"))
    assert isinstance(article, RawArticle)
    assert (article.outlet, article.published, article.language) == ("BBC", "2022", None)
    assert article.fallback == {"published"}
