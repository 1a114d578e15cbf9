"""A name in a table leads to its evidence, and to nothing else."""

from __future__ import annotations

import re

import pytest

import borderlab as bl
from borderlab.publishing.cross_links import link_cells, targets

LINKS = {"Texas": "evidence/actor-texas.html", "A & B": "x.html", "a:s1": "s.html#s1"}


@pytest.mark.parametrize(
    ("cell", "linked"),
    [
        ("<td>Texas</td>", '<td><a href="../evidence/actor-texas.html">Texas</a></td>'),
        ('<th scope="row">Texas</th>', None),
        ("<td>A &amp; B</td>", '<td><a href="../x.html">A &amp; B</a></td>'),
        ("<code>a:s1</code>", '<code><a href="../s.html#s1">a:s1</a></code>'),
        ("<td>a:s1, a:s9</td>", '<td><a href="../s.html#s1">a:s1</a>, a:s9</td>'),
    ],
)
def test_what_is_a_name_is_linked(cell, linked):
    found = link_cells(cell, LINKS, up="../")
    assert found == linked if linked else found.count("<a ") == 1


@pytest.mark.parametrize(
    "page",
    ["<p>Texas</p>", "<td>Texas signs</td>", "<td><b>Texas</b></td>", "<caption>Texas</caption>",
     '<td title="Texas">x</td>', "<td>&lt;Texas&gt;</td>", "<td></td>"],
)  # fmt: skip
def test_what_only_contains_one_is_not(page):
    assert link_cells(page, LINKS) == page


def test_a_name_leads_to_one_page_that_there_is():
    study = bl.open_study(".")
    pages = {"evidence/actor-mexico", "evidence/source-hled-2023", "evidence/pillar-1"}
    found = targets(study.corpus, study.codebook, pages)
    assert found["Mexico"] == found["México"] == "evidence/actor-mexico.html"
    assert found["Mexico Daily Post 2023"] == "evidence/source-hled-2023.html"
    assert "United States" not in found
    assert found["hled-2023:s1"] == "evidence/source-hled-2023.html#s1"
    assert all(re.fullmatch(r"evidence/[\w-]+\.html(#\w+)?", to) for to in found.values())
