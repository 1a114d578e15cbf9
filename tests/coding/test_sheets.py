"""What a person fills into a sheet comes back as one more coder, and nothing else does."""

import csv
import io
import warnings

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.coding.coders import compare_coders, list_disagreements, role_ratings, to_coder
from borderlab.coding.sheet_reading import read_sheet
from borderlab.coding.sheet_rows import find_places
from borderlab.coding.sheets import COLUMNS, sample_sentences, write_sheet
from borderlab.coding.spans import sentence_of
from borderlab.errors import OutputError, SourceError

ENTRIES = ["surface", "nth", "actor_id", "form", "role", "pillar", "note"]
KEY = ["doc_id", "start", "end", "actor_id", "form", "role"]


@pytest.fixture(scope="module")
def reference(study):
    found = bl.read_reference("tests/data/reference", study.corpus)
    return to_coder("reference", found["mentions"], found["pillars"], study.corpus)


@pytest.fixture(scope="module")
def sample(study):
    return sample_sentences(study.corpus, 30, rng=2021)


def entries(coder, corpus):
    """Say for each sentence what a person would write who codes like the coder given."""
    lines = {}
    for sentence_id, sentence in corpus.sentences.iterrows():
        mine = coder.mentions[coder.mentions["sentence_id"] == sentence_id]
        rows = []
        for m in mine.itertuples():
            said = " ".join(
                sentence.text[m.start - sentence.start : m.end - sentence.start].split()
            )
            places = [a + sentence.start for a, _ in find_places(said, sentence.text)]
            nth = str(places.index(m.start) + 1) if len(places) > 1 else ""
            rows.append([said, nth, m.actor_id, m.form, m.role, "", ""])
        rows = rows or [["", "", "(nobody)", "", "", "", ""]]
        if sentence.zone == "body":
            pillars = coder.codings.loc[coder.codings["sentence_id"] == sentence_id, "pillar"]
            rows[0][5] = "|".join(map(str, pillars)) or "(none)"
        lines[sentence_id] = rows
    return lines


def cells(path):
    """Return the lines of a workbook as written, missing cells empty."""
    sheet = openpyxl.load_workbook(path)["sentences"]
    return [[c or "" for c in row] for row in sheet.iter_rows(values_only=True)]


def filled(lines, said, *, repeat=True):
    """Put entries into the lines of a sheet: further mentions in lines below."""
    first = COLUMNS.index("surface")
    out = lines[:2]
    for line in lines[2:]:
        for i, entry in enumerate(said.get(line[0], [[""] * len(ENTRIES)])):
            given = line if i == 0 else [line[0] if repeat else "", *[""] * (len(COLUMNS) - 1)]
            out.append([*given[:first], *entry, *given[first + len(ENTRIES) :]])
    return out


