"""A small book of its own, so that these tests do not move with the packaged entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import FaqBook, Matcher

UNITS = """
dapodik: {name: Layanan Dapodik}
gtk: {name: Layanan Guru}
pip: {name: Layanan PIP}
"""

ENTRIES = """
- id: nuptk-syarat
  title: Syarat NUPTK
  ask: [syarat NUPTK apa saja, berkas untuk mengajukan NUPTK, mau bikin NUPTK perlu apa]
  answer: Siapkan KTP dan ijazah.
  unit: gtk
  facts: [E1]
  freshness: P
  source: ["https://contoh.example/a"]
  verified: {by: Petugas, on: 2026-11-01}
- id: nuptk-tempat
  title: Tempat mengurus NUPTK
  ask: [NUPTK diajukan ke mana, mengurus NUPTK di mana, berkas NUPTK diserahkan ke siapa]
  answer: Ke dinas pendidikan.
  unit: gtk
  facts: [E4]
  freshness: P
  source: ["https://contoh.example/b"]
  verified: {by: Petugas, on: 2026-11-01}
- id: kode-lupa
  title: Lupa kode registrasi Dapodik
  ask:
    - lupa kode registrasi Dapodik
    - kode registrasi Dapodik hilang bagaimana
    - tidak tahu kode registrasi sekolah minta ke siapa
  answer: Hubungi pengelola data di dinas.
  unit: dapodik
  facts: [B4]
  freshness: T
  source: ["https://contoh.example/c"]
  verified: {by: Petugas, on: 2026-11-01}
- id: pip-besaran
  title: Besaran dana PIP
  ask: [dana PIP SMP berapa, berapa besar bantuan PIP, PIP SD dapat berapa rupiah]
  answer: Empat ratus lima puluh ribu rupiah.
  unit: pip
  facts: [F2]
  freshness: M
  source: ["https://contoh.example/d"]
  verified: {by: Petugas, on: 2026-11-01}
  valid_until: 2026-12-31
- id: infogtk-tiga-belas
  title: Kode tiga belas di Info GTK
  ask: [kode tiga belas di Info GTK, Info GTK kode satu tiga, arti kode tiga belas]
  answer: Rekening belum valid.
  unit: gtk
  facts: [K6]
  freshness: P
  source: ["https://contoh.example/e"]
  verified: {by: Petugas, on: 2026-11-01}
- id: infogtk-tiga
  title: Kode tiga di Info GTK
  ask: [kode tiga di Info GTK, Info GTK kode nol tiga, arti kode nol tiga]
  answer: Data belum lengkap.
  unit: gtk
  facts: [K3]
  freshness: P
  source: ["https://contoh.example/f"]
  verified: {by: Petugas, on: 2026-11-01}
- id: sandi-lupa
  title: Lupa kata sandi belajar.id
  ask: [lupa kata sandi belajar.id, password akun belajar.id lupa, reset sandi belajar.id]
  answer: Minta pemulihan kepada admin sekolah.
  unit: dapodik
  facts: [I1]
  freshness: P
  source: ["https://contoh.example/g"]
  verified: {by: Petugas, on: 2026-11-01}
- id: tunjangan-pribadi
  title: Status tunjangan pribadi
  ask: [tunjangan saya belum cair, SKTP saya belum terbit, kapan tunjangan saya dibayar]
  answer: Hubungi operator dinas.
  unit: gtk
  facts: []
  freshness: P
  source: ["https://contoh.example/h"]
  verified: {by: Petugas, on: 2026-11-01}
  tags: [data-pribadi]
"""

TODAY = date(2026, 11, 23)

WriteBook = Callable[..., Path]


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Writes topic files and the desks; returns the folder of entries."""

    def write(**topics: str) -> Path:
        folder = tmp_path / "entries"
        folder.mkdir(exist_ok=True)
        (tmp_path / "units.yaml").write_text(UNITS, encoding="utf-8")
        for name, text in topics.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """A matcher over `ENTRIES`."""
    root = tmp_path_factory.mktemp("faq")
    (root / "units.yaml").write_text(UNITS, encoding="utf-8")
    folder = root / "entries"
    folder.mkdir()
    (folder / "contoh.yaml").write_text(ENTRIES, encoding="utf-8")
    return Matcher(FaqBook.load(folder))


@pytest.fixture(scope="session")
def packaged() -> Matcher:
    """A matcher over the entries that ship."""
    return Matcher(FaqBook.load())


@pytest.fixture
def one_entry() -> str:
    """A single good entry in YAML; lines are counted in the tests."""
    return """- id: pip-bank
  title: Bank penyalur PIP
  ask:
    - PIP lewat bank apa
    - ambil PIP di bank mana
    - bank PIP
  answer: Bank yang ditunjuk.
  unit: pip
  facts: [F10]
  freshness: P
  source: ["https://contoh.example"]
  verified: {by: Petugas, on: 2026-11-01}
  valid_until: null
  tags: [pip]
"""
