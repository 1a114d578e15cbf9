"""The front door: what a study derives, opens and refuses."""

import shutil
from pathlib import Path

import pytest

import borderlab as bl
from borderlab import building

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def study():
    return bl.open_study(ROOT)


@pytest.fixture
def copy(tmp_path):
    """Copy the texts and the codebook: a study that a test may break."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def test_a_study_opens_from_any_folder_inside_it(study):
    assert bl.open_study(ROOT / "notebooks").root == study.root


def test_outside_a_study_the_message_says_what_is_missing(tmp_path):
    with pytest.raises(bl.SourceError, match="neither it nor a folder above holds seeds/"):
        bl.open_study(tmp_path)


def test_a_study_has_the_title_its_project_file_gives_or_the_name_of_its_folder(study, copy):
    assert study.title == "U.S.-Mexico economic cooperation, 2021-2024"
    assert bl.open_study(copy).title == copy.name


def test_the_five_texts_are_read_without_a_problem(study):
    assert study.problems.empty
    assert repr(study).endswith("0 problems")
    assert list(study.corpus.documents.index) == [
        "sonora-plenary-2024", "amcham-northwest-2024", "el-paso-torreon-2023", "hled-2023",
        "hled-2021",
    ]  # fmt: skip


def test_the_sentence_network_is_that_of_the_reference(study):
    """The published figures of the reference: 32 actors, 77 ties, weight 132."""
    sizes = {
        name: (g.number_of_nodes(), g.number_of_edges(), g.size(weight="weight"))
        for name, g in {
            "sentence": study.graph(),
            "without collectives": study.graph(collectives=False),
            "document": study.graph(unit="document"),
        }.items()
    }
    assert sizes == {
        "sentence": (32, 77, 132), "without collectives": (32, 67, 93), "document": (32, 208, 246),
    }  # fmt: skip


def test_the_committed_layout_covers_exactly_the_actors_of_the_network(study):
    assert sorted(study.layout["actor_id"]) == sorted(study.graph())


def test_betweenness_puts_ebrard_first_by_document_and_eighth_by_sentence(study):
    ranks = {
        unit: bl.rank_table(bl.centrality(study.graph(unit=unit)))["betweenness"]
        for unit in ("document", "sentence")
    }
    assert ranks["document"]["marcelo-ebrard"] == 1
    assert ranks["sentence"]["marcelo-ebrard"] == 8


def test_every_tie_opens_to_as_many_sentences_as_its_weight(study):
    graph = study.graph()
    for a, b, weight in graph.edges(data="weight"):
        found = bl.evidence(study, a, b)
        assert len(found) == weight
        assert "|".join(sorted(found["sentence_id"])) == graph.edges[a, b]["evidence"]


def test_evidence_marks_the_names_it_counts(study):
    rows = bl.evidence(study, "Katie Hobbs", "ken-salazar").itertuples()
    assert [[row.text[a:b] for a, b in row.marks] for row in rows] == [
        ["Ken Salazar", "their governors"],
        ["Katie Hobbs", "Ken Salazar"],
    ]


def test_an_unknown_actor_is_answered_with_the_nearest(study):
    with pytest.raises(bl.UnknownActorError, match="did you mean katie-hobbs"):
        bl.evidence(study, "katie-hobs")
    with pytest.raises(KeyError, match="see seeds/codebook/actors"):
        bl.evidence(study, "zzzzzz")


def test_an_altered_text_is_a_problem_and_is_read_all_the_same(copy):
    path = copy / "seeds" / "002_a012793b270ec5e4.txt"
    path.write_bytes(path.read_bytes() + b"\nOne more line.\n")
    study = bl.open_study(copy)
    [problem] = study.problems.itertuples()
    assert problem.code == "altered"
    assert path.name in problem.path
    assert len(study.corpus.documents) == 5


def test_a_codebook_error_carries_every_problem_at_once(copy):
    aliases = copy / "seeds" / "codebook" / "aliases.csv"
    lines = aliases.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("alfonso-durazo", "nobody")
    lines[2] = lines[2].replace(",en,", ",fr,").replace(",es,", ",fr,").replace(",any,", ",fr,", 1)
    aliases.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(bl.CodebookError) as caught:
        _ = bl.open_study(copy).mentions
    assert len(caught.value.problems) >= 2
    assert "aliases.csv:2: " in str(caught.value)


def test_the_export_holds_every_table_and_a_graph(tmp_path):
    names = {path.name for path in building.export(ROOT, tmp_path / "out")}
    wanted = {
        "mentions.csv",
        "statements.csv",
        "claims.csv",
        "contradictions.csv",
        "edges.csv",
        "item_evolution.csv",
        "network.graphml",
        "references.bib",
    }
    assert wanted <= names


def test_a_text_that_may_not_be_passed_on_leaves_its_offsets_only(found, copy):
    assert found["sentences"]["text"].isna().all() and found["statements"]["surface"].isna().all()
    path = copy / "seeds" / "sources.csv"
    lines = path.read_text("utf-8").splitlines()
    assert ",no," in lines[1]
    lines[1] = lines[1].replace(",no,", ",yes,", 1)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    shared = building.tables(bl.open_study(copy))["sentences"].dropna(subset="text")
    assert set(shared["doc_id"]) == {"sonora-plenary-2024"}


@pytest.fixture(scope="module")
def found(study):
    return building.all_tables(study)


@pytest.fixture
def known(found, monkeypatch):
    """Let an export take the tables of the study, which are there already."""
    monkeypatch.setattr(building, "all_tables", lambda study: found)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("folder", ["seeds", "seeds/codebook", "seeds/README.md"])
def test_an_export_never_replaces_what_it_did_not_write(copy, folder):
    before = {p: p.read_bytes() for p in (copy / "seeds").rglob("*") if p.is_file()}
    with pytest.raises(bl.OutputError, match="is no export and would be lost"):
        building.export(copy, copy / folder)
    assert before == {p: p.read_bytes() for p in (copy / "seeds").rglob("*") if p.is_file()}


@pytest.mark.usefixtures("known")
def test_a_second_export_replaces_the_first(copy):
    first = building.export(copy, copy / "out")
    (copy / "out" / "edges.csv").write_text("old")
    assert building.export(copy, copy / "out") == first
    assert "mexico" in (copy / "out" / "edges.csv").read_text("utf-8")


def test_positions_that_do_not_fit_the_network_are_problems(copy):
    path = copy / "seeds" / "layout.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], "nobody,1,1", *lines[2:]]) + "\n", "utf-8")
    problems = bl.open_study(copy).problems
    assert problems["message"].tolist() == [
        "in the network without a position: alfonso-durazo",
        "with a position, but not in the network: nobody",
    ]


def test_positions_that_are_no_numbers_are_refused_in_one_line(copy):
    path = copy / "seeds" / "layout.csv"
    path.write_text(path.read_text("utf-8") + "x,abc,1\n", "utf-8")
    with pytest.raises(bl.SourceError, match=r"layout.csv: cannot be read .*abc"):
        _ = bl.open_study(copy).layout


def test_a_layout_is_written_where_the_study_reads_it(copy):
    path = building.write_layout(copy)
    assert path == copy / "seeds" / "layout.csv"
    assert not list(path.parent.glob("*.part"))
    assert bl.open_study(copy).layout.shape == (32, 3)


def test_without_node_positions_the_message_says_how_to_make_them(copy):
    (copy / "seeds" / "layout.csv").unlink()
    with pytest.raises(bl.SourceError, match="run `borderlab layout`"):
        _ = bl.open_study(copy).layout


def test_importing_borderlab_imports_nothing_else():
    import subprocess
    import sys

    code = "import sys, borderlab; print([m for m in ('pandas', 'networkx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_that_does_not_exist_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = bl.nonsense
    assert "open_study" in dir(bl)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda s: bl.find_mentions(s.codebook, s.corpus),
            "corpus is of type Codebook, not Corpus",
        ),
        (lambda s: bl.find_mentions("seeds", "seeds/codebook"), "give what read_corpus returns"),
        (lambda s: bl.code_pillars(s.corpus, None), "give what read_codebook returns"),
        (lambda s: bl.incidence(s.corpus, s.mentions, s.codebook), "corpus is of type DataFrame"),
        (lambda s: bl.incidence(s.mentions, s.corpus, s.mentions), "codebook is of type DataFrame"),
        (lambda s: bl.to_graph(s.incidence(), s.mentions), "give what incidence returns"),
        (lambda s: bl.cooccurrence(s.mentions), "units is of type DataFrame"),
    ],
)
def test_arguments_in_the_wrong_place_are_named_with_their_source(call, message):
    with pytest.raises(TypeError, match=message):
        call(bl.open_study(ROOT))
