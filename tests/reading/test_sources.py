"""Reading a folder: what is registered, what is bad input, and that nothing is lost silently."""

import csv
import hashlib
import os
import random
import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borderlab as bl
from borderlab.errors import BorderlabError, SourceError
from borderlab.reading import files
from borderlab.reading.decoding import decode
from borderlab.reading.files import FAILED, SKIPPED
from borderlab.reading.formats import READERS
from borderlab.reading.sources import read_corpus
from borderlab.tables import CONTRACTS, Corpus

NEWS = "Ports reopen\n\nThe two ports of the border reopened on Monday. Trucks crossed.\n"


def put(folder: Path, texts: dict[str, str | bytes]) -> Path:
    for name, content in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def register(folder: Path, *rows: dict[str, str], name: str = "sources.csv") -> None:
    with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def codes(corpus: Corpus) -> list[str]:
    return sorted(corpus.problems.code)


def row(doc_id: str, file: str, **more: str) -> dict[str, str]:
    return {"doc_id": doc_id, "file": file, "sha256": "", "label": "", "story": "", **more}


def test_a_text_without_a_row_gets_the_slug_of_its_name(tmp_path):
    corpus = read_corpus(put(tmp_path, {"Puerto Peñasco (1).txt": NEWS}))
    document = corpus.documents.loc["puerto-penasco-1"]
    assert document.label == "Puerto Peñasco (1)"
    assert document.story_id == "puerto-penasco-1"
    assert document.path == "Puerto Peñasco (1).txt"
    assert codes(corpus) == ["unregistered"]


def test_slugs_that_collide_are_told_apart_whatever_the_order_of_the_files(tmp_path):
    """The file that is named like the slug keeps it; no id counts its neighbours."""
    names = ("a.md", "a.txt", "A!.txt", "a-2.txt", "sub/a.txt")
    corpus = read_corpus(put(tmp_path, dict.fromkeys(names, NEWS)))
    ids = {path: doc_id for doc_id, path in corpus.documents.path.items()}
    assert (ids["a.txt"], ids["a-2.txt"]) == ("a", "a-2")
    assert len(set(ids.values())) == len(names)
    (tmp_path / "a.md").unlink()
    fewer = read_corpus(tmp_path).documents.path
    assert {path: doc_id for doc_id, path in fewer.items()} == {
        path: doc_id for path, doc_id in ids.items() if path != "a.md"
    }


def test_a_slug_never_takes_the_id_of_a_registered_text(tmp_path):
    put(tmp_path, {"ports.txt": NEWS, "x.txt": NEWS})
    register(tmp_path, row("ports", "x.txt"))
    paths = read_corpus(tmp_path).documents.path
    assert paths["ports"] == "x.txt"
    assert next(i for i, path in paths.items() if path == "ports.txt").startswith("ports-")


def test_a_row_gives_id_label_story_and_everything_else_as_known(tmp_path):
    put(tmp_path, {"x.txt": NEWS})
    register(tmp_path, row("ports", "x.txt", label="Faro 2023", story="reopening", outlet="NA",
                           published_earliest="2023-01-01", note="", weight="010"))  # fmt: skip
    corpus = read_corpus(tmp_path)
    document = corpus.documents.loc["ports"]
    assert (document.label, document.story_id) == ("Faro 2023", "reopening")
    assert document.known_outlet == "NA", "strings only: NA is no missing value"
    assert document.known_weight == "010", "a column of the researcher's own is kept as it stands"
    assert pd.isna(document.known_note)
    assert pd.isna(document.outlet)
    assert pd.isna(document.published_earliest)
    assert document.published_basis == "unknown"
    assert codes(corpus) == []


def test_an_altered_text_is_reported_and_read(tmp_path):
    put(tmp_path, {"a.txt": NEWS + "More.", "b.txt": NEWS})
    digest = hashlib.sha256(NEWS.encode()).hexdigest()
    register(tmp_path, row("a", "a.txt", sha256="0" * 64), row("b", "b.txt", sha256=digest.upper()))
    corpus = read_corpus(tmp_path)
    assert len(corpus.documents) == 2
    assert corpus.problems[["path", "code"]].to_numpy().tolist() == [["a.txt", "altered"]]


