"""In a notebook: bundles show what they hold, a slip is one line, and nothing moves unasked."""

from __future__ import annotations

import dataclasses
import inspect
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import borderlab as bl
from borderlab import progress

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = '<script>x</script> "a" & \u202e$5'
USED = (
    "read_corpus", "read_codebook", "find_mentions", "code_pillars", "incidence", "cooccurrence",
    "to_graph", "centrality", "edge_significance", "bootstrap_centrality", "open_study", "evidence",
    "show", "save_figure",
)  # fmt: skip


@pytest.fixture(scope="module")
def study() -> bl.Study:
    return bl.open_study(ROOT)


@pytest.fixture(scope="module")
def shell() -> InteractiveShell:
    made = InteractiveShell()
    made.colors = "nocolor"
    made.run_cell("import borderlab as bl\nimport pandas as pd")
    made.user_ns["study"] = bl.open_study(ROOT)
    return made


def test_a_bundle_shows_its_counts_as_a_small_table_and_no_text(study: bl.Study) -> None:
    for held in (study.corpus, study.codebook, study.incidence()):
        html = held._repr_html_()
        page = ET.fromstring(html)
        assert page.findtext("caption") == repr(held)
        assert len(page.findall("tbody/tr")) <= 12
        assert len(html) < 3000
        assert html == held._repr_html_()
    sentence = study.corpus.sentences["text"].iloc[3]
    assert sentence[:20] not in study.corpus._repr_html_()


def test_what_the_tables_say_is_what_there_is(study: bl.Study) -> None:
    def cells(html: str) -> list[list[str]]:
        return [[c.text or "" for c in row] for row in ET.fromstring(html).findall("tbody/tr")]

    corpus = cells(study.corpus._repr_html_())
    assert [row[0] for row in corpus] == list(study.corpus.documents["label"])
    assert sum(int(row[2]) for row in corpus) == len(study.corpus.sentences)
    assert ["actors", str(len(study.codebook.actors))] in cells(study.codebook._repr_html_())
    assert ["unit", "paragraph"] in cells(study.incidence(unit="paragraph")._repr_html_())


def test_a_hostile_label_is_shown_and_not_obeyed(study: bl.Study) -> None:
    documents = study.corpus.documents.assign(label=HOSTILE)
    html = dataclasses.replace(study.corpus, documents=documents)._repr_html_()
    assert "<script>" not in html and "\u202e" not in html
    ET.fromstring(html)


def test_of_a_large_or_empty_corpus_the_first_texts_are_shown(study: bl.Study) -> None:
    many = pd.concat([study.corpus.documents] * 4)
    html = dataclasses.replace(study.corpus, documents=many)._repr_html_()
    assert html.count("<tr>") == 11
    assert "the first 10 of them" in html
    none = dataclasses.replace(study.corpus, documents=many.iloc[:0])
    assert none._repr_html_().count("<tr>") == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("bl.find_mentions(study.codebook, study.corpus)",
         "WrongArgumentError: corpus is of type Codebook, not Corpus; give what read_corpus r"),
        ("bl.cooccurrence(study.mentions)",
         "WrongArgumentError: units is of type DataFrame, not Incidence; give what incidence r"),
        ("bl.find_contradictions(study.mentions, study.corpus)",
         "WrongTableError: claims has no column claim_id"),
        ("study.incidence(unit='sentense')",
         "UnknownValueError: unit='sentense' is no choice; did you mean 'sentence'?"),
        ("bl.evidence(study, 'katie-hobs')", "UnknownActorError: "),
        ("bl.read_corpus('no-such-folder')", "SourceError: no-such-folder: does not exist; name"),
    ],
)  # fmt: skip
def test_a_common_mistake_is_one_line_and_no_traceback(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    assert not shell.run_cell(code).success
    shown = capsys.readouterr().out.strip()
    assert shown.startswith(said)
    assert shown.count("\n") == 0
    assert "Traceback" not in shown


def test_an_error_shows_no_control_characters(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("bl.evidence(study, 'a\\x1b[31m\\u202e')")
    shown = capsys.readouterr().out
    assert "\x1b[31m" not in shown and "\u202e" not in shown


def test_an_error_of_another_origin_keeps_its_traceback(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "meant"),
    [("find_mention", "find_mentions"), ("centralty", "centrality"), ("Corpora", "Corpus")],
)
def test_a_mistyped_name_is_answered_by_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(AttributeError, match=f"no attribute '{name}'; did you mean {meant}\\?"):
        getattr(bl, name)
    with pytest.raises(AttributeError, match=r"no attribute 'zzzzzz'$"):
        _ = bl.zzzzzz
    assert not hasattr(bl, "_ipython_display_")


@pytest.mark.parametrize("name", USED)
def test_the_inspector_shows_a_sentence_the_parameters_and_an_example(name: str) -> None:
    """Under 90 lines, first line a sentence that fits, every parameter named, an example."""
    held = getattr(bl, name)
    told = inspect.getdoc(held) or ""
    first, blank = told.splitlines()[:2]
    assert first.endswith(".") and len(first) <= 100 and not blank
    assert len(told.splitlines()) <= 90
    assert ">>> " in told
    parameters = told.partition("Returns\n---")[0]
    for parameter in inspect.signature(held).parameters:
        assert re.search(rf"\b{parameter}\b", parameters), parameter


def test_a_bar_is_shown_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress.track("abc", "letters", total=3, progress=False)) == ["a", "b", "c"]
    assert list(progress.track("abc", "letters", total=3, progress=True)) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")  # under two seconds nothing is shown either


def test_a_long_loop_that_was_asked_shows_how_far_it_is_and_wipes_it_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import tqdm.auto

    class Eager(tqdm.auto.tqdm):  # type: ignore[type-arg]
        def __init__(self, *rows: object, delay: float, **options: object) -> None:
            assert delay == 2
            super().__init__(*rows, mininterval=0, **options)

    monkeypatch.setattr(tqdm.auto, "tqdm", Eager)
    assert list(progress.track("abc", "letters", total=3, progress=True)) == ["a", "b", "c"]
    shown = capsys.readouterr().err
    assert "letters" in shown and "3/3" in shown
    assert not shown.rpartition("\r")[0].rpartition("\r")[2].strip()


@pytest.mark.parametrize("call", ["read_corpus", "find_mentions", "robustness",
                                  "bootstrap_centrality"])  # fmt: skip
def test_long_loops_take_progress_and_are_silent_by_default(call: str) -> None:
    assert inspect.signature(getattr(bl, call)).parameters["progress"].default is False
