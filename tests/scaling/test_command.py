"""`borderlab count` writes tables, goes on where it was, and refuses in one line."""

import pandas as pd
import pytest

from borderlab.cli import FINDINGS, USAGE, main


@pytest.fixture
def home(tmp_path, codebook):
    import news

    news.write_codebook(tmp_path / "study" / "seeds" / "codebook", 40)
    return tmp_path / "study"


def test_tables_are_written_and_a_second_run_adds_to_them(home, dataset, capsys):
    call = ["count", str(dataset), "--study", str(home), "--processes", "1", "--by", "year"]
    assert main(call) == 0
    assert "Counts of 60 documents" in (said := capsys.readouterr().out)
    assert "every text was counted" in said
    made = home / "build" / "counted"
    groups, edges = (pd.read_csv(made / f"{name}.csv") for name in ("groups", "edges"))
    assert groups["documents"].sum() == 60
    assert list(edges) == ["group", "source", "target", "weight"]
    pd.DataFrame({"text": ["", "Trade resumed."]}).to_parquet(dataset / "more.parquet")
    assert main(call) == FINDINGS
    said = capsys.readouterr().out
    assert "Counts of 61 documents" in said
    assert "more.parquet#1: 'more.parquet#1' has no text" in said
    assert main([*call, "--unit", "document"]) == USAGE
    assert "was counted with another unit='sentence'" in capsys.readouterr().err


def test_no_text_and_no_such_folder_are_told_apart(home, tmp_path, capsys):
    assert main(["count", str(tmp_path / "none"), "--study", str(home)]) == USAGE
    assert "does not exist" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["count", str(tmp_path / "empty"), "--study", str(home)]) == 0
    assert "Counts of 0 documents" in capsys.readouterr().out
