"""What of a study may be passed on: files, outputs, and the record of a deposit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from borderlab.errors import OutputError
from borderlab.publishing.archive import SUMS, refuse_foreign, shareable, sums, to_finder, zenodo
from borderlab.publishing.packing import pack

SENTENCE = "The two governments of Sonora & Arizona agreed to meet every year."
QUOTES = to_finder([SENTENCE, "Eight words are only a short quotation here."])


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        f"before {SENTENCE} behind",
        "The two governments of Sonora &amp; Arizona agreed\n  to meet every year.",
        "<td>The <mark>two</mark> governments of Sonora &amp; Arizona agreed to meet every year.",
        "The ⟦two governments⟧ of Sonora & Arizona agreed to meet every year.",
    ],
)
def test_a_whole_sentence_is_found_however_it_is_shown(text: str) -> None:
    assert QUOTES(text)
    assert shareable("seeds/notes.csv", text.encode(), QUOTES) is None


@pytest.mark.parametrize(
    "text",
    ["", "The two governments of Sonora", "Eight words are only a short quotation here."],
)
def test_short_quotations_may_be_passed_on(text: str) -> None:
    assert not QUOTES(text)
    assert shareable("a.csv", text.encode(), QUOTES) == text.encode()


def test_without_texts_to_withhold_nothing_is_found() -> None:
    assert not to_finder([])(SENTENCE)


def test_a_guide_loses_the_rest_of_a_long_quotation_and_nothing_else() -> None:
    guide = f"# Guide\n\n> {SENTENCE}\n\nThe governments of `Sonora & Arizona` agreed.\n"
    cut = shareable("how-to/a.md", guide.encode(), QUOTES, [SENTENCE])
    assert cut is not None
    assert cut.decode() == guide.replace("meet every year", "[…]", 1)


def test_a_table_of_spans_keeps_all_but_the_words() -> None:
    table = f'document,start,end,text,note\n000,0,66,{SENTENCE},"a, b"\n000,67,70,Yes.,\n'
    bare = b'document,start,end,text,note\n000,0,66,,"a, b"\n000,67,70,,\n'
    assert shareable("sentences.csv", table.encode(), QUOTES) == bare
    quoted = table.replace("a, b", SENTENCE)
    assert shareable("sentences.csv", quoted.encode(), QUOTES) is None


def test_a_picture_goes_as_it_is() -> None:
    assert shareable("a.png", b"\x89PNG\xff", QUOTES) == b"\x89PNG\xff"


def notebook(source: str, html: str) -> bytes:
    output = {"output_type": "display_data", "data": {"text/html": [html[:9], html[9:]]}}
    code = {"cell_type": "code", "source": ["1"], "outputs": [output]}
    cells = [{"cell_type": "markdown", "source": [source]}, code, {**code, "outputs": []}]
    return json.dumps({"cells": cells}).encode()


def test_a_notebook_loses_the_outputs_that_quote_and_keeps_the_others() -> None:
    kept = notebook("# Prose", "<p>fine</p>")
    assert shareable("n.ipynb", kept, QUOTES) == kept
    cleaned = shareable("n.ipynb", notebook("# Prose", f"<p>{SENTENCE}</p>"), QUOTES)
    assert cleaned is not None and not QUOTES(cleaned.decode())
    cells = json.loads(cleaned)["cells"]
    assert "may not be passed on" in cells[1]["outputs"][0]["text"][0]
    assert cells[2]["outputs"] == []


def test_a_notebook_whose_prose_quotes_stays_out() -> None:
    assert shareable("n.ipynb", notebook(SENTENCE, "fine"), QUOTES) is None


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_only_an_unchanged_archive_may_be_replaced(tmp_path: Path, form: str) -> None:
    files = {"a.txt": b"1", "b/c.txt": b"2"}
    files[SUMS] = sums(files)

    def write(members: dict[str, bytes]) -> Path:
        target = tmp_path / "archive.zip"
        if form == "zip":
            target.write_bytes(pack(members))
            return target
        for name, content in members.items():
            (tmp_path / "folder" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "folder" / name).write_bytes(content)
        return tmp_path / "folder"

    refuse_foreign(write(files))
    for other in ({**files, "a.txt": b"mine"}, {**files, "more.txt": b""}):
        with pytest.raises(OutputError, match="is no archive, or was changed since; name a new"):
            refuse_foreign(write(other))


@pytest.mark.parametrize("content", [b"", b"my thesis", pack({"thesis.txt": b"mine"})])
def test_what_is_no_archive_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(OutputError, match=r"x\.zip: is no archive"):
        refuse_foreign(tmp_path / "x.zip")
    refuse_foreign(tmp_path / "new.zip")


def test_a_deposit_names_persons_as_zenodo_wants_them() -> None:
    citation = {
        "type": "dataset",
        "authors": [
            {"family-names": "Ruiz", "given-names": "Ana", "orcid": "https://orcid.org/0000-0001",
             "affiliation": "Colef"},
            {"name": "A group"},
        ],
        "license": "CC-BY-4.0",
    }  # fmt: skip
    record = json.loads(zenodo(citation, title="T", description="D"))
    assert record["creators"] == [
        {"name": "Ruiz, Ana", "affiliation": "Colef", "orcid": "0000-0001"},
        {"name": "A group"},
    ]
    assert (record["upload_type"], record["license"]) == ("dataset", "CC-BY-4.0")
    assert json.loads(zenodo({}, title="T", description="D"))["creators"] == []
