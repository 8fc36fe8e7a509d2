"""The console in a real browser: with the keyboard, on a small screen, with and without scripts."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from desk.console import Access, application
from faq import FaqBook, FaqError
from tests.faq.pages_over import Office, console

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium belum terpasang")

NARROW = 390
PAGES = [
    "/",
    "/tanya-jawab",
    "/tanya-jawab/baru",
    "/tanya-jawab/nuptk-syarat",
    "/tanya-jawab/nuptk-syarat/hapus",
    "/tanya-jawab/coba?tanya=lupa+kode+registrasi+dapodik",
    "/tanya-jawab/saran",
    "/tanya-jawab/riwayat",
    "/tidak-ada",
]
ASKS = "Rute dibuka kapan\nkapan pendaftaran Rute\njadwal Rute xyzabc tahun ini"
ANSWER = "Jadwal Rute diumumkan di laman resmi kementerian."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--lang=id"]
        )
        yield browser
        browser.close()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """A console that is served, by its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = application(Access(), "uji" * 20, [console(office)], failures=(FaqError,))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


_CURSOR_TAKEN = "Autofocus processing was blocked because a document already has a focused element."


class Visit:
    """A page of the browser that notes what should not happen.

    Attributes:
        page: the page.
        noise: errors and refusals that the browser reported.
        elsewhere: addresses outside the console that were asked for.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.noise: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self._said(message.text))
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.on("request", lambda request: self._asked(request.url, address))

    def _said(self, text: str) -> None:
        """A review overtaken by a newer one, or by leaving the page, is told as this pair; and a
        test that fills in a field before the page has put the cursor there is told too."""
        if text == _CURSOR_TAKEN:
            return
        if text == "htmx:sendAbort" and self.noise[-1:] == ["htmx:afterRequest"]:
            del self.noise[-1]
        else:
            self.noise.append(text)

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.elsewhere.append(url)

    def sign_in(self) -> None:
        self.page.goto("/")
        self.page.get_by_label("Nama Anda").fill("Rina Siregar")
        self.page.get_by_role("button", name="Masuk").click()
        expect(self.page.get_by_role("heading", name="Beranda")).to_be_visible()


def visiting(chromium: Browser, address: str, width: int = 1280, scripts: bool = True) -> Visit:
    context = chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": 844},
        java_script_enabled=scripts,
        locale="id-ID",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    return Visit(page, address)


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    opened = visiting(chromium, address)
    opened.sign_in()
    yield opened
    opened.page.context.close()


def fill_in(page: Page) -> None:
    page.get_by_label("Judul singkat").fill("Jadwal Rute")
    page.get_by_label("Cara bertanya").fill(ASKS)
    page.get_by_role("textbox", name="Jawaban").fill(ANSWER)
    page.get_by_label("Topik", exact=True).select_option("contoh")
    page.get_by_label("Unit yang menangani").select_option("gtk")
    page.get_by_role("textbox", name="Sumber").fill("https://contoh.example/rute")
    page.get_by_role("radio", name="Peraturan").check()
    page.get_by_label("Saya sudah mencocokkan").check()


def test_from_an_empty_form_to_an_answer_for_the_next_call(visit: Visit, office: Office) -> None:
    page = visit.page
    page.get_by_role("link", name="Tulis butir baru").first.click()
    fill_in(page)
    review = page.get_by_role("region", name="Tinjauan")
    expect(review).to_contain_text("iks-ye-zet")
    expect(review).to_contain_text("Ya, mulai panggilan berikutnya.")
    sound = review.locator("audio")
    with page.expect_response("**/suara/*.wav") as heard:
        sound.evaluate("player => player.load() || player.play().catch(() => null)")
    assert heard.value.body() == office.wav(ANSWER)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status").first).to_contain_text("Tersimpan.")
    match = office.shelf.current().matcher.match("Rute dibuka kapan", office.now().date())
    assert match.entry is not None and match.entry.answer == ANSWER
    page.get_by_role("link", name="Coba bertanya").click()
    page.get_by_label("Pertanyaan").fill("kapan Rute dibuka")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"“Sapa: {ANSWER}”")).to_be_visible()
    assert visit.elsewhere == []
    media = [text for text in visit.noise if "wav" not in text]
    assert media == []


def test_the_same_without_scripts(chromium: Browser, address: str, office: Office) -> None:
    visit = visiting(chromium, address, scripts=False)
    visit.sign_in()
    page = visit.page
    page.goto("/tanya-jawab/baru")
    fill_in(page)
    page.get_by_role("button", name="Periksa dan dengarkan").click()
    expect(page.get_by_role("region", name="Tinjauan")).to_contain_text("iks-ye-zet")
    expect(page.locator("audio")).to_have_count(1)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status").first).to_contain_text("Tersimpan.")
    assert len(FaqBook.load(office.folder)) == 9
    page.context.close()


def test_everything_is_reached_with_the_keyboard(visit: Visit, office: Office) -> None:
    page = visit.page
    page.goto("/tanya-jawab/baru")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    wanted = ["judul", "cara", "jawaban", "topik", "unit"]
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.innerText")
        reached.append(name)
        if name == "aksi":
            break
    assert [name for name in reached if name in wanted] == wanted
    assert "cocok" in reached and reached[-1] == "aksi"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Belum disimpan.")).to_be_visible()
    expect(page.locator("#masalah")).to_be_focused()
    page.get_by_role("link", name="Judul masih kosong.").click()
    expect(page.get_by_label("Judul singkat")).to_be_focused()


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_pages_fit_the_screen_and_the_policy(chromium: Browser, address: str, width: int) -> None:
    visit = visiting(chromium, address, width)
    visit.sign_in()
    page = visit.page
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide"
        assert page.title().endswith("- Sapa")
        assert page.locator("h1").count() == 1
        unnamed = page.locator(
            "input:not([type=hidden]):not([id]):not([type=radio]):not([type=checkbox])"
        )
        assert unnamed.count() == 0
    assert visit.elsewhere == []
    assert [text for text in visit.noise if "404" not in text] == []
    page.context.close()


def test_the_list_is_narrowed_while_typing(visit: Visit) -> None:
    page = visit.page
    page.goto("/tanya-jawab")
    expect(page.get_by_text("8 butir.")).to_be_visible()
    page.get_by_label("Cari").press_sequentially("nuptk")
    expect(page.get_by_text("2 dari 8 butir.")).to_be_visible()
    expect(page).to_have_url(re.compile("cari=nuptk"))
    expect(page.locator("#temuan")).to_contain_text("Pemeriksaan")


def test_leaving_with_unsaved_text_asks_first(visit: Visit) -> None:
    page = visit.page
    page.goto("/tanya-jawab/nuptk-syarat")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.get_by_role("textbox", name="Jawaban").fill("Jawaban lain.")
    page.get_by_role("link", name="Beranda").click(no_wait_after=True)
    expect(page.get_by_role("textbox", name="Jawaban")).to_have_value("Jawaban lain.")
    page.wait_for_function("true")
    assert asked == ["beforeunload"]


def test_what_was_typed_before_the_session_ended_is_saved_after_it(
    visit: Visit, office: Office
) -> None:
    page = visit.page
    page.goto("/tanya-jawab/baru")
    fill_in(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Simpan").click()
    page.get_by_label("Nama Anda").fill("Rina Siregar")
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("status").first).to_contain_text("Tersimpan.")
    entry = FaqBook.load(office.folder).get("contoh-jadwal-rute")
    assert entry is not None and entry.ask == tuple(ASKS.splitlines())


def test_scripts_typed_into_an_answer_do_not_run(visit: Visit) -> None:
    page = visit.page
    page.goto("/tanya-jawab/baru")
    evil = "</textarea><img src=x onerror=\"document.title='diserang'\"><script>x()</script>"
    for label in ("Judul singkat", "Cara bertanya", "Sumber"):
        page.get_by_role("textbox", name=label).fill(evil)
    page.get_by_role("button", name="Periksa dan dengarkan").click()
    expect(page.get_by_label("Judul singkat")).to_have_value(evil)
    assert "diserang" not in page.title()
    assert page.locator("img").count() == 0
