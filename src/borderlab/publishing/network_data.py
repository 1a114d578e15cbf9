"""What the network page knows of every actor and tie: its name, its sentences, where they lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from borderlab.escapes import visible
from borderlab.publishing.addresses import actor_page, anchor, source_page, tie_page
from borderlab.publishing.narrative import Count, Narrator
from borderlab.publishing.quoting import excerpt

if TYPE_CHECKING:
    from borderlab.publishing.behind import Marked
    from borderlab.publishing.network_svg import Drawing
    from borderlab.tables import Corpus


@dataclass(frozen=True)
class Network:
    """A drawn network with the sentences behind it, in the words of one language.

    Attributes
    ----------
    drawn : Drawing
    labels : mapping of actor_id to str
    found : mapping of (actor,) or (a, b) to its sentences
        As `behind` returns them.
    corpus : Corpus
    narrator : Narrator
    pages : collection of str
        Addresses, without the suffix, of the site's pages that there are to lead to.
    public : bool
        Quote eight words of texts that may not be passed on.
    """

    drawn: Drawing
    labels: Mapping[str, str]
    found: Mapping[tuple[str, ...], Marked]
    corpus: Corpus
    narrator: Narrator
    pages: Collection[str] = ()
    public: bool = False

    def title(self, *who: str) -> str:
        """Name an actor, or the two of a tie."""
        if len(who) == 1:
            return visible(self.labels[who[0]])
        a, b = (self.labels[actor] for actor in who)
        return self.narrator.say("tie:title", a=a, b=b)

    def say(self, *who: str) -> str:
        """Say who it is, and what `told` says."""
        return self.narrator.say("named", title=self.title(*who), told=self.told(*who))

    def told(self, *who: str) -> str:
        """Say how many sentences there are, and how many ties or of what weight."""
        n = Count(len(self.found.get(who, {})))
        if len(who) == 1:
            ties = Count(self.drawn.graph.degree(who[0]))
            return self.narrator.say("actor", sentences=n, ties=ties)
        weight = f"{self.drawn.graph.edges[who].get('weight', 1):g}"
        return self.narrator.say("tie", weight=weight, sentences=n)

    def address(self, *who: str) -> str:
        """Return where the site tells all about an actor or tie, or ""."""
        return self._page(actor_page(*who) if len(who) == 1 else tie_page(*who))

    def _page(self, page: str, anchor: str = "") -> str:
        return f"{page}.html{anchor}" if page in self.pages else ""

    def data(self) -> dict[str, Any]:
        """Return what the script of the page reads.

        ``order`` lists actors by name; ``items`` holds each actor and tie by the id of its element,
        its rows as (number of the sentence, numbers of its marked pieces); ``sentences`` holds each
        sentence once, cut wherever a mark begins or ends.
        """
        graph = self.drawn.graph
        cuts = self._cuts()
        numbers = {sentence: number for number, sentence in enumerate(cuts)}
        sentences = [self._sentence(sentence, places) for sentence, places in cuts.items()]
        everybody = [(actor,) for actor in sorted(graph)] + [(a, b) for a, b, _ in self.drawn.ties]
        items = {
            name_of(*who): {
                "title": self.title(*who),
                "say": self.told(*who),
                "href": self.address(*who),
                "more": self.narrator.say("more:tie" if len(who) > 1 else "more:actor"),
                "rows": [
                    [numbers[s], _marked(cuts[s], marks)]
                    for s, marks in self.found.get(who, {}).items()
                ],
            }
            for who in everybody
        }
        by_name = sorted(graph, key=lambda actor: (self.labels[actor].casefold(), actor))
        say = {name: self.narrator.say(name) for name in ("close", "matches", "nobody")}
        order = [name_of(actor) for actor in by_name]
        return {"order": order, "items": items, "sentences": sentences, "say": say}

    def _cuts(self) -> dict[str, list[int]]:
        """Tell of each sentence where it is cut: at its marks, and at both ends of what is quoted.

        All marks of a sentence decide on one excerpt, so that its excerpts do not add up.
        """
        marks: dict[str, set[tuple[int, int]]] = {}
        for held in self.found.values():
            for sentence, marked in held.items():
                marks.setdefault(sentence, set()).update(marked)
        cuts = {}
        for sentence, places in sorted(marks.items()):
            text = self.corpus.sentences.at[sentence, "text"]
            start, end = excerpt(text, places) if self._short(sentence) else (0, len(text))
            inside = {i for place in places for i in place if start < i < end}
            cuts[sentence] = [start, *sorted(inside), end]
        return cuts

    def _short(self, sentence: str) -> bool:
        doc_id = self.corpus.sentences.at[sentence, "doc_id"]
        document = self.corpus.documents.loc[doc_id]
        return self.public and document.get("known_share_text", "") != "yes"

    def _sentence(self, sentence: str, cuts: list[int]) -> dict[str, Any]:
        row = self.corpus.sentences.loc[sentence]
        text = row["text"]
        parts = [text[a:b] for a, b in pairwise(cuts)]
        parts[:1] = ["… " * bool(text[: cuts[0]].strip()) + parts[0]]
        parts[-1:] = [parts[-1] + " …" * bool(text[cuts[-1] :].strip())]
        where = {"start": int(row["start"]), "end": int(row["end"])}
        return {
            "id": sentence,
            "label": self.corpus.documents.at[row["doc_id"], "label"],
            "href": self._page(source_page(row["doc_id"]), f"#{anchor(sentence)}"),
            "where": self.narrator.say("offsets", **where) if self._short(sentence) else "",
            "pieces": parts,
        }


def name_of(*who: str) -> str:
    """Return the id under which an actor or a tie stands on pages.

    Examples
    --------
    >>> name_of("sonora"), name_of("arizona", "sonora")
    ('actor-sonora', 'tie-arizona--sonora')
    """
    return f"{'actor' if len(who) == 1 else 'tie'}-{'--'.join(who)}"


def _marked(cuts: list[int], marks: Iterable[tuple[int, int]]) -> list[int]:
    """List the numbers of the pieces that lie in a mark."""
    marks = list(marks)
    return [
        i
        for i, (start, end) in enumerate(pairwise(cuts))
        if any(a <= start and end <= b for a, b in marks)
    ]
