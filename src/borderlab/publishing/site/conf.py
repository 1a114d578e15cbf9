"""Sphinx settings of the report: offline, from disk, the same bytes everywhere."""

import re
from typing import Any

from docutils.nodes import SkipNode
from docutils.utils.math.latex2mathml import tex2mathml

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
language = "en"
smartquotes = False  # a quotation is shown with the quotes it has
exclude_patterns = ["conf.py"]
suppress_warnings = [
    "myst.xref_missing",  # a notebook may link to a file that the report does not carry
    "mystnb.unknown_mime_type",
]

# The notebooks come executed; the report never runs code.
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # the default loads two scripts from elsewhere
nb_mime_priority_overrides = [
    ("html", "application/vnd.jupyter.widget-view+json", None),
    ("html", "application/javascript", None),
    ("html", "text/latex", None),  # would call for a formula script from elsewhere
]
myst_enable_extensions = ["colon_fence"]
myst_links_external_new_tab = False

# The reference: numpydoc docstrings, whose types say more than the annotations do.
autodoc_typehints = "none"
autodoc_preserve_defaults = True  # as written: a default's repr may hold an address in memory
autosummary_generate = False
napoleon_custom_sections = [("Attributes", "params_style")]  # a list, not an entry each
napoleon_use_rtype = False
default_role = "py:obj"  # `find_mentions` in a docstring leads to its entry
add_module_names = False
html_math_renderer = "mathml"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["report.css"]
html_js_files = ["report.js"]
html_theme_options = {"navigation_with_keys": False, "top_of_page_buttons": []}
html_show_copyright = False  # a year in the footer would be a clock
html_last_updated_fmt = None
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # it fetches pages, which a browser refuses from disk
html_use_index = False
html_domain_indices = False


def setup(app: Any) -> dict[str, bool]:
    """Register what Sphinx has no setting for."""
    app.connect("html-page-context", mend_page, priority=900)  # after the theme's own
    app.connect("autodoc-process-docstring", number_references, priority=900)
    app.add_html_math_renderer("mathml", (write_formula, None), (write_formula, None))
    return {"parallel_read_safe": True}


def mend_page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the captions of the navigation, which Sphinx calls headings, the level they lack."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )
    if page.startswith("reference/"):  # Sphinx writes a dash as two hyphens
        parts = re.split(r"(<pre>.*?</pre>)", context.get("body", ""), flags=re.S)
        parts[::2] = [prose.replace(" -- ", ": ") for prose in parts[::2]]
        context["body"] = "".join(parts)


def number_references(
    app: Any, what: str, name: str, held: Any, opts: Any, lines: list[str]
) -> None:
    """Make the references of a docstring a list of its own; as footnotes two would be one."""
    for number, line in enumerate(lines):
        listed = re.sub(r"^\.\. \[(\d+)\] ", r"\1. ", line)
        lines[number] = re.sub(r"\[(\d+)\]_", r"[\1]", listed)


def write_formula(translator: Any, node: Any) -> None:
    """Write a formula as MathML, which browsers draw without a script."""
    translator.body.append(tex2mathml(node.astext(), as_block=node.tagname == "math_block"))
    raise SkipNode
