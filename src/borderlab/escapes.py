"""One escaping function per sink: what leaves the library passes exactly one of these.

Texts, titles and names come from anywhere; control, bidirectional and zero-width characters stay in
the data and are made visible here, at the door.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEEP = "\n\t"


def visible(text: str) -> str:
    r"""Replace characters a reader cannot see (control, bidi, zero-width) by ``⟨U+XXXX⟩``.

    Examples
    --------
    >>> visible("a\u202eb")
    'a⟨U+202E⟩b'
    """
    return "".join(
        f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in _INVISIBLE and c not in _KEEP else c
        for c in text
    )


def for_html(text: str) -> str:
    """Escape for HTML text and for quoted HTML attributes.

    Examples
    --------
    >>> for_html('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(visible(text), quote=True)


def for_markdown(text: str) -> str:
    r"""Escape for a line of Markdown prose: no emphasis, link, mathematics or tag survives.

    Examples
    --------
    >>> print(for_markdown("*US$5* <br> (p. 3) & more"))
    \*US\$5\* &lt;br&gt; (p. 3) & more
    """
    line = html.escape(visible(text), quote=False).replace("\n", " ")
    line = line.replace("&amp; ", "& ")  # begins no entity; whoever reads the source reads a sign
    return re.sub(r"([\\`*_\[\]#|$~^])", r"\\\1", line)


def for_script(value: object) -> str:
    r"""Write data as JSON that ends no ``<script>`` element it stands in; strings become visible.

    Examples
    --------
    >>> print(for_script({"say": ["</script>", 1]}))
    {"say":["\u003c/script\u003e",1]}
    """
    text = json.dumps(_seen(value), ensure_ascii=True, separators=(",", ":"))
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&"})


def _seen(value: object) -> object:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(str(key)): _seen(held) for key, held in value.items()}
    return [_seen(held) for held in value] if isinstance(value, list | tuple) else value


_LATEX = {character: f"\\{character}" for character in "{}$&#_%"} | {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    # behind the end of a row these would be an option of it; two hyphens would be a dash
    "[": "{[}", "]": "{]}", "*": "{*}", "-": "-{}", "`": "`{}", "'": "'{}",
}  # fmt: skip
_IN_LATEX = re.compile(r"[\\{}$&#_%^~<>|\[\]*]|-(?=-)|`(?=`)|'(?=')")


def for_latex(text: str) -> str:
    r"""Escape for a line of LaTeX text; letters of any alphabet stay, as in UTF-8 documents.

    Examples
    --------
    >>> print(for_latex("R&D in Peñasco: 5% of US$2_b"))
    R\&D in Peñasco: 5\% of US\$2\_b
    """
    line = re.sub(r"[\n\t]", " ", visible(text))
    return _IN_LATEX.sub(lambda found: _LATEX[found[0]], line)


def for_csv(text: str) -> str:
    """Disarm a cell that a spreadsheet would run as a formula, by a leading apostrophe.

    Examples
    --------
    >>> for_csv("=1+1"), for_csv("-based")
    ("'=1+1", "'-based")
    """
    return "'" + text if text[:1] in "=+-@\t\r" and text else text


def for_figure(text: str) -> str:
    """Escape for matplotlib under our style, where mathematics is off and ``$`` is a dollar sign.

    Examples
    --------
    >>> for_figure("US$15 and US$2")
    'US$15 and US$2'
    """
    return visible(text)


def for_xml(text: str) -> str:
    r"""Make text that any XML 1.0 writer can carry: forbidden characters become visible.

    Examples
    --------
    >>> for_xml("bell\x07")
    'bell⟨U+0007⟩'
    """
    return visible(text)


def for_filename(text: str) -> str:
    """Make a portable file name: ASCII letters, digits and single hyphens.

    Examples
    --------
    >>> for_filename("Torreón / El Paso?")
    'torreon-el-paso'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "untitled"
