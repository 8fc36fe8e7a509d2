"""Building: cached, atomic, safe for two at once, and new FAQ words become known."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from models import Audio, BuildReport, Ears, Field, ModelError, build_graphs
from models.graph_words import ENTRIES, Entries
from models.graphs import field_folder
from models.lm.files import write_model
from models.lm.words import from_ngram
from models.ngram import count_model
from models.wordlists import WORDS

COMMANDS = (
    "ulangi, pelan pelan, petugas, operator, tidak, sudah, belum, ya, iya, betul, benar, bukan,"
    "salah, lewati, tidak ada, tidak tahu, tidak mau, tidak usah, nanti saja, terima kasih, halo,"
    "tunggu sebentar"
)


@pytest.fixture(scope="module")
def few_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Word lists and a general model cut short, so that builds are quick."""
    folder = tmp_path_factory.mktemp("few") / "words"
    shutil.copytree(WORDS, folder)
    for name in ("given-names.txt", "places.txt"):
        lines = (folder / name).read_text().splitlines()[:30]
        (folder / name).write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def few_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("few") / "general.npz"
    model = from_ngram(count_model([("saya", "mau", "tanya"), ("apa", "kabar")], 3))
    write_model(model, path, "for tests")
    return path


Build = Callable[[Path, list[str]], BuildReport]


@pytest.fixture
def build(few_words: Path, few_texts: Path) -> Build:
    return lambda out, asked: build_graphs(
        out, asked, words=few_words, general=few_texts, large=few_texts
    )


@pytest.mark.parametrize("field", list(Field))
def test_every_graph_hears_every_command(graphs: Path, field: Field) -> None:
    entries = Entries.read(field_folder(graphs, field) / "graph" / ENTRIES)
    for word in COMMANDS.replace(",", " ").split():
        found = entries.find(word)
        assert found is not None, word
        assert found.ways


def test_folder_is_whole_for_stock_vosk(graphs: Path) -> None:
    """Vosk alone, in a process of its own, opens every field's folder."""
    folders = [str(field_folder(graphs, field)) for field in Field]
    code = "import sys, vosk; vosk.SetLogLevel(-1); [vosk.Model(f) for f in sys.argv[1:]]"
    subprocess.run([sys.executable, "-c", code, *folders], check=True)


def test_second_build_finds_the_first_and_makes_nothing(graphs: Path, phrasings: list[str]) -> None:
    def written() -> dict[Path, tuple[int, int]]:
        found = [file for file in graphs.rglob("*") if file.name != ".lock"]
        return {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in found}

    before = written()
    assert not build_graphs(graphs, phrasings).rebuilt
    assert written() == before


def test_new_phrasing_makes_a_new_build(tmp_path: Path, build: Build) -> None:
    assert build(tmp_path, ["apa itu dapodik"]).rebuilt
    first = field_folder(tmp_path, Field.QUESTION)
    assert not build(tmp_path, ["apa itu dapodik"]).rebuilt
    assert build(tmp_path, ["apa itu dapodik", "apa itu simpatika"]).rebuilt
    second = field_folder(tmp_path, Field.QUESTION)
    assert first != second
    assert Entries.read(second / "graph" / ENTRIES).find("simpatika") is not None
    assert Entries.read(first / "graph" / ENTRIES).find("simpatika") is None


def test_failed_build_leaves_the_good_one(
    tmp_path: Path, few_words: Path, few_texts: Path, build: Build
) -> None:
    build(tmp_path / "graphs", [])
    good = field_folder(tmp_path / "graphs", Field.NAME)
    shutil.copytree(few_words, tmp_path / "words")
    (tmp_path / "words" / "yesno.txt").write_text("ya\nti4dak\n")
    with pytest.raises(ModelError, match=r"yesno\.txt:2"):
        build_graphs(
            tmp_path / "graphs", [], words=tmp_path / "words", general=few_texts, large=few_texts
        )
    assert field_folder(tmp_path / "graphs", Field.NAME) == good
    assert [p.name for p in (tmp_path / "graphs").glob(".new-*")] == []


def test_damaged_build_is_made_again(tmp_path: Path, build: Build) -> None:
    build(tmp_path, [])
    (field_folder(tmp_path, Field.DIGITS) / "graph" / "HCLG.fst").unlink()
    with pytest.raises(ModelError, match="Jalankan: sapa model build"):
        field_folder(tmp_path, Field.DIGITS)
    assert build(tmp_path, []).rebuilt
    assert field_folder(tmp_path, Field.DIGITS).is_dir()


def test_two_builds_at_once_do_the_work_once(tmp_path: Path, build: Build) -> None:
    reports: list[BuildReport] = []
    threads = [
        threading.Thread(target=lambda: reports.append(build(tmp_path, ["apa itu pip"])))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.rebuilt for report in reports) == [False, True]


def test_missing_acoustic_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pasang ulang Sapa"):
        build_graphs(tmp_path / "graphs", [], model=tmp_path / "nowhere")


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, build: Build) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="tidak dapat ditulis"):
        build(tmp_path / "file" / "graphs", [])


def test_ears_say_how_to_build_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"belum dibangun\. Jalankan: sapa model build"):
        Ears.load(graphs=tmp_path)


@pytest.mark.parametrize("voice", ["id+m3", "id+m7"])
def test_new_faq_word_is_known_only_after_the_build(
    graphs: Path,
    ears: Ears,
    taught: Ears,
    say: Callable[[str, str], Audio],
    voice: str,
) -> None:
    speech = say("saya mau tanya tentang simpatika", voice)
    before = ears.second_pass(Field.QUESTION, speech).words[-1]
    assert before.spelled or before.text != "simpatika"
    after = taught.second_pass(Field.QUESTION, speech)
    assert after.text.endswith("tentang simpatika") and not after.words[-1].spelled


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, phrasings: list[str]) -> Ears:
    """Ears whose FAQ knows one word more."""
    folder = tmp_path_factory.mktemp("taught")
    build_graphs(folder, [*phrasings, "saya mau tanya tentang simpatika", "apa itu Simpatika"])
    return Ears.load(graphs=folder)
