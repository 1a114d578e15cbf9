"""What was counted is kept: a killed run goes on, a grown corpus is read only where it is new."""

import os
import subprocess
import sys
import time

import news
import pandas as pd
import pytest

import borderlab as bl
from borderlab.scaling import count, pieces, running
from borderlab.scaling.store import Store


@pytest.fixture
def read(monkeypatch):
    """Record which pieces are read."""
    seen = []
    real = running.count_chunk

    def watched(chunk, setting):
        seen.extend(piece.path for piece in chunk)
        return real(chunk, setting)

    monkeypatch.setattr(running, "count_chunk", watched)
    return seen


def test_a_second_run_reads_nothing_and_says_the_same(dataset, codebook, tmp_path, read):
    store = tmp_path / "store"
    first = bl.count_mentions(dataset, codebook, store=store, processes=1)
    files = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    assert len(read) == 7
    second = bl.count_mentions(dataset, codebook, store=store, processes=1)
    assert len(read) == 7
    pd.testing.assert_frame_equal(first.table, second.table)
    assert files == {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}


def test_a_corpus_that_grew_is_read_where_it_is_new(dataset, codebook, tmp_path, stories, read):
    store = tmp_path / "store"
    bl.count_mentions(dataset, codebook, store=store, processes=1)
    read.clear()
    pd.DataFrame({"text": [s.text for s in stories[:5]]}).to_parquet(dataset / "0new.parquet")
    (dataset / "zz.txt").write_text(stories[0].text, "utf-8")
    grown = bl.count_mentions(dataset, codebook, store=store, processes=1)
    assert sorted(read) == ["0new.parquet", "zz.txt"]
    fresh = bl.count_mentions(dataset, codebook, processes=1)
    pd.testing.assert_frame_equal(grown.table, fresh.table)


@pytest.mark.parametrize("change", ["altered", "deleted"])
def test_what_changed_or_went_is_counted_anew_with_its_chunk(
    folder, codebook, tmp_path, change, read
):
    store = tmp_path / "store"
    bl.count_mentions(folder, codebook, store=store, processes=1, keep_mentions=True)
    path = next(iter(sorted(folder.iterdir())))
    if change == "deleted":
        path.unlink()
    else:
        path.write_text("Trade resumed.", "utf-8")
    again = bl.count_mentions(folder, codebook, store=store, processes=1, keep_mentions=True)
    fresh = bl.count_mentions(folder, codebook, processes=1)
    pd.testing.assert_frame_equal(again.table, fresh.table)
    names = [{p.name for p in (store / part).iterdir()} for part in ("counts", "mentions")]
    assert names[0] == names[1], "no mentions are left of what is not counted"


def test_a_chunk_that_overlaps_another_counts_once(dataset, codebook, tmp_path):
    """Two runs at once may have cut the corpus differently."""
    store = tmp_path / "store"
    whole = bl.count_mentions(dataset, codebook, store=store, processes=1)
    (_, chunk, _), *_ = Store(store).chunks()
    held = running.count_chunk(chunk, count.Setting(dataset, codebook, {}))
    Store(store).write((*chunk, *chunk), held, keep=False)
    again = bl.count_mentions(dataset, codebook, store=store, processes=1)
    pd.testing.assert_frame_equal(again.table, whole.table)


def test_another_codebook_or_choice_is_refused_and_nothing_touched(dataset, codebook, tmp_path):
    store = tmp_path / "store"
    bl.count_mentions(dataset, codebook, store=store, processes=1)
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    with pytest.raises(bl.BorderlabError, match=r"store/ was counted with another unit='sentence'"):
        bl.count_mentions(dataset, codebook, store=store, processes=1, unit="document")
    other = bl.open_study(".").codebook
    with pytest.raises(bl.BorderlabError, match="counted with another codebook"):
        bl.count_mentions(dataset, other, store=store, processes=1)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("x")
    with pytest.raises(bl.BorderlabError, match="notes/ holds other files"):
        bl.count_mentions(dataset, codebook, store=tmp_path / "notes", processes=1)
    assert before == {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}


def test_counts_of_a_part_leave_those_of_the_whole(dataset, folder, codebook, tmp_path, read):
    """A trial on one file, or a disk that is not there, costs nothing of what was counted."""
    store = tmp_path / "store"
    whole = bl.count_mentions(dataset, codebook, store=store, processes=1)
    files = {p.name for p in (store / "counts").iterdir()}
    read.clear()
    part = bl.count_mentions(dataset / "a.parquet", codebook, store=store, processes=1)
    assert part.documents == 37 and not read
    bl.count_mentions(folder, codebook, store=store, processes=1)
    read.clear()
    again = bl.count_mentions(dataset, codebook, store=store, processes=1)
    assert not read and files <= {p.name for p in (store / "counts").iterdir()}
    pd.testing.assert_frame_equal(again.table, whole.table)


def test_a_store_inside_the_texts_is_refused(folder, codebook):
    """Its own files would be texts of the next run."""
    with pytest.raises(bl.BorderlabError, match="lies inside the texts"):
        bl.count_mentions(folder, codebook, store=folder / "counts")
    assert not (folder / "counts").exists()


