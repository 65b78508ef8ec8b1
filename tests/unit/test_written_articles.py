"""The articles that were written for training, and how their tags are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.attribution import corpus, written

TAGGED = (
    "<s1>She</s1> <c1>said</c1> <q1>that <s2>the bank</s2> <c2>had warned</c2> <q2>of a crash</q2></q1>.\n"
)


def test_the_text_of_a_tagged_article_has_no_tags_and_its_spans_slice_to_their_words() -> None:
    text, (outer, inner) = written.untagged(TAGGED)
    assert text == "She said that the bank had warned of a crash.\n"
    words = [[text[start:end] for start, end in role] for role in (outer.source, outer.cue, outer.content)]
    assert words == [["She"], ["said"], ["that the bank had warned of a crash"]]
    assert [text[start:end] for start, end in inner.content] == ["of a crash"]


def test_a_content_in_pieces_is_one_attribution() -> None:
    _, (found,) = written.untagged('<q1>"Go,"</q1> <s1>he</s1> <c1>said</c1>. <q1>"Now."</q1>')
    assert len(found.content) == 2


@pytest.mark.parametrize("tagged", ["<s1>She said", "She</s1> said", "<s1>She <s1>said</s1>"])
def test_a_tag_without_its_other_half_is_refused(tagged: str) -> None:
    with pytest.raises(ValueError, match="s1"):
        written.untagged(tagged)


def test_an_attribution_without_a_cue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<q1>It rained</q1>.", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt"):
        list(written.read(tmp_path))


def test_every_written_article_is_well_formed() -> None:
    articles = list(written.read())
    assert len(articles) > 100
    for article in articles:
        assert "<" not in article.text, article.name
        for found in article.attributions:
            for start, end in (*found.source, *found.cue, *found.content):
                words = article.text[start:end]
                assert words, article.name
                assert words == words.strip(), (article.name, words)
                assert "\n" not in words, (article.name, words)


def test_an_article_that_several_people_annotated_is_read_once_or_once_for_each(tmp_path: Path) -> None:
    for part in ("text", "attributions"):
        (tmp_path / "train" / part).mkdir(parents=True)
    (tmp_path / "train/text/a.txt").write_text("Ann said no.", encoding="utf-8")
    marks = "T1\tCue 4 8\tsaid\nT2\tContent 9 11\tno\nE1\tAttribution:T1 Cue:T1 Content:T2\n"
    for person in ("x", "y"):
        (tmp_path / f"train/attributions/a_{person}.ann").write_text(marks, encoding="utf-8")
    assert [a.annotator for a in corpus.read(tmp_path, "train")] == ["x"]
    assert [a.annotator for a in corpus.read(tmp_path, "train", everyone=True)] == ["x", "y"]
