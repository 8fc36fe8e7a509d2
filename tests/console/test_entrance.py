"""Who comes in, and that nothing typed is lost at the door."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from desk import DeskError, SetClock
from desk.console import Access
from tests.console.conftest import SECRET, Notes, Visit, sign_in, token_in

PASSWORD = "sandi-kantor-7"


def hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of a page, as a browser would post them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [(name, html.unescape(value)) for name, value in found]


def resend(browser: TestClient, page: str, path: str) -> str:
    """Post the last form of a page on, as its button does."""
    part = page.rsplit("<form", 1)[-1]
    return browser.post(path, data=dict(hidden(part))).text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_this_computer_needs_no_password(host: str) -> None:
    assert Access(host).local


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "kantor.local", "127.0.0.1.id"])
def test_other_computers_need_one(host: str) -> None:
    with pytest.raises(DeskError, match="wajib berkata sandi"):
        Access(host)
    assert Access(host, password=PASSWORD).names == ["*"]
    with pytest.raises(DeskError, match="terlalu pendek"):
        Access(host, password="1234")
    assert PASSWORD not in repr(Access(host, password=PASSWORD))


def test_every_page_asks_to_sign_in_and_leads_back(visit: Visit) -> None:
    browser = visit()
    for path in ("/", "/catatan", "/catatan/3?x=1"):
        answer = browser.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/masuk?lanjut=")
    page = sign_in(browser, lanjut="/catatan")
    assert "Catatan" in page and "Rina" in page


def test_the_name_alone_is_asked_on_this_computer(visit: Visit) -> None:
    page = visit().get("/masuk").text
    assert 'name="nama"' in page and 'name="sandi"' not in page


def test_the_password_is_asked_where_there_is_one(visit: Visit) -> None:
    browser = visit(Access("0.0.0.0", password=PASSWORD))
    assert 'name="sandi"' in browser.get("/masuk").text
    assert "Kata sandi salah" in sign_in(browser, password="salah")
    assert browser.get("/", follow_redirects=False).status_code == 303
    assert "Perlu diperhatikan" in sign_in(browser, password=PASSWORD)


def test_guessing_passwords_is_slowed_down(visit: Visit, clock: SetClock) -> None:
    browser = visit(Access("0.0.0.0", password=PASSWORD))
    for _ in range(5):
        assert "Kata sandi salah" in sign_in(browser, password="tebakan")
    assert "Coba lagi 5 menit lagi" in sign_in(browser, password=PASSWORD)
    clock.advance(minutes=5, seconds=1)
    assert "Perlu diperhatikan" in sign_in(browser, password=PASSWORD)


@pytest.mark.parametrize("name", ["", "   ", "...", "a" * 61, "Ri\x00na", "\u202e\u202e"])
def test_a_name_must_be_readable(visit: Visit, name: str) -> None:
    assert 'role="alert"' in sign_in(visit(), name=name)


@pytest.mark.parametrize(
    "target", ["//jahat.example", "https://jahat.example", "/\\jahat.example", "/\n/jahat"]
)
def test_nobody_is_led_elsewhere(visit: Visit, target: str) -> None:
    browser = visit()
    token = token_in(browser.get("/masuk").text)
    data = {"token": token, "nama": "Rina", "lanjut": target}
    answer = browser.post("/masuk", data=data, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_signing_out(visit: Visit) -> None:
    browser = visit()
    page = sign_in(browser)
    browser.post("/keluar", data={"token": "bukan"})
    assert browser.get("/", follow_redirects=False).status_code == 200
    browser.post("/keluar", data={"token": token_in(page)})
    assert browser.get("/", follow_redirects=False).status_code == 303


def test_the_cookie_is_closed_to_scripts_and_other_sites(visit: Visit) -> None:
    browser = visit()
    token = token_in(browser.get("/masuk").text)
    answer = browser.post("/masuk", data={"token": token, "nama": "Rina"}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_a_cookie_of_another_key_or_password_is_worthless(visit: Visit) -> None:
    browser = visit()
    sign_in(browser)
    cookie = browser.cookies["sapa"]
    others = [visit(secret=SECRET[::-1]), visit(Access(password=PASSWORD)), visit()]
    for other in others:
        other.cookies["sapa"] = cookie
    seen = [other.get("/", follow_redirects=False).status_code for other in others]
    assert seen == [303, 303, 200]


def test_a_form_posted_after_the_session_ended_is_kept(visit: Visit, notes: Notes) -> None:
    browser = visit()
    text = '<b>"baris" satu</b>\nbaris dua & tiga'
    page = browser.post("/catatan", data={"isi": text, "token": "lama"}).text
    assert "isian Anda tidak hilang" in page
    assert not notes.kept
    fields = dict(hidden(page)) | {"nama": "Rina"}
    page = browser.post("/masuk", data=fields).text
    assert "Isian Anda masih ada" in page
    resend(browser, page, "/catatan")
    assert notes.kept == [text]


@pytest.mark.parametrize("path", ["/catatan", "/tidak-ada"])
def test_what_a_page_asks_by_itself_leaves_the_open_sign_in_page_alone(
    visit: Visit, path: str
) -> None:
    browser = visit()
    page = browser.post("/catatan", data={"isi": "teks", "token": "lama"}).text
    sent = browser.cookies["sapa"]
    # Asked before the sign-in page was there, answered after it.
    browser.cookies.clear()
    for answer in (
        browser.get(path, headers={"HX-Request": "true"}),
        browser.post(path, data={"isi": "te"}, headers={"HX-Request": "true"}),
    ):
        assert answer.status_code in (401, 404, 405)
        assert "set-cookie" not in answer.headers
    browser.cookies["sapa"] = sent
    page = browser.post("/masuk", data=dict(hidden(page)) | {"nama": "Rina"}).text
    assert "Isian Anda masih ada" in page


def test_a_form_of_an_earlier_session_is_asked_for_again(visit: Visit, notes: Notes) -> None:
    browser = visit()
    sign_in(browser)
    page = browser.post("/catatan", data={"isi": "teks", "token": "lama"}).text
    assert not notes.kept
    resend(browser, page, "/catatan")
    assert notes.kept == ["teks"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://jahat.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_s_form_is_refused(
    visit: Visit, notes: Notes, headers: dict[str, str]
) -> None:
    browser = visit()
    token = token_in(sign_in(browser))
    answer = browser.post("/catatan", data={"isi": "x", "token": token}, headers=headers)
    assert answer.status_code == 403
    assert not notes.kept and 'value="x"' not in answer.text