@pytest.mark.parametrize(
    ("table", "line", "code", "word"),
    [
        ("doc_id,file\na,a.txt\n\na,b.txt\n", 4, "duplicate-row", "'a' already stands in line 2"),
        ("doc_id,file\na,a.txt\nb,./a.txt\n", 3, "duplicate-row", "a.txt"),
        ('doc_id,file,note\na,a.txt,"x\ny"\nb,gone.txt,\n', 4, "file-missing", "gone.txt"),
        ("doc_id,file\na,a.txt,surplus\n", 2, "malformed-row", "surplus"),
        ("doc_id,file,note\na,a.txt\n", 2, "malformed-row", "missing"),
        ("doc_id,file\n,a.txt\n", 2, "malformed-row", "missing"),
        ("doc,file\na,a.txt\n", 1, "column-missing", "'doc_id'"),
        ("", 1, "column-missing", "'file'"),
        (b"doc_id,file\n\xff,a.txt\n", 0, "unreadable-table", "decode"),
        ("doc_id,file\n" + "x" * 200_000 + ",a.txt\n", 0, "unreadable-table", "field"),
    ],
)
def test_a_bad_registry_is_named_with_its_line_and_reading_goes_on(
    tmp_path, table, line, code, word
):
    put(tmp_path, {"a.txt": NEWS, "sources.csv": table})
    corpus = read_corpus(tmp_path)
    assert len(corpus.documents) == 1
    found = corpus.problems[corpus.problems.path == "sources.csv"]
    assert found[["line", "code"]].to_numpy().tolist() == [[line, code]]
    assert word in found.message.item()
    assert found.hint.item()


def test_the_first_of_two_rows_wins(tmp_path):
    put(tmp_path, {"a.txt": NEWS})
    register(tmp_path, row("one", "a.txt"), row("two", "a.txt"))
    assert read_corpus(tmp_path).documents.index.tolist() == ["one"]


def test_echoes_fill_sentences_and_unknown_sentences_are_reported(tmp_path):
    put(tmp_path, {"a.txt": NEWS})
    echo = {"echo_id": "e", "note": ""}
    register(
        tmp_path,
        *({**echo, "sentence_id": i} for i in ("a:s1", "a:s9", "a:s1")),
        name="echoes.csv",
    )
    corpus = read_corpus(tmp_path)
    assert corpus.sentences.echo_id.dropna().to_dict() == {"a:s1": "e"}
    odd = corpus.problems[corpus.problems.path == "echoes.csv"]
    assert odd[["line", "code"]].to_numpy().tolist() == [
        [3, "unknown-sentence"], [4, "duplicate-row"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Torreón".encode(), "utf-8"),
        ("\ufeffTorreón".encode(), "utf-8"),
        ("\ufeffTorreón".encode("utf-16-le"), "utf-16-le"),
        ("\ufeffTorreón".encode("utf-16-be"), "utf-16-be"),
        ("“Torreón”".encode("cp1252"), "cp1252"),
        ("Torreón".encode("utf-16-le"), "utf-16-le"),
        ("Torre\0ón \u202eabc\u200b".encode(), "utf-8"),
    ],
)
def test_the_text_is_the_decoded_bytes_with_mark_and_newlines(tmp_path, data, encoding):
    data += "\r\n".encode(encoding)
    corpus = read_corpus(put(tmp_path, {"a.txt": data}))
    document = corpus.documents.loc["a"]
    assert document.encoding == encoding
    assert document.text == data.decode(encoding)
    guess = encoding == "cp1252" or (encoding == "utf-16-le" and document.text[0] != "\ufeff")
    assert ("encoding-guessed" in codes(corpus)) is guess, "a guess is never silent"
    assert document.invisible == sum(document.text.count(c) for c in "\0\u202e\u200b")
    assert ("invisible-characters" in codes(corpus)) is bool(document.invisible)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        ("\ufeff \r\n\t".encode(), "empty-file"),
        (b"\xff\xfea", "undecodable"),
        (b"\xef\xbb\xbf\xff", "undecodable"),
        (b"caf\x81", "undecodable"),
        (b"caf\xe9\x07", "undecodable"),
        (b"\x00\x00\x00", "undecodable"),
    ],
)
def test_a_bad_text_is_one_problem_and_the_others_are_read(tmp_path, data, code):
    corpus = read_corpus(put(tmp_path, {"bad.txt": data, "good.txt": NEWS}))
    assert corpus.documents.index.tolist() == ["good"]
    bad = corpus.problems[corpus.problems.path == "bad.txt"]
    assert bad.code.tolist() == [code]
    assert "bad.txt" in bad.message.item()


