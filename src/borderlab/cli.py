"""The command line: each command is one call of the library, and a failure is one line.

Exit codes: 0 done; 1 done, with findings; 2 the call, the texts or the codebook need a hand;
3 a result could not be made, and what stood there still stands; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from borderlab.errors import BorderlabError, CodebookError, OutputError, Problem
from borderlab.escapes import visible

if TYPE_CHECKING:
    import pandas as pd

FINDINGS, USAGE, OUTPUT = 1, 2, 3

StudyOption = Annotated[
    Path, typer.Option("--study", help="The study: a folder that holds seeds/.", metavar="PATH")
]
Strict = Annotated[bool, typer.Option("--strict", help="End with 1 when the study has problems.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error came from.")]
Compare = Annotated[bool, typer.Option("--check", help="Draw again and compare every byte.")]
FigureSize = Annotated[
    Literal["column", "page", "slide"], typer.Option("--size", help="89 mm, 183 mm, 16:9.")
]
Language = Annotated[
    Literal["en", "es"] | None, typer.Option("--lang", help="Default: the study's own.")
]
FigureFormats = Annotated[
    list[str] | None,
    typer.Option("--format", help="tiff or svg-text, besides the three.", metavar="NAME"),
]
Public = Annotated[
    bool, typer.Option("--public", help="Without the words of texts that may not be passed on.")
]
Site = Annotated[
    Path | None,
    typer.Option("--to", help="Default: build/report, report-es, -public.", metavar="PATH"),
]
OneFile = Annotated[
    bool, typer.Option("--single-file", help="Also one HTML file to mail, beside the folder.")
]
FigureFolder = Annotated[
    Path | None,
    typer.Option("--to", help="Default: figures/, else build/figures-SIZE-LANG.", metavar="PATH"),
]
Folder = Annotated[Path | None, typer.Option("--to", help="Default: build/export.", metavar="PATH")]

References = Annotated[
    Path | None,
    typer.Option("--references", help="A .ris, .bib or CSL .json list.", metavar="PATH"),
]
CountedUnit = Annotated[
    Literal["sentence", "paragraph", "document"],
    typer.Option("--unit", help="What being named together means."),
]
CountStore = Annotated[
    Path | None,
    typer.Option("--store", help="Keeps what was counted. Default: build/counts.", metavar="PATH"),
]
CountTables = Annotated[
    Path | None, typer.Option("--to", help="Default: build/counted.", metavar="PATH")
]
KeepMentions = Annotated[
    bool, typer.Option("--keep-mentions", help="Keep each mention with its sentence, too.")
]
Accept = Annotated[bool, typer.Option("--accept", help="Write the marked proposals down.")]
Proposals = Annotated[
    Path | None, typer.Option("--to", help="Default: build/suggestions.", metavar="PATH")
]

Format = Annotated[
    str | None,
    typer.Option("--format", help="label-studio or conll, instead of tables.", metavar="NAME"),
]
Sheet = Annotated[
    Path | None,
    typer.Option("--to", help="A new .xlsx or .csv; default: in sheets/.", metavar="PATH"),
]
NewWorkbook = Annotated[
    Path | None, typer.Option("--to", help="A new .xlsx, one sheet a table.", metavar="PATH")
]
Workbook = Annotated[
    Path | None, typer.Option("--from", help="An edited .xlsx to take over.", metavar="PATH")
]
Differences = Annotated[
    Path | None, typer.Option("--to", help="A new .csv of every difference.", metavar="PATH")
]
MethodsFolder = Annotated[
    Path | None, typer.Option("--to", help="For methods.txt and methods.bib.", metavar="PATH")
]
ReferenceFolder = Annotated[
    Path | None,
    typer.Option("--reference", help="A reference coding, to score against.", metavar="PATH"),
]
_ROWS = 20  # of differences on the screen

TogetherIn = Annotated[
    str | None,
    typer.Option("--unit", help="sentence, paragraph, document, story, window.", metavar="U"),
]
Window = Annotated[
    int | None, typer.Option("--window", help="Of so many sentences, as the unit.", metavar="N")
]
Duplicates = Annotated[
    str | None, typer.Option("--duplicates", help="keep, echo or story.", metavar="D")
]
Roles = Annotated[
    list[str] | None,
    typer.Option("--roles", help="actor, place, modifier; several times.", metavar="R"),
]
SplitBy = Annotated[str | None, typer.Option("--split-by", help="office.", metavar="O")]
NoCollectives = Annotated[
    bool, typer.Option("--no-collectives", help="Names only, no “both governments”.")
]
Texts = Annotated[
    Path | None, typer.Option("--from", help="Texts to begin with: a folder.", metavar="PATH")
]
Title = Annotated[str | None, typer.Option("--title", help="Of the report.")]
NoProgrammes = Annotated[bool, typer.Option("--no-programmes", help="Without programmes.")]
Merged = Annotated[bool, typer.Option("--merge-parents", help="A part counts as its whole.")]
Page = Annotated[Path | None, typer.Option("--html", help="Write them as a page.", metavar="FILE")]

app = typer.Typer(
    name="borderlab",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who is named together in the texts of a study, and the sentence behind every number.",
)


def _say_version(asked: bool) -> None:
    if asked:
        import borderlab

        typer.echo(f"borderlab {borderlab.__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which it is.")
]


@app.callback()
def _global(debug: Debug = False, version: Version = False) -> None:
    """Read by `main`, which accepts it behind the command too; named here for the help page."""


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="It must not exist yet.")],
    from_: Texts = None,
    title: Title = None,
    lang: Language = None,
) -> None:
    """Begin a study: tables, notebooks, Makefile, and your texts."""
    from borderlab import scaffold

    begun = scaffold.new(folder, texts=from_, title=title, lang=lang or "en")
    there = _near(folder)
    typer.echo(f"{there}: {begun.texts} text{'s' * (begun.texts != 1)} registered")
    if begun.texts:
        names = there / "seeds" / "codebook" / "actors.csv"
        what = "persons, bodies and countries are suggested"
        typer.echo(f"{begun.suggested} {what} in {names}; review them")
        typer.echo(f"next: borderlab report --study {there} (or make report, in that folder)")
    else:
        typer.echo(f"next: borderlab add FOLDER --study {there}")
    _end_with(begun.problems, "every file was read" if begun.texts else "the folder is ready")


@app.command()
def report(
    study: StudyOption = Path(),
    lang: Language = None,
    public: Public = False,
    to: Site = None,
    single_file: OneFile = False,
    strict: Strict = False,
) -> None:
    """Run the notebooks, draw the figures, build the site."""
    from borderlab import building, open_study

    page = building.build_site(study, lang=lang, public=public, to=to, progress=_say)
    typer.echo(f"open {_near(page)}")
    if single_file:
        from borderlab.publishing.single_file import write_single_file

        path = write_single_file(page.parent)
        kept = 0 if public else building.withheld(study)
        texts = f"{kept} text{'s' * (kept != 1)} marked share_text=no"
        told = f"{_near(path)} ({path.stat().st_size / 1e6:.1f} MB)"
        whole = f"one file {told}, not to mail: it holds {texts}; take --public"
        typer.echo(whole if kept else f"mail {told}")
    if strict:
        _list_problems(open_study(study).problems)


@app.command()
def figures(
    study: StudyOption = Path(),
    check: Compare = False,
    size: FigureSize = "page",
    lang: Language = None,
    formats: FigureFormats = None,
    to: FigureFolder = None,
) -> None:
    """Draw every figure again; in another look, elsewhere."""
    from borderlab import building
    from borderlab.publishing.figures import checked_formats

    asked = checked_formats(formats or ())
    problems = building.build_figures(
        study, check=check, size=size, lang=lang, formats=asked, to=to, progress=_say
    )
    _end_with(problems, "figures are the same bytes" if check else "figures are drawn")


@app.command()
def check(study: StudyOption = Path()) -> None:
    """List what was read, not read or not decided, with cures."""
    from borderlab import open_study
    from borderlab.reading.account import summary

    opened = open_study(study)
    typer.echo(summary(opened.corpus))
    _list_problems(opened.problems)


@app.command()
def add(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Texts, or folders.")
    ] = None,
    references: References = None,
    study: StudyOption = Path(),
) -> None:
    """Copy texts into seeds/ and register them in sources.csv."""
    from borderlab import collecting

    if not files and not references:
        raise typer.BadParameter("name a text, a folder of texts, or --references")
    added = collecting.add(study, files or [], references=references)
    for doc_id, text in added.documents.iterrows():
        known = {c: text[c] for c in ("title", "author", "language", "outlet", "url")}
        told = [f"{c}: {v}" for c, v in known.items() if isinstance(v, str)]
        day = text["published_edtf"] if isinstance(text["published_edtf"], str) else "not stated"
        told.append(f"published: {day} ({text['published_basis']})")
        typer.echo(visible(f"{doc_id} ({text['path']}) " + "; ".join(told)))
    if references:
        told = [f"{added.matched} references describe a text", *map(repr, added.unmatched)]
        typer.echo(visible("; no text for ".join(told)))
    if added.there:
        typer.echo(f"{added.there} files are in seeds/ already")
    if new := len(added.documents):
        fine = f"{new} text{'s' * (new != 1)} registered; confirm the new rows in seeds/sources.csv"
        typer.echo(f"{fine}; `borderlab layout` then places new actors on the maps")
    else:
        typer.echo("nothing new: no text was registered")
    _end_with(added.problems, "every file was read")


@app.command()
def suggest(accept: Accept = False, to: Proposals = None, study: StudyOption = Path()) -> None:
    """Propose texts on one event, utterances told twice, actors."""
    from borderlab import collecting

    folder = to or study / "build" / "suggestions"
    if accept:
        counts = collecting.accept(study, folder)
        typer.echo(f"accepted: {counts['stories']} pairs of texts, {counts['echoes']} of sentences")
        return
    for name, found in collecting.suggest(study, folder).items():
        what = "names that the registry lacks"
        if "decided" in found:
            what = f"pairs, {int(found['decided'].sum())} of them decided"
        elif name.startswith("paste_"):
            what = (
                f"lines for seeds/codebook/{name.removeprefix('paste_')}.csv; copy those you want"
            )
        typer.echo(f"{name}: {len(found)} {what}")
    typer.echo(
        f"mark pairs with yes under accept in {_near(folder)}, then: borderlab suggest --accept"
    )


@app.command()
def codebook(to: NewWorkbook = None, from_: Workbook = None, study: StudyOption = Path()) -> None:
    """Write the codebook as a workbook, or take an edited one."""
    from borderlab import collecting, open_study
    from borderlab import write_workbook as write

    if (to is None) == (from_ is None):
        raise typer.BadParameter("name one workbook, with --to or with --from")
    if to:
        path = write(open_study(study).root / "seeds" / "codebook", to)
        typer.echo(f"wrote {_near(path)}; edit it, then: borderlab codebook --from {to}")
    elif from_:
        try:
            files, remarks = collecting.accept_workbook(study, from_)
        except CodebookError as error:
            raise CodebookError(f"{error}\nnothing was changed") from error
        typer.echo(f"changed: {', '.join(files)}" if files else "the codebook is the same")
        _end_with(remarks, "every cell was understood")


@app.command()
def export(
    study: StudyOption = Path(),
    to: Folder = None,
    form: Format = None,
    all_texts: Annotated[
        bool, typer.Option("--all-texts", help="With --format: also texts not to be shared.")
    ] = False,
    graph: Annotated[
        list[str] | None,
        typer.Option("--graph", help="Also gexf, net, json, csv, parquet, xlsx.", metavar="NAME"),
    ] = None,
) -> None:
    """Write tables as CSV, the network as GraphML; or mentions."""
    from borderlab import building

    if all_texts and form is None:
        raise typer.BadParameter("--all-texts goes with --format label-studio or conll")
    if graph and form:
        raise typer.BadParameter("--graph goes without --format")
    folder = to or study / "build" / (form or "export")
    if form is None:
        forms = dict.fromkeys(["graphml", *(graph or [])])
        paths = building.export(study, folder, graphs=forms, progress=typer.echo)
    elif form in ("label-studio", "conll"):
        paths = building.exchange(study, folder, form=form, all_texts=all_texts)  # type: ignore[arg-type]
    else:
        raise typer.BadParameter(f"--format {form}: write label-studio or conll")
    typer.echo(f"{len(paths)} files in {_near(folder)}")
    if not all_texts and (kept := building.withheld(study)):
        how = f"{kept} text{'s' * (kept != 1)} marked share_text=no"
        whole = f"{how} {'was' if kept == 1 else 'were'} left out"
        typer.echo(whole if form else f"the words of {how} were left out; offsets stay")


@app.command()
def archive(
    study: StudyOption = Path(),
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help="A .zip or a folder; default: build/archive.zip.", metavar="PATH"
        ),
    ] = None,
) -> None:
    """Write a replication package for journals and repositories."""
    from borderlab import archiving

    made = archiving.archive(study, to or study / "build" / "archive.zip")
    typer.echo(f"{made.files} files in {_near(made.path)}")
    if made.left_out:
        typer.echo(f"left out, since not to be shared: {visible(', '.join(made.left_out))}")


@app.command()
def count(
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help="A folder, or a Parquet file.")],
    unit: CountedUnit = "sentence",
    by: Annotated[Literal["year"] | None, typer.Option("--by", help="Each year apart.")] = None,
    store: CountStore = None,
    keep_mentions: KeepMentions = False,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, help="Default: one a processor.")
    ] = None,
    to: CountTables = None,
    study: StudyOption = Path(),
) -> None:
    """Count a corpus larger than memory by the codebook of a study."""
    import borderlab as bl
    from borderlab.publishing.export import write_tables

    home = bl.open_study(study)
    counts = bl.count_mentions(
        texts, home.codebook, unit=unit, by=by, processes=processes, progress=sys.stderr.isatty(),
        store=store or home.root / "build" / "counts", keep_mentions=keep_mentions,
    )  # fmt: skip
    folder = to or home.root / "build" / "counted"
    write_tables(counts.tables(), folder)
    typer.echo(f"{counts!r}; wrote {_near(folder)}")
    rows = counts.problems[list(Problem._fields)].itertuples(index=False)
    for problem in [Problem(*row) for row in rows][:_ROWS]:
        typer.echo(visible(str(problem)))
    if n := len(counts.problems):
        _say(f"{n} finding{'s' * (n != 1)}; all are in {_near(folder / 'problems.csv')}")
        raise typer.Exit(FINDINGS)
    typer.echo("every text was counted")


@app.command()
def sheet(
    read: Annotated[bool, typer.Option("--read", help="Read FILEs that were filled in.")] = False,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="How many sentences.")] = 30,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Draws the same ones again.")] = 2021,
    to: Sheet = None,
    coder: Annotated[str, typer.Option("--coder", help="Who will fill it in.")] = "",
    study: StudyOption = Path(),
) -> None:
    """Write a sheet to code by hand; --read compares coders."""
    from borderlab import handcoding, show

    if bool(files) != read:
        raise typer.BadParameter("write a sheet without FILE, read sheets with --read FILE")
    if not files:
        path = handcoding.write(study, to, n=n, seed=seed, coder=coder)
        typer.echo(f"wrote {_near(path)}; fill it in, then: borderlab sheet --read {_near(path)}")
        return
    found = handcoding.read(study, files)
    people = found.coders[1:]
    for person in people:
        typer.echo(visible(handcoding.summary(person)))
    if not all(map(handcoding.is_blank, people)):
        agreement = found.agreement.T.reset_index(names="measure")
        agreement.columns = [" / ".join(filter(None, names)) for names in agreement.columns]
        typer.echo(handcoding.EXPLAINED)
        typer.echo(
            repr(show(agreement, "Agreement on the sentences that both of two coders coded"))
        )
    typer.echo(f"where they differ: {_near(found.disagreements)}")
    _end_with(found.problems, "every line was read")


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="A study, or an export of one.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    to: Differences = None,
) -> None:
    """List what differs between two builds; ends with 1 if any."""
    from borderlab import builds, show

    found = builds.compare(a, b)
    for (what, change), rows in found.groupby(["what", "change"]):
        typer.echo(f"{what} {change}: {len(rows)}")
    if to:
        typer.echo(f"wrote {_near(builds.write_differences(found, to))}")
    same = found.attrs.get("same", [])
    if found.empty:
        typer.echo(f"the two builds are the same in all {len(same)} tables")
        return
    typer.echo(f"the same: {', '.join(same) or 'no table'}")
    typer.echo(repr(show(found, f"From {a} (before) to {b} (after)", rows=_ROWS)))
    raise typer.Exit(FINDINGS)


@app.command()
def methods(
    study: StudyOption = Path(),
    to: MethodsFolder = None,
    reference: ReferenceFolder = None,
    lang: Language = None,
) -> None:
    """Write the methods paragraph of a paper, with references."""
    from borderlab import builds

    written = builds.methods(study, reference=reference, lang=lang)
    if to:
        paths = builds.write_methods(written, to)
        typer.echo(f"wrote {' and '.join(str(_near(path)) for path in paths)}")
        return
    typer.echo(repr(written))


@app.command()
def layout(study: StudyOption = Path()) -> None:
    """Place the nodes anew in seeds/layout.csv; maps change."""
    from borderlab import building

    typer.echo(f"wrote {_near(building.write_layout(study))}")


@app.command()
def evidence(
    a: Annotated[str | None, typer.Argument(metavar="A", help="An actor's id or label.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="Another one.")] = None,
    pillar: Annotated[
        int | None, typer.Option("--pillar", help="Coded with it.", metavar="N")
    ] = None,
    item: Annotated[str | None, typer.Option("--item", help="Coded with it.", metavar="ID")] = None,
    year: Annotated[int | None, typer.Option("--year", help="In texts of it.", metavar="Y")] = None,
    unit: TogetherIn = None,
    window: Window = None,
    duplicates: Duplicates = None,
    roles: Roles = None,
    split_by: SplitBy = None,
    merge_parents: Merged = False,
    no_collectives: NoCollectives = False,
    no_programmes: NoProgrammes = False,
    html: Page = None,
    study: StudyOption = Path(),
) -> None:
    """Show the sentences in which A (and B) act, or that are coded."""
    from borderlab import open_study, show_sentences, write_evidence
    from borderlab.publishing.evidence import caption_of, not_to_share
    from borderlab.study import actor_memos
    from borderlab.study import evidence as find

    unit = "window" if unit is None and window is not None else unit
    asked: dict[str, Any] = {
        "pillar": pillar, "item": item, "year": year, "unit": unit,
        "window": window, "duplicates": duplicates, "roles": roles or None, "split_by": split_by,
        "collectives": False if no_collectives else None, "merge_parents": merge_parents or None,
        "programmes": False if no_programmes else None,
    }  # fmt: skip
    asked = {option: value for option, value in asked.items() if value is not None}
    if a is None and not {"pillar", "item", "year"} & set(asked):
        raise typer.BadParameter("name an actor, --pillar, --item or --year")
    opened = open_study(study)
    found = find(opened, a, b, **asked)
    shown = show_sentences(found, caption_of(found, a, b, **asked))
    memos = [f"memo {memo}" for memo in actor_memos(opened, a, b)]
    if html:
        notes = memos + not_to_share(found, opened.corpus.documents)
        typer.echo(visible(f"wrote {_near(write_evidence(shown, html, notes=notes))}"))
        return
    for line in (repr(shown), *map(visible, memos)):
        typer.echo(line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; errors are one line on stderr.

    Examples
    --------
    >>> main(["no-such-command"])
    2
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    debug = "--debug" in arguments
    # --debug is global: it may stand before the command or behind it
    arguments = [word for word in arguments if word != "--debug"]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without the letter shows its code
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(arguments or ["--help"], prog_name="borderlab", standalone_mode=False)
        return code if isinstance(code, int) else 0  # typer turns Ctrl-C into 130 by itself
    except Exception as error:
        if debug:
            raise
        return _report(error)


def _report(error: Exception) -> int:
    """Say in one line what happened and what to do, and choose the exit code."""
    if hasattr(error, "format_message"):  # the parser of the command line
        _say(f"{error.format_message().rstrip('.')}; try: borderlab --help")
        return USAGE
    if isinstance(error, BorderlabError):
        _say(str(error))
        return OUTPUT if isinstance(error, OutputError) else USAGE
    if isinstance(error, OSError):
        name = Path(error.filename).name if isinstance(error.filename, str) else "a file"
        _say(f"{name}: {error.strerror or error}; nothing was replaced")
        return OUTPUT
    _say(f"unexpected {type(error).__name__}: {error}; run again with --debug and tell us")
    return OUTPUT


def _list_problems(problems: pd.DataFrame) -> None:
    rows = problems[list(Problem._fields)].itertuples(index=False)
    _end_with([Problem(*row) for row in rows], "the study has no problem")


def _end_with(problems: Sequence[Problem], fine: str) -> None:
    """Print findings and end with 1, or say that all is well."""
    for problem in problems:
        typer.echo(visible(str(problem)))
    if problems:
        _say(f"{len(problems)} finding{'s' * (len(problems) != 1)}")
        raise typer.Exit(FINDINGS)
    typer.echo(fine)


def _near(path: Path) -> Path:
    """Return the path as seen from here, if it lies below."""
    whole, here = path.resolve(), Path.cwd()
    return whole.relative_to(here) if whole.is_relative_to(here) else path


def _say(line: str) -> None:
    typer.echo(line, err=True)


if __name__ == "__main__":
    sys.exit(main())
