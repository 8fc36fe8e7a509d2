"""The first page counts what found no answer as the commands do."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from starlette.testclient import TestClient

from desk import Desk
from faq import unanswered_count
from tests.voice.conftest import settings_at
from voice.console import access, open_console
from voice.office import ZonedClock, open_desk
from voice.settings import Settings


def call(desk: Desk, settings: Settings, *asked: tuple[str, str | None, str, str]) -> None:
    """A call with matches: question, entry, decision and cause of each."""
    now = ZonedClock(settings).now()
    one = desk.start_call("uji")
    for question, entry, decision, cause in asked:
        one.match(question, entry, 0.9, decision, now, cause)
    one.end("abandoned", now)


def first_page(settings: Settings) -> str:
    browser = TestClient(open_console(settings, access(settings)), base_url="http://127.0.0.1")
    token = re.findall(r'name="token" value="([^"]+)"', browser.get("/masuk").text)[-1]
    browser.post("/masuk", data={"token": token, "nama": "Rina"}, follow_redirects=False)
    return browser.get("/").text


def test_personal_cases_and_answers_are_no_unanswered_questions(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    with open_desk(settings) as desk:
        call(desk, settings, ("sktp saya kapan terbit", None, "escalate", "case"))
        call(desk, settings, ("lupa kode registrasi", "kode-lupa", "answer", "matched"))
    assert "belum terjawab" not in first_page(settings)
    with open_desk(settings) as desk:
        call(
            desk,
            settings,
            ("jam buka perpustakaan keliling", None, "escalate", "outside"),
            ("siapa juru masak kantor", None, "escalate", "outside"),
        )
        call(desk, settings, ("cek data saya", None, "escalate", "case"))
        week = ZonedClock(settings).beginning(ZonedClock(settings).now().date()) - timedelta(days=6)
        count = unanswered_count(desk.questions(week))
    assert count == 2
    assert f"{count} pertanyaan penelepon minggu ini belum terjawab" in first_page(settings)
