"""The network as a page to explore: choose an actor or a tie and read its sentences, offline.

Everything the page says stands in it as data; a small script of our own shows what is chosen. What
the picture shows, a table below tells again, for every reader and without a script.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import networkx as nx
import pandas as pd

from borderlab.escapes import for_html, for_markdown, for_script
from borderlab.publishing.behind import behind
from borderlab.publishing.narrative import Count, Narrator
from borderlab.publishing.network_data import Network, name_of
from borderlab.publishing.network_svg import draw, drawing, legend

if TYPE_CHECKING:
    from borderlab.tables import Codebook, Corpus, Incidence

_ASSETS = files("borderlab.publishing").joinpath("site", "network")


def network_page(
    graph: nx.Graph,
    layout: pd.DataFrame,
    units: Incidence,
    mentions: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    *,
    tested: pd.DataFrame | None = None,
    alpha: float = 0.05,
    pages: Collection[str] = (),
    lang: Literal["en", "es"] = "en",
    public: bool = False,
) -> tuple[str, dict[str, bytes]]:
    """Make the page of the network, where actors and ties open their sentences.

    Parameters
    ----------
    graph : networkx.Graph
        Made of `units`.
    layout : pandas.DataFrame
        Columns actor_id, x, y; one row for every node.
    units, mentions, corpus, codebook
        As of `evidence`: a tie has the sentences which that returns, with the same marks.
    tested : pandas.DataFrame, optional
        As returned by `edge_significance`.
    alpha : float
        The largest q-value that is significant.
    pages : collection of str
        Addresses, without the suffix, of the site's pages; sentences, actors and ties lead to those
        that are there: ``evidence/source-…``, ``evidence/actor-…``, ``evidence/tie-a--b``.
    lang : {"en", "es"}
    public : bool
        Quote eight words, with offsets, of texts not marked ``share_text=yes``.

    Returns
    -------
    str, dict of str to bytes
        Markdown, and the files of the site that it needs, by address: both as `build_report` takes.

    Raises
    ------
    ValueError
        When an actor has no position, or a significant tie is none of the graph's.
    """
    network = _network(graph, layout, units, mentions, corpus, codebook, tested, alpha, pages,
                       lang, public)  # fmt: skip
    say = network.narrator.say
    assets = {f"_static/{path.name}": path.read_bytes() for path in _ASSETS.iterdir()}
    head = '<link rel="stylesheet" href="_static/network.css">'
    tail = '<script src="_static/network.js" defer></script>'
    html = f"{head}\n{_explorer(network)}\n{_table(network)}\n{tail}"
    lines = [say("lead"), say("limits"), *([say("public")] if public else [])]
    prose = "\n\n".join(map(for_markdown, lines))
    # no run of backticks in a text can end the block
    fence = "`" * (max(map(len, re.findall("`+", html)), default=0) + 3)
    title = for_markdown(say("title"))
    return f"# {title}\n\n{prose}\n\n{fence}{{raw}} html\n{html}\n{fence}\n", assets


@dataclass(frozen=True)
class NetworkDisplay:
    """The network for a notebook, made by `show_network`.

    A notebook that is not trusted shows the table alone; the picture needs a script.
    """

    html: str
    table: str
    about: str

    def __repr__(self) -> str:
        return self.about

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" title="{for_html(self.about)}" width="100%"'
            f' height="900" style="border:0" srcdoc="{for_html(self.html)}"></iframe>\n{self.table}'
        )


def show_network(
    graph: nx.Graph,
    layout: pd.DataFrame,
    units: Incidence,
    mentions: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    *,
    tested: pd.DataFrame | None = None,
    alpha: float = 0.05,
    lang: Literal["en", "es"] = "en",
    public: bool = False,
) -> NetworkDisplay:
    """Show the network in a notebook: choose an actor or a tie and read its sentences.

    Parameters
    ----------
    graph, layout, units, mentions, corpus, codebook, tested, alpha, lang, public
        As of `network_page`.

    Returns
    -------
    NetworkDisplay
        Displays itself in a frame of its own that asks no other computer for anything, with every
        tie in a table below, which is also there where a notebook is not trusted.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> units = study.incidence()
    >>> bl.show_network(study.graph(), study.layout, units, study.mentions, study.corpus,
    ...                 study.codebook)
    Network of 32 actors and 77 ties
    """
    network = _network(graph, layout, units, mentions, corpus, codebook, tested, alpha, (), lang,
                       public)  # fmt: skip
    style, script = (_ASSETS.joinpath(f"network.{x}").read_text("utf-8") for x in ("css", "js"))
    html = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f"<title>{for_html(_about(network))}</title>"
        f"<style>body{{font:15px/1.45 sans-serif;margin:8px}}{style}</style>"
        f"{_explorer(network)}<script>{script}</script></html>"
    )
    return NetworkDisplay(html, _table(network), _about(network))


def _network(
    graph: nx.Graph, layout: pd.DataFrame, units: Incidence, mentions: pd.DataFrame,
    corpus: Corpus, codebook: Codebook, tested: pd.DataFrame | None, alpha: float,
    pages: Collection[str], lang: str, public: bool,
) -> Network:  # fmt: skip
    own = codebook.actors["label_es" if lang == "es" else "label"].to_dict()
    labels = {str(n): str(own.get(n) or graph.nodes[n].get("label", n)) for n in graph}
    drawn = drawing(graph, layout, tested, alpha)
    found = behind(units, mentions, corpus)
    who: list[tuple[str, ...]] = [(n,) for n in sorted(graph)] + [tie[:2] for tie in drawn.ties]
    shown = {one: found.get(one, {}) for one in who}
    return Network(drawn, labels, shown, corpus, Narrator(lang, "web"), pages, public)


def _about(network: Network) -> str:
    graph = network.drawn.graph
    n, m = Count(graph.number_of_nodes()), Count(graph.number_of_edges())
    return network.narrator.say("picture", actors=n, ties=m)


def _explorer(network: Network) -> str:
    """Return the controls, the picture with its legend, the place to read, and the data."""
    told = {name: for_html(network.narrator.say(name))
            for name in ("find", "least", "keys", "start", "read")}  # fmt: skip
    drawn = network.drawn
    names = sorted(network.title(actor) for actor in drawn.graph)
    options = "".join(f'<option value="{for_html(name)}"></option>' for name in names)
    top = max((weight for *_, weight in drawn.ties), default=1)
    return f"""<div class="bl-network">
