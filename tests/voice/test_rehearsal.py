"""What writers of the FAQ are told about speech and hearing, by the real parts."""

from __future__ import annotations

import wave
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk import load_procedure
from faq import Candidate, Decision, FaqBook, Matcher
from voice.cli import app
from voice.errors import VoiceError
from voice.rehearsal import TICKET_BLANK, Said, reply, senses, unspeakable
from voice.settings import Settings
from voice.speech import open_speaker

TODAY = date(2026, 11, 24)
REPOSITORY = Path(__file__).parents[2]


def test_an_answer_is_written_as_a_telephone_gives_it(tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    entries = (REPOSITORY / "faq/entries/pip.yaml").read_text(encoding="utf-8")
    (tmp_path / "entries/pip.yaml").write_text(entries, encoding="utf-8")
    config = tmp_path / "sapa.toml"
    config.write_text('[knowledge]\nfolder = "entries"\n', encoding="utf-8")
    file = tmp_path / "jawaban.wav"
    args = ["--config", str(config), "faq", "say", "pip-pengertian", "--out", str(file)]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0, result.output
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert sound.getnframes() > 5 * 8000


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    said = Said(open_speaker(None).render("halo"))
    assert said.seconds > 0.2
    with pytest.raises(VoiceError, match="tidak dapat ditulis"):
        said.write(tmp_path / "tiada" / "a.wav")


def test_words_the_ears_do_not_know(settings: Settings) -> None:
    look = senses(settings, lambda: open_speaker(None))
    found = look.unheard(["lupa kode registrasi dapodik", "xylofonqu Привет PIP 😀", "sptzq"])
    assert found is not None
    assert [(word.word, word.heard_as, word.sure) for word in found] == [
        ("Привет", "", False),
        ("xylofonqu", "ksylofonku", False),
        ("sptzq", "espetezetki", False),
    ]


def test_nothing_is_said_about_hearing_without_graphs(settings: Settings, tmp_path: Path) -> None:
    storage = settings.storage.model_copy(update={"graphs": tmp_path})
    bare = settings.model_copy(update={"storage": storage})
    look = senses(bare, lambda: open_speaker(None))
    assert look.unheard(["kata"]) is None
    seconds = look.seconds("Dana PIP sebesar Rp450.000 setahun.")
    assert seconds is not None
    assert 2.0 < seconds < 8.0
    assert look.seconds("...") is None


def test_whatever_ships_can_be_said() -> None:
    for entry in FaqBook.load():
        assert unspeakable(entry.title) is None
        assert unspeakable(entry.answer) is None


@pytest.mark.parametrize("text", ["", "?!", "😀", "日本語", "Kirim ke Привет saja"])
def test_what_cannot_be_said(text: str) -> None:
    assert unspeakable(text)


def test_the_first_sentence_after_a_question() -> None:
    procedure = load_procedure()
    matcher = Matcher(FaqBook.load())
    book = matcher.book

    def said(question: str) -> str:
        found = matcher.match(question, TODAY)
        return reply(procedure, found, TODAY, lambda key: f"Unit {key or 'ult'}")

    entry = book.get("dapodik-kode-registrasi-lupa")
    assert entry is not None
    assert said("lupa kode registrasi dapodik") == entry.answer
    assert "kalimat lain" in said("")
    assert said("guru baru mau punya nuptk ketentuannya apa aja").startswith("Apakah Bapak/Ibu")
    match = matcher.match("lupa kode registrasi dapodik", TODAY)
    passed_on = reply(
        procedure,
        replace(match, decision=Decision.ESCALATE),
        TODAY,
        lambda key: f"Unit {key}",
    )
    assert "Unit dapodik" in passed_on
    assert TICKET_BLANK in passed_on
    silent = book.get("pip-besaran")
    assert silent is not None
    both = tuple(Candidate(one, 0.5) for one in (entry, silent))
    close = replace(match, decision=Decision.CLARIFY, entry=None, candidates=both)
    assert reply(procedure, close, TODAY, str) == f"Apakah Bapak/Ibu menanyakan: {entry.title}?"
    verified = replace(silent, verified_by="Rina", verified_on=TODAY)
    close = replace(close, candidates=(both[0], Candidate(verified, 0.5)))
    assert reply(procedure, close, TODAY, str) == (
        f"Apakah Bapak/Ibu menanyakan: {entry.title}? Atau: {silent.title}?"
    )
