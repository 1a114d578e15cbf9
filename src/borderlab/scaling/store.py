"""Counts that are kept on disk, chunk by chunk: what was counted once is not read again.

Each chunk is one Parquet file of counts, named by the pieces it counted and holding their list. It
is written whole, after the mentions of the chunk: a crash leaves out a chunk, never half of one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from borderlab.errors import BorderlabError, Problem
from borderlab.publishing.swapping import write_whole, writing
from borderlab.scaling.counting import Counted, Setting
from borderlab.scaling.counts import Counts
from borderlab.scaling.pieces import Chunk, Piece
from borderlab.tables import table

_SETTING = "setting.json"


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

    def chunks(self) -> Iterator[tuple[Path, Chunk]]:
        """Yield each file of counts, by name, with the pieces that it counted."""
        import pyarrow.parquet as pq

        for path in sorted((self.folder / "counts").glob("*.parquet")):
            held = json.loads(pq.read_schema(path).metadata[b"pieces"])
            yield path, tuple(Piece(*piece) for piece in held)

    def keep(self, pieces: Collection[Piece]) -> tuple[list[Path], set[Piece]]:
        """Keep what counts these pieces and no others, each once; remove the rest.

        What goes counted a text that is gone or was changed; its other texts are counted anew.

        Returns
        -------
        (paths, pieces)
            The files that stay, and what they counted.

        Raises
        ------
        BorderlabError
            When nothing that stands there counts any of these pieces.
        """
        here, kept, held = set(pieces), [], list(self.chunks())
        if held and all(here.isdisjoint(chunk) for _, chunk in held):
            say = f"{self.folder.name}/ holds counts of other texts, or all of them changed"
            raise BorderlabError(f"{say}; name a new folder, or delete it")
        done: set[Piece] = set()
        for path, chunk in held:
            if set(chunk) <= here - done:
                kept.append(path)
                done |= set(chunk)
            else:
                with writing(path):
                    path.unlink()
                    (self.folder / "mentions" / path.name).unlink(missing_ok=True)
        return kept, done

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
    import pyarrow.dataset as ds

    folder = Path(store) / "mentions"
    if not folder.is_dir():
        raise BorderlabError(
            f"{Path(store).name}/ keeps no mentions; count with keep_mentions=True"
        )
    asked = [a] if b is None else [a, b]
    found = ds.dataset(folder).to_table(filter=ds.field("actor_id").isin(asked)).to_pandas()
    if b is not None:
        both = found.groupby("unit_id")["actor_id"].nunique() == 2
        found = found[found["unit_id"].isin(both.index[both])]
    return found.sort_values(["unit_id", "start", "end", "actor_id"], ignore_index=True)


def read_chunk_counts(path: Path) -> Counts:
    """Read what `Store.write` wrote, but the choices, which the folder has."""
    import pyarrow.parquet as pq

    found = pq.read_table(path)
    held = json.loads(found.schema.metadata[b"problems"])
    rows = (Problem(*row)._asdict() for row in held)
    return Counts(found.to_pandas(), table("problems", rows))


def described(choices: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Say by what a folder was counted: the choices, and the codebook by its hash."""
    digest = hashlib.sha256()
    for name, held in vars(setting.codebook).items():
        digest.update(name.encode() + held.to_csv().encode())
    return {
        **{k: list(v) if isinstance(v, tuple) else v for k, v in choices.items()},
        "mentions_kept": setting.keep, "codebook": digest.hexdigest(),
    }  # fmt: skip


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