<div class="bl-controls bl-scripted" hidden>
<label>{told["find"]} <input type="search" list="bl-actors" autocomplete="off"></label>
<datalist id="bl-actors">{options}</datalist>
<label>{told["least"]} <input type="range" min="1" max="{top:g}" step="1" value="1">
<output>1</output></label>
</div>
<div class="bl-picture">
{draw(drawn, network.labels, network.say, _about(network))}
</div>
<section class="bl-read bl-scripted" aria-label="{told["read"]}" tabindex="0" hidden>
<p class="bl-aloud" role="status"></p>
<p class="bl-start">{told["start"]}</p>
<div class="bl-panel"></div>
</section>
<div class="bl-signs">
{legend(drawn, network.narrator)}
<p class="bl-keys bl-note bl-scripted" id="bl-keys" hidden>{told["keys"]}</p>
</div>
<script type="application/json">{for_script(network.data())}</script>
</div>"""


def _table(network: Network) -> str:
    """Tell every tie in a row, so that nothing depends on the picture."""
    say, drawn = network.narrator.say, network.drawn
    head = [say(f"table:{name}") for name in ("actor", "other", "weight")]
    head += [say("table:chance")] * drawn.tested
    rows = [_row(network, a, b, weight) for a, b, weight in reversed(drawn.ties)]
    cells = "".join(f'<th scope="col">{for_html(name)}</th>' for name in head)
    return (
        f'<details class="bl-all"><summary>{for_html(say("table"))}</summary>\n'
        f'<div class="table-wrapper" role="region"'
        f' aria-label="{for_html(say("table"))}"><table class="bl-table docutils">\n'
        f"<caption>{for_html(say('table:caption'))}</caption>\n"
        f"<thead><tr>{cells}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>\n"
        "</table></div></details>"
    )


def _row(network: Network, a: str, b: str, weight: float) -> str:
    cells = [_link(network.title(actor), network.address(actor)) for actor in (a, b)]
    cells.append(_link(f"{weight:g}", network.address(a, b) or f"#{name_of(a, b)}"))
    if network.drawn.tested:
        chance = network.drawn.passed.get((a, b), "none")
        cells.append(for_html(network.narrator.say(f"chance:{chance}")))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _link(text: str, address: str) -> str:
    said = for_html(text)
    return f'<a href="{for_html(address)}">{said}</a>' if address else said