def test_what_is_no_text_is_skipped_once_and_hangs_nothing(tmp_path):
    """Pipes, loops and folders named like texts; never the study's own files."""
    put(tmp_path, {"a.txt": NEWS, "B.TXT": NEWS, "sub/c.md": NEWS, "scan.pdf": "x", ".hidden": "x",
                   ".ipynb_checkpoints/a-checkpoint.txt": NEWS, "codebook/aliases.csv": "x",
                   "picture.png": "x",
                   "layout.csv": "x", "README.md": "x", "sub/readme.md": "x"})  # fmt: skip
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to("a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    corpus = read_corpus(tmp_path)
    assert corpus.documents.path.tolist() == ["B.TXT", "a.txt", "link.txt", "sub/c.md"]
    assert corpus.documents.format.tolist() == ["txt", "txt", "txt", "md"]
    skipped = corpus.problems[corpus.problems.code.isin(SKIPPED)].set_index("path").code
    assert skipped.to_dict() == {
        ".hidden": "hidden", ".ipynb_checkpoints": "hidden", "again": "not-a-file",
        "folder.txt": "not-a-file", "loop.txt": "not-a-file", "pipe.txt": "not-a-file",
        "picture.png": "not-text",
    }  # fmt: skip


def test_a_file_name_that_is_no_utf8_crashes_nothing(tmp_path):
    put(tmp_path, {"a.txt": NEWS})
    (tmp_path / os.fsdecode(b"nota\xf1.txt")).write_text(NEWS)
    corpus = read_corpus(tmp_path)
    assert corpus.documents.path.tolist() == ["a.txt", "nota⟨U+DCF1⟩.txt"]
    assert corpus.documents.index.tolist() == ["a", "nota"]


@pytest.mark.parametrize("name", ["absent", "file.txt", "empty", "nothing"])
def test_a_folder_without_texts_is_one_clear_line(tmp_path, name):
    put(tmp_path, {"file.txt": NEWS, "nothing/blank.txt": "", "nothing/scan.pdf": "x"})
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError) as caught:
        read_corpus(str(tmp_path / name))
    assert len(str(caught.value).splitlines()) == 1
    assert name in str(caught.value)


def test_a_file_or_folder_that_cannot_be_read_is_a_problem(tmp_path, monkeypatch):
    """Permissions mean nothing to root, so the refusal is played by the file system's calls."""
    put(tmp_path, {"a.txt": NEWS, "b.txt": NEWS, "c.txt": NEWS, "sub/d.txt": NEWS})
    whole, kind, listing = Path.read_bytes, files._kind, Path.iterdir

    def refuse(real, name):
        def call(path):
            if path.name == name:
                raise PermissionError(13, "Permission denied")
            return real(path)

        return call

    monkeypatch.setattr(Path, "read_bytes", refuse(whole, "b.txt"))
    monkeypatch.setattr(files, "_kind", refuse(kind, "c.txt"))
    monkeypatch.setattr(Path, "iterdir", refuse(listing, "sub"))
    corpus = read_corpus(tmp_path)
    assert corpus.documents.index.tolist() == ["a"]
    unreadable = corpus.problems[corpus.problems.code == "unreadable"]
    assert sorted(unreadable.path) == ["b.txt", "c.txt", "sub"]


def test_an_ambiguous_date_is_a_problem(tmp_path):
    corpus = read_corpus(put(tmp_path, {"a.txt": NEWS.replace("\n\n", "\n\n04/10/2023\n\n")}))
    assert "ambiguous-date" in codes(corpus)
    document = corpus.documents.loc["a"]
    assert document.published_basis == "partial"
    assert document.published_edtf == "[2023-04-10,2023-10-04]"
    assert str(document.published_earliest.date()) == "2023-04-10"
    assert str(document.published_latest.date()) == "2023-10-04"


