"""Writing, changing and removing entries in the console."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from faq import Draft, FaqBook, FaqEntry, save
from tests.faq.pages_over import Office, opened, token_in

NEW = {
    "judul": "Jadwal Rute",
    "topik": "contoh",
    "cara": "Rute dibuka kapan\nkapan pendaftaran Rute\njadwal Rute tahun ini",
    "jawaban": "Jadwal Rute diumumkan di laman resmi.",
    "unit": "gtk",
    "sumber": "https://contoh.example/rute",
    "umur": "P",
    "cocok": "ya",
    "aksi": "simpan",
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def browser(office: Office) -> TestClient:
    """Somebody signed in as Rina."""
    return opened(office)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, TestClient]:
    """An office for tests that save nothing, and somebody signed in."""
    office = Office(tmp_path_factory.mktemp("kantor"))
    return office, opened(office)


def fields(page: str) -> dict[str, str]:
    """What a browser would post back from the form of a page."""
    found = {}
    for name, value in re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', page):
        found[name] = html.unescape(value)
    for name, value in re.findall(
        r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.S
    ):
        found[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="(\w+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        found[name] = (chosen[1] or chosen[2]) if chosen else ""
    checked = re.search(r'name="umur" value="(.)" checked', page)
    found["umur"] = checked[1] if checked else ""
    for name in ("cocok", "cabut"):
        if f'name="{name}" value="ya" checked' not in page:
            found.pop(name, None)
    return found


def post(browser: TestClient, path: str, **values: str) -> str:
    """Fill in the form of a page and send it; returns the page that follows."""
    page = browser.get(path).text
    data = {"aksi": "simpan", **fields(page), **values, "token": token_in(page)}
    return browser.post(path, data=data).text


def entry_of(office: Office, entry_id: str) -> FaqEntry:
    entry = FaqBook.load(office.folder).get(entry_id)
    assert entry is not None
    return entry


def test_a_new_entry_is_saved_and_answers_the_next_question(
    office: Office, browser: TestClient
) -> None:
    page = post(browser, "/tanya-jawab/baru", **NEW)
    assert "Sapa mengucapkannya mulai panggilan berikutnya." in page
    entry = entry_of(office, "contoh-jadwal-rute")
    assert entry.ask == tuple(NEW["cara"].splitlines())
    assert (entry.verified_by, entry.verified_on) == ("Rina", date(2026, 11, 23))
    match = office.shelf.current().matcher.match("kapan Rute dibuka", office.now().date())
    assert match.entry == entry


def test_nobody_vouches_who_does_not_say_so(office: Office, browser: TestClient) -> None:
    page = post(browser, "/tanya-jawab/baru", **{**NEW, "cocok": ""})
    assert "Tersimpan, tetapi belum diucapkan. Belum disahkan." in page
    assert entry_of(office, "contoh-jadwal-rute").verified_by is None
    named = {**NEW, "cocok": "", "pengesah": "Budi", "judul": "Lain"}
    assert "Beri centang" in post(browser, "/tanya-jawab/baru", **named)


def test_somebody_else_may_be_named_as_having_vouched(office: Office, browser: TestClient) -> None:
    post(browser, "/tanya-jawab/baru", **NEW, pengesah="Pak Budi", disahkan="20-11-2026")
    entry = entry_of(office, "contoh-jadwal-rute")
    assert (entry.verified_by, entry.verified_on) == ("Pak Budi", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"judul": ""}, "judul", "Judul masih kosong."),
        ({"cara": "satu saja"}, "cara", "sedikitnya 3"),
        ({"cara": "a b\nA  b\nc d"}, "cara", "sudah ada"),
        ({"cara": "bank PIP\nsyarat NUPTK apa saja\nx y"}, "cara", "juga ada di"),
        ({"cara": "1\n2\n3"}, "cara", "tidak memuat kata"),
        ({"jawaban": " "}, "jawaban", "Jawaban masih kosong."),
        ({"jawaban": "kata " * 200}, "jawaban", "terlalu panjang"),
        ({"topik": ""}, "topik", "Pilih topiknya."),
        ({"topik_baru": "Bea/Siswa"}, "topik_baru", "huruf kecil"),
        ({"unit": ""}, "unit", "Pilih unit"),
        ({"unit": "karangan"}, "unit", "tidak ada"),
        ({"umur": ""}, "umur", "Pilih berapa lama"),
        ({"umur": "M"}, "sampai", "wajib punya tanggal"),
        ({"sampai": "besok"}, "sampai", "31-12-2026"),
        ({"disahkan": "32-13-2026"}, "disahkan", "31-12-2026"),
        ({"sumber": ""}, "sumber", "belum ditulis"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    untouched: tuple[Office, TestClient], values: dict[str, str], field: str, problem: str
) -> None:
    office, browser = untouched
    page = post(browser, "/tanya-jawab/baru", **{**NEW, **values})
    assert "Belum disimpan" in page
    beside = re.findall(rf'id="{field}-problem-\d+">([^<]*)<', page)
    assert any(problem in html.unescape(said) for said in beside), (beside, page)
    assert len(FaqBook.load(office.folder)) == 8
    kept = fields(page)
    for name, value in {**NEW, **values}.items():
        if name not in ("aksi", "cocok", "umur", "unit"):
            assert kept[name].split() == value.split(), name
    assert 'name="cocok" value="ya" checked' in page


def test_an_entry_is_changed_where_it_stands(office: Office, browser: TestClient) -> None:
    before = office.file().read_text(encoding="utf-8")
    page = post(browser, "/tanya-jawab/nuptk-syarat", judul="Syarat dan berkas NUPTK")
    assert "Tersimpan" in page
    after = office.file().read_text(encoding="utf-8")
    assert after == before.replace("title: Syarat NUPTK", "title: Syarat dan berkas NUPTK")


def test_another_answer_must_be_vouched_for_anew(office: Office, browser: TestClient) -> None:
    path = "/tanya-jawab/nuptk-syarat"
    assert "belum diucapkan" in post(browser, path, jawaban="Siapkan KTP saja.")
    assert entry_of(office, "nuptk-syarat").verified_by is None
    post(browser, path, cocok="ya")
    assert entry_of(office, "nuptk-syarat").verified_by == "Rina"


def test_vouching_again_takes_todays_date(office: Office, browser: TestClient) -> None:
    post(browser, "/tanya-jawab/nuptk-syarat", cocok="ya")
    entry = entry_of(office, "nuptk-syarat")
    assert (entry.verified_by, entry.verified_on) == ("Rina", date(2026, 11, 23))


def test_vouching_can_be_withdrawn(office: Office, browser: TestClient) -> None:
    path = "/tanya-jawab/nuptk-syarat"
    assert "salah satu" in post(browser, path, cabut="ya", cocok="ya")
    assert "belum diucapkan" in post(browser, path, cabut="ya")
    assert entry_of(office, "nuptk-syarat").verified_by is None


def test_two_people_do_not_overwrite_one_another(office: Office, browser: TestClient) -> None:
    path = "/tanya-jawab/nuptk-syarat"
    page = browser.get(path).text
    other = Draft.of(entry_of(office, "nuptk-syarat"))
    save(office.folder, Draft.of(entry_of(office, "nuptk-tempat")), "nuptk-tempat")
    theirs = "Siapkan KTP, ijazah, dan <pas foto>."
    save(
        office.folder,
        Draft(
            **{f: getattr(other, f) for f in other.__slots__}
            | {"answer": theirs, "verified_by": None, "verified_on": None}
        ),
        "nuptk-syarat",
        by="Budi",
    )
    mine = {**fields(page), "aksi": "simpan", "jawaban": "Siapkan KTP."}
    answer = browser.post(path, data=mine)
    assert answer.status_code == 409
    assert "sudah diubah orang lain" in answer.text
    assert html.escape(theirs) in answer.text
    assert fields(answer.text)["jawaban"].strip() == "Siapkan KTP."
    assert "Belum disimpan" not in answer.text
    assert entry_of(office, "nuptk-syarat").answer == theirs
    again = {**fields(answer.text), "aksi": "simpan"}
    assert "Tersimpan" in browser.post(path, data=again).text
    assert entry_of(office, "nuptk-syarat").answer == "Siapkan KTP."


def test_a_form_for_an_entry_that_is_gone_is_kept(office: Office, browser: TestClient) -> None:
    path = "/tanya-jawab/nuptk-syarat"
    page = browser.get(path).text
    post(browser, f"{path}/hapus")
    data = {**fields(page), "aksi": "simpan", "jawaban": "Baru <sekali>."}
    answer = browser.post(path, data=data)
    assert answer.status_code == 409
    assert fields(answer.text)["jawaban"].strip() == "Baru <sekali>."
    assert "dihapus" in answer.text


def test_removing_asks_first_and_can_be_taken_back(office: Office, browser: TestClient) -> None:
    before = office.file().read_text(encoding="utf-8")
    path = "/tanya-jawab/pip-besaran/hapus"
    assert "Ya, hapus" in browser.get(path).text
    assert len(FaqBook.load(office.folder)) == 8
    page = post(browser, path)
    assert "dihapus" in page and len(FaqBook.load(office.folder)) == 7
    assert "Rina" in page and "menghapus" in page
    data = {"token": token_in(page), "perubahan": fields(page)["perubahan"]}
    page = browser.post("/tanya-jawab/riwayat/batal", data=data).text
    assert "Dibatalkan" in page
    assert office.file().read_text(encoding="utf-8") == before
    answer = browser.post("/tanya-jawab/riwayat/batal", data=data)
    assert answer.status_code == 500 and "bukan lagi yang terakhir" in answer.text


def test_what_cannot_be_written_is_said_and_kept(office: Office, browser: TestClient) -> None:
    page = browser.get("/tanya-jawab/baru").text
    office.change("- id: pip-besaran", "- id: [")
    data = {**NEW, "token": token_in(page)}
    answer = browser.post("/tanya-jawab/baru", data=data)
    assert answer.status_code == 422
    assert "contoh.yaml" in answer.text
    assert fields(answer.text)["jawaban"].strip() == NEW["jawaban"]


def test_the_review_comes_while_typing(browser: TestClient) -> None:
    page = browser.get("/tanya-jawab/baru").text
    data = {
        **fields(page),
        "cara": "syarat NUPTK apa ya\nkode registrasi xyzabc\ndana PIP 13",
        "jawaban": "Satu dua tiga.",
    }
    answer = browser.post("/tanya-jawab/tinjau", data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text
    text = html.unescape(answer.text)
    assert 'href="/tanya-jawab/nuptk-syarat"' in text and "Sapa memilih butir itu" in text
    assert "iks-ye-zet" in text
    assert "kira-kira 1 detik" in text
    assert "Tidak, penelepon mendapat tiket. Belum disahkan." in text
    assert "memuat angka" in text
    assert re.search(r'<audio[^>]* src="/tanya-jawab/suara/', text)


def test_the_review_also_works_without_scripts(browser: TestClient) -> None:
    page = post(browser, "/tanya-jawab/baru", **{**NEW, "aksi": "periksa"})
    assert "Tertukar dengan butir lain?" in page and "<audio" in page
    assert fields(page)["judul"] == NEW["judul"]


def test_an_entry_is_no_rival_of_itself(browser: TestClient) -> None:
    page = post(browser, "/tanya-jawab/nuptk-syarat", aksi="periksa")
    review = page.split('id="hasil-tinjauan"')[1]
    assert 'href="/tanya-jawab/nuptk-syarat"' not in review.split('class="bar"')[0]


FIELDS = ("judul", "cara", "jawaban", "topik_baru", "sumber", "sampai", "pengesah", "unit")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "- id: palsu\n  title: *x\n&a !!python/object:os.system",
    "\x00\x01\x1b[31m\x7f\u202e\ufeff",
    "🙂" * 300,
    "kata " * 12_000,
    "\n" * 60_000,
    "a\n" * 30_000,
    "🙂" * 60_000,
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        *((text, ("judul", "pengesah", "jawaban", "sumber")) for text in HOSTILE[:6]),
        *((text, FIELDS) for text in HOSTILE),
    ],
    ids=range(6 + len(HOSTILE)),
)
def test_hostile_text_neither_runs_nor_breaks_the_files(
    office: Office, browser: TestClient, text: str, names: tuple[str, ...]
) -> None:
    token = token_in(browser.get("/tanya-jawab/baru").text)
    data = {**NEW, **dict.fromkeys(names, text), "token": token}
    for path in ("/tanya-jawab/baru", "/tanya-jawab/tinjau"):
        answer = browser.post(path, data=data)
        assert answer.status_code in (200, 413, 422), answer.text[:500]
        assert "<script>alert" not in answer.text and "<img" not in answer.text
    assert len(FaqBook.load(office.folder)) in (8, 9)
    assert "<script>alert" not in browser.get("/tanya-jawab").text


def test_ids_never_hide_behind_pages(office: Office, browser: TestClient) -> None:
    post(
        browser, "/tanya-jawab/baru", **{**NEW, "topik_baru": "coba", "judul": "Coba", "topik": ""}
    )
    ids = {entry.id for entry in FaqBook.load(office.folder)}
    assert "coba-coba" in ids or "coba-2" in ids
    assert "coba" not in ids
