"""What goes out and what comes in."""

from __future__ import annotations

import base64
import hashlib
import logging
import stat
from importlib.resources import files
from pathlib import Path

import pytest

from desk import DeskError
from desk.console import secret
from tests.console.conftest import Notes, Visit, sign_in, token_in

EVERYWHERE = ["/masuk", "/catatan", "/tidak-ada", "/catatan/gagal", "/static/console.css"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_response_allows_only_what_is_ours(visit: Visit, path: str) -> None:
    browser = visit()
    sign_in(browser)
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


def test_pages_name_no_other_site_and_no_inline_code(visit: Visit) -> None:
    browser = visit()
    for page in (browser.get("/masuk").text, sign_in(browser)):
        assert "//" not in page.replace("<!doctype html>", "")
        assert "style=" not in page and "onclick" not in page


def test_the_page_takes_only_the_htmx_that_was_published(visit: Visit) -> None:
    script = files("js_lib_htmx").joinpath("static/htmx/htmx.min.js").read_bytes()
    digest = base64.b64encode(hashlib.sha384(script).digest()).decode()
    browser = visit()
    assert f'src="/static/htmx.js" integrity="sha384-{digest}"' in browser.get("/masuk").text
    assert browser.get("/static/htmx.js").content == script


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "🙂" * 60_000, "a" * 60_000, "\u202eab\x00\x1b[31m", "{{ 7*7 }}"],
)
def test_hostile_text_is_shown_as_text(visit: Visit, notes: Notes, text: str) -> None:
    browser = visit()
    token = token_in(sign_in(browser))
    page = browser.post("/catatan", data={"isi": text, "token": token}).text
    assert notes.kept == [text]
    assert "<script>alert" not in page and "<p>49</p>" not in page


def test_too_much_is_refused(visit: Visit, notes: Notes) -> None:
    browser = visit()
    token = token_in(sign_in(browser))
    answer = browser.post("/catatan", data={"token": token, "isi": "a" * 3_000_000})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text and not notes.kept


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/tidak-ada", 404, "Halaman ini tidak ada"),
        ("/catatan/bukan-angka", 400, "tidak dapat dibaca"),
        ("/catatan/3", 500, "Catatan 3 sedang dipakai."),
        ("/keluar", 405, "hanya dipakai untuk mengirim"),
    ],
)
def test_failures_are_said_in_indonesian(visit: Visit, path: str, status: int, text: str) -> None:
    browser = visit()
    sign_in(browser)
    answer = browser.get(path)
    assert answer.status_code == status
    assert text in answer.text
    assert "<html" not in browser.get(path, headers={"HX-Request": "true"}).text


def test_what_nobody_foresaw_goes_to_the_log_and_not_to_the_user(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    browser = visit()
    sign_in(browser)
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/catatan/gagal")
    assert answer.status_code == 500
    assert "Gangguan" in answer.text and "rahasia dalam" not in answer.text
    code = caplog.records[-1].getMessage().split(":")[0]
    assert code in answer.text and "rahasia dalam" in caplog.text


def test_a_name_that_points_here_from_outside_is_refused(visit: Visit) -> None:
    answer = visit().get("/masuk", headers={"host": "jahat.example:8080"})
    assert answer.status_code == 400


def test_the_start_page_shows_the_pressing_first(visit: Visit) -> None:
    page = sign_in(visit())
    assert "Ada &lt;b&gt;galat&lt;/b&gt;." in page
    assert page.index("galat") < page.index("Ada kabar.")


def test_the_key_is_made_once_and_kept_close(tmp_path: Path) -> None:
    first = secret(tmp_path / "data")
    assert secret(tmp_path / "data") == first and len(first) == 64
    file = tmp_path / "data" / "console.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("pendek")
    with pytest.raises(DeskError, match="rusak"):
        secret(tmp_path / "data")
    with pytest.raises(DeskError, match="tidak dapat"):
        secret(file)
