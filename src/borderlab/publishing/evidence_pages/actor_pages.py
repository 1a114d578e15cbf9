"""The pages of actors and of the ties between them."""

from __future__ import annotations

import pandas as pd

from borderlab.escapes import for_markdown
from borderlab.publishing.addresses import actor_link, source_link, tie_link
from borderlab.publishing.evidence_pages.marks import plain
from borderlab.publishing.evidence_pages.markup import facts, grid, link, local
from borderlab.publishing.evidence_pages.material import Material
from borderlab.publishing.evidence_pages.passages import legend, passages, places, shortened
from borderlab.publishing.narrative import Count

_TESTED = ("expected", "p_value", "p_floor", "q_value")


def actor_markdown(m: Material, actor_id: str) -> str:
    """Write the page of an actor."""
    named = m.named(actor_id)
    owners, here = _owners(named), set(named["sentence_id"])
    found = [i for i in m.sentences if i in here]
    parts = [
        f"# {for_markdown(m.label('actors', actor_id))}",
        f"<div>{_facts(m, actor_id)}{m.notes('actor', actor_id)}{_scores(m, actor_id)}</div>",
        f"## {for_markdown(m.say('ties'))}",
        _ties(m, actor_id),
        f"## {for_markdown(m.say('counts'))}",
        _counts(m, named),
        f"## {for_markdown(m.say('sentences'))}",
        f"<div>{legend(m)}{shortened(m, found)}"
        f"{passages(m, found, lambda span: span.href in owners)}</div>",
    ]
    return "\n\n".join(parts) + "\n"


def _owners(named: pd.DataFrame) -> set[str]:
    """Say where the marks of mentions lead: choices may merge actors to one node, or split one."""
    return {local(actor_link(name)) for name in named["actor_id"].unique()}


def _facts(m: Material, actor_id: str) -> str:
    """Show what the codebook knows of an actor."""
    codebook = m.codebook
    rows = [(plain(m.say("field:id")), f"<code>{plain(actor_id)}</code>")]
    if actor_id in codebook.actors.index:
        known = codebook.actors.loc[actor_id].fillna("")
        other = {"en": "es", "es": "en"}[m.lang]
        label = known.get("label_es" if other == "es" else "label", "")
        rows.append(
            (plain(m.say("field:other label")), f'<bdi lang="{other}">{plain(label)}</bdi>')
        )
        for name in ("kind", "side", "level", "network"):
            rows.append((plain(m.say(f"field:{name}")), plain(m.word(name, known.get(name, "")))))
        if (whole := known.get("parent_id", "")) in set(m.mentions["actor_id"]):
            rows.append((plain(m.say("field:parent")), m.actor(whole)))
    terms = codebook.offices[codebook.offices["person_id"] == actor_id].fillna("")
    column = "office_es" if m.lang == "es" and "office_es" in terms else "office"
    for row in terms.to_dict("records"):
        office = row[column] or row["office"]
        rows.append((plain(m.say("field:office")), plain(f"{office}, {row['start']}/{row['end']}")))
    names = codebook.aliases.loc[codebook.aliases["actor_id"] == actor_id, "alias"]
    if len(names):
        shown = "; ".join(f"<bdi>{plain(name)}</bdi>" for name in dict.fromkeys(names))
        rows.append((plain(m.say("field:aliases")), shown))
    filled = [(name, value) for name, value in rows if value]
    return facts(m.say("registry"), (m.say("field"), m.say("value")), filled)


def _scores(m: Material, actor_id: str) -> str:
    if m.scores is None or actor_id not in set(m.scores["actor_id"]):
        return ""
    rows = m.scores[m.scores["actor_id"] == actor_id].dropna(subset="estimate")
    told = ", ".join(f"{r.measure} {number(r.estimate)}" for r in rows.itertuples())
    return f"<p>{plain(m.say('scores', scores=told))}</p>"


def number(value: float) -> str:
    """Write a number as readers meet it in the tables.

    Examples
    --------
    >>> number(2.0), number(0.28387), number(0.00001)
    ('2', '0.284', '1e-05')
    """
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def _counts(m: Material, named: pd.DataFrame) -> str:
    """Count the mentions by source and role."""
    roles = [str(role) for role in ("actor", "place", "modifier")]
    docs = [i for i in m.corpus.documents.index if i in set(named["doc_id"])]
    rows = []
    for doc_id in docs:
        here = named[named["doc_id"] == doc_id]
        counts = [str(int((here["role"] == role).sum())) for role in roles]
        counted = str(int(here.index.isin(m.counted).sum()))
        rows.append((link(source_link(doc_id), m.source(doc_id)), *counts, counted))
    header = (m.say("source"), *(m.word("role", role) for role in roles), m.say("counted"))
    return grid(m.say("counts of actor"), header, rows)


def _ties(m: Material, actor_id: str) -> str:
    """List the ties of an actor, the heaviest first."""
    rows = []
    for (a, b), weight in m.weights.items():
        if actor_id in (a, b):
            label = link(tie_link(a, b), m.label("actors", b if a == actor_id else a))
            rows.append((label, str(weight), str(len(m.ties[a, b]))))
    if not rows:
        return f"<p>{plain(m.say('no tie'))}</p>"
    return grid(m.say("ties of actor"), (m.say("tie"), m.say("weight"), m.say("sentences")), rows)


def tie_markdown(m: Material, a: str, b: str) -> str:
    """Write the page of a tie: exactly the sentences that `evidence` lists for it."""
    found = m.ties[a, b]
    marks, owners = places(found), _owners(m.named(a)) | _owners(m.named(b))
    names = " – ".join(m.label("actors", who) for who in (a, b))
    told = m.say("weight of tie", n=Count(m.weights[a, b]), sentences=Count(len(found)))
    actors = f"{m.actor(a)}, {m.actor(b)}"
    parts = [
        f"# {for_markdown(names)}",
        f"<div><p>{plain(m.say('ends'))} {actors}</p><p>{plain(told)}</p>"
        f'<p class="bl-note">{plain(m.say("caution"))}</p></div>',
        f"## {for_markdown(m.say('sentences'))}",
        f"<div>{shortened(m, found['sentence_id'])}"
        f"{passages(m, found['sentence_id'], lambda s: s.href in owners and s[:2] in marks)}</div>",
        *_tested(m, a, b),
    ]
    return "\n\n".join(parts) + "\n"


def _tested(m: Material, a: str, b: str) -> list[str]:
    """Show what the tests say of a tie, where they were given."""
    if m.tests is None:
        return []
    rows = m.tests[(m.tests["source"] == a) & (m.tests["target"] == b)]
    if rows.empty:
        body = f"<p>{plain(m.say('not tested'))}</p>"
    else:
        row = rows.iloc[0]
        cells = [
            (
                plain(m.say(f"test:{name}")),
                *(number(row[f"{null}{name}"]) for null in ("", "sdsm_")),
            )
            for name in _TESTED
        ]
        caption = m.say("tested", n=Count(int(row["weight"])), family=Count(int(row["family"])))
        verdict = m.say("significant" if row["significant"] else "not significant")
        header = (m.say("value"), m.say("null:hypergeometric"), m.say("null:sdsm"))
        body = f"<div>{grid(caption, header, cells)}<p>{plain(verdict)}</p></div>"
    return [f"## {for_markdown(m.say('test'))}", body]
