"""The FAQ's pages, asked over ASGI: the list, trying questions, hearing them."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from faq import Senses
from faq.check import check_folder
from faq.reported import Report, keep_report
from tests.faq.pages_over import START, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One to change."""
    return Office(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One that nobody changes."""
    return Office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture(scope="module")
def browser(shared: Office) -> TestClient:
    """Somebody signed in there."""
    return opened(shared)


def titles(page: str) -> list[str]:
    """The titles of the list, in order."""
    return re.findall(r'<td><a href="/tanya-jawab/[^"]+">([^<]+)</a>', page)


def test_the_list_shows_every_entry_with_its_state(browser: TestClient) -> None:
    page = browser.get("/tanya-jawab").text
    assert "8 butir." in page
    assert len(titles(page)) == 8
    assert page.count("boleh diucapkan</span>") == 8
    assert "31 Desember 2026" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cari=nuptk", ["Syarat NUPTK", "Tempat mengurus NUPTK"]),
        ("cari=ktp+IJAZAH", ["Syarat NUPTK"]),
        ("cari=zzz", []),
        ("topik=contoh&cari=sandi", ["Lupa kata sandi belajar.id"]),
        ("topik=tidak-ada", []),
        ("keadaan=belum-disahkan", []),
        ("keadaan=boleh&cari=pip", ["Besaran dana PIP"]),
        ("keadaan=sembarang&cari=pip", ["Besaran dana PIP"]),
        ("cari=" + "a" * 5000, []),
    ],
)
def test_the_list_is_narrowed(browser: TestClient, query: str, found: list[str]) -> None:
    assert titles(browser.get(f"/tanya-jawab?{query}").text) == found


def test_the_state_of_an_entry_follows_the_date(office: Office) -> None:
    browser = opened(office)
    office.move_to("2026-12-10")
    page = browser.get("/tanya-jawab?keadaan=segera-habis").text
    assert titles(page) == ["Besaran dana PIP"]
    assert "1 jawaban habis masa berlakunya dalam 30 hari" in browser.get("/").text
    office.move_to("2027-01-01")
    assert titles(browser.get("/tanya-jawab?keadaan=kedaluwarsa").text) == ["Besaran dana PIP"]
    assert "1 jawaban kedaluwarsa" in browser.get("/").text


def test_a_broken_file_is_shown_and_the_last_good_version_listed(office: Office) -> None:
    browser = opened(office)
    browser.get("/tanya-jawab")
    office.file().write_text("- id: [", encoding="utf-8")
    for path in ("/tanya-jawab", "/"):
        page = browser.get(path).text
        assert "contoh.yaml:1" in page and "Panggilan tetap dilayani" in page
    assert len(titles(browser.get("/tanya-jawab").text)) == 8


def test_without_any_good_version_the_pages_still_open(office: Office) -> None:
    office.file().write_text("- id: [", encoding="utf-8")
    browser = opened(office)
    for path in ("/", "/tanya-jawab", "/tanya-jawab/temuan"):
        assert browser.get(path).status_code == 200
    answer = browser.get("/tanya-jawab/coba?tanya=nuptk")
    assert answer.status_code == 500 and "contoh.yaml:1" in answer.text


def test_the_findings_of_the_check_are_listed(office: Office) -> None:
    browser = opened(office)
    office.change("answer: Siapkan KTP dan ijazah.", "answer: Siapkan {{berkas}}.")
    page = "sedang diperiksa"
    while "sedang diperiksa" in page:
        page = browser.get("/tanya-jawab/temuan", headers={"HX-Request": "true"}).text
    assert "<html" not in page and "tempat kosong" in page
    assert 'href="/tanya-jawab/nuptk-syarat"' in page


def test_a_question_is_tried(browser: TestClient) -> None:
    page = browser.get("/tanya-jawab/coba?tanya=lupa+kode+registrasi+dapodik").text
    assert "Dijawab" in page and "Sapa: Hubungi pengelola data di dinas." in page
    assert "Lupa kode registrasi Dapodik" in page and "paling mirip ucapan" in page
    assert re.search(r"\d+%", page)


def test_two_questions_at_once_are_taken_apart(browser: TestClient) -> None:
    question = "lupa kode registrasi dapodik terus dana pip smp berapa"
    page = browser.get("/tanya-jawab/coba", params={"tanya": question}).text
    assert "Pertanyaan 2" in page and "Besaran dana PIP" in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "🙂", "\x00\x07", "{{7*7}}", "' or 1"]
)
def test_odd_questions_are_harmless(browser: TestClient, text: str) -> None:
    answer = browser.get("/tanya-jawab/coba", params={"tanya": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_question_may_not_be_endless(browser: TestClient) -> None:
    answer = browser.get("/tanya-jawab/coba", params={"tanya": "kode " * 5000})
    assert answer.status_code == 422 and "terlalu panjang" in answer.text


def test_what_sapa_would_say_can_be_heard(shared: Office, browser: TestClient) -> None:
    page = browser.get("/tanya-jawab/coba?tanya=lupa+kode+registrasi+dapodik").text
    found = re.search(r'src="(/tanya-jawab/suara/[0-9a-f]+\.wav)"', page)
    assert found
    sound = browser.get(found[1])
    assert sound.headers["content-type"] == "audio/wav"
    assert sound.content == shared.wav("Sapa: Hubungi pengelola data di dinas.")
    assert browser.get("/tanya-jawab/suara/tidak-ada.wav").status_code == 404


def test_the_findings_are_those_of_the_command(office: Office) -> None:
    def unspeakable(text: str) -> str | None:
        return "terlalu asing" if "NUPTK" in text else None

    def told() -> str:
        page = "sedang diperiksa"
        while "sedang diperiksa" in page:
            page = visitor.get("/tanya-jawab/temuan").text
        return html.unescape(page)

    def expected() -> list[str]:
        found = check_folder(office.folder, START, unspeakable=unspeakable)
        return [finding.message for finding in found]

    office.around = replace(office.around, senses=Senses(unspeakable=unspeakable))
    visitor = opened(office)
    assert expected() and "terlalu asing" in told()
    assert all(message in told() for message in expected())
    said = "nuptk diajukan ke mana ya bu"
    keep_report(office.folder, Report(said, "nuptk-tempat", "nuptk-syarat", START))
    assert said in told() and "reported.tsv:3" in told()
    assert all(message in told() for message in expected())
    office.file().write_text("- id: [", encoding="utf-8")
    (broken,) = expected()
    assert broken in told() and said not in told()
