"""Where each actor stands on a map: computed once, committed, and the same in every edition."""

from __future__ import annotations

from math import sqrt

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from borderlab.networks.checks import check_rng

Points = NDArray[np.float64]

#: the room of a label: it is wide and low, so neighbours keep this far apart, across and up
_ROOM = np.array([1.0, 0.5])
#: how much wider than high a component is
_ASPECT = 1.3
#: how many springs are tried, and above how many edges only one, since comparing them is slow
_TRIES, _LARGE = 24, 1000


def layout(graph: nx.Graph, *, seed: int = 2021) -> pd.DataFrame:
    """Place the actors so that those named together are near and labels can breathe.

    Parameters
    ----------
    graph : networkx.Graph
        Only who is tied to whom counts, not how strongly: a map drawn by weights crowds the
        strongest pairs on top of each other.
    seed : int
        Starts the springs; another seed gives another, equally true map.

    Returns
    -------
    pandas.DataFrame
        actor_id, x, y; sorted by actor_id, rounded to 4 decimals; 1 is the width of a label.
        Components from the largest, left to right; isolates in rows beneath.

    Notes
    -----
    Of several springs, half of them started from Kamada and Kawai's map, the one that reads best is
    kept: fewest crossing edges, and fewest actors lying on an edge that is not theirs. Nearness is
    for reading only; measure on the graph. Releases of networkx and processors differ in the last
    digits and so in the map: compute it once, and commit the table.

    References
    ----------
    Kamada & Kawai (1989), Information Processing Letters 31, 7. doi:10.1016/0020-0190(89)90102-6
    Fruchterman & Reingold (1991), Software 21, 1129. doi:10.1002/spe.4380211102

    Examples
    --------
    >>> graph = nx.Graph([("ana", "eva")])
    >>> graph.add_node("luis")
    >>> layout(graph)
      actor_id       x    y
    0      ana  1.6125  0.0
    1      eva  0.0000  0.0
    2     luis  0.0000 -1.0
    """
    check_rng(seed, option="seed", needed=True)
    components = sorted(map(sorted, nx.connected_components(graph)), key=lambda c: (-len(c), c))
    places: dict[str, Points] = {}
    left = 0.0
    for nodes in (c for c in components if len(c) > 1):
        points = _component(graph, nodes, seed)
        places.update(zip(nodes, points - points.min(axis=0) + [left, 0], strict=True))
        left += np.ptp(points[:, 0]) + 1.5 * _ROOM[0]
    alone = [c[0] for c in components if len(c) == 1]
    row = max(int(left / _ROOM[0]), round(2 * sqrt(len(alone))), 1)
    for i, node in enumerate(alone):
        places[node] = np.array([i % row, -2 - i // row]) * _ROOM
    # adding 0 turns a rounded -0.0 into 0.0
    rows = [(a, *(np.round(places[a], 4) + 0).tolist()) for a in sorted(places)]
    return pd.DataFrame(rows, columns=["actor_id", "x", "y"])


def _component(graph: nx.Graph, nodes: list[str], seed: int) -> Points:
    """Lay out one component: the spring that reads best, of nodes and edges in sorted order."""
    part = nx.Graph()
    part.add_nodes_from(nodes)
    part.add_edges_from(sorted(tuple(sorted(pair)) for pair in graph.subgraph(nodes).edges))
    number = {node: i for i, node in enumerate(nodes)}
    ends = np.array([[number[a], number[b]] for a, b in part.edges])
    small = len(ends) <= _LARGE
    start = nx.kamada_kawai_layout(part) if small else None
    maps = []
    for turn in range(_TRIES if small else 1):
        k = (1.2 + 0.2 * (turn // 2 % 6)) / sqrt(len(nodes))
        pos = None if turn % 2 else start
        spread = nx.spring_layout(
            part, pos=pos, k=k, iterations=100, seed=seed + turn, weight=None
        )  # fmt: skip
        maps.append(_breathe(_stretch(np.array([spread[node] for node in nodes]))))
    return maps[0] if not small else min(maps, key=lambda points: _clutter(points, ends))


def _stretch(points: Points) -> Points:
    """Turn the longest axis across, where labels need it, and scale to room for all labels."""
    x, y = (points - points.mean(axis=0)).T
    angle = np.arctan2(2 * (x * y).sum(), (x * x).sum() - (y * y).sum()) / 2
    along, across = np.cos(angle), np.sin(angle)
    turned = np.column_stack([x * along + y * across, y * along - x * across])
    wide, high = np.ptp(turned, axis=0)
    box = np.sqrt(len(points) * np.array([_ASPECT, 1 / _ASPECT]))
    # what is nearly a line stays one: stretched, it would only be noise
    scaled: Points = turned / np.array([wide, max(high, wide / 4)]) * box
    return scaled


def _breathe(points: Points) -> Points:
    """Push apart those who stand too close, a little at a time, until every label has room."""
    points = points / _ROOM
    for _ in range(300):
        away = points[:, None] - points[None]
        far = np.hypot(away[..., 0], away[..., 1])
        lacking = np.where(far < 1, (1 - far) / 2, 0.0)
        np.fill_diagonal(lacking, 0)
        if lacking.max(initial=0) < 1e-4:
            break
        points = points + (away / np.maximum(far, 1e-9)[..., None] * lacking[..., None]).sum(axis=1)
    spaced: Points = points * _ROOM
    return spaced


def _clutter(points: Points, ends: NDArray[np.int64]) -> float:
    """Count crossings of edges, and threefold the actors that lie on an edge not their own."""
    first, second = points[ends[:, 0]], points[ends[:, 1]]
    one, along = first[:, None], (second - first)[:, None]

    def side(other: Points) -> Points:  # (edges, points): left of the edge, or right
        x, y = np.moveaxis(other[None] - one, 2, 0)
        signed: Points = along[..., 0] * y - along[..., 1] * x
        return signed

    parted = side(first) * side(second) < -1e-9
    crossings = np.triu(parted & parted.T, 1).sum()
    share = ((points[None] - one) * along).sum(axis=2) / np.maximum((along**2).sum(axis=2), 1e-9)
    foot = one + np.clip(share, 0, 1)[..., None] * along
    gap = np.hypot(*np.moveaxis(points[None] - foot, 2, 0))
    np.put_along_axis(gap, ends, np.inf, axis=1)
    return float(crossings + 3 * (gap < _ROOM[1] / 2).sum())
