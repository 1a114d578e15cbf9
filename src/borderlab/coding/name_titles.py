"""Titles of office beside a name: taken off in front and behind, and read from the words before."""

from __future__ import annotations

from borderlab.coding.matching import view
from borderlab.coding.names import SMALL, Token, is_place, is_qualified, is_word, title_end
from borderlab.coding.words import words


def office_before(before: str) -> str:
    """Return the title in small letters right before a name: "el canciller", "ambassador"."""
    taken: list[str] = []
    for word in reversed(before.split()[-8:]):
        seen = view(word).text.rstrip("," if not taken else "")
        apart = seen.endswith((",", ";", ":")) or (not taken and seen.endswith(("'s", "s'")))
        if apart or seen in ("y", "e", "and"):
            break
        taken.insert(0, word)
        if {seen, seen.rstrip(".")} & (words("title") | words("rank") | words("courtesy")):
            return " ".join(taken).rstrip(",")
        if not (word[0].isupper() or seen in SMALL or seen in words("portfolio")):
            break
    return ""


def untitled(run: list[Token], body: bool) -> list[Token]:
    """Leave out the title, nation or place in front of a name.

    Nouns of bodies are no title's ("State Department"), and in "Chair of the Border Council" the
    border is the council's.
    """
    head = next((t for t in run if not is_word(t, "title", "rank")), run[0])
    titled = not head.capital and not is_word(run[0], "body_noun")  # no "King Edward School"
    if not body:
        name = run[title_end(run) :]
    elif titled:
        own = (i for i, t in enumerate(run) if t.capital and not is_word(t, "title", "rank"))
        name = run[next(own, len(run)) :]
    else:
        name = run
    while name and is_qualified(name[0]):
        name = name[1:]
    given = next((i for i, t in enumerate(name) if is_word(t, "given_name")), 0)
    front = name[:given]
    whose = all(
        is_word(t, "demonym", "calendar", "portfolio") or t.seen in SMALL or is_place([t])
        for t in front
    )
    return name[given:] if whose or is_place(front) else name


def trimmed(name: list[Token], body: bool) -> list[Token]:
    """Leave out what stands behind a name: "Rosa Mora of Sonora", "Rosa Mora Tuesday".

    A title behind a long body is the next person's ("Trade Authority President"), before a place
    this one's; else it is a surname or the body's own: "Ana King", "Fiscalía General".
    """
    titled = body and len(name) > 2
    for i, token in enumerate(name):
        if not body and i and token.seen == "of" and is_place(name[i + 1 :]):
            name, titled = name[:i], True
            break
    behind = ("calendar", "title", "rank") if titled else ("calendar",)
    while name and (not name[-1].capital or is_word(name[-1], *behind)):
        name = name[:-1]
    return name


def part_of_office(name: list[Token]) -> int:
    """Return how many words a name begins with that say what an office is about or where."""
    if len(name) > 1 and is_place(name[:2]):
        return 2
    return int(
        not name[0].capital or is_place(name[:1]) or is_word(name[0], "portfolio", "demonym")
    )
