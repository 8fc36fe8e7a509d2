"""Scenario files: what they say, and every mistake named with its file and line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from voice.caller import Answer, Codec, Noise, load_scenario
from voice.errors import VoiceError

WHOLE = """\
name: Lupa kode
description: Mendapat jawaban.
at: 2026-11-23T09:10:00+07:00
voice: bapak
codec: mulaw
noise: babble
snr_db: 12.5
seed: 7
answers:
  question:
    - Saya lupa kode.
    - {say: Kode registrasi., delay: 2}
  name: ""
  phone: [nol delapan, {hangup: true}]
  district: {say: Kota Medan, hangup_after: 1.2}
  more: [{silent: true}, {say: Tidak., repeat: true}]
expect:
  outcome: answered
  entry: dapodik-kode
  ticket: no
  form: {district: Kota Medan, phone: "081"}
  spoken: [salam, penutup]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "skenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_scenario_is_read(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, WHOLE))
    assert (scenario.name, scenario.voice, scenario.seed) == ("Lupa kode", "bapak", 7)
    assert scenario.at == datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
    assert (scenario.codec, scenario.noise, scenario.snr_db) == (Codec.MULAW, Noise.BABBLE, 12.5)
    assert scenario.answers == {
        "question": (Answer("Saya lupa kode."), Answer("Kode registrasi.", delay=2.0)),
        "name": (Answer(repeat=True),),
        "phone": (Answer("nol delapan"), Answer(hangup=True)),
        "district": (Answer("Kota Medan", hangup_after=1.2, repeat=True),),
        "more": (Answer(), Answer("Tidak.", repeat=True)),
    }
    assert scenario.texts == (
        "Saya lupa kode.", "Kode registrasi.", "nol delapan", "Kota Medan", "Tidak.",
    )  # fmt: skip
    expect = scenario.expect
    assert (expect.outcome, expect.entries, expect.ticket) == (
        "answered", ("dapodik-kode",), False,
    )  # fmt: skip
    assert expect.form == {"district": "Kota Medan", "phone": "081"}
    assert expect.spoken == ("salam", "penutup")


def test_a_small_scenario_is_enough(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, "name: Diam\nanswers: {}\n"))
    assert scenario.texts == () and scenario.snr_db is None and scenario.at is None
    assert scenario.expect.ticket is None


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("name: Lupa kode", "nama: Lupa kode", 1, '"nama" tidak dikenal'),
        ("name: Lupa kode\n", "", 1, 'harus memuat "name"'),
        ("2026-11-23T09:10:00+07:00", "2026-11-23T09:10:00", 3, "waktu dengan zona"),
        ("2026-11-23T09:10:00+07:00", "kemarin", 3, "waktu dengan zona"),
        ("voice: bapak", "voice: sapa", 4, '"sapa" tidak dikenal'),
        ("codec: mulaw", "codec: opus", 5, '"opus" tidak dikenal'),
        ("noise: babble", "noise: hujan", 6, '"hujan" tidak dikenal'),
        ("snr_db: 12.5", "snr_db: keras", 7, "angka antara -10 dan 60"),
        ("snr_db: 12.5", "snr_db: 400", 7, "angka antara -10 dan 60"),
        ("snr_db: 12.5", "snr_db: .nan", 7, "angka antara -10 dan 60"),
        ("seed: 7", "seed: 7.5", 8, "bilangan bulat"),
        ("seed: 7", "name: Dua", 8, "tertulis dua kali"),
        ("  question:", "  pertanyaan:", 10, '"pertanyaan" tidak dikenal'),
        ("    - Saya lupa kode.", "    - [satu, dua]", 11, "harus berupa teks"),
        ("    - Saya lupa kode.", "    -", 11, "harus berupa teks"),
        ("delay: 2", "delay: -1", 12, "angka antara 0 dan 600"),
        ("delay: 2", "tunggu: 2", 12, '"tunggu" tidak dikenal'),
        ("delay: 2", "hangup: true", 12, "harus memuat satu dari"),
        ("delay: 2", "repeat: mungkin", 12, "true atau false"),
        ("{hangup: true}", "{hangup: false}", 14, "hanya boleh true"),
        ("{hangup: true}", "{hangup: true, hangup_after: 1}", 14, 'bersama "say"'),
        ("{silent: true}", "{silent: true, repeat: true}", 16, "baris terakhir"),
        ("outcome: answered", "hasil: answered", 18, '"hasil" tidak dikenal'),
        ("outcome: answered", "outcome: [a]", 18, "harus berupa teks"),
        ("form: {district: Kota Medan, phone: \"081\"}", "form: Medan", 21, "kunci: nilai"),
        ("answers:\n", "answers: [\n", 11, "susunan YAML salah"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in WHOLE
    path = written(tmp_path, WHOLE.replace(old, new, 1))
    with pytest.raises(VoiceError) as mistake:
        load_scenario(path)
    sentence = str(mistake.value)
    assert sentence.startswith(f"{path}:{line}: ") and words in sentence
    assert "\n" not in sentence and sentence.endswith(".")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"\xff\xfe\x00bukan", "bukan teks UTF-8"),
        (b"name: \x07", "huruf yang tidak sah"),
        (b"- satu\n- dua\n", "kunci: nilai"),
        (b"[" * 5000, "YAML"),
    ],
)
def test_a_file_that_is_no_scenario_is_one_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(VoiceError, match=words):
        load_scenario(path)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="tidak dapat dibaca"):
        load_scenario(tmp_path / "tiada.yaml")


def test_the_scenarios_that_come_along_are_sound() -> None:
    files = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
    assert len(files) >= 2
    names = [load_scenario(file).name for file in files]
    assert len(set(names)) == len(names)
