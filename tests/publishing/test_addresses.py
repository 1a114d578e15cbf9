"""Every id has an address of its own that any file system and any browser takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import borderlab as bl
from borderlab.publishing.addresses import (
    actor_link,
    anchor,
    for_address,
    item_link,
    pillar_link,
    sentence_link,
    source_link,
    tie_link,
    tie_page,
)

ID = st.text(st.one_of(st.sampled_from("aAbé-_/.:\u202e\n\0"), st.characters(codec=None)))


def test_the_ids_of_the_study_are_their_own_addresses():
    study = bl.open_study(Path(__file__).parents[2])
    for table in (study.codebook.actors, study.codebook.items, study.corpus.documents):
        assert [for_address(i) for i in table.index] == list(table.index)


@given(ID, ID)
def test_two_ids_never_have_one_address(a, b):
    assert (for_address(a).casefold() == for_address(b).casefold()) == (a == b)


@given(ID, ID, ID, ID)
def test_two_ties_never_have_one_address(a, b, c, d):
    assert (tie_page(a, b).casefold() == tie_page(c, d).casefold()) == ({a, b} == {c, d})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a--b", "c"), ("a", "b--c")),
        (("a-", "b"), ("a", "-b")),
        (("a_2d_", "b"), ("a-", "b")),
        (("A", "b"), ("a", "b")),
        (("é", "b"), ("e", "b")),
        (("", "a--b"), ("a", "b")),
        (("x" * 300, "b"), ("x" * 301, "b")),
    ],
)
def test_tempting_twins_stay_apart(one, other):
    assert tie_page(*one).casefold() != tie_page(*other).casefold()


@given(ID)
def test_an_address_is_short_plain_and_leaves_no_folder(name):
    assert re.fullmatch(r"[a-z0-9_-]*", for_address(name))
    assert len(for_address(name)) <= 80


def test_links_start_at_the_root_of_the_site_or_above():
    assert actor_link("texas", up="../") == "../evidence/actor-texas.html"
    assert tie_link("texas", "ohio") == tie_link("ohio", "texas") == "evidence/tie-ohio--texas.html"
    assert pillar_link(3, 2023) == "evidence/pillar-3-2023.html"
    assert pillar_link(3) == "evidence/pillar-3.html"
    assert item_link("seaports") == "evidence/item-seaports.html"
    assert source_link("hled-2023") == "evidence/source-hled-2023.html"


def test_a_sentence_is_a_place_on_the_page_of_its_source_whatever_the_id_holds():
    assert sentence_link("hled-2023:s5") == "evidence/source-hled-2023.html#s5"
    assert sentence_link("a:b:s5") == f"{source_link('a:b')}#s5"
    assert anchor('x:s5"><script>') == "s5_22__3e__3c_script_3e_"
