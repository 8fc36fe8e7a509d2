"""From what callers asked in vain to an entry that answers it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from faq import FaqBook
from tests.faq.asked import Asked
from tests.faq.pages_over import Office, opened, token_in
from tests.faq.test_pages_writing import NEW, fields, post

VAIN = "harga <b>cabai</b> merah di pasar"
FOREIGN = ["jam buka perpustakaan keliling", "perpustakaan keliling buka jam berapa"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    now = office.now()
    office.heard = [
        Asked(3, "kuota internet sekolah habis", now - timedelta(days=20), "ULT-2026-000003"),
        *(Asked(at, FOREIGN[at % 2], now - timedelta(hours=9 - at)) for at in range(4, 8)),
        Asked(8, "lupa kode registrasi Dapodik", now, "ULT-2026-000008"),
        Asked(9, VAIN, now, "ULT-2026-000009"),
    ]
    return office


@pytest.fixture
def browser(office: Office) -> TestClient:
    return opened(office)


def suggested(browser: TestClient, days: int = 7) -> str:
    while True:
        page = browser.get(f"/tanya-jawab/saran/daftar?hari={days}")
        assert page.status_code == 200 and "<html" not in page.text
        if "sedang disusun" not in page.text:
            return page.text


def test_questions_in_vain_are_grouped_with_their_calls_and_tickets(browser: TestClient) -> None:
    page = suggested(browser)
    first = page.split("</article>")[0]
    assert "4 penelepon bertanya" in first
    assert all(f'value="{wording}"' in first for wording in FOREIGN)
    assert re.search("panggilan (5, 7|7, 5)", first)
    assert "lupa kode registrasi" not in page, "it has its answer"


def test_older_questions_come_with_a_longer_period(browser: TestClient) -> None:
    assert "kuota internet" not in suggested(browser)
    page = suggested(browser, 30)
    assert "kuota internet" in page and "ULT-2026-000003" in page


@pytest.mark.parametrize("days", ["0", "-1", "8", "99999"])
def test_another_period_is_the_week(browser: TestClient, days: str) -> None:
    assert "kuota internet" not in browser.get(f"/tanya-jawab/saran/daftar?hari={days}").text


def test_wordings_are_text_and_never_markup(browser: TestClient) -> None:
    page = suggested(browser)
    assert "<b>cabai</b>" not in page and html.escape("<b>cabai</b>") in page


def test_a_suggestion_becomes_a_new_entry_and_is_suggested_no_more(
    office: Office, browser: TestClient
) -> None:
    query = urlencode({"ucapan": [*FOREIGN, FOREIGN[0].upper()]}, doseq=True)
    page = browser.get(f"/tanya-jawab/baru?{query}").text
    assert fields(page)["cara"].split("\n") == FOREIGN
    asks = "\n".join([*FOREIGN, "perpustakaan keliling jadwalnya kapan"])
    data = {**NEW, "judul": "Perpustakaan keliling", "cara": asks, "token": token_in(page)}
    assert "Tersimpan" in browser.post("/tanya-jawab/baru", data=data).text
    assert "perpustakaan" not in suggested(browser)


def test_a_wording_is_added_to_an_entry(office: Office, browser: TestClient) -> None:
    path = f"/tanya-jawab/nuptk-syarat?{urlencode({'ucapan': 'guru honor NUPTK perlu apa'})}"
    page = browser.get(path).text
    assert fields(page)["cara"].split("\n")[-1] == "guru honor NUPTK perlu apa"
    assert len(FaqBook.load(office.folder).get("nuptk-syarat").ask) == 3  # type: ignore[union-attr]
    data = {**fields(page), "aksi": "simpan"}
    assert "Tersimpan" in browser.post("/tanya-jawab/nuptk-syarat", data=data).text
    entry = FaqBook.load(office.folder).get("nuptk-syarat")
    assert entry is not None and len(entry.ask) == 4
    assert entry.verified_by == "Petugas", "the answer is what it was"


def test_an_answer_that_is_withheld_is_to_be_vouched_for(
    office: Office, browser: TestClient
) -> None:
    post(browser, "/tanya-jawab/nuptk-tempat", jawaban="Ke dinas pendidikan kabupaten.")
    office.heard.append(Asked(10, "NUPTK diajukan ke mana", office.now()))
    page = suggested(browser)
    assert "belum boleh diucapkan" in page
    assert 'href="/tanya-jawab/nuptk-tempat">Lengkapi atau sahkan' in page


def test_nothing_asked_in_vain_is_said_so(office: Office, browser: TestClient) -> None:
    office.heard = []
    assert "Tidak ada pertanyaan yang belum terjawab" in suggested(browser)
