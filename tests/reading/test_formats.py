"""Every format gives its text or one reason; a table counts each of its records."""

import csv
import io
import json
import subprocess
import sys
import zipfile

import docx
import pandas as pd
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.reading import apart
from borderlab.reading.formats import READERS, Fault, Page, read_pages
from borderlab.reading.limits import Limits

NEWS = "The two ports of the border reopened on Monday. Trucks crossed all night."
ARTICLE = "".join(
    f"<p>The council met for the {n} time and heard the growers of the valley speak at length.</p>"
    for n in ("first", "second", "third", "fourth", "fifth")
)


def read(data, suffix, **limits):
    return list(read_pages(data, suffix, Limits(**limits)))


def corpus_of(folder, **files):
    for name, data in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return bl.read_corpus(folder)


def packed(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(*pages):
    """Write a PDF by hand, each page one line of text (none: an empty page)."""
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"]
    font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    for i, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{font}"
                       f"/Contents {4 + 2 * i} 0 R>>")  # fmt: skip
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


def test_a_word_document_gives_its_paragraphs_and_cells_in_reading_order():
    document = docx.Document()
    document.add_paragraph("Ports reopen", style="Title")
    document.add_paragraph("El puerto reabrió.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "trucks", "900"
    document.add_paragraph("Rail follows.")
    [page] = read(packed(document), ".docx")
    assert page.text == "Ports reopen\n\nEl puerto reabrió.\n\ntrucks\t900\n\nRail follows."
    assert page.facts == {"title": "Ports reopen"}


def test_a_pdf_gives_the_text_of_its_pages():
    [page] = read(pdf("Ports reopen", "Trucks crossed"), ".pdf")
    assert page.text == "Ports reopen\n\nTrucks crossed"


def encrypted():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("secret")))
    writer.encrypt("word", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb():
    """Pack ten million blanks into a few kilobytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as part:
        part.writestr("word/document.xml", " " * 10_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "code"),
    [
        (b"no zip", ".docx", "unreadable"),
        (bomb(), ".docx", "too-large"),
        (b"%PDF-1.4 broken", ".pdf", "unreadable"),
        (encrypted(), ".pdf", "encrypted"),
        (pdf("", ""), ".pdf", "no-text-layer"),
        (b"<html><body><script>x()</script></body></html>", ".html", "no-article"),
        (b"", ".html", "no-article"),
        (b"<p>" + b"<div>" * 300 + ARTICLE.encode(), ".html", "too-deep"),
        (b"<p" + b" a=b" * 1100 + b">" + ARTICLE.encode(), ".html", "too-many-attributes"),
        (b"\x00\x01\x02\x03" * 50, ".html", "undecodable"),
        (b"PAR1 broken", ".parquet", "broken-table"),
        ("text\n".encode("utf-16-le") + b"\x00", ".csv", "undecodable"),
        (b"a,b\n1,2\n", ".csv", "no-text-column"),
        (b'{"a": 1}\n', ".jsonl", "no-text-column"),
        (b"text,title\n", ".csv", "empty-file"),
        (b"\n\n", ".jsonl", "empty-file"),
    ],
)
def test_a_file_without_a_text_is_one_fault_with_a_cure(data, suffix, code):
    limits = {"size": 1_000_000} if code == "too-large" else {}
    [fault] = read(data, suffix, **limits)
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert fault.hint


def test_a_web_page_without_the_extra_names_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    [fault] = read(ARTICLE.encode(), ".html")
    assert fault.code == "reader-missing"
    assert "borderlab[html]" in fault.hint


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ('<meta property="article:published_time" content="2024-03-08T05:15:00-06:00">',
         {"published": "2024-03-08T05:15:00-06:00"}),
        ('<script type="application/ld+json">[{"@type":"Thing"},{"@type":"NewsArticle",'
         '"datePublished":"2024-03-08","author":[{"name":"Ana Ruiz"},{"@id":"#p"}],'
         '"publisher":{"@id":"#o"}},{"@id":"#p","name":"Jo Roe"},{"@id":"#o","name":"El Faro"}]'
         "</script>",
         {"published": "2024-03-08", "author": "Ana Ruiz; Jo Roe", "outlet": "El Faro"}),
        ('<script type="application/ld+json">{"datePublished": "2024-03-08", oops}</script>',
         {"published": "2024-03-08"}),
        ('<link rel="canonical" href="https://x.example/2024/03/08/a">',
         {"url": "https://x.example/2024/03/08/a"}),
    ],
)  # fmt: skip
def test_what_the_head_of_a_page_states_is_handed_on(head, facts):
    page = f"<html><head>{head}</head><body><h1>Council meets again</h1>{ARTICLE}</body></html>"
    [page] = read(page.encode(), ".html")
    assert facts.items() <= dict(page.facts).items()
    assert page.text.startswith("Council meets again\n\n")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "cp1252", "utf-16"])
def test_a_page_is_decoded_as_it_declares(encoding):
    meta = f'<meta charset="{encoding}">'
    markup = (
        f"<html><head>{meta}</head><body><h1>Más fronteras abiertas</h1>{ARTICLE}</body></html>"
    )
    [page] = read(markup.encode(encoding), ".html")
    assert page.text.startswith("Más fronteras abiertas")
    assert not page.guessed


def rows_csv(*rows, delimiter=",", encoding="utf-8"):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_under_any_delimiter_and_mark(delimiter, encoding):
    rows = ("Título", "Fecha", "Cuerpo"), ("Puertos", "2023-04-28", "Abrió; cruzó, y\n\nvolvió.")
    [page] = read(rows_csv(*rows, delimiter=delimiter, encoding=encoding), ".csv")
    assert page.text == "Puertos\n\nAbrió; cruzó, y\n\nvolvió."
    assert page.facts == {"title": "Puertos", "published": "2023-04-28"}


def test_a_bad_record_is_one_fault_and_the_others_are_read():
    lines = [
        json.dumps({"id": "x", "text": NEWS}),
        "{broken",
        "",
        json.dumps({"id": "y", "text": "  "}),
        json.dumps({"id": "x", "text": NEWS}),
        '{"id": "z", "text": "half \\ud800"}',
        json.dumps({"id": "w", "other": 1}),
        json.dumps([1]),
        "[" * 100_000,
        json.dumps({"text": NEWS, "id": 7}),
    ]
    found = read("\n".join(lines).encode(), ".jsonl")
    told = [(p.record, p.line, getattr(p, "code", "read")) for p in found]
    assert told == [
        ("x", 1, "read"), ("2", 2, "malformed-record"), ("y", 4, "empty-record"),
        ("x~2", 5, "read"), ("z", 6, "malformed-record"), ("w", 7, "empty-record"),
        ("7", 8, "malformed-record"), ("8", 9, "malformed-record"), ("7", 10, "read"),
    ]  # fmt: skip


def test_a_row_with_surplus_or_missing_cells_is_named_by_its_line():
    data = b'text,title\n"two\nlines",a\nshort\nlong,b,c\nfine,d\n'
    told = [(p.line, getattr(p, "code", p.facts.get("title") if isinstance(p, Page) else ""))
            for p in read(data, ".csv")]  # fmt: skip
    assert told == [(2, "a"), (4, "malformed-record"), (5, "malformed-record"), (6, "d")]


def test_a_long_cell_is_no_obstacle():
    """The csv module refuses cells of more than 131,072 characters unless told otherwise."""
    [page] = read(rows_csv(("text",), ("word " * 60_000,)), ".csv")
    assert len(page.text) == 300_000


def test_a_parquet_file_gives_each_row(tmp_path):
    frame = pd.DataFrame({
        "headline": ["Ports reopen", None], "body": [NEWS, NEWS],
        "date": pd.to_datetime(["2023-04-28", None]), "id": [7, 9],
    })  # fmt: skip
    frame.to_parquet(tmp_path / "a.parquet")
    corpus = bl.read_corpus(tmp_path)
    assert corpus.documents["path"].tolist() == ["a.parquet#7", "a.parquet#9"]
    assert corpus.documents.index.tolist() == ["a-7", "a-9"]
    first = corpus.documents.iloc[0]
    assert (first["title"], first["published_edtf"]) == ("Ports reopen", "2023-04-28")
    assert pd.isna(corpus.documents.iloc[1]["title"])


def test_a_record_is_registered_by_its_place_and_hash(tmp_path):
    corpus = corpus_of(tmp_path, a_csv=rows_csv(("id", "text"), ("k", NEWS)))
    sha = corpus.documents["sha256"].item()
    (tmp_path / "sources.csv").write_text(f"doc_id,file,sha256\nports,a.csv#k,{sha}\n")
    corpus = bl.read_corpus(tmp_path)
    assert corpus.documents.index.tolist() == ["ports"]
    assert corpus.problems.empty


MIXED = {
    "b_csv": rows_csv(("text",), (NEWS,), ("",), (NEWS + " Again.",)),
    "c_jsonl": '{"text": "Ports reopened."}\n{broken\n',
    "d_pdf": pdf("Ports reopen"),
    "e_docx": b"broken",
    "f_txt": b"caf\x81",
    "g_png": b"x",
    "h_html": f"<h1>Council meets again</h1>{ARTICLE}",
    "i_csv": b"x,y\n1,2\n",
}


def test_every_file_and_record_is_accounted_for_once(tmp_path):
    corpus = corpus_of(tmp_path, a_txt=NEWS, **MIXED)
    found = bl.account(corpus)
    assert found.set_index("path")["outcome"].to_dict() == {
        "a.txt": "read", "b.csv#1": "read", "b.csv#2": "failed", "b.csv#3": "read",
        "c.jsonl#1": "read", "c.jsonl#2": "failed", "d.pdf": "read", "e.docx": "failed",
        "f.txt": "failed", "g.png": "skipped", "h.html": "read", "i.csv": "failed",
    }  # fmt: skip
    assert found.loc[found["outcome"] == "read", "doc_id"].tolist() == list(corpus.documents.index)
    assert (found.loc[found["outcome"] != "read", ["code", "reason", "hint"]] != "").all(axis=None)


def test_what_lies_beside_a_healthy_file_changes_nothing_in_its_tables(tmp_path):
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    for folder, more in ((alone, {}), (beside, MIXED)):
        folder.mkdir()
        corpus_of(folder, a_txt=f"Ports reopen\n\nPublished: 2023-04-28\n\n{NEWS}", **more)
    ours, theirs = bl.read_corpus(alone), bl.read_corpus(beside)
    pd.testing.assert_frame_equal(ours.documents, theirs.documents.loc[["a"]])
    for name in ("zones", "sentences", "problems"):
        table = getattr(theirs, name)
        key = "path" if name == "problems" else "doc_id"
        part = table[table[key] == ("a.txt" if key == "path" else "a")]
        if name != "sentences":
            part = part.reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(ours, name), part)


def test_offsets_hold_in_extracted_text(tmp_path):
    corpus = corpus_of(tmp_path, **MIXED)
    text = corpus.documents["text"]
    for row in corpus.sentences.itertuples():
        assert text[row.doc_id][row.start : row.end] == row.text


def test_a_file_that_hangs_its_reader_costs_a_fault_and_the_next_is_read():
    with apart.Apart(Limits(seconds=30)) as reader:
        [page] = reader.read(NEWS.encode(), ".txt")
        assert page.text == NEWS
        reader.limits = Limits(seconds=0)
        [fault] = reader.read(f"<h1>Council</h1>{ARTICLE * 20}".encode(), ".html")
        assert fault.code == "too-slow"
        reader.limits = Limits(seconds=30)
        assert reader.read(NEWS.encode(), ".txt")[0].text == NEWS


def test_a_file_that_kills_its_reader_costs_a_fault_and_the_next_is_read():
    with apart.Apart(Limits(seconds=30)) as reader:
        reader.read(NEWS.encode(), ".txt")
        reader._worker._process.kill()
        reader._worker._process.wait()
        assert reader.read(NEWS.encode(), ".txt")[0].code == "reader-died"
        assert reader.read(NEWS.encode(), ".txt")[0].text == NEWS


def test_a_reader_that_hangs_ends_itself_when_nobody_is_left_to_end_it():
    hang = (
        "from borderlab.reading import apart; from borderlab.reading.limits import Limits\n"
        "def forever(*_):\n while True: pass\n"
        "apart.read_pages = forever\n"
        "apart._read((b'', '.html'), Limits(seconds=0.1))"
    )
    ended = subprocess.run([sys.executable, "-c", hang], capture_output=True, timeout=60)
    assert b"Timeout" in ended.stderr
    assert ended.returncode


@given(st.binary(max_size=200), st.sampled_from(sorted(set(READERS) - {".pdf", ".docx", ".html"})))
def test_no_bytes_make_a_reader_raise(data, suffix):
    for page in read(data, suffix):
        assert isinstance(page, Page | Fault)


@given(st.text(max_size=200), st.sampled_from([".html", ".csv", ".jsonl"]))
def test_no_text_makes_a_reader_raise(text, suffix):
    for page in read(text.encode("utf-8", "surrogatepass"), suffix):
        assert isinstance(page, Page | Fault)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html", ".parquet"])
def test_a_cut_or_altered_file_never_makes_its_reader_raise(tmp_path, suffix):
    document = docx.Document()
    document.add_paragraph(NEWS)
    pd.DataFrame({"text": [NEWS]}).to_parquet(tmp_path / "a.parquet")
    whole = {
        ".pdf": pdf(NEWS), ".docx": packed(document), ".html": ARTICLE.encode(),
        ".parquet": (tmp_path / "a.parquet").read_bytes(),
    }[suffix]  # fmt: skip
    step = max(1, len(whole) // 25)
    for cut in range(0, len(whole), step):
        broken = whole[:cut] + bytes(reversed(whole[cut : cut + 20])) + whole[cut + 20 :]
        for data in (whole[:cut], broken):
            for page in read(data, suffix):
                assert isinstance(page, Page | Fault)
