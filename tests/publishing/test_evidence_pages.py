"""From every number to its sentences and back: pages that show what `evidence` lists, no more."""

from __future__ import annotations

import html
import posixpath
import re
import urllib.parse
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import lxml.html
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import borderlab as bl
from borderlab.escapes import visible
from borderlab.publishing.evidence_pages import evidence_pages
from borderlab.publishing.evidence_pages.marks import WORDS, Span, excerpt, marked, plain
from borderlab.tables import table

HOSTILE = (
    "<script>alert(1)</script></mark></a>\" onmouseover='alert(1)' $x$ `*_[a](javascript:alert(1))"
    "\u202e\x00\x07 \u2028 --> ]]> \n\n# heading\n\n```{raw} html\n"
    "<img src=x onerror=alert(1)>\r\n:::\n{{ x }} % (t)= שלום &amp; ${x}"
)


@pytest.fixture(scope="module")
def study():
    return bl.open_study(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def tables(study):
    return study.incidence(), study.mentions, study.codings, study.corpus, study.codebook


@pytest.fixture(scope="module")
def pages(study, tables):
    tests = bl.edge_significance(study.incidence(collectives=False))
    return parsed(evidence_pages(*tables, tests=tests, scores=bl.centrality(study.graph())))


def parsed(pages):
    """Render the Markdown of pages as a report does, and read the HTML."""
    render = MarkdownIt("commonmark", {"html": True}).render
    return {
        name: lxml.html.fromstring(f"<main>{render(text)}</main>") for name, text in pages.items()
    }


def words(element):
    return " ".join(element.text_content().split())


def shown(page):
    """Return the ids of the sentences that a page lists, and which characters it marks in each."""
    found = {}
    for item in page.xpath("//ol[@class='bl-passages']/li"):
        link = item.find(".//p[@class='bl-where']/a").get("href")
        doc, name = re.fullmatch(r"source-(.*)\.html#(.*)", link).groups()
        at = int(re.search(r"characters (\d+)", words(item))[1])
        quote, marks = item.find(".//blockquote"), set()
        read = at
        for node in quote.iter():
            if node.tag == "mark":
                marks.add((read, read + len(node.text_content())))
                read += len(node.text_content()) + len(node.tail or "")
            elif node.tag == "p":
                read += len(node.text or "")
        found[f"{doc}:{name}"] = marks
    return found


def without_notes(page):
    """Return the text that the page of a source shows, white space left out."""
    text = deepcopy(page.find_class("bl-text")[0])
    for note in text.find_class("bl-aside"):
        note.drop_tree()
    return "".join(text.text_content().split())


def joined(spans):
    """Join spans that overlap, since one piece of a text is marked once."""
    points = {i for start, end in spans for i in range(start, end)}
    return points


# ---- marks

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["named", "apart", "cue"])),
    max_size=8,
)


@given(st.text(alphabet="ab <&\"'\n\u202e\r\0é\u2028", max_size=24), SPANS, st.integers(0, 5))
def test_a_text_without_its_tags_is_the_text_however_spans_overlap(text, places, at):
    spans = [Span(a, b, k, f"p{i}.html", f"<{i}>") for i, (a, b, k) in enumerate(places)]
    out = marked(text, spans, at=at)
    assert html.unescape(re.sub(r"<[^>]*>", "", out)) == visible(text.replace("\r\n", "\n"))
    assert "\n" not in out


@given(st.text(alphabet="ab c", min_size=20, max_size=24), SPANS)
def test_every_span_has_a_link_and_marks_exactly_its_characters(text, places):
    spans = [Span(a, b, k, f"p{i}.html", str(i)) for i, (a, b, k) in enumerate(places)]
    tree = lxml.html.fromstring(f"<p>{marked(text, spans)}</p>")
    inside = [s for s in spans if max(s.start, 0) < min(s.end, len(text))]
    assert {a.get("href") for a in tree.iter("a")} == {s.href for s in inside}
    assert not tree.xpath("//a//a | //mark//mark")
    for kind in ("named", "apart", "cue"):
        covered, read = set(), 0
        for piece in [tree, *tree.iter("mark")]:
            own = piece.text or "" if piece is tree else piece.text_content()
            if piece is not tree and f"bl-{kind}" in piece.get("class").split():
                covered |= set(range(read, read + len(own)))
            read += len(own) + (0 if piece is tree else len(piece.tail or ""))
        assert covered == {
            i for s in inside if s.kind == kind for i in range(s.start, min(s.end, len(text)))
        }


