"""What a study can rebuild: tables to take away, node positions, figures, notebooks, the report."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from borderlab.errors import OutputError, Problem
from borderlab.study import Study, open_study
from borderlab.tables import Corpus

if TYPE_CHECKING:
    from borderlab.publishing.look import Lang, Size

Progress = Callable[[str], None]
#: of the resamples of stories, where these are too many to list all
SEED = 2021


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Collect the tables of a study that readers may take away, by name.

    Sentences and statements of a text that may not be passed on (``share_text`` is ``no`` in
    ``sources.csv``) keep their offsets and leave their text out.
    """
    from borderlab.coding.contradictions import find_contradictions
    from borderlab.coding.evolution import item_evolution, pillar_evolution
    from borderlab.networks.centrality import centrality
    from borderlab.networks.cooccurrence import cooccurrence
    from borderlab.networks.significance import edge_significance
    from borderlab.networks.stability import bootstrap_centrality

    documents, sentences = study.corpus.documents, study.corpus.sentences
    statements = study.statements
    shared = _may_be_shared(documents)
    return {
        "documents": documents.drop(columns="text"),
        "zones": study.corpus.zones,
        "sentences": sentences.assign(
            text=sentences["text"].where(sentences["doc_id"].map(shared).astype(bool))
        ),
        "mentions": study.mentions,
        "codings": study.codings,
        "statements": statements.assign(
            surface=statements["surface"].where(statements["doc_id"].map(shared).astype(bool))
        ),
        "claims": study.claims,
        "contradictions": find_contradictions(study.claims, study.corpus),
        "pillar_evolution": pillar_evolution(study.codings, study.corpus, study.codebook),
        "item_evolution": item_evolution(study.codings, study.corpus, study.codebook),
        "edges": cooccurrence(study.incidence()),
        "edge_tests": edge_significance(study.incidence(collectives=False)),
        "scores": centrality(study.graph()),
        "stability": bootstrap_centrality(study.incidence(), rng=SEED),
        "memos": study.memos,
        "problems": study.problems,
    }


