"""Sphinx settings of the report: offline, from disk, the same bytes everywhere."""

from typing import Any

extensions = ["myst_nb"]
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
    """Give the captions of the navigation, which Sphinx calls headings, the level they lack."""

    def mend(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
        tree = context.get("furo_navigation_tree", "")
        context["furo_navigation_tree"] = tree.replace(
            'role="heading"', 'role="heading" aria-level="2"'
        )

    app.connect("html-page-context", mend, priority=900)  # after the theme's own
    return {"parallel_read_safe": True}