def test_words_lead_to_the_innermost_and_the_outer_keeps_the_rest():
    outer = Span(0, 18, "named", "durazo.html", "Durazo")
    inner = Span(12, 18, "apart", "sonora.html", "Sonora")
    tree = lxml.html.fromstring(f"<p>{marked('governor of Sonora', [outer, inner])}</p>")
    assert [(a.text, a.get("href")) for a in tree.iter("a")] == [
        ("governor of ", "durazo.html"), ("Sonora", "sonora.html"),
    ]  # fmt: skip


def test_one_expression_for_two_leads_to_both():
    spans = [Span(0, 4, "named", f"{who}.html", who) for who in ("mexico", "united-states")]
    tree = lxml.html.fromstring(f"<p>{marked('Both', spans)}</p>")
    assert [a.get("href") for a in tree.iter("a")] == ["mexico.html", "united-states.html"]
    assert [a.text or a.get("aria-label") for a in tree.iter("a")] == ["Both", "united-states"]
    assert tree.text_content() == "Both"


@given(st.text(alphabet="abc \n。", max_size=300), st.integers(0, 300))
def test_an_excerpt_is_at_most_half_a_sentence_and_ten_words(text, start):
    low, high = excerpt(text, start)
    assert 0 <= low <= high <= len(text)
    assert len(text[low:high].split()) <= min(WORDS, max(len(text.split()) // 2, 0))
    assert high - low <= len(text) // 2


# ---- what the pages show


def test_the_page_of_a_tie_lists_what_evidence_lists_with_its_marks(study, tables, pages):
    edges = bl.cooccurrence(tables[0])
    assert len(edges) > 70
    for a, b in zip(edges["source"], edges["target"], strict=True):
        found = bl.evidence(study, a, b, unit="sentence")
        page = shown(pages[f"evidence/tie-{a}--{b}"])
        assert list(page) == found["sentence_id"].tolist()
        for row in found.itertuples():
            places = {(row.start + x, row.start + y) for x, y in row.marks}
            assert joined(page[row.sentence_id]) == joined(places)


def test_the_pages_of_pillars_and_items_list_what_evidence_lists(study, pages):
    asked = {f"item-{i}": {"item": i} for i in study.codebook.items.index}
    for pillar in study.codebook.pillars.index:
        asked[f"pillar-{pillar}"] = {"pillar": pillar}
        asked |= {f"pillar-{pillar}-{y}": {"pillar": pillar, "year": y} for y in (2021, 2023)}
    for name, choice in asked.items():
        found = bl.evidence(study, **choice)
        page = shown(pages[f"evidence/{name}"])
        assert list(page) == found["sentence_id"].tolist(), name
        for row in found.itertuples():
            places = {(row.start + x, row.start + y) for x, y in row.marks}
            assert joined(page[row.sentence_id]) == joined(places), name


def test_the_page_of_an_actor_lists_every_mention_and_tells_which_count(study, tables, pages):
    counted = set(tables[0].cells["mention_id"])
    for actor, named in study.mentions.groupby("actor_id"):
        page = pages[f"evidence/actor-{actor}"]
        assert set(shown(page)) == set(named["sentence_id"])
        for kind, rows in (("named", named[named.index.isin(counted)]),
                           ("apart", named[~named.index.isin(counted)])):  # fmt: skip
            here = page.xpath(f"//blockquote//mark[contains(@class, 'bl-{kind}')]")
            length = sum(len(mark.text_content()) for mark in here)
            places = {(r.doc_id, i) for r in rows.itertuples() for i in range(r.start, r.end)}
            assert length == len(places), (actor, kind)


def test_the_page_of_a_source_shows_the_text_and_nothing_but_notes_besides(study, pages):
    for doc_id, text in study.corpus.documents["text"].items():
        page = pages[f"evidence/source-{doc_id}"]
        assert without_notes(page) == "".join(visible(text).split())


def test_every_page_is_reached_from_the_index_and_every_link_arrives(pages):
    places = {
        (name, node.get("id")) for name, page in pages.items() for node in page.xpath("//*[@id]")
    }
    assert len(places) == sum(len(page.xpath("//*[@id]")) for page in pages.values())
    reached, waiting = set(), ["evidence/index"]
    while waiting:
        reached.add(name := waiting.pop())
        for href in {a.get("href") for a in pages[name].iter("a")}:
            if href.startswith("https://") or href.startswith("../data/references."):
                continue
            path, _, part = href.partition("#")
            to = posixpath.join("evidence", path.removesuffix(".html")) if path else name
            assert to in pages, (name, href)
            assert not part or (to, part) in places, (name, href)
            waiting += [to] if to not in reached | set(waiting) else []
    assert reached == set(pages)


def test_what_a_page_lists_leads_back_to_the_page(pages):
    """A sentence behind a tie, pillar or item names it in the margin of its source."""
    checked = 0
    for name, page in pages.items():
        if not re.match("evidence/(tie|item)-", name):
            continue
        for sentence_id in shown(page):
            doc_id, _, place = sentence_id.rpartition(":")
            row = pages[f"evidence/source-{doc_id}"].get_element_by_id(place).getparent()
            links = {a.get("href") for a in row.find_class("bl-aside")[0].iter("a")}
            assert f"{name.removeprefix('evidence/')}.html" in links
            checked += 1
    assert checked > 100


def test_a_tie_says_what_its_test_says_and_of_which_counts(study, pages):
    tests = bl.edge_significance(study.incidence(collectives=False))
    row = tests.set_index(["source", "target"]).loc["mexico", "united-states"]
    page = words(pages["evidence/tie-mexico--united-states"])
    assert f"Without collectives {row.weight:.0f} units name both; tested among 199 pairs" in page
    assert f"p-value{row.p_value:.3g}{row.sdsm_p_value:.3g}" in page
    assert "Not significant under both null models" in page


def test_memos_stand_where_what_they_are_about_stands(tables):
    by = {"who": "AR", "when": "", "line": 2}
    rows = [
        {"about": kind, "about_id": name, "text": f"Note {n} <b>", **by}
        for n, (kind, name) in enumerate([
            ("source", "hled-2023"), ("sentence", "hled-2023:s5"), ("actor", "mexico"),
            ("code", "1"), ("code", "1/border-conditions"),
        ])
    ]  # fmt: skip
    pages = parsed(evidence_pages(*tables, memos=table("memos", rows)))
    wanted = [
        {"source-hled-2023"},
        {"source-hled-2023", "pillar-1", "pillar-1-2023", "item-border-conditions"},
        {"actor-mexico"}, {"pillar-1", "pillar-1-2021", "pillar-1-2023"},
        {"item-border-conditions"},
    ]  # fmt: skip
    for n, names in enumerate(wanted):
        where = {name.removeprefix("evidence/") for name, page in pages.items()
                 if f"Note {n} <b>" in page.text_content()}  # fmt: skip
        assert {w for w in where if not w.startswith(("actor", "tie")) or w in names} == names


def test_zotero_finds_in_the_page_what_the_references_hold(pages):
    page = pages["evidence/source-hled-2021"]
    [span] = page.find_class("Z3988")
    told = urllib.parse.parse_qs(span.get("title"), strict_parsing=True)
    assert told == {
        "ctx_ver": ["Z39.88-2004"], "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
        "rft.type": ["newspaperArticle"], "rft.title": ["Mexico, US Draft Work Plan"],
        "rft.source": ["Mexico Business News"], "rft.date": ["2021-12-16"],
        "rft.identifier": told["rft.identifier"], "rft.language": ["en"],
        "rft.rights": ["publisher's; all rights reserved"], "rft.au": ["Emilio Aristegui"],
    }  # fmt: skip
    undated = pages["evidence/source-amcham-northwest-2024"].find_class("Z3988")[0]
    assert "rft.date" not in undated.get("title"), "an interval is no date"


def test_headings_are_in_order_and_cells_of_tables_are_named(pages):
    for name, page in pages.items():
        levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1 and set(levels[1:]) <= {2}, name
        for grid in page.iter("table"):
            assert grid.find("caption").text_content().strip()
            assert all(th.get("scope") in ("col", "row") for th in grid.iter("th"))
            width = {len(row) for row in grid.iter("tr")}
            assert len(width) == 1, (name, words(grid))


# ---- languages


def test_spanish_pages_speak_spanish_and_say_which_passages_do_not(tables):
    pages = parsed(evidence_pages(*tables, lang="es"))
    page = pages["evidence/tie-mexico--united-states"]
    assert words(page.find(".//h1")) == "México – Estados Unidos"
    assert "Oraciones" in words(page)
    assert {q.get("lang") for q in page.iter("blockquote")} == {"en"}
    source = pages["evidence/source-hled-2023"]
    assert source.find_class("bl-text")[0].get("lang") == "en"
    assert {note.get("lang") for note in source.find_class("bl-aside")} == {"es"}


def test_english_passages_on_english_pages_say_nothing_of_their_language(pages):
    assert not pages["evidence/source-hled-2023"].xpath("//*[@lang and not(self::bdi)]")


# ---- texts that may not be passed on


@cache
def runs(text, length):
    parts = text.split()
    return {" ".join(parts[i : i + length]) for i in range(len(parts) - length + 1)}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_page_of_a_public_site_holds_more_than_ten_words_in_a_row(study, tables, lang):
    pages = parsed(evidence_pages(*tables, lang=lang, public=True))
    titles = set(study.corpus.documents["title"].dropna())
    for text in study.corpus.documents["text"]:
        for name, page in pages.items():
            for node in page.xpath("//td/bdi"):  # a title is no text: it is how one cites it
                if node.text_content() in titles:
                    node.clear()
            assert not runs(text, WORDS + 1) & runs(words(page), WORDS + 1), name


def test_public_pages_together_quote_no_more_of_a_sentence_than_each(study, tables):
    pages = parsed(evidence_pages(*tables, public=True))
    quotes = {}
    for page in pages.values():
        for item in page.xpath("//ol[@class='bl-passages']/li"):
            link = item.find(".//p[@class='bl-where']/a").get("href")
            quotes.setdefault(link, set()).add(words(item.find(".//blockquote")))
    assert len(quotes) > 40
    assert all(len(found) == 1 for found in quotes.values())


def test_a_public_site_shows_texts_that_may_be_passed_on(tables):
    units, mentions, codings, corpus, codebook = tables
    share = (corpus.documents.index == "hled-2023").tolist()
    documents = corpus.documents.assign(known_share_text=["yes" if s else "no" for s in share])
    open_corpus = replace(corpus, documents=documents)
    pages = parsed(evidence_pages(units, mentions, codings, open_corpus, codebook, public=True))
    sentence = " ".join(corpus.sentences.loc["hled-2023:s9", "text"].split())
    assert sentence in words(pages["evidence/source-hled-2023"])
    assert "may not be passed on" not in words(pages["evidence/source-hled-2023"])
    assert "may not be passed on" in words(pages["evidence/source-hled-2021"])
    assert "[Popular Stories Right now]" in words(pages["evidence/source-hled-2023"])


# ---- hostile words


@pytest.fixture(scope="module")
def hostile(study):
    """Make a study whose ids, names, titles and texts are all hostile; offsets still hold."""
    corpus, codebook, n = study.corpus, study.codebook, len(HOSTILE)

    def odd(ids):
        return ids + '"/../<script>--' if isinstance(ids, str) else ids.map(odd)

    documents = corpus.documents.assign(
        **dict.fromkeys(["label", "title", "outlet", "author", "known_outlet"], HOSTILE),
        known_url="javascript:alert(1)", text=HOSTILE + corpus.documents["text"],
    )  # fmt: skip
    moved = {c: corpus.sentences[c] + n for c in ("start", "end")}
    sentences = corpus.sentences.assign(**moved)
    first = ~sentences["doc_id"].duplicated()
    sentences.loc[first, "start"] = 0
    sentences["text"] = [
        documents["text"][r.doc_id][r.start : r.end] for r in sentences.itertuples()
    ]
    mentions = study.mentions.assign(
        start=study.mentions["start"] + n, end=study.mentions["end"] + n,
        actor_id=odd(study.mentions["actor_id"]), rule=HOSTILE,
    )  # fmt: skip
    mentions.loc[~mentions["doc_id"].duplicated(), "start"] = 2
    codings = study.codings.assign(
        start=study.codings["start"] + n, end=study.codings["end"] + n, cue=HOSTILE
    )
    actors = codebook.actors.assign(label=HOSTILE, label_es=HOSTILE, kind=HOSTILE)
    actors.index = pd.Index(odd(actors.index.to_series()), name="actor_id")
    codebook = replace(
        codebook, actors=actors.assign(parent_id=""),
        aliases=codebook.aliases.assign(alias=HOSTILE, actor_id=odd(codebook.aliases.actor_id)),
        offices=codebook.offices.assign(office=HOSTILE, person_id=odd(codebook.offices.person_id)),
        items=codebook.items.assign(label=HOSTILE), pillars=codebook.pillars.assign(label=HOSTILE),
    )  # fmt: skip
    corpus = replace(corpus, documents=documents, sentences=sentences)
    units = bl.incidence(mentions, corpus, codebook)
    row = {"about": "source", "about_id": "hled-2023", "text": HOSTILE, "who": HOSTILE}
    memos = table("memos", [{**row, "when": "", "line": 2}])
    return units, mentions, codings, corpus, codebook, memos


@pytest.mark.parametrize("public", [False, True])
def test_hostile_words_are_words_on_every_page(hostile, public):
    *given, memos = hostile
    scores = bl.centrality(bl.to_graph(bl.cooccurrence(given[0]), given[0]))
    raw = evidence_pages(*given, memos=memos, scores=scores, public=public)
    assert len(raw) == 161
    known = {"main", "h1", "h2", "p", "div", "span", "a", "bdi", "table", "caption", "thead",
             "tbody", "tr", "th", "td", "code", "ul", "ol", "li", "mark", "blockquote", "details",
             "summary"}  # fmt: skip
    for name, page in parsed(raw).items():
        assert re.fullmatch(r"evidence/[a-z0-9_-]+", name)
        assert {node.tag for node in page.iter()} <= known, name
        attributes = {a for node in page.iter() for a in node.attrib}
        assert attributes <= {"class", "href", "title", "id", "lang", "dir", "scope", "role",
                              "aria-label", "download", "rel"}  # fmt: skip
        assert all(re.match(r"[a-z0-9_#./-]+(#|$)|https://", a.get("href")) for a in page.iter("a"))
        text = page.text_content()
        assert not {"\u202e", "\x07", "\x00"} & set(text)
        assert "⟨U+202E⟩" in text


def test_hostile_pages_hold_their_whole_texts(hostile):
    *given, _ = hostile
    pages = parsed(evidence_pages(*given))
    for doc_id, text in given[3].documents["text"].items():
        page = pages[f"evidence/source-{doc_id}"]
        wanted = visible(text.replace("\r\n", "\n"))
        assert without_notes(page) == "".join(wanted.split())


def test_a_line_of_html_holds_no_line_break_of_its_text():
    assert plain("a\n\nb\u2028c\r\nd") == "a&#10;&#10;b&#8232;c&#10;d"


# ---- other networks, other studies


@pytest.mark.parametrize(
    "choices",
    [{"unit": "document", "forms": ("acronym",)}, {"split_by": "office"}, {"merge_parents": True}],
    ids=str,
)
def test_pages_follow_the_choices_of_the_network(study, tables, choices):
    units = study.incidence(**choices)
    pages = parsed(evidence_pages(units, *tables[1:]))
    edges = bl.cooccurrence(units)
    assert len([name for name in pages if name.startswith("evidence/tie-")]) == len(edges)
    a, b = edges.sort_values("weight").iloc[-1][["source", "target"]]
    found = bl.evidence(study, a, b, **choices) if "@" not in a + b else None
    if found is not None:
        assert list(shown(pages[f"evidence/tie-{a}--{b}"])) == found["sentence_id"].tolist()


def test_a_study_of_nothing_has_an_index(tables):
    _, mentions, codings, corpus, codebook = tables
    empty = replace(
        corpus, documents=corpus.documents.iloc[:0], sentences=corpus.sentences.iloc[:0]
    )
    none = bl.incidence(mentions.iloc[:0], empty, codebook)
    pages = evidence_pages(none, mentions.iloc[:0], codings.iloc[:0], empty, codebook)
    assert "evidence/index" in pages
