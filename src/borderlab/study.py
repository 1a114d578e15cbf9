"""The front door: a study on disk, and everything that is derived from it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from borderlab.errors import BorderlabError, Problem, SourceError
from borderlab.tables import Codebook, Corpus, Incidence

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from borderlab.coding.corrections import Correction


@dataclass(frozen=True)
class Study:
    """One folder of texts with its codebook; every table is derived on demand, in memory only.

    Attributes
    ----------
    root : pathlib.Path
        The folder that holds ``seeds/``.
    """

    root: Path

    @cached_property
    def corpus(self) -> Corpus:
        """The texts as read; undated ones by sources.csv, else as their offices allow."""
        from borderlab.coding.offices import date_by_offices
        from borderlab.reading.known import date_from_outside
        from borderlab.reading.sources import read_corpus

        texts = date_from_outside(read_corpus(self.root / "seeds"))
        return date_by_offices(texts, self.codebook)

    @cached_property
    def codebook(self) -> Codebook:
        """The tables of ``seeds/codebook``, validated."""
        from borderlab.coding.codebook import read_codebook

        return read_codebook(self.root / "seeds" / "codebook")

    @cached_property
    def coded(self) -> pd.DataFrame:
        """Every mention as the rules code it, before corrections: what scores are about."""
        from borderlab.coding.mentions import find_mentions

        return find_mentions(self.corpus, self.codebook)

    @property
    def mentions(self) -> pd.DataFrame:
        """Every actor that is named, see `find_mentions`, after ``codebook/corrections.csv``."""
        return self._mentions[0]

    @cached_property
    def coded_pillars(self) -> pd.DataFrame:
        """Every pillar and item as the rules code it, before corrections: what scores are about."""
        from borderlab.coding.pillars import code_pillars

        return code_pillars(self.corpus, self.codebook)

    @property
    def codings(self) -> pd.DataFrame:
        """Every pillar and item, see `code_pillars`, after ``codebook/corrections.csv``."""
        return self._codings[0]

    @cached_property
    def _corrections(self) -> tuple[list[Correction], list[Problem]]:
        from borderlab.coding.corrections import read_corrections

        return read_corrections(self.root / "seeds" / "codebook" / "corrections.csv")

    @cached_property
    def _mentions(self) -> tuple[pd.DataFrame, list[Problem]]:
        from borderlab.coding.overriding import apply_corrections

        rows = [row for row in self._corrections[0] if not row.of_coding]
        if not rows:
            return self.coded, []
        return apply_corrections(self.coded, self.corpus, self.codebook, rows)

    @cached_property
    def _codings(self) -> tuple[pd.DataFrame, list[Problem]]:
        from borderlab.coding.recoding import apply_pillar_corrections

        rows = [row for row in self._corrections[0] if row.of_coding]
        if not rows:
            return self.coded_pillars, []
        return apply_pillar_corrections(self.coded_pillars, self.corpus, self.codebook, rows)

    @property
    def memos(self) -> pd.DataFrame:
        """The researcher's notes (``codebook/memos.csv``), see `read_memos`; none counts."""
        return self._memos[0]

    @cached_property
    def _memos(self) -> tuple[pd.DataFrame, list[Problem]]:
        from borderlab.coding.memos import read_memos

        path = self.root / "seeds" / "codebook" / "memos.csv"
        return read_memos(path, self.corpus, self.codebook)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Every utterance and who is said to have made it, see `find_statements`."""
        from borderlab.coding.statements import find_statements

        return find_statements(self.mentions, self.corpus, self.codebook, self.codings)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Every number that says how much, how many or how long, see `find_claims`."""
        from borderlab.coding.claims import find_claims

        return find_claims(self.corpus, self.codebook, self.statements)

    @cached_property
    def layout(self) -> pd.DataFrame:
        """The committed node positions (``seeds/layout.csv``): actor_id, x, y."""
        import pandas as pd

        path = self.root / "seeds" / "layout.csv"
        if not path.is_file():
            cure = "run `borderlab layout` and commit the file"
            raise SourceError(Problem("seeds/layout.csv", 0, "no-layout", "is missing", cure))
        try:
            return pd.read_csv(path, dtype={"actor_id": str, "x": float, "y": float})[
                ["actor_id", "x", "y"]
            ]
        except (ValueError, KeyError) as error:
            cure = "restore the file or run `borderlab layout`"
            problem = Problem(
                "seeds/layout.csv", 0, "layout-broken", f"cannot be read ({error})", cure
            )
            raise SourceError(problem) from error

    @property
    def title(self) -> str:
        """What the report is called: ``title`` under ``[tool.borderlab]`` of pyproject.toml."""
        return str(self._settings.get("title", self.root.name))

    def title_in(self, lang: str) -> str:
        """Return the title in a language: ``title_es`` likewise, else the title."""
        return str(self._settings.get(f"title_{lang}", self.title))

    @property
    def landing(self) -> tuple[str, ...]:
        """The figures of the report's first page, by name: ``landing``, likewise."""
        return tuple(map(str, self._settings.get("landing", ())))

    @property
    def lang(self) -> Literal["en", "es"]:
        """The language of the report: ``lang`` under ``[tool.borderlab]``, English without one."""
        return "es" if self._settings.get("lang") == "es" else "en"

    @property
    def guides(self) -> bool:
        """Whether the report holds borderlab's tutorial and how-to pages: ``guides``, likewise."""
        return self._settings.get("guides") is True

    @cached_property
    def _settings(self) -> dict[str, Any]:
        import tomllib

        path = self.root / "pyproject.toml"
        try:
            settings = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
        except ValueError as error:
            cure = "correct that line, or quote the title"
            problem = Problem("pyproject.toml", 0, "settings", f"cannot be read ({error})", cure)
            raise SourceError(problem) from error
        return dict(settings.get("tool", {}).get("borderlab", {}))

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What was not read or not decided, from every wing."""
        import pandas as pd

        from borderlab.coding.offices import find_contradictions
        from borderlab.tables import table

        found = find_contradictions(self.corpus, self.codebook)
        found += [*self._corrections[1], *self._mentions[1], *self._codings[1]]
        found += [*self._memos[1], *self._layout_problems()]
        rows = table("problems", [p._asdict() for p in found])
        return pd.concat([self.corpus.problems, rows], ignore_index=True)

    def _layout_problems(self) -> list[Problem]:
        """Compare the committed positions with the actors of the network; none need be there."""
        path = self.root / "seeds" / "layout.csv"
        if not path.is_file():
            return []
        placed, named = set(self.layout["actor_id"]), set(self.graph())
        cure = "run `borderlab layout`; it moves the others too"
        found = [
            (sorted(named - placed), "in the network without a position"),
            (sorted(placed - named), "with a position, but not in the network"),
        ]
        return [
            Problem("layout.csv", 0, "layout-actor", f"{fault}: {', '.join(actors)}", cure)
            for actors, fault in found
            if actors
        ]

    @property
    def sources(self) -> dict[str, str]:
        """The sha256 of every text, by doc_id: what a figure records as its sources."""
        return {str(k): str(v) for k, v in self.corpus.documents["sha256"].items()}

    @property
    def record(self) -> pd.DataFrame:
        """The texts (by sha256) and the releases that decide a result: what, which."""
        from importlib.metadata import PackageNotFoundError, version

        import pandas as pd

        names = ("borderlab", "igraph", "matplotlib", "networkx", "numpy", "pandas", "scipy")
        rows = [(label, f"sha256 {sha[:16]}…") for label, sha in self.corpus.documents[
            ["label", "sha256"]].itertuples(index=False)]  # fmt: skip
        for name in names:
            with suppress(PackageNotFoundError):  # igraph is an extra
                rows.append((name, version(name)))
        return pd.DataFrame(rows, columns=["what", "which"])

    def incidence(self, **choices: Any) -> Incidence:
        """Tell who is named in which unit; every choice of `borderlab.incidence` is open."""
        return self._units(self.codebook, choices)

    def _units(self, known: Codebook | None, choices: dict[str, Any]) -> Incidence:
        """Make the units of some choices once, since evidence is asked for edge by edge."""
        from borderlab.networks.incidence import incidence

        asked = (known is None, *sorted(choices.items()))
        try:
            hash(asked)
        except TypeError:  # a list of roles, a table: what can change is not remembered
            return incidence(self.mentions, self.corpus, known, **choices)
        if asked not in self._asked:
            self._asked[asked] = incidence(self.mentions, self.corpus, known, **choices)
        return self._asked[asked]

    @cached_property
    def _asked(self) -> dict[tuple[object, ...], Incidence]:
        return {}

    def graph(self, **choices: Any) -> nx.Graph:
        """Count co-occurrences in an incidence; a plain `networkx.Graph` comes out."""
        from borderlab.networks.cooccurrence import cooccurrence, to_graph

        units = self.incidence(**choices)
        return to_graph(cooccurrence(units), units)

    def __repr__(self) -> str:
        return (
            f"Study of {len(self.corpus.documents)} documents:"
            f" {len(self.mentions)} mentions of {self.mentions['actor_id'].nunique()} actors,"
            f" {self.codings['sentence_id'].nunique()} coded sentences,"
            f" {len(self.problems)} problems"
        )


def open_study(path: str | Path = ".") -> Study:
    """Open the study at a folder or at the nearest folder above it that holds ``seeds/``.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        Any folder of the study; the present one by default, so that notebooks need no path.

    Returns
    -------
    Study

    Raises
    ------
    SourceError
        When neither the folder nor one above it holds ``seeds/``.

    Examples
    --------
    >>> import borderlab as bl
    >>> bl.open_study(".")
    Study of 5 documents: 189 mentions of 44 actors, 23 coded sentences, 0 problems
    """
    here = Path(path).resolve()
    for folder in (here, *here.parents):
        if (folder / "seeds").is_dir():
            return Study(folder)
    raise SourceError(
        Problem(str(path), 0, "no-study", "neither it nor a folder above holds seeds/",
                "name the folder of a study")
    )  # fmt: skip


def evidence(
    study: Study,
    a: str | None = None,
    b: str | None = None,
    *,
    pillar: int | None = None,
    item: str | None = None,
    year: int | None = None,
    **choices: Any,
) -> pd.DataFrame:
    """List the sentences behind an actor, a tie, a pillar or an item; see `publishing.evidence`.

    Parameters
    ----------
    study : Study
    a, b : str, optional
        Ids or labels of actors, or nodes of a graph; without ``b``, every sentence in which ``a``
        acts.
    pillar, item, year : int, str, int, optional
        Keep sentences coded so, or of texts of this year; without ``a`` the coded ones.
    **choices
        As of `incidence`, or as `choices_of` tells of a graph or of a table of scores or tests:
        the sentences behind a number that these choices made. A tie by
        document has the sentences that name either, in the documents that name both. Without
        choices, body sentences and the role actor.

    Returns
    -------
    pandas.DataFrame, one row per sentence in reading order
        Columns sentence_id, label (of the text), start and end (int64, of the sentence in the
        document), text, marks (a list of ``(start, end)`` within ``text``: names and cues) and
        memos (a list of lines on the sentence and on its text).

    Raises
    ------
    UnknownActorError
        When the codebook has no such actor.
    BorderlabError
        When there is no such pillar, item or year, a choice is none, or nothing is asked.

    Examples
    --------
    >>> import borderlab as bl
    >>> study = bl.open_study(".")
    >>> bl.evidence(study, "katie-hobbs", "ken-salazar")["sentence_id"].tolist()
    ['sonora-plenary-2024:s7', 'amcham-northwest-2024:s3']
    >>> len(bl.evidence(study, "katie-hobbs", "ken-salazar", collectives=False))
    1
    >>> bl.evidence(study, pillar=3, year=2023)["sentence_id"].tolist()
    ['hled-2023:s12']
    """
    from borderlab.publishing.evidence import evidence as find

    actors = [name for name in (a, b) if name is not None]
    # without the codebook nobody is left out of the network: the outlet's sentences open too
    known = study.codebook if choices.pop("codebook", bool(choices)) else None
    if choices and not actors:
        raise BorderlabError(f"{next(iter(choices))}= says how actors are counted; name an actor")
    units = study._units(known, choices)
    told = {"pillar": pillar, "item": item, "year": year, "memos": study.memos}
    return find(units, study.mentions, study.codings, study.corpus, study.codebook, *actors, **told)


def actor_memos(study: Study, *names: str | None) -> list[str]:
    """List the memos on actors, given by id or label, as lines."""
    from borderlab.coding.memos import find_memos
    from borderlab.publishing.evidence import find_actor

    ids = (name.split("@")[0] for name in names if name is not None)  # a node may be of an office
    who = [find_actor(study.codebook, name) for name in ids]
    return [line for actor in who for line in find_memos(study.memos, "actor", actor)]
