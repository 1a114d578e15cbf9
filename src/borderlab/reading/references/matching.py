"""Which text a record describes: by its address, else by its title, never by a guess."""

from __future__ import annotations

import re

import pandas as pd

from borderlab.reading.words import fold


def _address(url: str) -> str:
    """Reduce an address to what tells pages apart.

    Examples
    --------
    >>> _address("http://www.X.mx/a/?id=1&utm_source=mail"), _address("https://x.mx/a?id=1")
    ('x.mx/a?id=1', 'x.mx/a?id=1')
    """
    url = re.sub(r"(?i)^(https?:)?/*(www\.)?|(?<=[?&])utm_[^&#]*&?", "", url)
    url = re.sub(r"/+(?=[?#]|$)|[?&]+(?=#|$)", "", url)  # what now stands before nothing
    return re.sub(r"^[^/?#]+", lambda host: host[0].lower(), url)


def _words(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(title)))


def _texts(names: pd.Series) -> dict[str, set[str]]:
    """Collect the texts of each name; what has none is left out."""
    found: dict[str, set[str]] = {}
    for doc_id, name in names[names != ""].items():
        found.setdefault(name, set()).add(doc_id)
    return found


def match_references(records: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """Find the text that each record describes; never guess.

    Parameters
    ----------
    records : pandas.DataFrame
        As `read_references` gives them: url and title are compared.
    documents : pandas.DataFrame, index doc_id
        As a corpus has them; compared are title, and url and known_url where there are such.

    Returns
    -------
    pandas.Series, index of records
        The doc_id, or missing. The address decides, whatever its scheme, ``www.``, last slash and
        ``utm_`` marks; if no text has it, the title does, whatever its case, accents and
        punctuation, unless its text has another address. Two texts with the same one: missing.

    Examples
    --------
    >>> records = pd.DataFrame({"url": ["http://x.mx/a/", ""], "title": ["", "Torreon: a pact!"]})
    >>> known = {"known_url": ["https://www.x.mx/a", None], "title": [None, "Torreón, a pact"]}
    >>> match_references(records, pd.DataFrame(known, index=["a", "b"])).tolist()
    ['a', 'b']
    """
    said = documents.reindex(columns=["url", "known_url", "title"]).fillna("").astype("str")
    urls = _texts(pd.concat([said["url"], said["known_url"]]).map(_address))
    titles, addressed = _texts(said["title"].map(_words)), set().union(*urls.values())
    found = []
    for url, title in zip(records["url"].map(_address), records["title"].map(_words), strict=True):
        texts = urls.get(url) or titles.get(title, set())
        apart = url and url not in urls and texts & addressed
        found.append(min(texts) if len(texts) == 1 and not apart else None)
    return pd.Series(found, index=records.index, dtype="str", name="doc_id")
