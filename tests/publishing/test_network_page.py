"""The network page says what `evidence` says, harms nobody, and leaves nothing to the picture."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import borderlab as bl
from borderlab.escapes import for_script
from borderlab.publishing.behind import behind
from borderlab.publishing.evidence import evidence
from borderlab.publishing.network_page import network_page, show_network

ROOT = Path(__file__).parents[2]
#: an actor that has every reason to break a page
HOSTILE = '</script><img src=x onerror="x()"> ````` $x$ {{a}}\u202e\x07'


@pytest.fixture(scope="module")
def study():
    return bl.open_study(ROOT)


@pytest.fixture(scope="module")
def made(study):
    """Return a function that makes the page, with any option or graph."""
    units, graph = study.incidence(), study.graph()
    parts = units, study.mentions, study.corpus, study.codebook

    def make(graph=graph, **options):
        return network_page(graph, study.layout, *parts, **options)[0]

    return make


def read(page):
    """Return what the script of a page reads."""
    return json.loads(re.search(r'application/json">(.*?)</script>', page, re.DOTALL)[1])


def quoted(data, name):
    """Return the sentences of an actor or tie with their marked characters."""
    found = {}
    for number, marked in data["items"][name]["rows"]:
        sentence, place, inside = data["sentences"][number], 0, set()
        for i, piece in enumerate(sentence["pieces"]):
            inside |= set(range(place, place + len(piece))) if i in marked else set()
            place += len(piece)
        found[sentence["id"]] = "".join(sentence["pieces"]), inside
    return found


@pytest.mark.parametrize("unit", ["sentence", "document"])
def test_every_actor_and_tie_has_the_sentences_and_marks_of_evidence(study, unit):
    units, graph = study.incidence(unit=unit), study.graph(unit=unit)
    parts = study.mentions, study.corpus, study.codebook
    data = read(network_page(graph, study.layout, units, *parts)[0])
    everybody = [(a,) for a in graph] + [tuple(sorted(edge)) for edge in graph.edges]
    assert len(data["items"]) == len(everybody)
    for who in everybody:
        table = evidence(
            units, study.mentions, study.codings, study.corpus, study.codebook, *who
        )  # fmt: skip
        expected = {
            row.sentence_id: (row.text, {i for a, b in row.marks for i in range(a, b)})
            for row in table.itertuples()
        }
        name = f"actor-{who[0]}" if len(who) == 1 else f"tie-{who[0]}--{who[1]}"
        assert list(quoted(data, name).items()) == list(expected.items()), name


def test_with_windows_all_at_once_is_one_by_one(study):
    units = study.incidence(unit="window", window=2)
    found = behind(units, study.mentions, study.corpus)
    for who, marked in found.items():
        table = evidence(
            units, study.mentions, study.codings, study.corpus, study.codebook, *who
        )  # fmt: skip
        assert list(marked.items()) == list(zip(table["sentence_id"], table["marks"], strict=True))


def test_every_tie_stands_in_the_table_with_its_weight(made, study):
    table = made()[made().index("<tbody>") :]
    for a, b, weight in study.graph().edges(data="weight"):
        assert f'href="#tie-{min(a, b)}--{max(a, b)}">{weight:g}</a>' in table


def test_leads_only_to_pages_that_are_there(made):
    assert "evidence/" not in made()
    page = made(pages={"evidence/tie-mexico--united-states", "evidence/source-hled-2023"})
    assert 'href="evidence/tie-mexico--united-states.html"' in page
    assert '"href":"evidence/source-hled-2023.html#s1"' in page
    assert "evidence/actor-" not in page


def test_for_the_public_no_sentence_gives_more_than_eight_words_whoever_is_chosen(made, study):
    data = read(made(public=True))
    for sentence in data["sentences"]:
        text = study.corpus.sentences.at[sentence["id"], "text"]
        said = "".join(sentence["pieces"]).removeprefix("… ").removesuffix(" …")
        assert said in text
        assert len(said.split()) <= 8
        start = study.corpus.sentences.at[sentence["id"], "start"]
        assert f"{start}–" in sentence["where"]
    assert len({s["id"] for s in data["sentences"]}) == len(data["sentences"])


def test_in_spanish_nothing_is_left_in_english(made):
    page = made(lang="es", tested=None)
    assert page.startswith("# Red interactiva")
    assert "Red de 32 actores y 77 vínculos" in page
    assert "Estados Unidos" in page
    assert "Nothing" not in page and "Mexican" not in re.sub(r'json">.*', "", page)


class Seen(HTMLParser):
    """Collects elements and what they say to listeners."""

    def __init__(self):
        super().__init__()
        self.tags, self.labels = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.labels += [value for name, value in attrs if name == "aria-label"]


def test_a_hostile_name_stays_a_name(made, study):
    graph = study.graph()
    graph.nodes["sonora"]["label"] = HOSTILE
    parts = study.mentions, study.corpus
    actors = study.codebook.actors.assign(label=lambda t: t["label"].where(t.index != "sonora", ""))
    book = type(study.codebook)(**{**vars(study.codebook), "actors": actors})
    page = network_page(graph, study.layout, study.incidence(), *parts, book)[0]
    seen = Seen()
    seen.feed(page)
    assert "img" not in seen.tags
    assert any("⟨U+202E⟩" in label for label in seen.labels)
    fence = re.search(r"^(`+)\{raw\}", page, re.MULTILINE)[1]
    assert page.count(fence) == 2
    assert read(page)["items"]["actor-sonora"]["title"].startswith("</script><img")


def test_data_for_a_script_cannot_end_it():
    assert "<" not in for_script({"<": ["</script>", "<!--"]})
    assert json.loads(for_script({"<": ["a\u202e"]})) == {"<": ["a⟨U+202E⟩"]}


def test_a_notebook_shows_a_frame_that_may_run_scripts_only_and_a_table_beside_it(study):
    shown = show_network(
        study.graph(), study.layout, study.incidence(), study.mentions, study.corpus, study.codebook
    )
    html = shown._repr_html_()
    assert 'sandbox="allow-scripts"' in html
    assert html.count("<iframe") == 1
    assert "<script" not in html and "http" not in html
    assert html.count("<tr>") == 78


def test_an_actor_without_a_position_is_named_with_the_cure(study):
    with pytest.raises(ValueError, match="no position for sonora; run `borderlab layout`"):
        network_page(
            study.graph(), study.layout[study.layout["actor_id"] != "sonora"], study.incidence(),
            study.mentions, study.corpus, study.codebook,
        )  # fmt: skip
