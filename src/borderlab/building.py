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

from borderlab.describing import SEED, run_record, write_files
from borderlab.errors import OutputError, Problem
from borderlab.study import Study, open_study
from borderlab.tables import Corpus

if TYPE_CHECKING:
    import networkx as nx

    from borderlab.publishing.look import Lang, Size

Progress = Callable[[str], None]
#: what an earlier export may have been asked for in other formats
_NETWORKS = "network*.*"


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Collect the tables of a study that readers may take away, by name.

    Sentences and statements of a text that may not be passed on (``share_text`` is ``no`` in
    ``sources.csv``) keep their offsets and leave their text out. Edges and edge tests name the
    sentences behind them; ``choices`` says with which choices a table was made, so that
    `evidence` opens its numbers.
    """
    from borderlab.coding.contradictions import find_contradictions
    from borderlab.coding.evolution import item_evolution, pillar_evolution
    from borderlab.networks.centrality import centrality
    from borderlab.networks.cooccurrence import cooccurrence, to_graph
    from borderlab.networks.significance import edge_significance
    from borderlab.networks.stability import bootstrap_centrality

    documents, sentences = study.corpus.documents, study.corpus.sentences
    graph, units, alone = study.graph(), study.incidence(), study.incidence(collectives=False)
    tested = edge_significance(alone)
    statements = study.statements
    shared = _may_be_shared(documents)
    found = {
        "actors": study.codebook.actors,
        "pillars": study.codebook.pillars,
        "items": study.codebook.items,
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
        "edges": _opened(cooccurrence(units), graph),
        "edge_tests": _opened(tested, to_graph(tested[tested["weight"] > 0], alone)),
        "scores": centrality(graph),
        "stability": bootstrap_centrality(units, rng=SEED),
        "memos": study.memos,
        "problems": study.problems,
    }
    return {**found, "choices": _choices(found)}


def _opened(edges: pd.DataFrame, graph: nx.Graph) -> pd.DataFrame:
    """Name behind every pair the sentences that its graph has, and the choices of both."""
    from borderlab.networks.graphs import choices_of

    pairs = zip(edges["source"], edges["target"], strict=True)
    known = [graph.edges[pair]["sentences"] if graph.has_edge(*pair) else None for pair in pairs]
    found = edges.assign(sentences=known)
    found.attrs["choices"] = choices_of(graph)
    return found


def _choices(made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """List the choices of every table that tells them, one a row."""
    from borderlab.networks.graphs import choices_of, flat

    rows = [
        (name, option, str(flat(value)))
        for name, table in made.items()
        for option, value in choices_of(table).items()
    ]
    return pd.DataFrame(rows, columns=["table", "option", "value"])


def account(study: Study) -> dict[str, pd.DataFrame]:
    """Collect what an export adds so that two builds can be compared: findings and run record.

    ``headlines`` has the sentences of the landing page, ``record`` (kind, what, which) the releases
    and the choices that decide the edges, and every file of the codebook by its sha256.
    """
    said = enumerate(_headlines(study), start=1)
    return {
        "headlines": pd.DataFrame(said, columns=["headline", "sentence"]),
        "record": run_record(study),
    }


def all_tables(study: Study) -> dict[str, pd.DataFrame]:
    """Collect what an export holds: tables, account, and ``columns``, which describes them all."""
    from borderlab.publishing.variables import describe_columns

    found = {**tables(study), **account(study), "columns": describe_columns({})}
    return {**found, "columns": describe_columns(found)}


def export(
    root: Path,
    folder: Path,
    *,
    graphs: Iterable[str] = ("graphml",),
    progress: Progress | None = None,
) -> list[Path]:
    """Write tables as CSV, workbook and appendix, the networks, the sources; return the files.

    Parameters
    ----------
    root, folder : pathlib.Path
    graphs : iterable of str
        Formats of the network, see `write_graph`: graphml, gexf, net, json, csv, parquet, xlsx. Who
        is named in which unit is written as HIF besides.
    progress : callable, optional
        Called with one line where networks of an earlier export, in other formats, were removed.

    Raises
    ------
    OutputError
        When the folder holds anything that an export did not write; nothing is changed then. When a
        format is unknown.
    """
    from borderlab.publishing.export import write_tables
    from borderlab.publishing.swapping import swap_in

    study = open_study(root)
    staged = folder.with_name(f"{folder.name}.part")
    try:
        found = all_tables(study)
        written = write_tables(found, staged) + write_files(study, found, staged, graphs=graphs)
        old = sorted({p.name for p in folder.glob(_NETWORKS)} - {p.name for p in written})
        swap_in(staged, folder, verify=_refuse_foreign)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    if old and progress:
        progress(f"removed, of an earlier export: {', '.join(old)}; --graph writes them again")
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
    foreign = [name for name in theirs if name not in ours and not fnmatch(name, _NETWORKS)]
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
    lang: Lang | None = None,
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
        As for `figure_style`; page and the study's language are what ``figures/`` holds.
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

    study, formats = open_study(root), list(formats)
    study.corpus  # noqa: B018  # without a text this says what to do; a notebook would only fail
    root, lang = study.root, lang or study.lang
    staged = root / "build" / "staging"
    # all three are said, so that nothing a user has set for notebooks gets into figures/
    environment = {
        "BORDERLAB_FIGURE_SIZE": size, "BORDERLAB_LANG": lang,
        "BORDERLAB_FIGURE_FORMATS": ",".join(formats),
    }  # fmt: skip
    own = to is not None or bool(formats) or (size, lang) != ("page", study.lang)
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


def build_site(
    root: Path,
    *,
    lang: Literal["en", "es"] | None = None,
    public: bool = False,
    to: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Rebuild notebooks, figures and the report site; do nothing when nothing has changed.

    Parameters
    ----------
    root : pathlib.Path
        The study.
    lang, public : optional
        As for `write_site`. Figures in another language than the study's are drawn besides.
    to : pathlib.Path, optional
        The folder of the site; by default ``build/report``, with ``-es`` or ``-public`` behind it
        for another edition.
    progress : callable, optional

    Returns
    -------
    pathlib.Path
        The page to open, ``index.html`` in the folder.

    Raises
    ------
    OutputError
        When a notebook fails or the site cannot be written; the old site still stands.
    """
    study = open_study(root)
    lang = lang or study.lang
    other = f"-{lang}" * (lang != study.lang)
    target = to or study.root / "build" / f"report{other}{'-public' * public}"
    stamp = study.root / "build" / f"{target.name}.sha256"
    # other choices for the same folder, or another folder of that name, are no old news
    asked = (lang, str(public), str(target.resolve()))
    known = stamp.is_file() and stamp.read_text() == _fingerprint(study.root, *asked)
    if known and (target / "index.html").is_file():
        if progress:
            progress("nothing has changed since the last report")
        return target / "index.html"
    figures = study.root / "build" / f"figures-page{other}" if other else None
    build_figures(study.root, progress=progress)
    if figures:
        build_figures(study.root, lang=lang, to=figures, progress=progress)
    write_site(study, target, lang=lang, public=public, figures=figures, progress=progress)
    stamp.write_text(_fingerprint(study.root, *asked))
    return target / "index.html"


