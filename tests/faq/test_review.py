"""What a maintainer is told about a draft before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from faq import Danger, Draft, Freshness, Matcher, Review, Senses, Silence, Unheard, review
from faq.check import Level
from faq.outside import load_outside

DRAFT = Draft(
    id="sertifikat-cetak",
    title="Cetak sertifikat pelatihan",
    topic="pelatihan",
    ask=(
        "cara cetak sertifikat pelatihan",
        "sertifikat diunduh di mana",
        "unduh sertifikat diklat",
    ),
    answer="Sertifikat diunduh di laman pelatihan.",
    unit="gtk",
    source=("https://contoh.example/x",),
    freshness=Freshness.REGULATION,
    verified_by="Petugas",
    verified_on=date(2026, 11, 20),
)


def look(draft: Draft, matcher: Matcher, today: date, replacing: str | None = None) -> Review:
    return review(draft, matcher, today, replacing)


def test_a_good_draft_has_nothing_against_it(small: Matcher, today: date) -> None:
    alone = Matcher(small.book, outside={})
    found = look(DRAFT, alone, today)
    assert not found.remarks
    assert not found.stolen
    assert [rival for rival in found.rivals if rival.danger is not Danger.NEAR] == []
    assert found.silence is None
    assert found.unheard is None
    assert found.seconds == pytest.approx(5 / 2.1)
    assert not found.measured


@pytest.mark.parametrize(
    ("change", "field", "at", "words"),
    [
        ({"title": " "}, "title", None, "masih kosong"),
        ({"ask": DRAFT.ask[:2]}, "ask", None, "sedikitnya 3"),
        ({"ask": (*DRAFT.ask, "Syarat  NUPTK apa saja")}, "ask", 3, 'ada di "nuptk-syarat"'),
        ({"answer": "kata " * 100}, "answer", None, "paling lama 45 detik"),
        ({"source": ()}, "source", None, "sumber jawaban belum ditulis"),
        ({"id": "kode-lupa"}, "id", None, "sudah dipakai"),
        ({"unit": "gtkk"}, "unit", None, 'mungkin maksudnya "gtk"'),
        ({"freshness": Freshness.SEASONAL}, "valid_until", None, "wajib punya tanggal"),
    ],
)
def test_errors_name_their_field(
    small: Matcher,
    today: date,
    change: dict[str, object],
    field: str,
    at: int | None,
    words: str,
) -> None:
    found = look(replace(DRAFT, **change), small, today)  # type: ignore[arg-type]
    remark = found.errors[0]
    assert (remark.field, remark.at) == (field, at)
    assert words in str(remark)
    assert len([r for r in found.errors if r.field == field]) == 1


def test_warnings_do_not_keep_it_from_being_saved(small: Matcher, today: date) -> None:
    asks = (*DRAFT.ask, "sertifikat pelatihan 32 jam", "sertifikat saya kok belum keluar", "apa ya")
    found = look(replace(DRAFT, ask=asks), small, today)
    assert found.errors == ()
    said = {remark.at: remark.message for remark in found.remarks}
    assert "memuat angka" in said[3]
    assert "tidak akan dijawab dengan butir ini" in said[5]
    assert all(remark.level is Level.WARNING for remark in found.remarks)


def test_a_matter_that_only_people_answer(small: Matcher, today: date) -> None:
    matter, asks = next((m, a) for m, a in load_outside().items() if len(a) > 3)
    found = look(replace(DRAFT, title="Hal baru", ask=tuple(asks[:3])), small, today)
    said = [remark for remark in found.remarks if f'"{matter}"' in remark.message]
    assert [(remark.level, remark.field) for remark in said] == [(Level.WARNING, "ask")]
    assert "outside.yaml" in said[0].message


def test_entries_it_could_be_confused_with(small: Matcher, today: date) -> None:
    asks = ("syarat NUPTK", "berkas untuk NUPTK", "NUPTK perlu berkas apa", "cetak kartu NUPTK")
    draft = replace(DRAFT, id="nuptk-baru", title="Syarat baru NUPTK", ask=asks)
    found = look(draft, small, today)
    assert found.rivals[0].entry.id == "nuptk-syarat"
    assert found.rivals[0].ask in asks
    assert found.rivals[0].theirs
    assert found.rivals[0].danger in (Danger.TAKES, Danger.ASKS, Danger.ANSWERS)
    dangers = [list(Danger).index(rival.danger) for rival in found.rivals]
    assert dangers == sorted(dangers)
    assert len({rival.entry.id for rival in found.rivals}) == len(found.rivals)


def test_phrasings_it_would_take_from_others(small: Matcher, today: date) -> None:
    asks = ("apa syarat NUPTK saja", "NUPTK apa saja syaratnya", "apa syarat untuk NUPTK")
    found = look(replace(DRAFT, id="nuptk-baru", title="NUPTK", ask=asks), small, today)
    assert ("nuptk-syarat", "syarat NUPTK apa saja") in [
        (loss.entry.id, loss.ask) for loss in found.stolen
    ]


def test_an_entry_is_no_rival_of_itself(small: Matcher, today: date) -> None:
    entry = small.book.get("kode-lupa")
    assert entry is not None
    draft = replace(Draft.of(entry), title="Kode registrasi lupa")
    found = look(draft, small, today, replacing="kode-lupa")
    assert not found.errors
    assert not found.stolen
    assert "kode-lupa" not in {rival.entry.id for rival in found.rivals}
    renamed = replace(draft, id="kode-registrasi-lupa")
    found = look(renamed, small, today, replacing="kode-lupa")
    assert not found.errors
    assert not found.stolen
    assert "kode-lupa" not in {rival.entry.id for rival in found.rivals}


@pytest.mark.parametrize(
    ("change", "silence"),
    [
        ({"answer": "Alamatnya {{isi: alamat}}."}, Silence.PLACEHOLDER),
        ({"verified_by": None, "verified_on": None}, Silence.UNVERIFIED),
        ({"valid_until": date(2026, 11, 22)}, Silence.EXPIRED),
        ({"freshness": Freshness.SEASONAL}, Silence.UNDATED),
    ],
)
def test_whether_it_would_be_said_today(
    small: Matcher, today: date, change: dict[str, object], silence: Silence
) -> None:
    found = look(replace(DRAFT, **change), small, today)  # type: ignore[arg-type]
    assert found.silence is silence
    assert silence.label
    assert silence.remedy.endswith(".")


def test_what_the_rest_of_the_program_knows(small: Matcher, today: date) -> None:
    asked: list[Sequence[str]] = []

    def unheard(texts: Sequence[str]) -> list[Unheard]:
        asked.append(texts)
        return [Unheard("sertifikat", "sertifikat", True)]

    senses = Senses(unheard, lambda text: 47.0, lambda text: "tidak ada kata di dalamnya")
    found = review(DRAFT, small, today, senses=senses)
    assert asked == [DRAFT.ask]
    assert found.unheard == (Unheard("sertifikat", "sertifikat", True),)
    assert (found.seconds, found.measured) == (47.0, True)
    assert {(remark.field, remark.message) for remark in found.errors} == {
        ("answer", "jawaban terlalu panjang, kira-kira 47 detik; paling lama 45 detik"),
        ("answer", "jawaban tidak dapat diucapkan: tidak ada kata di dalamnya"),
        ("title", "judul tidak dapat diucapkan: tidak ada kata di dalamnya"),
    }


@pytest.mark.parametrize(
    ("word", "words"),
    [
        (Unheard("paud", "paud", True), "baru terdengar setelah graf dibangun"),
        (Unheard("update", "update", False), 'hanya bila diucapkan "update"'),
        (Unheard("中", "", False), "tidak akan pernah terdengar"),
    ],
)
def test_unheard_words_come_with_advice(word: Unheard, words: str) -> None:
    assert words in word.advice


@pytest.mark.parametrize(
    "draft",
    [
        Draft("", "", "", (), "", ""),
        replace(DRAFT, ask=("", " ", "?!", "😀😀", "\x00", "a" * 60_000)),
        replace(DRAFT, title="x" * 60_000, answer="{{ " * 20_000, source=("\ud800",)),
        replace(DRAFT, ask=tuple(f"ucapan nomor {n} soal NUPTK" for n in range(500))),
        replace(DRAFT, ask=("yang", "di", "apa itu")),
    ],
)
def test_whatever_is_typed_is_reviewed(small: Matcher, today: date, draft: Draft) -> None:
    assert look(draft, small, today).remarks


def test_nobody_is_told_of_reach_before_there_are_phrasings_enough(
    packaged: Matcher, today: date
) -> None:
    """Beside an entry with forty phrasings one of its own is not yet as near as all of these."""
    asks = ("IPK berapa untuk PPG prajabatan", "PPG prajabatan buat siapa")
    theirs = next(entry for entry in packaged.book if asks[0] in entry.ask)
    for few in (asks[:1], asks):
        found = look(replace(DRAFT, title="Hal baru", ask=few), packaged, today)
        assert any(rival.entry.id == theirs.id for rival in found.rivals)
        assert not [remark for remark in found.remarks if "tidak terjangkau" in remark.message]
        assert [remark for remark in found.errors if "sedikitnya 3" in remark.message]
