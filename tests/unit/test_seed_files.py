"""What the files of outlets, speakers and topics say when something in them is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from service.errors import BadRequest
from service.pipeline import yaml_once
from service.pipeline.outlets import load_outlets
from service.pipeline.resolution.registry_file import load_registry
from service.pipeline.topics import load_topics
from service.pipeline.yaml_list import parse_list

LOADERS = (load_outlets, load_registry, load_topics)


def refused(folder: Path, content: bytes | str, load: Callable[[Path], object] = load_registry) -> BadRequest:
    file = folder / "f.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadRequest) as raised:
        load(file)
    assert raised.value.errors
    return raised.value


@pytest.mark.parametrize("load", LOADERS)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("- {id: a, name: Zoë}".encode("latin-1"), "f.yaml is not UTF-8: byte 18"),
        (b"5", "f.yaml must be a list."),
        (b"{id: a, name: A}", "f.yaml must be a list."),
        (b"- [", "f.yaml is not YAML: "),
        (b"- {id: a}\n- {id: b, name: 2022-02-30}", "f.yaml:2: day is out of range for month."),
        (b"- !!bool maybe", "f.yaml:1: "),
        (b"- {? [a] : b}", "f.yaml is not YAML: "),
        (b"- " + b"[" * 900 + b"]" * 900, "f.yaml is not YAML: it is nested too deeply."),
    ],
)
def test_each_of_the_three_says_alike_what_is_no_list(
    tmp_path: Path, load: Callable[[Path], object], content: bytes, told: str
) -> None:
    assert told in str(refused(tmp_path, content, load))


@pytest.mark.parametrize("text", ["- \ud800", "- \x01"])
@pytest.mark.parametrize("loader", [yaml_once.OnceLoader, yaml.SafeLoader])
def test_a_text_that_no_yaml_may_hold_is_told_with_libyaml_and_without(
    monkeypatch: pytest.MonkeyPatch, text: str, loader: type
) -> None:
    monkeypatch.setattr(yaml_once, "OnceLoader", loader)
    with pytest.raises(BadRequest, match="f is not YAML: "):
        parse_list(text, "f")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{yes: a, true: b}", "the key “true” is there twice, first as “yes”"),
        ("{1: a, 0x1: b}", "the key “0x1” is there twice, first as “1”"),
        ("{1: a, 1.0: b}", "the key “1.0” is there twice, first as “1”"),
        ("{a: 1, 'a': 2}", "the key “a” is there twice in"),
        ("{=: 1, '=': 2}", "the key “=” is there twice in"),
        ("{<<: {a: 1}, <<: {b: 2}}", "the key “<<” is there twice in"),
        ("{<<: {a: 1, a: 2}}", "the key “a” is there twice in"),
    ],
)
def test_keys_that_mean_the_same_are_one_key_however_they_are_spelled(entry: str, told: str) -> None:
    with pytest.raises(BadRequest, match=told):
        parse_list(f"- {entry}", "f")


def test_a_key_beside_what_is_merged_counts_for_it_and_is_no_repeat() -> None:
    text = "- {a: &a {x: 1, y: 2}, b: {<<: *a, x: 3}, c: {<<: *a, y: 4}, '1': text, 1: number}"
    [entry] = parse_list(text, "f")
    merged = {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 2}, "c": {"x": 1, "y": 4}}
    assert entry.value == {**merged, "1": "text", 1: "number"}
    with yaml_once.reading("a: &a {<<: {x: 1}, x: 2}\n<<: *a") as loader:
        assert loader.get_single_data()["a"] == {"x": 2}


@pytest.mark.parametrize("load", LOADERS)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, load: Callable[[Path], object]) -> None:
    with pytest.raises(BadRequest, match=r"none\.yaml can't be read: No such file"):
        load(tmp_path / "none.yaml")


@pytest.mark.parametrize("load", LOADERS)
def test_a_file_with_nothing_but_remarks_is_empty(tmp_path: Path, load: Callable[[Path], object]) -> None:
    (tmp_path / "f.yaml").write_text("# nothing yet\n")
    load(tmp_path / "f.yaml")


def test_every_speaker_at_fault_is_named_with_the_line(tmp_path: Path) -> None:
    error = refused(
        tmp_path,
        "- {id: a, name: Ada Finch, country: Atlantis}\n- {id: b, nome: Bo}\n\n"
        "- {id: c, name: Cy Low}\n- {id: c, name: Di Low}\n- 3\n",
    )
    assert set(error.errors) == {"f.yaml:1", "f.yaml:2", "f.yaml:5", "f.yaml:6"}
    assert str(error) == "f.yaml:1: no country 'Atlantis'. (and 3 more)"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("id: a", "name is needed"),
        ("id: a, name: NO", "name: False is no text; in YAML NO, ON and the like need quotes: 'NO'"),
        ("id: 7, name: A B", "id: 7 is no text"),
        ("id: a, name: A B, also: C D", "also is a list"),
        ("id: a, name: A B, also: [ON]", "also: True is no text; in YAML"),
        ("id: a, name: A B, state: maybe", "state is true or false, not 'maybe'"),
        ("id: a, name: A B, kind: dog", "kind is person or organisation"),
        ("id: a, name: A B, gender: x", "gender is m or f"),
        ("id: a, name: A B, country: NO", "no country False; in YAML NO, ON and the like need quotes: 'NO'"),
        ("id: a, name: A B, roles: [{role: Mayor, country: NO}]", "no country False; in YAML"),
        ("id: a, name: A B, roles: [{role: Mayor, country: Ruritaniaa}]", "no country 'Ruritaniaa'"),
        ("id: a, name: A B, roles: [Mayor]", "'Mayor' is no mapping of role, of, country"),
        ("id: a, name: A B, roles: [{of: City}]", "role is needed"),
        ("id: a, name: A B, roles: [{role: Mayor, until: 2022-01-01}]", "unknown: until"),
        ("id: a, name: A B, roles: [{role: Mayor, from: 2022}]", "from: 2022 is no date"),
        ("id: a, name: A B, roles: [{role: Mayor, to: 2022-01-01 10:00:00}]", "is no date"),
        (
            "id: a, name: A B, roles: [{role: Mayor, from: 2022-01-01, to: 2020-01-01}]",
            "Mayor: it ends on 2020-01-01, before it begins on 2022-01-01",
        ),
    ],
)
def test_what_is_wrong_with_a_speaker_is_said_in_words(tmp_path: Path, fields: str, told: str) -> None:
    message = str(refused(tmp_path, f"- {{{fields}}}"))
    assert message.startswith("f.yaml:1: ")
    assert told in message


def test_a_country_by_its_name_is_kept_as_its_code(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        "- {id: a, name: A B, country: Norway, roles: [{role: Prime Minister},"
        " {role: Ambassador, country: UK}, {role: Envoy, country: null}]}\n"
        "- {id: b, name: C D, country: 'no'}\n"
    )
    one, other = load_registry(tmp_path / "f.yaml").speakers
    assert (one.country, other.country) == ("NO", "NO")
    assert [office.country for office in one.offices] == ["NO", "GB", None]
