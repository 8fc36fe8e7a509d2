"""Vosk multiplies with AVX-512 on AMD's processors that know it, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.openblas import avx512_on_amd

CHOICE = "OPENBLAS_CORETYPE"
ALL = "fpu sse avx2 avx512f avx512dq avx512cd avx512bw avx512vl"


def processor(folder: Path, vendor: str, flags: str) -> Path:
    path = folder / "cpuinfo"
    core = f"processor\t: 0\nvendor_id\t: {vendor}\nmodel name\t: x: y\nflags\t\t: {flags}\n"
    path.write_text(f"{core}\n{core}\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)


def test_an_amd_with_avx512_gets_its_kernels_while_the_library_is_loaded(tmp_path: Path) -> None:
    with avx512_on_amd(processor(tmp_path, "AuthenticAMD", ALL)):
        assert os.environ[CHOICE] == "SKYLAKEX"
    assert CHOICE not in os.environ


@pytest.mark.parametrize(
    ("vendor", "flags"),
    [
        ("AuthenticAMD", "fpu sse avx2"),
        ("AuthenticAMD", ALL.replace("avx512vl", "")),
        ("GenuineIntel", ALL),
    ],
)
def test_of_others_openblas_knows_what_they_are(tmp_path: Path, vendor: str, flags: str) -> None:
    """A processor that does not know such an instruction would end the process."""
    with avx512_on_amd(processor(tmp_path, vendor, flags)):
        assert CHOICE not in os.environ


def test_where_nothing_is_told_of_the_processor_nothing_is_chosen(tmp_path: Path) -> None:
    with avx512_on_amd(tmp_path / "missing"):
        assert CHOICE not in os.environ


def test_a_choice_that_was_made_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "HASWELL")
    with avx512_on_amd(processor(tmp_path, "AuthenticAMD", ALL)):
        assert os.environ[CHOICE] == "HASWELL"
    assert os.environ[CHOICE] == "HASWELL"


def test_vosk_itself_takes_the_choice(tmp_path: Path) -> None:
    """With the flags of this machine; its OpenBLAS says which kernels it took."""
    program = (
        "import sys; from models.first_pass import FirstPassModel\n"
        "try: FirstPassModel(__import__('pathlib').Path(sys.argv[1]), None)\n"
        "except Exception: pass"
    )
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if sys.platform == "linux" else ""
    if "AuthenticAMD" not in told or "avx512vl" not in told:
        pytest.skip("this processor is no AMD with AVX-512")
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "OPENBLAS_VERBOSE": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    cores = [line for line in done.stderr.splitlines() if line.startswith("Core:")]
    assert cores[-1] == "Core: SkylakeX"  # NumPy's comes first
