"""Source records from and for reference managers: RIS, BibTeX and BibLaTeX, CSL-JSON.

Each format is a module, imported only for a file of it. Its ``FIELDS`` name the fields that may
hold a column, the first of which is written, an outlet in that of ``OUTLETS``; its ``KINDS`` the
type of an entry; its ``FRAME`` what stands before, between and after the entries.
"""

from borderlab.reading.references.fields import COLUMNS
from borderlab.reading.references.matching import match_references
from borderlab.reading.references.records import read_references, write_references

__all__ = ["COLUMNS", "match_references", "read_references", "write_references"]
