"""The pages of the site that look things up: every public name, and the command line.

Sphinx (autodoc, napoleon) writes the entries from the docstrings; here stands only which page
holds which name.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Literal

import typer

from borderlab import _HOME
from borderlab.escapes import for_markdown
from borderlab.publishing.narrative import Narrator

#: a page each, in the order in which data flows; what belongs to no wing stands with the study
WINGS = ("reading", "coding", "networks", "publishing", "study")


def reference_pages(lang: Literal["en", "es"] = "en") -> dict[str, str]:
    """Write the reference: an overview, a page a wing, and the command line.

    Parameters
    ----------
    lang : {"en", "es"}
        Of headings and introductions; docstrings and commands speak English.

    Returns
    -------
    dict of address to Markdown

    Examples
    --------
    >>> list(reference_pages())[:3]
    ['reference/index', 'reference/reading', 'reference/coding']
    """
    tell = Narrator(lang, "site")
    pages = {"reference/index": _overview(tell)}
    for wing in WINGS:
        entries = map(_entry, names_of(wing))
        pages[f"reference/{wing}"] = _page(tell, f"reference:{wing}", *entries)
    helps = (f"## {name}\n\n```text\n{text}\n```" for name, text in command_helps().items())
    pages["reference/command-line"] = _page(tell, "reference:command-line", *helps)
    return pages


def names_of(wing: str) -> list[str]:
    """List the public names of a wing, in the order of a study.

    Examples
    --------
    >>> names_of("reading")[:3]
    ['Limits', 'account', 'read_corpus']
    """
    homes = {name: home.partition(".")[0] for name, home in _HOME.items()}
    return [name for name, home in homes.items() if (home if home in WINGS else "study") == wing]


def command_helps() -> Mapping[str, str]:
    """Return what ``--help`` prints, for borderlab and for each of its commands.

    Examples
    --------
    >>> command_helps()["borderlab layout"].splitlines()[0]
    'Usage: borderlab layout [OPTIONS]'
    """
    # by name, as autodoc imports what it documents: nothing here depends on the command line
    app = typer.main.get_command(import_module("borderlab.cli").app)
    commands = {"borderlab": app}
    commands |= {f"borderlab {name}": command for name, command in app.commands.items()}  # type: ignore[attr-defined]
    return {
        name: command.get_help(typer.Context(command, info_name=name, terminal_width=78))
        for name, command in commands.items()
    }


def _page(tell: Narrator, name: str, *parts: str) -> str:
    intro = for_markdown(tell.say(f"{name}-intro"))
    return "\n\n".join([f"# {tell.say(name)}", intro, *parts]) + "\n"


def _entry(name: str) -> str:
    """Write the directive that Sphinx replaces by signature and docstring."""
    kind = "exception" if name.endswith("Error") else "class" if name[0].isupper() else "function"
    members = "\n   :members:" if kind == "class" else ""
    return _rst(f".. auto{kind}:: borderlab.{name}{members}")


def _overview(tell: Narrator) -> str:
    parts = [
        part
        for wing in WINGS
        for part in (
            f"## [{tell.say(f'reference:{wing}')}]({wing}.md)",
            _rst(".. autosummary::\n   :signatures: none\n\n   ~borderlab."
                 + "\n   ~borderlab.".join(names_of(wing))),
        )
    ]  # fmt: skip
    return _page(tell, "reference:index", *parts, "[](command-line.md)")


def _rst(block: str) -> str:
    return f"```{{eval-rst}}\n{block}\n```"