def account(study: Study) -> dict[str, pd.DataFrame]:
    """Collect what an export adds so that two builds can be compared: findings and run record.

    ``headlines`` has the sentences of the landing page, ``record`` (kind, what, which) the releases
    and the choices that decide the edges, and every file of the codebook by its sha256.
    """
    said = enumerate(_headlines(study), start=1)
    record = study.record
    releases = record[~record["which"].str.startswith("sha256 ")].itertuples(index=False)
    files = [*(study.root / "seeds" / "codebook").glob("*.csv"), study.root / "seeds/echoes.csv"]
    rows = [
        *(("release", what, which) for what, which in releases),
        *(("choice", what, str(which)) for what, which in study.incidence().choices.items()),
        *(("codebook", f.name, _sha256(f)) for f in sorted(files) if f.is_file()),
    ]
    return {
        "headlines": pd.DataFrame(said, columns=["headline", "sentence"]),
        "record": pd.DataFrame(rows, columns=["kind", "what", "which"]),
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export(root: Path, folder: Path, *, graphs: Iterable[str] = ("graphml",)) -> list[Path]:
    """Write tables as CSV, the network and who is named where, the sources; return the files.

    Parameters
    ----------
    root, folder : pathlib.Path
    graphs : iterable of str
        Formats of the network, see `write_graph`: graphml, gexf, net, json, csv, parquet, xlsx. Who
        is named in which unit is written as HIF besides.

    Raises
    ------
    OutputError
        When the folder holds anything that an export did not write; nothing is changed then. When a
        format is unknown.
    """
    from borderlab.publishing.export import write_tables
    from borderlab.publishing.interchange import write_graph, write_incidence
    from borderlab.publishing.swapping import swap_in
    from borderlab.reading.references import write_references
    from borderlab.reading.registering import source_records

    study = open_study(root)
    staged = folder.with_name(f"{folder.name}.part")
    try:
        written = write_tables({**tables(study), **account(study)}, staged)
        for form in graphs:
            written += write_graph(study.graph(), staged / f"network.{form}")
        written.append(write_incidence(study.incidence(), staged / "incidence.hif.json"))
        for suffix in ("bib", "ris", "json"):
            records = source_records(study.corpus.documents)
            written.append(write_references(records, staged / f"references.{suffix}"))
        swap_in(staged, folder, verify=_refuse_foreign)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return [folder / path.name for path in written]


def exchange(
    root: Path, folder: Path, *, form: Literal["label-studio", "conll"], all_texts: bool = False
) -> list[Path]:
    """Write the mentions with their texts for another program; return the files.

    Both formats carry whole sentences, so a text that may not be passed on (``share_text`` is not
    ``yes`` in ``sources.csv``) stays out unless ``all_texts`` asks for it.

    Raises
    ------
    OutputError
        When no text may be passed on, or the folder holds anything that an export did not write.
    """
    from borderlab.coding.conll import write_conll
    from borderlab.coding.label_studio import to_label_config, write_label_studio
    from borderlab.publishing.swapping import swap_in

    study = open_study(root)
    corpus = study.corpus if all_texts else _shared(study.corpus)
    mentions = study.mentions[study.mentions["doc_id"].isin(corpus.documents.index)]
    if corpus.documents.empty:
        say = "no text of the study may be passed on (share_text is yes for none)"
        cure = "give --all-texts for a file that you keep to yourself"
        raise OutputError(Problem("sources.csv", 0, "share-text", say, cure))
    staged = folder.with_name(f"{folder.name}.part")
    staged.mkdir(parents=True, exist_ok=True)
    try:
        if form == "conll":
            written = [write_conll(mentions, corpus, staged / "mentions.conll")]
        else:
            config = staged / "label-studio.xml"
            config.write_bytes(to_label_config(study.codebook).encode())
            written = [write_label_studio(mentions, corpus, staged / "label-studio.json"), config]
        swap_in(staged, folder, verify=_refuse_foreign)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return [folder / path.name for path in written]


def withheld(root: Path) -> int:
    """Count the texts whose words an export leaves out, since they may not be passed on."""
    return int((~_may_be_shared(open_study(root).corpus.documents)).sum())


def _may_be_shared(documents: pd.DataFrame) -> pd.Series:
    return documents.get("known_share_text", pd.Series("", index=documents.index)) == "yes"


def _shared(corpus: Corpus) -> Corpus:
    """Leave out the texts that may not be passed on."""
    documents, sentences = corpus.documents, corpus.sentences
    documents = documents[_may_be_shared(documents)]
    sentences = sentences[sentences["doc_id"].isin(documents.index)]
    return replace(corpus, documents=documents, sentences=sentences)


def _refuse_foreign(staged: Path, target: Path) -> list[Problem]:
    """Name what stands in a folder of exports and is none: it would be lost."""
    ours = {path.name for path in staged.iterdir()}
    theirs = sorted(p.name for p in target.iterdir()) if target.is_dir() else []
    # a network in another format is what an earlier export was asked for
    foreign = [name for name in theirs if name not in ours and not fnmatch(name, "network*.*")]
    if target.exists() and not target.is_dir():
        foreign = [target.name]
    return [
        Problem(f"{target.name}/{name}", 0, "export-foreign", "is no export and would be lost",
                "name a new or empty folder")
        for name in foreign
    ]  # fmt: skip


def write_layout(root: Path) -> Path:
    """Compute node positions of the sentence network afresh and write ``seeds/layout.csv``."""
    from borderlab.networks.layout import layout
    from borderlab.publishing.swapping import write_whole

    study = open_study(root)
    path = study.root / "seeds" / "layout.csv"
    positions = layout(study.graph()).to_csv(index=False, lineterminator="\n")
    write_whole(path, positions.encode())
    return path


def build_figures(
    root: Path,
    *,
    check: bool = False,
    size: Size = "page",
    lang: Lang = "en",
    formats: Iterable[str] = (),
    to: Path | None = None,
    progress: Progress | None = None,
) -> list[Problem]:
    """Run the notebooks afresh and put their figures and outputs in place, or compare them.

    Figures in another size, language or format go to a folder of their own, and no notebook is
    touched then.

    Parameters
    ----------
    root : pathlib.Path
        The study.
    check : bool, optional
        Change nothing; return one problem for every figure or notebook that is not the same bytes.
    size, lang : optional
        As for `figure_style`; page and English are what ``figures/`` holds.
    formats : iterable of {"tiff", "svg-text"}
        Files besides SVG, PDF and PNG.
    to : pathlib.Path, optional
        The folder for the figures; default ``figures/``, and for another choice
        ``build/figures-<size>-<lang>``.
    progress : callable, optional
        Called with one line a step.

    Returns
    -------
    list of Problem
        Empty without ``check``.

    Raises
    ------
    OutputError
        When a notebook fails, when ``to`` is ``figures/`` or holds anything else than figures;
        nothing was changed then.
    """
    from borderlab.publishing.execution import execute_notebooks
    from borderlab.publishing.manifest import compare_figures, verify_figures
    from borderlab.publishing.swapping import swap_in

    root, formats = open_study(root).root, list(formats)
    staged = root / "build" / "staging"
    # all three are said, so that nothing a user has set for notebooks gets into figures/
    environment = {
        "BORDERLAB_FIGURE_SIZE": size, "BORDERLAB_LANG": lang,
        "BORDERLAB_FIGURE_FORMATS": ",".join(formats),
    }  # fmt: skip
    own = to is not None or bool(formats) or (size, lang) != ("page", "en")
    target = (to or root / "build" / f"figures-{size}-{lang}") if own else root / "figures"
    if own:
        _refuse_own(root, target, check)
        staged = target.with_name(f"{target.name}.part")
    notebooks = execute_notebooks(root, staged, environment=environment, progress=progress)
    if own:
        swap_in(staged / "figures", target, verify=verify_figures)
        shutil.rmtree(staged, ignore_errors=True)
        return []
    changed = [p for p in notebooks if not _same(p, root / "notebooks" / p.name)]
    if check:
        problems = compare_figures(staged / "figures", root / "figures")
        problems += [
            Problem(f"notebooks/{p.name}", 0, "notebook-differs", "its outputs are other ones now",
                    "run borderlab figures and look at what changed")
            for p in changed
        ]  # fmt: skip
    else:
        swap_in(staged / "figures", root / "figures", verify=verify_figures)
        for path in changed:
            path.replace(root / "notebooks" / path.name)
        problems = []
    shutil.rmtree(staged, ignore_errors=True)
    return problems


def _refuse_own(root: Path, target: Path, check: bool) -> None:
    """Refuse to put figures of another look where those of the study stand, or to compare them."""
    if check or target.resolve() == (root / "figures").resolve():
        why = "figures/ holds page, en and the three formats only"
        cure = "leave the choices out" if check else "name another folder"
        raise OutputError(Problem("figures", 0, "figure-folder", why, cure))


def _same(a: Path, b: Path) -> bool:
    return b.is_file() and a.read_bytes() == b.read_bytes()


def build_site(root: Path, *, progress: Progress | None = None) -> Path:
    """Rebuild notebooks, figures and the report site; do nothing when nothing has changed.

    Returns
    -------
    pathlib.Path
        The page to open, ``build/report/index.html``.

    Raises
    ------
    OutputError
        When a notebook fails or the site cannot be written; the old site still stands.
    """
    from borderlab.publishing.report import build_report

    study = open_study(root)
    target, stamp = study.root / "build" / "report", study.root / "build" / "report.sha256"
    page = target / "index.html"
    if page.is_file() and stamp.is_file() and stamp.read_text() == _fingerprint(study.root):
        if progress:
            progress("nothing has changed since the last report")
        return page
    build_figures(study.root, progress=progress)
    dictionary = study.root / "seeds" / "README.md"
    build_report(
        study.root / "notebooks",
        study.root / "figures",
        target,
        study_title=study.title,
        tables=tables(study),
        dictionary=dictionary if dictionary.is_file() else None,
        findings=_headlines(study),
        progress=progress,
    )
    stamp.write_text(_fingerprint(study.root))
    return page


def _headlines(study: Study) -> list[str]:
    from borderlab.coding.evolution import item_evolution
    from borderlab.networks.centrality import centrality
    from borderlab.networks.significance import edge_significance
    from borderlab.networks.stability import bootstrap_centrality
    from borderlab.publishing.headlines import headlines

    leaders = []
    for unit in ("sentence", "document"):
        scores = centrality(study.graph(unit=unit), measures=["betweenness"])
        first = scores.sort_values("estimate", ascending=False)["actor_id"].head(1)
        leaders.append(study.codebook.actors["label"].get(first.squeeze(), ""))
    items = item_evolution(study.codings, study.corpus, study.codebook)
    graphs = (study.graph(), study.graph(collectives=False))
    stable = bootstrap_centrality(study.incidence(), measures=["strength"], rng=SEED)
    trust = edge_significance(study.incidence(collectives=False)), stable
    return headlines(study.corpus, study.mentions, items, graphs, (leaders[0], leaders[1]), trust)


def _inputs(root: Path) -> Iterator[Path]:
    """Yield every file that decides what the report says."""
    hidden = (".ipynb_checkpoints", "__pycache__")
    ours = [root / name for name in ("seeds", "notebooks", "figures", "tests/data")]
    for folder in (*ours, Path(__file__).parent):
        yield from sorted(
            p for p in folder.rglob("*") if p.is_file() and not set(hidden) & set(p.parts)
        )


def _fingerprint(root: Path) -> str:
    """Hash the inputs and the releases of everything installed."""
    from importlib.metadata import distributions

    whole = hashlib.sha256()
    for path in _inputs(root):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    releases = sorted(f"{d.name}={d.version}" for d in distributions())
    whole.update("\n".join(releases).encode())
    return whole.hexdigest()
