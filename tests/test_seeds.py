"""The data this study starts from is complete, consistent, and says what its dictionary says."""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from borderlab.coding.codebook import read_codebook
from borderlab.coding.codebook_rules import COLUMNS
from borderlab.coding.matching import case_fits, view
from borderlab.tables import Codebook

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
REFERENCE = ROOT / "tests" / "data" / "reference"
TABLES = sorted(SEEDS.rglob("*.csv"))
DOCUMENTS = {
    "000": "sonora-plenary-2024",
    "001": "amcham-northwest-2024",
    "002": "el-paso-torreon-2023",
    "003": "hled-2023",
    "004": "hled-2021",
}
# sha256 of the five texts as they were handed over
HANDED_OVER = {
    "000": "e6202f14cebaa626a6ef3a34502b5bcd8a92e55902de6bfef52fcf905f6c39e5",
    "001": "1e9b6b37d7cb60de2fc97df19c6d0a214cb8a4f3d630188887796bbcf45eb708",
    "002": "b741888bb6ef5534c77eac95c1f7c36ab8229df9b702f2cf47f155d946be4e20",
    "003": "af6c2d3cd423f5777175aee4875ef30047208a81d8580f1d2f2bcc9789c7c261",
    "004": "655d00f7bf38b3d6635e45b3e8c22508d3721b962b236f3c654173a31cf8c8bf",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return read_codebook(SEEDS / "codebook")


def dictionary() -> dict[str, dict[str, str]]:
    """Read the table of seeds/README.md: file -> column -> meaning and allowed values."""
    found: dict[str, dict[str, str]] = {}
    for line in (SEEDS / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0].endswith(".csv"):
            assert len(cells) == 4, line
            assert cells[1] not in found.get(cells[0], {}), line
            found.setdefault(cells[0], {})[cells[1]] = cells[2] + " " + cells[3]
    return found


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", list(DOCUMENTS))
def test_each_text_is_untouched_and_registered_with_its_sum(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == HANDED_OVER[number]
    (row,) = [r for r in rows_of(SEEDS / "sources.csv") if r["file"] == path.name]
    assert (row["doc_id"], row["sha256"]) == (DOCUMENTS[number], HANDED_OVER[number])


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_tables_are_plain_utf8_with_unix_newlines_and_no_stray_blanks(path: Path) -> None:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    for row in csv.reader(data.decode("utf-8").splitlines(), strict=True):
        assert all(cell == cell.strip() for cell in row), row


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_the_dictionary_lists_exactly_the_columns_of_each_file(path: Path) -> None:
    header = next(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert list(dictionary()[path.name]) == header


def test_the_dictionary_names_no_file_that_is_not_there() -> None:
    assert set(dictionary()) <= {path.name for path in TABLES}


@pytest.mark.parametrize("name", list(COLUMNS))
def test_the_dictionary_and_the_reader_know_the_same_columns_and_values(name: str) -> None:
    described = dictionary()[f"{name}.csv"]
    assert list(described) == list(COLUMNS[name])
    for column, rule in COLUMNS[name].items():
        for value in rule.rstrip("?").split("|") if "|" in rule else ():
            assert f"`{value}`" in described[column], (column, value)


def test_the_dictionary_allows_what_the_sources_hold() -> None:
    described = dictionary()["sources.csv"]
    for row in rows_of(SEEDS / "sources.csv"):
        for column in ("publisher_kind", "share_text"):
            assert f"`{row[column]}`" in described[column]


# --- sources and echoes ---------------------------------------------------------------------------


def test_sources_are_listed_in_the_order_of_their_files() -> None:
    sources = rows_of(SEEDS / "sources.csv")
    assert [row["doc_id"] for row in sources] == list(DOCUMENTS.values())
    assert [row["label"] for row in sources] == [
        "MexicoNow 2024",
        "CODESO 2024",
        "BorderNow 2023",
        "Mexico Daily Post 2023",
        "Mexico Business News 2021",
    ]


def test_two_texts_report_one_event_and_the_others_one_each() -> None:
    stories = [row["story"] for row in rows_of(SEEDS / "sources.csv")]
    assert stories[0] == stories[1] == "sonora-plenary-2024-10"
    assert len(set(stories)) == 4


@pytest.mark.parametrize("row", rows_of(SEEDS / "sources.csv"), ids=lambda r: r["doc_id"])
def test_outside_knowledge_has_a_basis_and_dates_are_intervals(row: dict[str, str]) -> None:
    for what in ("outlet", "url", "event", "published"):
        assert row[f"{what}_basis"].startswith(("verified", "inferred"))
    for what in ("event", "published"):
        days = [row[f"{what}_{end}"] for end in ("earliest", "latest")]
        known = [date.fromisoformat(day) for day in days if day]
        assert known == sorted(known)
        assert known
    assert row["share_text"] == "no"


def test_echoes_are_sentences_of_two_texts() -> None:
    numbers = {doc_id: number for number, doc_id in DOCUMENTS.items()}
    known = {(r["document"], r["sentence"]) for r in rows_of(REFERENCE / "sentences.csv")}
    classes: dict[str, set[str]] = {}
    for row in rows_of(SEEDS / "echoes.csv"):
        doc_id, sentence = row["sentence_id"].split(":s")
        assert (numbers[doc_id], sentence) in known
        classes.setdefault(row["echo_id"], set()).add(row["sentence_id"])
    plenary, chapter = "sonora-plenary-2024", "amcham-northwest-2024"
    assert sorted(map(sorted, classes.values())) == [
        [f"{chapter}:s1", f"{chapter}:s2", f"{plenary}:s8"],
        [f"{chapter}:s4", f"{plenary}:s9"],
    ]


# --- codebook -------------------------------------------------------------------------------------


def test_the_codebook_reads(codebook: Codebook) -> None:
    assert len(codebook.pillars) == 5
    assert list(codebook.pillars.index) == [0, 1, 2, 3, 4]


def coded() -> list[dict[str, str]]:
    return rows_of(REFERENCE / "mentions.csv")


def test_active_actors_are_those_a_reading_coded_and_the_office_holders(codebook: Codebook) -> None:
    active = set(codebook.actors.index[codebook.actors["active"] == "yes"])
    assert active == {row["actor_id"] for row in coded()} | set(codebook.offices["person_id"])


def test_every_actor_has_an_alias(codebook: Codebook) -> None:
    assert set(codebook.actors.index) <= set(codebook.aliases["actor_id"])


def reaches(alias: dict[str, str], surface: str) -> bool:
    same = view(alias["alias"]).text == view(surface).text
    return same and case_fits(alias["alias"], surface, alias["case"])


@pytest.mark.parametrize(
    "row",
    [r for r in coded() if r["form"] != "collective"],
    ids=lambda r: f"{r['document']}-{r['start']}-{r['surface']}",
)
def test_every_form_a_reader_coded_is_reachable(codebook: Codebook, row: dict[str, str]) -> None:
    """Except the generic "state", which collectives.csv resolves."""
    if row["surface"] == "state":
        assert "state" in set(codebook.collectives["noun"])
        return
    aliases = codebook.aliases.to_dict("records")
    fitting = [a for a in aliases if reaches(a, row["surface"])]
    assert {(a["actor_id"], a["form"]) for a in fitting} == {(row["actor_id"], row["form"])} or (
        # written with capitals a name, without them a description of the same actor
        {a["actor_id"] for a in fitting} == {row["actor_id"]} and fitting[0]["form"] == row["form"]
    )


def test_the_form_decides_the_role_only_where_readers_saw_no_other(codebook: Codebook) -> None:
    fixed = codebook.aliases[codebook.aliases["role"] == "modifier"].to_dict("records")
    for row in coded():
        if any(reaches(alias, row["surface"]) for alias in fixed):
            assert row["role"] == "modifier"


def test_short_and_definite_forms_wait_for_a_name(codebook: Codebook) -> None:
    """What requires a name has one: an alias of form name of the same actor."""
    aliases = codebook.aliases
    named = set(aliases.loc[aliases["form"] == "name", "actor_id"])
    assert set(aliases.loc[aliases["requires"] != "", "actor_id"]) <= named
    shorts = aliases[aliases["form"] == "short"]
    assert set(shorts["requires"]) == {"named"}
    surnames = set(codebook.actors.index[codebook.actors["kind"] == "person"])
    single = aliases[aliases["actor_id"].isin(surnames) & ~aliases["alias"].str.contains(" ")]
    assert set(single["form"]) == {"short"}


def test_acronyms_keep_their_case(codebook: Codebook) -> None:
    aliases = codebook.aliases
    assert set(aliases.loc[aliases["form"] == "acronym", "case"]) == {"exact"}
    assert not case_fits("DEAN", "dean", "exact")


def test_the_european_union_is_nobodys_acronym(codebook: Codebook) -> None:
    assert "EU" not in set(codebook.aliases["alias"])
    assert "American" not in set(codebook.aliases["alias"])


TITLES = re.compile(
    r"(governor|gov|gobernador|gobernadora|president|presidente|presidenta|secretary|secretario"
    r"|secretaria|ambassador|embajador|embajadora|canciller|minister|ministro|the|el|la)"
)


def test_aliases_hold_no_title_article_or_remark(codebook: Codebook) -> None:
    for alias, form in codebook.aliases[["alias", "form"]].itertuples(index=False):
        assert "[" not in alias
        assert "(" not in alias
        if form != "blocked":
            first = alias.casefold().split()[0]  # Secretaría is a ministry, secretaria a title
            assert alias.startswith("El Paso") or not TITLES.fullmatch(first), alias


def words_of(alias: str) -> str:
    return " " + re.sub(r"[^\w.]+", " ", view(alias).text) + " "


def test_a_blocked_form_holds_a_registered_one(codebook: Codebook) -> None:
    """Otherwise it would block nothing."""
    aliases = codebook.aliases
    free = [words_of(a) for a in aliases.loc[aliases["form"] != "blocked", "alias"]]
    for blocked in aliases.loc[aliases["form"] == "blocked", "alias"]:
        assert any(name in words_of(blocked) for name in free), blocked


@pytest.mark.parametrize("name", ["actors", "items", "events"])
def test_labels_fit_a_figure(codebook: Codebook, name: str) -> None:
    frame = getattr(codebook, name)
    longest = 28 if name == "events" else 32
    assert frame["label"].str.len().max() <= longest
    assert frame["label_es"].str.len().max() <= longest
    assert name == "events" or frame["label"].is_unique


def test_items_carry_no_year(codebook: Codebook) -> None:
    assert not any(re.search(r"20[0-9]{2}", item) for item in codebook.items.index)


def test_the_agenda_covers_48_workstreams_and_leaves_only_scope_unmapped(
    codebook: Codebook,
) -> None:
    agenda = codebook.agenda
    assert agenda["workstream"].nunique() == 48
    unmapped = set(agenda.loc[agenda["item"] == "", "workstream"])
    # scope and definitions, and the training that was filed under pillar 1
    assert unmapped == {"2021-1.0", "MY22-1", "MY22-2", "MY22-3", "MY22-4", "MY24-1.1"}


def test_events_name_registered_texts(codebook: Codebook) -> None:
    assert len(codebook.events) == 19
    named = {d for cell in codebook.events["documents"] if cell for d in cell.split("|")}
    assert named == set(DOCUMENTS.values())


def test_offices_bound_the_undated_texts(codebook: Codebook) -> None:
    """Ebrard at Economy while Salazar is ambassador: the interval both readers gave."""
    offices = codebook.offices.set_index(["person_id", "office"])
    start = offices.loc[("marcelo-ebrard", "Secretary of Economy"), "start"]
    end = offices.loc[("ken-salazar", "U.S. Ambassador to Mexico"), "end"]
    dates = {r["document"]: (r["earliest"], r["latest"]) for r in rows_of(REFERENCE / "dates.csv")}
    assert dates["000"] == dates["001"] == (start, end)
