"""Two builds: what differs is listed once, where it is, the same from either side."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

import borderlab as bl
from borderlab.publishing.comparing import Difference, compare_tables
from borderlab.publishing.export import write_tables
from borderlab.publishing.export_reading import COLUMNS, read_tables

BUILD = {
    "documents": [
        ("post", "aa", "Post 2021", "en", "Talks", "", "", "2021", "2021", "stated", "a"),
        ("diario", "bb", "Diario 2023", "es", "", "", "", "", "", "unknown", "b"),
    ],
    "mentions": [
        ("post", "0", "5", "Texas", "texas", "name", "actor", ""),
        ("post", "9", "15", "Sonora", "sonora", "name", "place", ""),
        ("post", "20", "31", "both states", "sonora", "collective", "actor", ""),
        ("post", "20", "31", "both states", "texas", "collective", "actor", ""),
        ("diario", "3", "9", "Sonora", "sonora", "name", "actor", ""),
        ("diario", "30", "36", "Sonora", "sonora", "name", "actor", ""),
    ],
    "codings": [
        ("post", "40", "45", "chips", "1", "semiconductors", "content"),
        ("post", "50", "60", "pillar one", "1", "", "stated"),
        ("diario", "50", "60", "migración", "2", "", "content"),
    ],
    "edges": [("sonora", "texas", "2.0"), ("ana", "texas", "0.5")],
    "headlines": [("1", "2 texts."), ("2", "2 ties.")],
    "record": [
        ("release", "numpy", "2.4.6"),
        ("choice", "unit", "sentence"),
        ("codebook", "cues.csv", "cc"),
    ],
}  # fmt: skip


def build(**edits):
    """Make the tables of a build, some with rows taken out (old, None), put in or replaced."""
    made = {}
    for name, rows in BUILD.items():
        kept = list(rows)
        for old, new in edits.get(name, []):
            at = kept.index(old) if old else len(kept)
            kept[at : at + 1] = [new] if new else []
        made[name] = pd.DataFrame(kept, columns=list(COLUMNS[name]), dtype="object")
    return made


def edit(row, **cells):
    """Return a change of a row: (old, new)."""
    (name,) = {k for k, v in BUILD.items() if row in v}
    return row, tuple(cells.get(c, v) for c, v in zip(COLUMNS[name], row, strict=True))


def rows(found):
    return [Difference(*row) for row in found.itertuples(index=False, name=None)]


POST, DIARIO = BUILD["documents"]
TEXAS, SONORA, BOTH, _, DOS, TRES = BUILD["mentions"]
CHIPS, STATED, _ = BUILD["codings"]
EDGE = BUILD["edges"][0]
HERALD = ("herald", "dd", "Herald 2024", *[""] * 7, "c")
MOVED = {"start": "31", "end": "37"}

#: what was changed, and the only row that says so
PLANTED = {
    "a text added": (
        {"documents": [(None, HERALD)], "mentions": [(None, ("herald", *TEXAS[1:]))]},
        ("text", "herald", "added", "", "Herald 2024: 1 mentions, 0 codings"),
    ),
    "a text removed with all that was coded in it": (
        {
            "documents": [(DIARIO, None)],
            "mentions": [(DOS, None), (TRES, None)],
            "codings": [(BUILD["codings"][2], None)],
        },
        ("text", "diario", "removed", "Diario 2023: 2 mentions, 1 codings", ""),
    ),
    "one byte altered": (
        {"documents": [edit(DIARIO, sha256="ff")]},
        ("text", "diario", "altered", "bb", "ff"),
    ),
    "characters moved, but only because the text was altered": (
        {"documents": [edit(DIARIO, sha256="ff")], "mentions": [edit(TRES, **MOVED)]},
        ("text", "diario", "altered", "bb", "ff"),
    ),
    "another story": (
        {"documents": [edit(POST, story_id="b")]},
        ("text", "post", "story_id", "a", "b"),
    ),
    "an alias removed": (
        {"mentions": [(TEXAS, None)]},
        ("mention", "post:0-5 “Texas”", "removed", "texas, name, actor", ""),
    ),
    "a mention added": (
        {"mentions": [(None, ("post", "16", "19", "Ana", "ana", "short", "actor", ""))]},
        ("mention", "post:16-19 “Ana”", "added", "", "ana, short, actor"),
    ),
    "a role changed": (
        {"mentions": [edit(SONORA, role="actor")]},
        ("mention", "post:9-15 “Sonora”", "recoded", "sonora, name, place", "sonora, name, actor"),
    ),
    "another actor": (
        {"mentions": [edit(SONORA, actor_id="sonora-state")]},
        ("mention", "post:9-15 “Sonora”", "recoded", "sonora, name, place",
         "sonora-state, name, place"),
    ),
    "a form changed": (
        {"mentions": [edit(SONORA, form="short")]},
        ("mention", "post:9-15 “Sonora”", "recoded", "sonora, name, place", "sonora, short, place"),
    ),
    "an office found": (
        {"mentions": [edit(TEXAS, office="Governor")]},
        ("mention", "post:0-5 “Texas”", "recoded", "texas, name, actor",
         "texas, name, actor, Governor"),
    ),
    "one of the members of a collective": (
        {"mentions": [edit(BOTH, actor_id="chihuahua")]},
        ("mention", "post:20-31 “both states”", "recoded", "sonora, collective, actor",
         "chihuahua, collective, actor"),
    ),
    "a code of another item": (
        {"codings": [edit(CHIPS, item="medical-devices")]},
        ("coding", "post:40-45 “chips”", "recoded", "1, semiconductors, content",
         "1, medical-devices, content"),
    ),
    "a code removed": (
        {"codings": [(STATED, None)]},
        ("coding", "post:50-60 “pillar one”", "removed", "1, stated", ""),
    ),
    "an edge removed": (
        {"edges": [(EDGE, None)]},
        ("edge", "sonora – texas", "removed", "2", ""),
    ),
    "a weight changed": (
        {"edges": [edit(EDGE, weight="3.0")]},
        ("edge", "sonora – texas", "altered", "2", "3"),
    ),
    "a finding changed": (
        {"headlines": [edit(("2", "2 ties."), sentence="3 ties.")]},
        ("headline", "2", "altered", "2 ties.", "3 ties."),
    ),
    "a finding fewer, the others counted anew": (
        {"headlines": [(("1", "2 texts."), None), edit(("2", "2 ties."), headline="1")]},
        ("headline", "1", "removed", "2 texts.", ""),
    ),
    "another release": (
        {"record": [edit(BUILD["record"][0], which="2.5")]},
        ("release", "numpy", "altered", "2.4.6", "2.5"),
    ),
    "another choice": (
        {"record": [edit(BUILD["record"][1], which="document")]},
        ("choice", "unit", "altered", "sentence", "document"),
    ),
    "a file of the codebook": (
        {"record": [(BUILD["record"][2], None)]},
        ("codebook", "cues.csv", "removed", "cc", ""),
    ),
}  # fmt: skip


def test_a_build_does_not_differ_from_itself() -> None:
    found = compare_tables(build(), build())
    assert found.empty
    assert list(found.columns) == ["what", "id", "change", "before", "after"]


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_changed_is_the_only_row(planted: str) -> None:
    edits, expected = PLANTED[planted]
    assert rows(compare_tables(build(), build(**edits))) == [Difference(*expected)]


def mirrored(row):
    swap = {"added": "removed", "removed": "added"}
    return row._replace(change=swap.get(row.change, row.change), before=row.after, after=row.before)


@pytest.mark.parametrize(
    "pair", list(pairwise([*PLANTED, *PLANTED][: len(PLANTED) + 1])), ids=" and ".join
)
def test_the_other_way_round_every_row_is_turned(pair: tuple[str, str]) -> None:
    one, other = (build(**PLANTED[name][0]) for name in pair)
    there, back = rows(compare_tables(one, other)), rows(compare_tables(other, one))
    assert sorted(map(mirrored, back)) == sorted(there)
    assert there


def test_rows_in_another_order_or_with_new_ids_are_no_change() -> None:
    turned = {name: table.iloc[::-1] for name, table in build().items()}
    assert compare_tables(build(), turned).empty


def test_a_mention_more_of_two_alike_is_one_row() -> None:
    """In an altered text mentions are told apart by their wording alone, each as often as there."""
    altered = edit(DIARIO, sha256="ff")
    found = compare_tables(build(), build(documents=[altered], mentions=[(DOS, None)]))
    assert rows(found)[1:] == [
        Difference("mention", "diario “Sonora”", "removed", "sonora, name, actor", "")
    ]
    twice = compare_tables(build(), build(mentions=[(None, TEXAS)]))
    assert rows(twice) == [
        Difference("mention", "post:0-5 “Texas”", "added", "", "texas, name, actor")
    ]


def test_texts_come_first_and_what_follows_from_them_behind() -> None:
    names = ("another release", "an edge removed", "an alias removed", "one byte altered")
    edits = {k: v for name in names for k, v in PLANTED[name][0].items()}
    found = compare_tables(build(), build(**edits))
    assert found["what"].tolist() == ["text", "mention", "edge", "release"]


@pytest.mark.parametrize("cell", ["=1+1", "-based", "@x", "\t=", "'tis", "'", "", 'a"b\r\nc', "–"])
def test_a_cell_comes_back_as_it_was_before_it_was_disarmed(cell: str, tmp_path: Path) -> None:
    tables = build(mentions=[edit(TEXAS, surface=cell)])
    write_tables(tables, tmp_path)
    assert compare_tables(read_tables(tmp_path), tables).empty


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("edges.csv", None, "cannot be read"),
        ("edges.csv", b"", "lacks a column"),
        ("edges.csv", b"source,target\na,b\n", "lacks a column"),
        ("mentions.csv", b"\xff\xfe\x00", "is no table"),
        ("mentions.csv", b"doc_id,start\na,b,c\n", "is no table"),
    ],
)
def test_a_folder_that_is_no_export_gives_one_line(
    name: str, content: bytes | None, why: str, tmp_path: Path
) -> None:
    write_tables(build(), tmp_path)
    (tmp_path / name).unlink() if content is None else (tmp_path / name).write_bytes(content)
    with pytest.raises(bl.SourceError, match=f"{name}: {why}.*; write the folder anew") as caught:
        read_tables(tmp_path)
    assert "\n" not in str(caught.value)


CLAIMS = {
    "claim_id": ["post:c1", "diario:c1"], "doc_id": ["post", "diario"], "start": ["5", "7"],
    "end": ["9", "9"], "value": ["7", "20"],
}  # fmt: skip


def with_claims(edits=None, **columns):
    claims = pd.DataFrame(CLAIMS, dtype="object").assign(**columns)
    return {**build(**(edits or {})), "claims": claims}


WHOLE = {
    "another value": ({"value": ["7", "21"]}, ("altered", "1 of 2 rows", "1 of 2 rows")),
    "other characters": ({"start": ["5", "8"]}, ("altered", "1 of 2 rows", "1 of 2 rows")),
    "a column more": ({"doubt": "x"}, ("columns", "", "doubt")),
    "other ids": ({"claim_id": ["post:c7", "diario:c3"]}, None),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_table_that_is_not_listed_row_by_row_is_one_row(name: str) -> None:
    columns, expected = WHOLE[name]
    found = compare_tables(with_claims(), with_claims(**columns))
    assert rows(found) == ([Difference("table", "claims", *expected)] if expected else [])
    assert ("claims" in found.attrs["same"]) == (expected is None)


def test_a_table_that_one_build_lacks_is_said() -> None:
    there, back = compare_tables(build(), with_claims()), compare_tables(with_claims(), build())
    assert rows(there) == [Difference("table", "claims", "added", "", "2 rows")]
    assert rows(back) == [Difference("table", "claims", "removed", "2 rows", "")]


def test_characters_that_moved_with_an_altered_text_are_no_change_of_a_table() -> None:
    altered = {"documents": [edit(DIARIO, sha256="ff")]}
    found = compare_tables(with_claims(), with_claims(altered, start=["5", "8"]))
    assert found["what"].tolist() == ["text"]
    assert found.attrs["same"] == [n for n in sorted(with_claims()) if n != "documents"]


def test_a_row_twice_is_not_a_row_once() -> None:
    twice = {**build(), "claims": pd.DataFrame(CLAIMS, dtype="object").iloc[[0, 1, 1]]}
    [row] = rows(compare_tables(with_claims(), twice))
    assert row == Difference("table", "claims", "altered", "0 of 2 rows", "1 of 3 rows")


def test_a_column_that_is_not_listed_row_by_row_shows_in_its_table() -> None:
    one, other = build(), build()
    for tables, rule in ((one, "alias"), (other, "surname")):
        tables["mentions"] = tables["mentions"].assign(rule=rule)
    [row] = rows(compare_tables(one, other))
    assert row == Difference("table", "mentions", "altered", "6 of 6 rows", "6 of 6 rows")


def test_an_export_is_read_whole(tmp_path: Path) -> None:
    """Every table of it, but not the lists of a graph."""
    write_tables({**with_claims(), "network_nodes": pd.DataFrame({"id": ["a"]})}, tmp_path)
    assert set(read_tables(tmp_path)) == set(with_claims())
