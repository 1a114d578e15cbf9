"""What a study says of itself: its methods, its run record, and the files that carry its tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import pandas as pd

from borderlab.errors import Problem, SourceError
from borderlab.study import Study

if TYPE_CHECKING:
    from borderlab.publishing.methods import Methods

#: of the resamples of stories, where these are too many to list all
SEED = 2021


def methods(
    study: Study, *, reference: Path | None = None, lang: Literal["en", "es"] = "en"
) -> Methods:
    """Write the methods text of the sentence network, as `export` and the report have it.

    Parameters
    ----------
    study : Study
    reference : pathlib.Path, optional
        A folder of reference codings, see `read_reference`. Its ``PROTOCOL.md`` must have a
        paragraph that begins "Agreement on" and says who the readers were; it is quoted.
    lang : {"en", "es"}

    Raises
    ------
    SourceError
        When the folder is no reference, or does not say who coded it.
    """
    from borderlab.coding.agreement import read_reference, score_mentions
    from borderlab.networks.centrality import centrality
    from borderlab.networks.significance import edge_significance
    from borderlab.networks.stability import bootstrap_centrality
    from borderlab.publishing.methods import methods as write

    units, graph = study.incidence(), study.graph()
    alone = study.incidence(collectives=False)
    stable = bootstrap_centrality(units, measures=["strength", "betweenness"], rng=SEED)
    scores, readers = None, ""
    if reference:
        coded = read_reference(reference, study.corpus)["mentions"]
        scores, readers = score_mentions(study.coded, coded), _readers(reference)
    return write(
        study, units=units, graph=graph, scores=centrality(graph), tested=edge_significance(alone),
        tested_units=alone, stable=stable, reference=scores, readers=readers,
        lang=lang,
    )  # fmt: skip


def _readers(reference: Path) -> str:
    """Quote what a protocol says of its readers."""
    path = reference / "PROTOCOL.md"
    text = path.read_text("utf-8") if path.is_file() else ""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        quoted = " ".join(paragraph[paragraph.find("Agreement on") :].split())
        if "Agreement on" in paragraph:
            return f"“{quoted}” (PROTOCOL.md)"
    say = "does not say who coded the reference"
    cure = "add a paragraph that begins with 'Agreement on' and says who the readers were"
    raise SourceError(Problem(f"{reference.name}/PROTOCOL.md", 0, "no-readers", say, cure))


def run_record(study: Study) -> pd.DataFrame:
    """List the releases and choices that decide the edges, and the codebook by its sha256.

    Returns
    -------
    pandas.DataFrame
        Columns kind (release, choice, codebook), what, which, all str.
    """
    record = study.record
    releases = record[~record["which"].str.startswith("sha256 ")].itertuples(index=False)
    files = [*(study.root / "seeds" / "codebook").glob("*.csv"), study.root / "seeds/echoes.csv"]
    rows = [
        *(("release", what, which) for what, which in releases),
        *(("choice", what, str(which)) for what, which in study.incidence().choices.items()),
        *(("codebook", f.name, _sha256(f)) for f in sorted(files) if f.is_file()),
    ]
    return pd.DataFrame(rows, columns=["kind", "what", "which"])


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_files(
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    *,
    graphs: Iterable[str] = ("graphml",),
    lang: Literal["en", "es"] = "en",
) -> list[Path]:
    """Write all tables as a workbook, some as an appendix, the networks and the references.

    Raises
    ------
    OutputError
        When a format of networks is unknown or the disk refuses.
    """
    from borderlab.publishing.appendix import to_appendix
    from borderlab.publishing.appendix_tables import appendix_tables
    from borderlab.publishing.interchange import write_graph, write_incidence
    from borderlab.publishing.narrative import Narrator
    from borderlab.publishing.swapping import write_whole
    from borderlab.publishing.workbook import to_workbook
    from borderlab.reading.references import write_references
    from borderlab.reading.registering import source_records

    tell = Narrator(lang, "tables")
    title = f"{study.title}. {tell.say('appendix')}"
    chosen = appendix_tables(tables, study.codebook, lang=lang)
    appendix = to_appendix(chosen, title=title, note=tell.say("appendix-note"), lang=lang)
    written = [
        write_whole(folder / "tables.xlsx", to_workbook(tables, lang=lang)),
        write_whole(folder / "appendix.docx", appendix),
    ]
    for form in graphs:
        written += write_graph(study.graph(), folder / f"network.{form}")
    written.append(write_incidence(study.incidence(), folder / "incidence.hif.json"))
    records = source_records(study.corpus.documents)
    return written + [
        write_references(records, folder / f"references.{suffix}")
        for suffix in ("bib", "ris", "json")
    ]


def study_pages(
    study: Study, tables: Mapping[str, pd.DataFrame], *, lang: Literal["en", "es"] = "en"
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Write the pages ``methods`` and ``record``, and the files that the page ``data`` offers.

    Returns
    -------
    (pages, assets)
        Markdown by address without the suffix, and contents by address.
    """
    from borderlab.publishing.site.study_pages import methods_page, record_page

    written = methods(study, lang=lang)
    pages = {
        "methods": methods_page(written, lang=lang),
        "record": record_page(
            study.corpus.documents, run_record(study), study.incidence().choices, lang=lang
        ),
    }
    with TemporaryDirectory() as scratch:
        paths = write_files(
            study, tables, Path(scratch), graphs=("graphml", "gexf"), lang=lang
        )  # fmt: skip
        assets = {f"data/{path.name}": path.read_bytes() for path in paths}
    assets |= {"methods.txt": f"{written.text}\n".encode(), "methods.bib": written.bibtex.encode()}
    return pages, assets