def write_site(
    study: Study,
    target: Path,
    *,
    lang: Literal["en", "es"] | None = None,
    public: bool = False,
    figures: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the site of a study from notebooks and figures as they are; return its first page.

    Parameters
    ----------
    study : Study
    target : pathlib.Path
    lang : {"en", "es"}, optional
        Of all but the notebooks; the study's own by default.
    public : bool
        Leave out the words of texts that may not be passed on, but for short quotations.
    figures : pathlib.Path, optional
        A folder of figures in this language, with its manifest; else the study's ``figures/``.
    progress : callable, optional

    Raises
    ------
    OutputError
        When the site cannot be written; what stood at `target` still stands.
    """
    from borderlab.composing import compose
    from borderlab.publishing.cross_links import targets
    from borderlab.publishing.report import build_report

    lang = lang or study.lang
    dictionary, found = study.root / "seeds" / "README.md", tables(study)
    pages, assets = compose(study, found, lang=lang, public=public)
    return build_report(
        study.root / "notebooks",
        figures or study.root / "figures",
        target,
        study_title=study.title_in(lang),
        tables=found,
        dictionary=dictionary if dictionary.is_file() else None,
        findings=_headlines(study, lang),
        pages=pages,
        assets=assets,
        lang=lang,
        landing=study.landing,
        withheld=_withheld(study.corpus) if public else None,
        links=targets(study.corpus, study.codebook, pages[""].keys()),
        progress=progress,
    )


def _withheld(corpus: Corpus) -> list[str]:
    """List the bodies of texts that may not be passed on; titles are for citing."""
    kept = ~corpus.sentences["doc_id"].map(_may_be_shared(corpus.documents)).astype(bool)
    body = corpus.sentences[kept & (corpus.sentences["zone"] == "body")]
    # whole, since a quotation does not end where a sentence does
    return [" ".join(texts) for _, texts in body.groupby("doc_id", sort=True)["text"]]


def _headlines(study: Study, lang: Literal["en", "es"] | None = None) -> list[str]:
    from borderlab.coding.evolution import item_evolution
    from borderlab.networks.centrality import centrality
    from borderlab.networks.significance import edge_significance
    from borderlab.networks.stability import bootstrap_centrality
    from borderlab.publishing.headlines import headlines

    lang = lang or study.lang
    names = study.codebook.actors["label" if lang == "en" else "label_es"]
    leaders = []
    for unit in ("sentence", "document"):
        scores = centrality(study.graph(unit=unit), measures=["betweenness"])
        top = scores["estimate"].max()
        first = scores.loc[(scores["estimate"] == top) & (top > 0), "actor_id"]
        # nobody is first where several are, or where nobody lies between others
        leaders.append(names[first.item()] if len(first) == 1 else "")
    items = item_evolution(study.codings, study.corpus, study.codebook)
    graphs = (study.graph(), study.graph(collectives=False))
    stable = bootstrap_centrality(study.incidence(), measures=["strength"], rng=SEED)
    trust = edge_significance(study.incidence(collectives=False)), stable
    told = (study.corpus, study.mentions, items, graphs, (leaders[0], leaders[1]), trust)
    return headlines(*told, labels=names.to_dict(), lang=lang)


def _inputs(root: Path) -> Iterator[Path]:
    """Yield every file that decides what the report says."""
    hidden = (".ipynb_checkpoints", "__pycache__")
    ours = [root / name for name in ("seeds", "notebooks", "figures", "tests/data")]
    for folder in (*ours, Path(__file__).parent):
        yield from sorted(
            p for p in folder.rglob("*") if p.is_file() and not set(hidden) & set(p.parts)
        )


def _fingerprint(root: Path, *asked: str) -> str:
    """Hash the inputs, the releases of everything installed, and what was asked for."""
    from importlib.metadata import distributions

    whole = hashlib.sha256()
    for path in _inputs(root):
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    releases = sorted(f"{d.name}={d.version}" for d in distributions())
    whole.update("\n".join([*releases, *asked]).encode())
    return whole.hexdigest()