def test_what_failed_for_a_reason_that_may_be_gone_is_tried_again(
    folder, codebook, tmp_path, monkeypatch, read
):
    """A cure that changes no file: permissions, a reader installed, more memory."""
    store = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(pieces, "read_file", _refused)
        first = bl.count_mentions(folder, codebook, store=store, processes=1)
    assert set(first.problems["code"]) == {"unreadable"} and first.documents == 0
    again = bl.count_mentions(folder, codebook, store=store, processes=1)
    assert again.documents == 60 and again.problems.empty


def _refused(*given):
    raise PermissionError(13, "Permission denied")


def test_a_damaged_row_group_is_one_row_and_the_others_are_counted(dataset, codebook):
    path = dataset / "a.parquet"
    data = bytearray(path.read_bytes())
    data[400:900] = b"\xff" * 500
    path.write_bytes(data)
    counts = bl.count_mentions(dataset, codebook, processes=1)
    assert 23 <= counts.documents < 60
    assert set(counts.problems["code"]) == {"unreadable"}
    assert all(place.startswith("a.parquet#") for place in counts.problems["path"])


def test_chunks_that_name_nobody_are_no_hindrance(tmp_path, codebook, stories):
    rows = ["Trade resumed."] * 40 + [story.text for story in stories[:10]] + [" "] * 10
    pd.DataFrame({"text": rows}).to_parquet(tmp_path / "a.parquet", row_group_size=10)
    store = tmp_path / "store"
    counts = bl.count_mentions(
        tmp_path / "a.parquet", codebook, store=store, processes=1, keep_mentions=True
    )
    for actor, row in counts.actors().iterrows():
        assert len(bl.stored_mentions(store, actor)) == row["mentions"]


def test_two_texts_of_one_id_are_two(tmp_path, codebook, stories):
    """In one row group and in two: each counts, and no sentence of one is taken for the other's."""
    names = news.names(40)
    rows = [f"{name} met nobody." for name in names[:4]]
    frame = pd.DataFrame({"id": ["x", "x", "x~2", "x"], "text": rows})
    for size in (1, 2, 4):
        path, store = tmp_path / f"{size}.parquet", tmp_path / f"store-{size}"
        frame.to_parquet(path, row_group_size=size)
        counts = bl.count_mentions(
            path, codebook, store=store, processes=1, keep_mentions=True, unit="document"
        )
        assert counts.documents == 4 and counts.edges().empty and counts.problems.empty
        assert bl.stored_mentions(store, "a0", "a1").empty
        assert len(bl.stored_mentions(store, "a3")) == 1


SCRIPT = """
import sys
import borderlab as bl
bl.count_mentions(sys.argv[1], bl.read_codebook(sys.argv[2]), store=sys.argv[3], processes=2)
"""


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path, codebook, stories):
    """Killed at four moments; what stands there is always whole, and the end is the same."""
    news.write_codebook(tmp_path / "codebook", 40)
    source, store = tmp_path / "data.parquet", tmp_path / "store"
    texts = [s.text for s in stories] * 6
    pd.DataFrame({"text": texts}).to_parquet(source, row_group_size=20)
    command = [sys.executable, "-c", SCRIPT, source, tmp_path / "codebook", store]
    kept = [0]
    for moment in range(4):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            done = len(list((store / "counts").glob("*.parquet"))) if store.exists() else 0
            if done > kept[-1] + moment:
                break
            time.sleep(0.01)
        process.kill()
        process.wait()
        kept.append(len(list((store / "counts").glob("*.parquet"))))
    assert kept == sorted(kept) and kept[-1] > kept[1] > 0
    whole = bl.count_mentions(source, codebook, processes=1)
    resumed = bl.count_mentions(source, codebook, store=store, processes=2)
    pd.testing.assert_frame_equal(resumed.table, whole.table)
    assert not list(store.rglob("*.part")) or os.name == "nt"


def test_the_sentences_behind_a_count_are_kept(dataset, codebook, tmp_path, stories):
    store = tmp_path / "store"
    counts = bl.count_mentions(dataset, codebook, store=store, processes=2, keep_mentions=True)
    for _, edge in counts.edges()[::40].iterrows():
        rows = bl.stored_mentions(store, edge["source"], edge["target"])
        assert rows["unit_id"].nunique() == edge["weight"]
        assert set(rows["actor_id"]) == {edge["source"], edge["target"]}
    text = {s.doc_id: s.text for s in stories}
    for actor, row in counts.actors()[::4].iterrows():
        rows = bl.stored_mentions(store, actor)
        assert (len(rows), rows["unit_id"].nunique()) == (row["mentions"], row["named"])
        for said in rows.itertuples():
            source = text[said.sentence_id.partition("#")[2].partition(":")[0]]
            assert source[said.start : said.end] == said.surface and said.surface in said.text
            assert said.text in source
    with pytest.raises(bl.BorderlabError, match="keeps no mentions"):
        bl.stored_mentions(tmp_path, "a1")