def test_tables_keep_their_contracts(tmp_path):
    corpus = read_corpus(put(tmp_path, {"a.txt": NEWS, "b.txt": "one"}))
    for name in ("documents", "zones", "sentences", "problems"):
        index, columns = CONTRACTS[name]
        frame = getattr(corpus, name)
        assert frame.index.name == index
        assert list(frame.columns)[: len(columns)] == list(columns)
        dtypes = {c: str(frame[c].dtype) for c in columns}
        assert dtypes == {c: t.rstrip("?") for c, t in columns.items()}


def test_reading_changes_no_byte(tmp_path):
    put(tmp_path, {"a.txt": NEWS, "sources.csv": "doc_id,file\na,a.txt\n"})
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.iterdir()}
    read_corpus(tmp_path)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.iterdir()} == before
    assert all(stat.S_ISREG(p.stat().st_mode) for p in before)


SUFFIXES = sorted({*READERS, ".png"} - {".htm", ".xhtml", ".markdown", ".text", ".ndjson"})
NAMES = st.text("abXY é.-_", min_size=1, max_size=8).map(lambda name: f"n{name}")
BYTES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(str.encode),
    st.text(max_size=30).map(lambda text: ("\ufeff" + text).encode("utf-16-le", "ignore")),
    st.sampled_from(
        [
            NEWS.encode(),
            NEWS.encode("utf-16"),
            b"text,id\nPorts,1\n,2\n",
            b'{"text": "a"}\n{',
            b"<h1>Ports reopen</h1><p>They did.</p>",
        ]
    ),
)


@settings(max_examples=40, deadline=None)
@given(
    texts=st.dictionaries(
        st.tuples(NAMES, st.sampled_from(SUFFIXES)), BYTES, max_size=4
    ),
    sources=st.one_of(st.none(), st.binary(max_size=80), st.just(b"doc_id,file\nn,na.txt\n")),
)  # fmt: skip
def test_on_any_bytes_only_our_exception_leaves_and_every_entry_is_counted(
    texts, sources, tmp_path_factory
):
    folder = put(tmp_path_factory.mktemp("any"), {a + b: data for (a, b), data in texts.items()})
    if sources is not None:
        put(folder, {"sources.csv": sources})
    try:
        corpus = read_corpus(folder)
    except BorderlabError as error:
        assert len(str(error).splitlines()) == 1
        return
    left = corpus.problems.code.isin([*SKIPPED, *FAILED])
    seen = [p for p in folder.iterdir() if p.name != "sources.csv"]
    places = [*corpus.documents.path, *corpus.problems.path[left]]
    assert len(places) == len(set(places))
    assert {files.shown(p.name) for p in seen} == {p.partition("#")[0] for p in places}
    assert sorted(bl.account(corpus).path) == sorted(places)
    texts_by_id = corpus.documents.text
    for r in corpus.sentences.itertuples():
        assert texts_by_id[r.doc_id][r.start : r.end] == r.text
    for r in corpus.zones.itertuples():
        line = texts_by_id[r.doc_id][r.start : r.end]
        assert line
        assert not set(line) & set("\r\n")


@given(st.binary(max_size=80))
def test_what_is_decoded_can_be_decoded_again(data):
    try:
        text, encoding, _ = decode(data)
    except UnicodeError:
        return
    assert data.decode(encoding) == text


def test_the_order_of_files_on_disk_changes_nothing(tmp_path, monkeypatch):
    texts = {f"{name}.txt": NEWS + name for name in "abcdef"} | {"bad.txt": b"", "x.pdf": b""}
    put(tmp_path, texts)
    first = read_corpus(tmp_path)
    listing = Path.iterdir
    monkeypatch.setattr(
        Path, "iterdir", lambda path: random.Random(7).sample(sorted(listing(path)), len(texts))
    )
    second = read_corpus(tmp_path)
    for name in ("documents", "zones", "sentences", "problems"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))
