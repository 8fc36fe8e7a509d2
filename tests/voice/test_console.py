"""The console as ``sapa console`` puts it together: real speech, real entries."""

from __future__ import annotations

import io
import socket
import wave
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from desk import DeskError
from tests.voice.conftest import settings_at
from voice.cli import app
from voice.console import access, open_console
from voice.errors import VoiceError
from voice.office import ZonedClock, open_desk
from voice.settings import Settings, load_settings


def visiting(settings: Settings) -> TestClient:
    """A browser with somebody signed in."""
    console = open_console(settings, access(settings))
    browser = TestClient(console, base_url="http://127.0.0.1")
    token = browser.get("/masuk").text.split('name="token" value="')[1].split('"')[0]
    browser.post("/masuk", data={"token": token, "nama": "Rina"}, follow_redirects=False)
    return browser


def test_what_callers_asked_in_vain_is_counted_and_suggested(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    browser = visiting(settings)
    assert "belum terjawab" not in browser.get("/").text
    question, now = "jam buka perpustakaan keliling", ZonedClock(settings).now()
    with open_desk(settings) as desk:
        call = desk.start_call("uji")
        call.match(question, None, 0.1, "escalate", now, "outside")
        call.end("abandoned", now)
    assert "1 pertanyaan penelepon minggu ini belum terjawab" in browser.get("/").text
    page = browser.get("/tanya-jawab/saran").text
    while "sedang disusun" in page:
        page = browser.get("/tanya-jawab/saran").text
    assert question in page


def test_records_that_cannot_be_read_are_said_and_the_faq_goes_on(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sapa.db").write_text("bukan basis data" * 100)
    browser = visiting(settings_at(tmp_path))
    page = browser.get("/").text
    assert 'class="note bad"' in page and "sapa.db" in page
    assert browser.get("/tanya-jawab").status_code == 200


def test_an_answer_is_heard_as_a_caller_would(tmp_path: Path) -> None:
    browser = visiting(settings_at(tmp_path))
    page = browser.get("/tanya-jawab/coba?tanya=lupa+kode+registrasi+dapodik").text
    path = page.split('<audio controls preload="none" src="')[1].split('"')[0]
    with wave.open(io.BytesIO(browser.get(path).content)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert sound.getnframes() > 3 * 8000
    assert (tmp_path / "data" / "console.key").is_file()


def test_the_console_stays_on_this_computer_unless_it_has_a_password(tmp_path: Path) -> None:
    settings = load_settings()
    assert access(settings).local
    with pytest.raises(DeskError, match="wajib berkata sandi"):
        access(settings, host="0.0.0.0")
    file = tmp_path / "sapa.toml"
    file.write_text('[console]\nhost = "0.0.0.0"\nport = 9000\npassword = "rahasia-kantor"\n')
    settings = load_settings(file)
    assert "rahasia-kantor" not in repr(settings)
    assert access(settings).admits("rahasia-kantor") and access(settings).port == 9000
    assert access(settings, port=0).port == 0


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["console", "--port", port])
    assert isinstance(result.exception, VoiceError)
    assert f"127.0.0.1:{port}" in str(result.exception) and "--port" in str(result.exception)


def test_an_address_that_is_none_is_named() -> None:
    result = CliRunner().invoke(app, ["console", "--host", "bukan alamat"])
    assert isinstance(result.exception, DeskError)
