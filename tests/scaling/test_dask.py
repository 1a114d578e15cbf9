"""A real cluster of two processes gives the bytes of one, also when one of them is killed."""

import os
import signal
from pathlib import Path

import dask.dataframe as dd
import pandas as pd
import pytest
from killing import DEADLY, Killing

import borderlab as bl
from borderlab.scaling import count
from borderlab.scaling.on_dask import local_cluster

pytestmark = pytest.mark.filterwarnings("ignore")  # of a cluster whose workers are killed


@pytest.fixture(scope="module")
def cluster():
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)  # what workers import
    with local_cluster(2) as running:
        yield running
    os.environ.pop("PYTHONPATH")
    if before is not None:
        os.environ["PYTHONPATH"] = before


@pytest.fixture
def client(cluster):
    with cluster.get_client() as client:
        client.wait_for_workers(2)
        yield client


def test_nothing_listens_beyond_this_machine(client):
    info = client.scheduler_info()
    places = [info["address"], *(worker for worker in info["workers"])]
    places += [worker["nanny"] for worker in info["workers"].values()]
    assert all(place.startswith("tcp://127.0.0.1:") for place in places), places
    for port in [info["services"].get("dashboard"), *(
        worker["services"].get("dashboard") for worker in info["workers"].values())]:  # fmt: skip
        held = table.read_text() if (table := Path("/proc/net/tcp")).exists() else ""
        assert not port or f"00000000:{port:04X} " not in held


def test_files_row_groups_and_a_dask_dataframe_give_the_bytes_of_one_process(
    folder, dataset, codebook, client
):
    whole = bl.count_mentions(dataset, codebook, processes=1, by="year")
    frame = dd.read_parquet(dataset, split_row_groups=True)
    assert frame.npartitions == 7
    for source in (dataset, frame):
        found = bl.count_mentions(source, codebook, client=client, by="year")
        pd.testing.assert_frame_equal(found.table, whole.table)
        pd.testing.assert_frame_equal(found.problems, whole.problems)
        assert found.choices == whole.choices
    one = bl.count_mentions(folder, codebook, processes=1)
    pd.testing.assert_frame_equal(
        bl.count_mentions(folder, codebook, client=client).table, one.table
    )


def test_a_worker_killed_in_the_middle_changes_nothing(dataset, codebook, client, tmp_path):
    whole = bl.count_mentions(dataset, codebook, processes=1)
    pids = client.run(os.getpid)
    killed = []

    class Watched:
        """The store's place: after the first chunk, one of the two workers is killed."""

        def __init__(self, *given):
            pass

        def take_up(self, pieces):
            return iter(()), pieces

        def write(self, chunk, counted):
            if not killed:
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)
            return counted.counts

        def finish(self):
            pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count, "_Store", Watched)
        found = bl.count_mentions(dataset, codebook, client=client)
    assert killed
    pd.testing.assert_frame_equal(found.table, whole.table)
    assert found.problems.empty


@pytest.mark.parametrize("kind", ["file", "rows", "frame"])
def test_a_document_that_kills_its_workers_is_one_row(
    kind, folder, tmp_path, stories, codebook, client, monkeypatch
):
    for path in sorted(folder.iterdir())[7:]:
        path.unlink()
    whole = bl.count_mentions(folder, codebook, processes=1)
    monkeypatch.setattr(count, "Setting", Killing)
    texts = [s.text for s in stories]
    path = tmp_path / "with.parquet"
    pd.DataFrame({"text": [*texts[:3], DEADLY, *texts[3:7]]}).to_parquet(path, row_group_size=5)
    if kind == "file":
        (folder / "deadly.txt").write_text(DEADLY)
    source, place = {
        "file": (folder, "deadly.txt"),
        "rows": (path, "with.parquet#0:3"),
        "frame": (dd.read_parquet(path, split_row_groups=True), "partition 0#0:3"),
    }[kind]
    found = bl.count_mentions(source, codebook, client=client)
    assert found.problems[["path", "code"]].to_numpy().tolist() == [[place, "process-died"]]
    pd.testing.assert_frame_equal(found.table, whole.table)


def test_missing_cells_of_a_frame_are_what_they_are_in_a_file(tmp_path, stories, codebook, client):
    rows = [{"id": n, "title": None if n % 2 else "Ports", "author": None, "text": s.text}
            for n, s in enumerate(stories[:6])]  # fmt: skip
    rows.append({"id": 6, "title": None, "author": None, "text": None})
    path = tmp_path / "a.parquet"
    pd.DataFrame(rows).to_parquet(path)
    whole = bl.count_mentions(path, codebook, processes=1)
    found = bl.count_mentions(dd.read_parquet(path), codebook, client=client)
    pd.testing.assert_frame_equal(found.table, whole.table)
    assert list(found.problems["code"]) == list(whole.problems["code"]) == ["empty-record"]


def test_a_frame_needs_a_client_and_takes_no_store(dataset, codebook, tmp_path):
    frame = dd.read_parquet(dataset)
    with pytest.raises(bl.BorderlabError, match="needs client="):
        bl.count_mentions(frame, codebook)
    with pytest.raises(bl.BorderlabError, match="no store="):
        bl.count_mentions(frame, codebook, client=object(), store=tmp_path)
