"""Counts that are kept on disk, chunk by chunk: what was counted once is not read again.

Each chunk is one Parquet file of counts, named by the pieces it counted and holding their list. It
is written whole, after the mentions of the chunk: a crash leaves out a chunk, never half of one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from borderlab.errors import BorderlabError, Problem
from borderlab.publishing.swapping import write_whole, writing
from borderlab.scaling.counting import Counted, Setting, no_mentions
from borderlab.scaling.counts import Counts
from borderlab.scaling.pieces import Chunk, Piece
from borderlab.tables import table

_SETTING, _USED = "setting.json", "used.json"
#: problems whose cure changes no file, so that only another try can tell
_AGAIN = (
    "unreadable", "reader-missing", "reader-died", "too-slow", "process-died", "not-counted",
)  # fmt: skip


@dataclass(frozen=True)
class Store:
    """A folder of counted chunks.

    Attributes
    ----------
    folder : pathlib.Path
        Holds ``setting.json``, ``counts/`` and, where they are kept, ``mentions/``.
    """

    folder: Path

    def claim(self, choices: Mapping[str, Any], setting: Setting) -> None:
        """Say by which choices the folder is counted, or refuse what others have counted.

        Raises
        ------
        BorderlabError
            When another codebook or other choices made what stands there.
        """
        path, mine = self.folder / _SETTING, described(choices, setting)
        if not path.exists():
            if self.folder.exists() and any(self.folder.iterdir()):
                raise BorderlabError(f"{self.folder.name}/ holds other files; name a new folder")
            write_whole(path, (json.dumps(mine, indent=1) + "\n").encode())
            return
        theirs = json.loads(path.read_text("utf-8"))
        if differ := sorted(k for k in {**mine, **theirs} if mine.get(k) != theirs.get(k)):
            told = ", ".join(f"{k}={theirs.get(k)!r}"[:60] for k in differ)
            say = f"{self.folder.name}/ was counted with another {told}"
            raise BorderlabError(f"{say}; name a new folder, or count as it was")

    def chunks(self) -> Iterator[tuple[Path, Chunk, bool]]:
        """Yield each file of counts, by name, with its pieces, and whether it is to be repeated."""
        import pyarrow.parquet as pq

        for path in sorted((self.folder / "counts").glob("*.parquet")):
            about = pq.read_schema(path).metadata
            chunk = tuple(Piece(*piece) for piece in json.loads(about[b"pieces"]))
            codes = {Problem(*row).code for row in json.loads(about[b"problems"])}
            yield path, chunk, not codes.isdisjoint(_AGAIN)

    def keep(self, pieces: Collection[Piece]) -> tuple[list[Path], set[Piece]]:
        """Choose what counts these pieces and no others, each once.

        What counted a text that was changed since, or failed at one for a reason that may be gone,
        is removed; its texts are counted anew. What counted other texts stays and is not used.

        Returns
        -------
        (paths, pieces)
            The files that are used, and what they counted.
        """
        here, paths = set(pieces), {piece.path for piece in pieces}
        kept: list[Path] = []
        done: set[Piece] = set()
        for path, chunk, again in list(self.chunks()):
            mine = set(chunk)
            if mine <= here and mine.isdisjoint(done) and not again:
                kept.append(path)
                done |= mine
            elif again or any(p.path in paths and p not in here for p in chunk):
                with writing(path):
                    path.unlink()
                    (self.folder / "mentions" / path.name).unlink(missing_ok=True)
        return kept, done

    def finish(self, paths: Iterable[Path]) -> None:
        """Write down which files make up the result: their mentions are what it rests on."""
        names = sorted(path.name for path in paths)
        write_whole(self.folder / _USED, (json.dumps(names, indent=0) + "\n").encode())

    def write(self, chunk: Chunk, counted: Counted, *, keep: bool) -> Path:
        """Write a chunk, its mentions first."""
        name = hashlib.sha256(repr([tuple(p) for p in chunk]).encode()).hexdigest()[:24]
        if keep:
            write_whole(self.folder / "mentions" / f"{name}.parquet", _parquet(counted.mentions))
        problems = counted.counts.problems[list(Problem._fields)]
        about = {
            "pieces": json.dumps(chunk), "problems": json.dumps(problems.to_numpy().tolist()),
        }  # fmt: skip
        content = _parquet(counted.counts.table, about)
        return write_whole(self.folder / "counts" / f"{name}.parquet", content)


def stored_mentions(store: str | Path, a: str, b: str | None = None) -> pd.DataFrame:
    """Read the mentions behind a count, with their sentences.

    Parameters
    ----------
    store : str or Path
        The folder that `borderlab.count_mentions` kept them in (``keep_mentions=True``).
    a, b : str
        An actor; with a second one, what names the two in the units that name both.

    Returns
    -------
    pandas.DataFrame
        Sorted by unit and place: unit_id, actor_id, sentence_id, start, end (int64, offsets in the
        text), surface, form, role, group, text (of the sentence). The text a sentence stands in is
        what its id begins with: a path, and for a table of articles ``#`` and the record.

    Raises
    ------
    BorderlabError
        When the folder keeps no mentions.
    """
    folder = Path(store)
    if not (folder / "mentions").is_dir() or not (folder / _USED).is_file():
        raise BorderlabError(f"{folder.name}/ keeps no mentions; count with keep_mentions=True")
    asked = {a} if b is None else {a, b}
    found = [no_mentions()]
    for name in json.loads((folder / _USED).read_text("utf-8")):
        rows = pd.read_parquet(folder / "mentions" / name, filters=[("actor_id", "in", asked)])
        named = rows.groupby("unit_id")["actor_id"].transform("nunique")
        found.append(rows[named == len(asked)])
    both = pd.concat(found, ignore_index=True)
    return both.sort_values(["unit_id", "start", "end", "actor_id"], ignore_index=True)


def read_chunk_counts(path: Path) -> Counts:
    """Read what `Store.write` wrote, but the choices, which the folder has."""
    import pyarrow.parquet as pq

    found = pq.read_table(path)
    held = json.loads(found.schema.metadata[b"problems"])
    rows = (Problem(*row)._asdict() for row in held)
    return Counts(found.to_pandas(), table("problems", rows))


def described(choices: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Say by what a folder was counted: choices and codebook, limits, and edition of the rules."""
    told = {
        **choices, "mentions_kept": setting.keep, "limits": asdict(setting.limits),
        "borderlab": version("borderlab"),
    }  # fmt: skip
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def _parquet(frame: pd.DataFrame, about: dict[str, str] | None = None) -> bytes:
    """Write a table to bytes that its content alone decides."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = pa.Table.from_pandas(frame, preserve_index=False)
    made = made.replace_schema_metadata({**(made.schema.metadata or {}), **(about or {})})
    sink = pa.BufferOutputStream()
    pq.write_table(made, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content
