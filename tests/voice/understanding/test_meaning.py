"""Commands, refusals, yes and no, names, districts."""

import pytest

from voice.understanding.commands import Command, command_in, refuses
from voice.understanding.districts import district_name
from voice.understanding.names import institution_name, person_name
from voice.understanding.yesno import wants_more, yes_or_no


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("petugas", Command.OFFICER),
        ("saya mau bicara dengan petugas pak", Command.OFFICER),
        ("petugas dapodik kami pindah", None),
        ("tolong ulangi bu", Command.REPEAT),
        ("kurang jelas", Command.REPEAT),
        ("pelan-pelan", Command.SLOWER),
        ("tolong bicaranya lebih pelan", Command.SLOWER),
        ("tunggu sebentar ya", Command.WAIT),
        ("saya lupa kode registrasi", None),
        ("", None),
    ],
)
def test_steering_words(said: str, command: Command | None) -> None:
    assert command_in(said) is command


@pytest.mark.parametrize(
    "said", ["tidak mau", "nggak usah pak", "lewati saja", "nanti saja", "rahasia", "tidak ada bu"]
)
def test_declining(said: str) -> None:
    assert refuses(said)


@pytest.mark.parametrize("said", ["tidak bisa masuk dapodik", "rina siregar", "ada"])
def test_what_is_no_refusal(said: str) -> None:
    assert not refuses(said)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("iya benar", True),
        ("sudah terima kasih", True),
        ("terima kasih", True),
        ("tidak benar", False),
        ("belum pak", False),
        ("nggak", False),
        ("medan", None),
    ],
)
def test_yes_and_no(said: str, meaning: bool | None) -> None:
    assert yes_or_no(said) is meaning


@pytest.mark.parametrize(
    ("said", "more"),
    [("sudah cukup", False), ("terima kasih", False), ("tidak ada", False), ("ada", True),
     ("masih ada pak", True), ("medan", None)],
)  # fmt: skip
def test_enough_means_no_more(said: str, more: bool | None) -> None:
    assert wants_more(said) is more


def test_names_lose_their_lead() -> None:
    assert person_name("nama saya rina siregar") == "Rina Siregar"
    assert person_name("dengan ibu dewi lubis") == "Dewi Lubis"
    assert person_name("nama saya") is None
    assert institution_name("saya dari smp negeri dua medan") == "SMP Negeri 2 Medan"
    assert institution_name("sekolah dasar negeri dua medan") == "SD Negeri 2 Medan"
    assert institution_name("dinas pendidikan kota binjai") == "Dinas Pendidikan Kota Binjai"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("kota medan", "Kota Medan"),
        ("dari deli serdang pak", "Kabupaten Deli Serdang"),
        ("nias selatan", "Kabupaten Nias Selatan"),
        ("nias", "Kabupaten Nias"),
        ("labura", "Kabupaten Labuhan Batu Utara"),
        ("kabupaten mandailing natal", "Kabupaten Mandailing Natal"),
        ("jakarta selatan", None),
        ("", None),
    ],
)
def test_districts_by_any_of_their_names(said: str, name: str | None) -> None:
    assert district_name(said) == name
