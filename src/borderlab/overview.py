"""What a bundle of tables holds, as a small table for notebooks: counts and names, no texts."""

from __future__ import annotations

from collections.abc import Iterable

from borderlab.escapes import for_html


def overview(caption: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a small table as HTML, every cell escaped, numbers to the right.

    Examples
    --------
    >>> print(overview("Held", ["what", "rows"], [["a<b", 2]]))
    <table class="bl-table">
    <caption>Held</caption>
    <thead><tr><th scope="col">what</th><th scope="col">rows</th></tr></thead>
    <tbody>
    <tr><td>a&lt;b</td><td class="bl-number">2</td></tr>
    </tbody>
    </table>
    """
    head = "".join(f'<th scope="col">{for_html(name)}</th>' for name in header)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<table class="bl-table">\n<caption>{for_html(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _cell(value: object) -> str:
    kind = ' class="bl-number"' if isinstance(value, int) and not isinstance(value, bool) else ""
    return f"<td{kind}>{for_html(str(value))}</td>"
