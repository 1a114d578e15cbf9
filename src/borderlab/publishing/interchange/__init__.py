"""Networks to other programs and back: one function a way, the format chosen by the file's name.

What each format keeps, and so what comes back equal:

============ =============================== ======================= ==================
suffix       attributes of nodes and edges   of the whole graph      opens in
============ =============================== ======================= ==================
``.graphml`` all                             all                     Gephi, visone, R
``.gexf``    all; ``start``, ``end`` as time all, in the description Gephi
``.json``    all                             all                     networkx, D3
``.xlsx``    all                             all, on a sheet         Excel, LibreOffice
``.parquet`` all                             all, in the metadata    pandas, R, DuckDB
``.csv``     all                             none                    any spreadsheet
``.net``     the weight, if a finite number  none                    Pajek, igraph
============ =============================== ======================= ==================

Ids are text: a node that is no str comes back as one. An empty text and a missing value are two
things: what is missing (None, NA, and NaN beside text) is left out, what is empty comes back empty.
NaN among numbers, infinities and whole numbers of any size come back; sets and tuples as lists,
dates as ISO text. In GraphML, GEXF and Parquet an attribute has one type, so whole numbers beside
others come back as float (``1`` as ``1.0``). What a format has no character or type for is written
as `borderlab.publishing.interchange.values` says. Files are sorted and carry no date.

CSV and Parquet are two files: ``network.csv`` is ``network_nodes.csv`` and ``network_edges.csv``.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from borderlab.errors import OutputError, Problem, SourceError
from borderlab.publishing.interchange import (
    csv_lists,
    gexf,
    graphml,
    hif,
    nodelink,
    pajek,
    parquet,
    xlsx,
)
from borderlab.publishing.interchange.files import read_part, reading
from borderlab.publishing.interchange.plain import assemble, flatten
from borderlab.publishing.swapping import write_whole
from borderlab.tables import Incidence, expect

if TYPE_CHECKING:
    import networkx as nx

_FORMATS: dict[str, ModuleType] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".net": pajek,
    ".json": nodelink,
    ".csv": csv_lists,
    ".parquet": parquet,
    ".xlsx": xlsx,
}
_PAIRS = (".csv", ".parquet")
_HIF = ".hif.json"


def write_graph(graph: nx.Graph, path: str | Path) -> list[Path]:
    """Write a graph in the format that the file's name asks for.

    Parameters
    ----------
    graph : networkx.Graph
        As `to_graph` makes it, or any other that is undirected; values may be text, numbers, truth
        values, dates, lists and mappings.
    path : path
        Ends in ``.graphml``, ``.gexf``, ``.net``, ``.json``, ``.csv``, ``.parquet`` or ``.xlsx``.
        Folders are made; an old file is replaced in one step.

    Returns
    -------
    list of pathlib.Path
        The file written; for CSV and Parquet two, of nodes and of edges.

    Raises
    ------
    OutputError
        When the name ends otherwise, two nodes would get one id (``1`` and ``"1"``), the graph is
        directed or has parallel edges, a value is none that a file can hold, or the disk refuses.

    Examples
    --------
    >>> import networkx as nx
    >>> write_graph(nx.Graph([("ana", "eva")]), "network.gml")
    Traceback (most recent call last):
    borderlab.errors.OutputError: network.gml: is of no known format; end its name in .graphml, ...
    """
    path = Path(path)
    form = _format(path, OutputError)
    contents = form.dump(flatten(graph, path.name))
    return [write_whole(file, part) for file, part in zip(_files(path), contents, strict=True)]


def read_graph(path: str | Path) -> nx.Graph:
    """Read a graph that `write_graph` or another program wrote.

    Parameters
    ----------
    path : path
        As for `write_graph`; of CSV and Parquet also the name of either file, or a list of edges
        alone (source, target, ...), whose ends then are the nodes; so too a workbook without nodes.

    Returns
    -------
    networkx.Graph
        Ids are str; nodes and edges in the order of the file.

    Raises
    ------
    SourceError
        When a file is missing, cut, larger than `Limits`, broken, has a DTD, or is no one
        undirected graph.
    """
    path = Path(path)
    form = _format(path, SourceError)
    with reading(path.name, f"export it as {path.suffix.lower()} again"):
        return assemble(path.name, form.load([read_part(file) for file in _there(path)]))


def write_incidence(units: Incidence, path: str | Path) -> Path:
    """Write who is named in which unit as HIF, with every mention behind it.

    Parameters
    ----------
    units : Incidence
    path : path
        Ends in ``.hif.json``.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    OutputError
        When the name ends otherwise, two units or actors have one id, or the disk refuses.
    """
    expect(units=(units, Incidence))
    path = Path(path)
    _check_hif(path, OutputError)
    return write_whole(path, hif.dump(units, path.name))


def read_incidence(path: str | Path) -> Incidence:
    """Read HIF: matrix, units, actors, cells and choices.

    Parameters
    ----------
    path : path
        Ends in ``.hif.json``.

    Returns
    -------
    Incidence
        Lists among the choices come back as tuples. Of a file of another program, units and actors
        have the attributes it gives them, and cells are one row an incidence.

    Raises
    ------
    SourceError
        When the file is missing, larger than `Limits`, or no undirected hypergraph.
    """
    path = Path(path)
    _check_hif(path, SourceError)
    with reading(path.name, "export it as HIF again"):
        return hif.load(read_part(path))


def _format(path: Path, kind: type[OutputError | SourceError]) -> ModuleType:
    if path.name.lower().endswith(_HIF):
        cure = "use write_incidence and read_incidence"
        raise kind(Problem(path.name, 0, "graph-format", "is no graph but an incidence", cure))
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        cure = f"end its name in {', '.join(_FORMATS)}"
        raise kind(Problem(path.name, 0, "graph-format", "is of no known format", cure))
    return form


def _check_hif(path: Path, kind: type[OutputError | SourceError]) -> None:
    if not path.name.lower().endswith(_HIF):
        cure = f"end its name in {_HIF}"
        raise kind(Problem(path.name, 0, "graph-format", "is no name of an incidence", cure))


def _files(path: Path) -> list[Path]:
    """Name the files of a graph: one, or its lists of nodes and of edges."""
    if path.suffix.lower() not in _PAIRS:
        return [path]
    return [path.with_name(f"{path.stem}_{what}{path.suffix}") for what in ("nodes", "edges")]


def _there(path: Path) -> list[Path]:
    """Name the files to read: both lists of a pair, where either may be named, or edges alone."""
    if path.suffix.lower() not in _PAIRS:
        return [path]
    for base in (path.stem, path.stem.removesuffix("_nodes").removesuffix("_edges")):
        nodes, edges = _files(path.with_name(f"{base}{path.suffix}"))
        if nodes.exists():
            return [nodes, edges]
        if edges.exists():
            return [edges]
    return [path]
