"""Which line counts: title, repeated title, meta, boilerplate or body, each by a named rule.

What a line says about itself is in `borderlab.reading.labels`; rules that need its neighbours are
in `borderlab.reading.titles` and `borderlab.reading.surroundings`. When in doubt a line is body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from borderlab.reading import surroundings, titles
from borderlab.reading.datelines import dateline
from borderlab.reading.lines import split_lines
from borderlab.reading.rows import ZoneRow

if TYPE_CHECKING:
    import pandas as pd


def find_zones(text: str, *, title: str | None = None) -> pd.DataFrame:
    r"""Sort the lines of a text into zones.

    Parameters
    ----------
    text : str
        The text as decoded; lines end at ``\r\n``, ``\n`` or ``\r``.
    title : str, optional
        The headline that the format states beside the text; a line that equals it is the title.

    Returns
    -------
    pandas.DataFrame
        One row per non-blank line, in order: start, end (int64, the line trimmed), zone, and rule,
        the name of the rule that decided. Lines no rule claims are body.

    Examples
    --------
    >>> find_zones("Ports reopen\n\nPublished: 2023-04-28\n\nTORREÓN – Trade resumed.\nShare it!")
       start  end         zone           rule
    0      0   12        title  title_set_off
    1     14   35         meta      published
    2     37   61         body       dateline
    3     62   71  boilerplate          share
    """
    import pandas as pd

    return pd.DataFrame(zone_rows(text, title=title), columns=list(ZoneRow._fields))


def zone_rows(text: str, *, title: str | None = None) -> list[ZoneRow]:
    """Sort the lines of a text into zones, as `find_zones` does, without a table."""
    lines = split_lines(text)
    surroundings.mark_front_matter(lines)
    surroundings.mark_database(lines)
    titles.mark_known(lines, title or titles.stated_title(lines))
    surroundings.mark_values(lines)
    surroundings.mark_abouts(lines)
    titles.mark_title(lines, "title_marked", "title_repeated")
    surroundings.mark_lists(lines)
    titles.mark_title(lines, "title_set_off", "title_over_date", "title_of_transcript")
    titles.mark_above(lines)
    surroundings.mark_captions(lines)
    surroundings.mark_occasion(lines)
    titles.mark_names(lines)
    surroundings.mark_comments(lines)
    surroundings.mark_author(lines)
    surroundings.mark_foot(lines)
    surroundings.mark_abouts(lines)
    surroundings.mark_end(lines)
    surroundings.mark_edges(lines)
    for line in lines:
        if not line.zone:
            line.mark("body", "dateline" if dateline(line.text) else "text")
    return [ZoneRow(line.start, line.end, line.zone, line.rule) for line in lines]