def save(path, lines):
    """Write lines into a workbook as a spreadsheet saves them."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([c or None for c in line])
    book.save(path)
    return path


def as_csv(lines, separator=","):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue()


@pytest.fixture
def blank(study, sample, tmp_path):
    return cells(write_sheet(sample, study.codebook, tmp_path / "blank.xlsx", coder="Ana"))


# --- the sample


def test_a_sample_is_the_same_for_one_seed_and_another_for_another(study):
    one, again, other = (sample_sentences(study.corpus, 20, rng=r) for r in (1, 1, 2))
    assert one.equals(again)
    assert not one.index.equals(other.index)
    assert sample_sentences(study.corpus, 20, rng=np.random.default_rng(1)).equals(one)


@given(n=st.integers(1, 70), seed=st.integers(0, 10))
def test_a_sample_is_in_reading_order_and_leaves_out_no_document(study, n, seed):
    """Shares are proportional, rounded up, and nobody is drawn twice before all were once."""
    sentences = study.corpus.sentences
    drawn = sample_sentences(study.corpus, n, rng=seed)
    assert len(drawn) == min(n, len(sentences))
    assert drawn.index.equals(sentences.index[sentences.index.isin(drawn.index)])
    sizes, counts = sentences["doc_id"].value_counts(), drawn["doc_id"].value_counts()
    assert counts.size == min(n, sizes.size)
    share = (counts.reindex(sizes.index, fill_value=0) - 1) / sizes
    assert (share < n / len(sentences)).all()


def test_every_sentence_of_a_text_is_as_likely(study):
    drawn = pd.concat([sample_sentences(study.corpus, 25, rng=s)["doc_id"] for s in range(60)])
    times = drawn[drawn == "hled-2021"].groupby(level=0).size()
    assert len(times) == (study.corpus.sentences["doc_id"] == "hled-2021").sum()
    assert times.min() > times.max() / 3


def test_context_is_of_the_same_text(study):
    every = sample_sentences(study.corpus, 100, rng=1)
    for _, rows in every.groupby("doc_id"):
        assert rows["before"].tolist() == ["", *rows["text"][:-1]]
        assert rows["after"].tolist() == [*rows["text"][1:], ""]


def test_a_sample_of_nothing_is_refused(study):
    with pytest.raises(ValueError, match="n is 0; give the number"):
        sample_sentences(study.corpus, 0, rng=1)


# --- the file


def test_a_sheet_is_blind(blank):
    """Nothing of the machine is in it: every cell that the coder fills is empty."""
    table = pd.DataFrame(blank[2:], columns=blank[1])
    assert (table[ENTRIES] == "").all().all()
    assert set(table) == set(COLUMNS)


def test_a_workbook_is_text_with_choices_a_frozen_header_and_a_guide(study, sample, tmp_path):
    path = write_sheet(sample, study.codebook, tmp_path / "s.xlsx", coder="Ana")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["sentences", "guide", "lists"]
    sheet = book["sentences"]
    assert sheet.freeze_panes == "B3"
    assert [c.value for c in sheet[1]][:2] == ["coder", "Ana"]
    for row in sheet.iter_rows(min_row=2):
        assert {c.number_format for c in row} == {"@"}
        assert {c.data_type for c in row if c.value} == {"s"}
    offered = {}
    for offer in sheet.data_validations.dataValidation:
        name = sheet[f"{str(offer.sqref).split(':')[0][0]}2"].value
        source = offer.formula1.split("!")[1].replace("$", "")
        offered[name] = [c.value for (c,) in book["lists"][source]]
    assert offered["actor_id"] == ["(nobody)", *study.codebook.actors.index]
    assert offered["form"] == ["name", "short", "acronym", "description", "collective"]
    assert offered["role"] == ["actor", "place", "modifier"]
    assert offered["pillar"] == ["0", "1", "2", "3", "4", "(none)"]
    guide = " ".join(str(row[0]) for row in book["guide"].iter_rows(values_only=True))
    assert all(word in guide for word in (*ENTRIES, *offered["form"], "(nobody)", "(none)"))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_cell_runs_and_nothing_hidden_stays_hidden(make_corpus, study, tmp_path, suffix):
    text = "=1+1 said\u202e Sonora\x07 to 01/02/2021.\n@Sonora agreed.\n+1 for Sonora.\n#N/A"
    corpus = make_corpus(text)
    sample = sample_sentences(corpus, 9, rng=1)
    path = write_sheet(sample, study.codebook, tmp_path / f"s{suffix}")
    if suffix == ".csv":
        lines = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    else:
        lines = cells(path)
    texts = [line[3] for line in lines[2:]]
    assert texts[0] == "'=1+1 said⟨U+202E⟩ Sonora⟨U+0007⟩ to 01/02/2021."
    assert [t[0] for t in texts] == ["'", "'", "'", "#"]
    if suffix == ".xlsx":
        column = openpyxl.load_workbook(path)["sentences"]["D"]
        assert {cell.data_type for cell in column if cell.value} == {"s"}, "no formula, no error"
    said = {
        "d0:s1": [["'=1+1", "", "mexico", "name", "actor", "", ""],
                  ["said⟨U+202E⟩ Sonora", "", "sonora", "name", "actor", "", ""]],
        "d0:s2": [["'@Sonora", "", "sonora", "name", "actor", "", ""]],
    }  # fmt: skip
    coder = read_sheet(save(tmp_path / "back.xlsx", filled(lines, said)), corpus, study.codebook)
    assert coder.problems == []
    assert coder.mentions["surface"].tolist() == ["=1+1", "said\u202e Sonora", "@Sonora"]


def test_a_sheet_that_is_there_is_never_overwritten(study, sample, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("hours of work")
    with pytest.raises(OutputError, match="may be filled in; name another file"):
        write_sheet(sample, study.codebook, path)
    assert path.read_text() == "hours of work"
    with pytest.raises(OutputError, match=r"end it in \.xlsx or \.csv"):
        write_sheet(sample, study.codebook, tmp_path / "s.ods")


# --- what comes back


def spoiled(how, lines, path):
    """Save a filled sheet as spreadsheets and people leave it behind."""
    if how == "workbook":
        return save(path.with_suffix(".xlsx"), lines)
    if how == "continued lines, moved columns, empty lines, blanks":
        order = sorted(range(len(COLUMNS)), key=lambda i: COLUMNS[i][::-1])
        lines = [lines[0], *([f" {line[i]}\xa0 " for i in order] for line in lines[1:])]
        return save(
            path.with_suffix(".xlsx"), [line for row in lines for line in (row, [""], [" "])]
        )
    if how == "numbers":
        numbered = [[float(c) if c in ("1", "2", "3", "4") else c for c in row] for row in lines]
        return save(path.with_suffix(".xlsx"), numbered)
    text, encoding = {
        "comma": (as_csv(lines), "utf-8-sig"),
        "semicolon without a mark": (as_csv(lines, ";"), "utf-8"),
        "semicolon, cp1252": (as_csv(lines, ";"), "cp1252"),
        "tabs, UTF-16": (as_csv(lines, "\t"), "utf-16"),
    }[how]
    path.with_suffix(".csv").write_bytes(text.encode(encoding))
    return path.with_suffix(".csv")


@pytest.mark.parametrize(
    "how",
    [
        "workbook", "continued lines, moved columns, empty lines, blanks", "numbers", "comma",
        "semicolon without a mark", "semicolon, cp1252", "tabs, UTF-16",
    ],
)  # fmt: skip
def test_the_reference_written_into_a_sheet_comes_back_whole(
    how, study, reference, sample, blank, tmp_path
):
    """Figures of the sheet are those of the reference on the sampled sentences."""
    said = entries(reference, study.corpus)
    repeat = "continued" not in how
    path = spoiled(how, filled(blank, said, repeat=repeat), tmp_path / "filled")
    coder = read_sheet(path, study.corpus, study.codebook)
    assert [p.code for p in coder.problems] == ["guessed-encoding"] * ("cp1252" in how)
    assert coder.name == "Ana"
    inside = reference.mentions["sentence_id"].isin(sample.index)
    expected = reference.mentions[inside].sort_values(KEY, ignore_index=True)
    found = coder.mentions.sort_values(KEY, ignore_index=True)
    assert found[KEY].equals(expected[KEY].astype(found[KEY].dtypes))
    assert found["sentence_id"].tolist() == expected["sentence_id"].tolist()
    coded = reference.codings[reference.codings["sentence_id"].isin(sample.index)]
    assert coder.codings[["sentence_id", "pillar"]].equals(
        coded[["sentence_id", "pillar"]].reset_index(drop=True)
    )
    assert coder.coded.index.equals(sample.index)
    assert coder.coded["pillars"].tolist() == (sample["zone"] == "body").tolist()
    worse = study.coded.iloc[::2].copy()  # the rules fit the reference too well to tell figures
    worse.loc[worse.index[::3], "role"] = "modifier"
    figures = compare_coders([to_coder("worse", worse, study.codings, study.corpus), coder])
    score = bl.score_mentions(worse[worse["sentence_id"].isin(sample.index)], expected).loc["all"]
    figures = figures.loc[("worse", "Ana")]
    assert figures[score.index].to_dict() == pytest.approx(score.to_dict())
    assert 0 < figures["role_alpha"] < 1
    assert figures["sentences"] == 30


def test_a_coder_has_the_contract_of_mentions_so_that_networks_can_be_made(
    study, reference, blank, tmp_path
):
    path = save(tmp_path / "s.xlsx", filled(blank, entries(reference, study.corpus)))
    mentions = read_sheet(path, study.corpus, study.codebook).mentions
    texts = study.corpus.documents["text"]
    assert all(texts[m.doc_id][m.start : m.end] == m.surface for m in mentions.itertuples())
    units = bl.incidence(mentions, study.corpus, study.codebook, unit="sentence")
    assert units.matrix.sum() > 0


def test_uncoded_is_no_agreement_and_nobody_is(study, blank, tmp_path):
    """Of two sentences that name somebody, one is not coded and one is said to name nobody."""
    first, second = blank[2][0], blank[3][0]
    said = {second: [["", "", "(nobody)", "", "", "", ""]]}
    coder = read_sheet(save(tmp_path / "s.xlsx", filled(blank, said)), study.corpus, study.codebook)
    assert coder.coded.index.tolist() == [second]
    rules = to_coder("rules", study.coded, None, study.corpus)
    score = compare_coders([rules, coder]).iloc[0]
    ours = study.coded["sentence_id"]
    assert (ours == first).any()
    assert score[["sentences", "found", "reference"]].tolist() == [1, (ours == second).sum(), 0]
    listed = list_disagreements([rules, coder], study.corpus)
    assert set(listed["sentence_id"]) == {second}
    assert listed["role_other"].isna().all()


TEXT = (
    "Sonora met Mexico, and Mexico thanked Sonora's guests.\nNobody came.\nBoth countries signed."
)


def row(sentence="d0:s1", surface="", nth="", actor="", form="", role="", pillar="", check=""):
    return [sentence, surface, nth, actor, form, role, pillar, check]


GOOD = row("d0:s3", "Both countries", "", "mexico", "collective", "actor")


@pytest.mark.parametrize(
    ("bad", "code", "words"),
    [
        (row(surface="Arizona", actor="arizona", form="name", role="actor"), "surface", "stand in"),
        (row(surface="onora", actor="sonora", form="name", role="actor"), "surface", "stand in"),
        (row(actor="sonora", form="name", role="actor"), "surface", "without words"),
        (row(surface="Mexico", actor="mexico", form="name", role="actor"), "nth", "stands 2 times"),
        (row(surface="Mexico", nth="3", actor="mexico", form="name", role="actor"), "nth", "'3'"),
        (row(surface="Mexico", nth="0", actor="mexico", form="name", role="actor"), "nth", "'0'"),
        (row(surface="Mexico", nth="x", actor="mexico", form="name", role="actor"), "nth", "'x'"),
        (row(surface="guests", actor="guests", form="name", role="actor"), "actor", "'guests'"),
        (row(surface="guests", form="name", role="actor"), "actor", "''"),
        (row(surface="guests", actor="sonora", role="actor"), "form", "'' is no form"),
        (row(surface="guests", actor="sonora", form="nom", role="actor"), "form", "'nom'"),
        (row(surface="guests", actor="sonora", form="name", role="hero"), "role", "'hero'"),
        (row(surface="guests", actor="(nobody)"), "nobody", "names somebody and"),
        (row("d0:s3", actor="(nobody)"), "nobody", "d0:s3 names somebody"),
        (row("d0:s3", *GOOD[1:]), "twice", "coded as mexico twice"),
        (row("d0:s9", actor="(nobody)"), "sentence", "'d0:s9'"),
        (row("", actor="(nobody)"), "sentence", "''"),
        (row(actor="(nobody)", check="x123"), "text", "not the sentence"),
        (row(pillar="5"), "pillar", "'5'"),
        (row(pillar="1|x"), "pillar", "'1|x'"),
        (row(pillar="1|(none)"), "pillar", "'1|(none)'"),
    ],
)
def test_a_line_that_cannot_count_is_one_problem_and_the_rest_goes_on(
    make_corpus, study, tmp_path, bad, code, words
):
    corpus = make_corpus(TEXT)
    head = ["sentence_id", "surface", "nth", "actor_id", "form", "role", "pillar", "check"]
    lines = [head, GOOD, bad, row("d0:s2", actor="(nobody)", pillar="(none)")]
    if bad[0] == "":  # sorted: nobody knows which sentence it belongs to
        lines = [head, GOOD, row("d0:s2", actor="(nobody)", pillar="(none)"), bad]
    coder = read_sheet(save(tmp_path / "Ben.xlsx", lines), corpus, study.codebook)
    [problem] = coder.problems
    assert (problem.path, problem.line) == ("Ben.xlsx", lines.index(bad, 2) + 1)
    assert problem.code == f"sheet-{code}"
    assert words in problem.message
    assert problem.hint
    assert coder.name == "Ben"
    assert coder.mentions["actor_id"].tolist() == ["mexico"] * (bad[0] != "d0:s3")
    assert coder.coded.loc["d0:s2", ["mentions", "pillars"]].tolist() == [True, True]
    assert "d0:s1" not in coder.coded.index, "half a coding would look like disagreement"


def test_several_actors_in_one_line_are_told_to_be_several_lines(make_corpus, study, tmp_path):
    head = ["sentence_id", "surface", "nth", "actor_id", "form", "role", "pillar", "check"]
    bad = row("d0:s3", "Both countries", "", "mexico|united-states", "collective", "actor")
    path = save(tmp_path / "s.xlsx", [head, bad])
    [problem] = read_sheet(path, make_corpus(TEXT), study.codebook).problems
    assert problem.hint == "write one line for each actor"


@pytest.mark.parametrize("actor", ["katie-hobs", "(nobody)"])
def test_a_sentence_with_a_line_that_cannot_count_leaves_no_rows(
    make_corpus, study, tmp_path, actor
):
    """Neither the pillar of the bad line nor a good line of the same sentence stays behind."""
    corpus = make_corpus(TEXT)
    good = row("d0:s1", "Sonora", "1", "sonora", "name", "actor", "2")
    bad = row("d0:s1", "guests", "", actor, "name", "actor", "1")
    head = ["sentence_id", "surface", "nth", "actor_id", "form", "role", "pillar", "check"]
    path = save(tmp_path / "s.xlsx", [head, good, bad, GOOD])
    coder = read_sheet(path, corpus, study.codebook)
    assert len(coder.problems) == 1
    assert set(coder.mentions["sentence_id"]) == {"d0:s3"}
    assert coder.codings.empty


@pytest.mark.parametrize(
    ("pillar", "expected"),
    [("1", [1]), ("1|3", [1, 3]), ("3; 1", [1, 3]), ("1,3", [1, 3]), ("2.0", [2]), ("4,0", [4]),
     ("0", [0]), ("(none)", []), ("None", [])],
)  # fmt: skip
def test_pillars_are_read_as_people_write_them(make_corpus, study, tmp_path, pillar, expected):
    corpus = make_corpus(TEXT)
    lines = [["sentence_id", "surface", "nth", "actor_id", "form", "role", "pillar", "check"],
             row(pillar=pillar)]  # fmt: skip
    coder = read_sheet(save(tmp_path / "s.xlsx", lines), corpus, study.codebook)
    assert coder.problems == []
    assert coder.codings["pillar"].tolist() == expected
    assert coder.coded["pillars"].tolist() == [True]


def test_an_actor_may_be_chosen_by_label_in_either_language(make_corpus, study, tmp_path):
    corpus = make_corpus(TEXT)
    labels = study.codebook.actors.loc["united-states", ["label", "label_es"]]
    lines = [["sentence_id", "surface", "nth", "actor_id", "form", "role", "pillar", "check"]]
    lines += [row(surface=s, nth="1", actor=label.upper(), form="Name", role="ACTOR")
              for s, label in zip(("Sonora", "Mexico"), labels, strict=True)]  # fmt: skip
    coder = read_sheet(save(tmp_path / "s.xlsx", lines), corpus, study.codebook)
    assert coder.problems == []
    assert coder.mentions["actor_id"].tolist() == ["united-states"] * 2


def test_notes_are_kept_also_without_a_code(study, blank, tmp_path):
    said = {blank[2][0]: [[""] * 6 + ["Who is meant?"]]}
    coder = read_sheet(save(tmp_path / "s.xlsx", filled(blank, said)), study.corpus, study.codebook)
    assert coder.coded["note"].tolist() == ["Who is meant?"]
    assert not coder.coded[["mentions", "pillars"]].any().any()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no archive", "is no sheet"),
        (b"\xff\xfe\x00", "is no sheet"),
        (b"", "has no line that names the columns"),
        (b"a,b\n1,2\n", "has no line that names the columns"),
        (b"sentence_id,surface\n", "has no column actor_id, form, role, pillar, check"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_one_line(study, tmp_path, content, words):
    path = tmp_path / "s.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=words) as caught:
        read_sheet(path, study.corpus, study.codebook)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(study, tmp_path):
    with pytest.raises(SourceError, match="correct its name"):
        read_sheet(tmp_path / "none.xlsx", study.corpus, study.codebook)


# --- the pieces


@pytest.mark.parametrize(
    ("said", "sentence", "expected"),
    [
        ("Sonora", "Sonora met SONORA and sonora.", ["Sonora"]),
        ("sonora", "Sonora met SONORA.", ["Sonora", "SONORA"]),
        ("Torreon", "Torreón y El Paso", ["Torreón"]),
        ("El Paso", "de El\r\n   Paso a Juárez", ["El\r\n   Paso"]),
        ("Mexico's", "Mexico’s guests", ["Mexico’s"]),
        ("AM", "AMCHAM, the AMC and AM.", ["AM"]),
        ("U.S.", "U.S.-based, and the U.S. said", ["U.S.", "U.S."]),
        ("", "Sonora", []),
        ("\u200b", "Sonora", []),
    ],
)
def test_copied_words_are_found_as_whole_words(said, sentence, expected):
    assert [sentence[a:b] for a, b in find_places(said, sentence)] == expected


@given(st.lists(st.sampled_from(["ab", "Ab", "á", "b.", "-", "a'b", "🌵"]), min_size=1, max_size=8),
       st.data())  # fmt: skip
def test_every_word_of_a_sentence_is_found_where_it_stands(words, data):
    i = data.draw(st.integers(0, len(words) - 1))
    j = data.draw(st.integers(i + 1, len(words)))
    start = len(" ".join([*words[:i], ""]))
    said = " ".join(words[i:j])
    assert (start, start + len(said)) in find_places(said, " ".join(words))


def test_a_long_sentence_is_searched_in_linear_time():
    assert find_places("Sonora", " " * 200_000 + "Sonora" + " " * 200_000) == [(200_000, 200_006)]


def test_a_span_is_placed_in_the_one_sentence_that_holds_it(make_corpus):
    corpus = make_corpus("One two.\nThree.", "Four.")
    spans = pd.DataFrame(
        [("d0", 0, 8), ("d0", 9, 15), ("d0", 7, 10), ("d1", 0, 5), ("d1", 0, 6), ("d2", 0, 1)],
        columns=["doc_id", "start", "end"], index=list("abcdef"),
    )  # fmt: skip
    found = sentence_of(spans, corpus)
    assert found.dropna().to_dict() == {"a": "d0:s1", "b": "d0:s2", "d": "d1:s1"}
    assert found.index.tolist() == list("abcdef")


def test_many_coders_make_one_table_for_alpha(study, reference, tmp_path):
    other = reference._replace(name="other", coded=reference.coded.head(20))
    rules = to_coder("rules", study.coded, None, study.corpus)
    ratings = role_ratings([rules, reference, other])
    assert list(ratings) == ["rules", "reference", "other"]
    assert ratings["other"].notna().sum() < ratings["reference"].notna().sum()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert -1 <= bl.alpha(ratings) <= 1


def test_two_coders_of_one_name_are_refused(reference):
    with pytest.raises(SourceError, match="stands for 2 coders; give each sheet a name"):
        compare_coders([reference, reference])
