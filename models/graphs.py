"""Builds the search graphs of all fields, once for each state of their sources."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.child import start
from models.errors import ModelError
from models.fields import TIMINGS, Field
from models.language import GENERAL, LARGE
from models.wordlists import WORDS

MODEL: Final = Path(__file__).parent / "id"
"""The acoustic models shipped with the package."""

_CURRENT: Final = "current"
_SUMMARY: Final = "summary.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        folder: the folder given, to hand to ``Ears.load``.
        key: name of the build: a hash of all its sources.
        rebuilt: False when the graphs on disk were already right.
        seconds: wall time.
        words: number of words by field.
        sizes: bytes of the search graph by field.
    """

    folder: Path
    key: str
    rebuilt: bool
    seconds: float
    words: dict[Field, int]
    sizes: dict[Field, int]


def default_graphs() -> Path:
    """Where graphs are kept unless told otherwise: ``build/graphs`` beside the source, if that is
    a checkout that can be written, else below the current folder."""
    checkout = Path(__file__).resolve().parent.parent
    base = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return base / "build" / "graphs"


def build_graphs(
    out: Path,
    phrasings: Iterable[str],
    model: Path = MODEL,
    words: Path = WORDS,
    general: Path = GENERAL,
    large: Path = LARGE,
) -> BuildReport:
    """Build every field's graph below ``out``, unless they are there already.

    The new graphs take the place of the old ones in one step, at the very end: a build that fails
    or is killed leaves the old ones in use. Two builds at once wait for each other.

    Args:
        out: folder of the graphs; made when missing.
        phrasings: how callers ask the questions of the FAQ.
        model: folder with ``first-pass`` and ``second-pass``.
        words: folder of the word lists.
        general: general language model, for the graph of the open question.
        large: the larger one, with which the second pass weighs what it found in that graph.

    Raises:
        ModelError: a word list, the model or the folder is unusable.
    """
    begun = time.monotonic()
    asked = sorted(set(phrasings))
    sources = {"model": model, "words": words, "general": general, "large": large}
    key = _fingerprint(asked, sources)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _locked(out / ".lock"):
            rebuilt = current_build(out) != key or _summary(out / key) is None
            if rebuilt:
                _build(out, key, asked, sources)
        summary = _summary(out / key)
    except OSError as error:
        raise ModelError(
            f"Graf tidak dapat ditulis di {out}: {error.strerror}; periksa ruang dan izin folder."
        ) from None
    assert summary is not None
    return BuildReport(
        out,
        key,
        rebuilt,
        time.monotonic() - begun,
        {field: summary[field.value]["words"] for field in Field},
        {field: summary[field.value]["bytes"] for field in Field},
    )


def field_folder(graphs: Path, field: Field) -> Path:
    """Folder of one field, fit for ``vosk.Model``; ModelError when nothing is built."""
    key = current_build(graphs)
    folder = graphs / key / field.value if key else None
    if folder is None or not (folder / "graph" / "HCLG.fst").is_file():
        raise ModelError("Graf pengenal suara belum dibangun. Jalankan: sapa model build")
    return folder


def _build(out: Path, key: str, asked: Sequence[str], sources: Mapping[str, Path]) -> None:
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=out))
    try:
        texts = {name: str(path.resolve()) for name, path in sources.items()}
        texts["folder"] = str(folder.resolve())
        request = json.dumps({**texts, "phrasings": asked}).encode()
        reply, _ = start("models.graph_process").communicate(request)
        summary = json.loads(reply) if reply else {"error": "Pembuatan graf terputus; ulangi."}
        if "error" in summary:
            raise ModelError(summary["error"])
        (folder / _SUMMARY).write_text(json.dumps(summary, indent=1), encoding="utf-8")
        shutil.rmtree(out / key, ignore_errors=True)
        folder.chmod(0o755)
        folder.rename(out / key)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _switch(out, key)


def _switch(out: Path, key: str) -> None:
    """Make a build the current one; keep the one before it for ears that still read it."""
    before = current_build(out)
    note = out / f".{_CURRENT}"
    note.write_text(key, encoding="utf-8")
    note.replace(out / _CURRENT)
    for other in out.iterdir():
        if other.is_dir() and other.name not in (key, before):
            shutil.rmtree(other, ignore_errors=True)


def _fingerprint(asked: Sequence[str], sources: Mapping[str, Path]) -> str:
    """Hash of everything a build depends on, this code included."""
    digest = hashlib.sha256(f"format {_FORMAT}".encode())
    for field, timing in TIMINGS.items():
        digest.update(f"{field} {timing}".encode())
    for text in asked:
        digest.update(text.encode() + b"\0")
    here, model = Path(__file__).parent, sources["model"]
    conf = model / "first-pass" / "conf"
    files = [
        *sorted(sources["words"].glob("*.t*")),
        *sorted(here.glob("*.py")),
        *sorted((here / "lm").glob("*.py")),
        sources["general"],
        sources["large"],
        conf / "model.conf",
        conf / "mfcc.conf",
    ]
    for path in files:
        try:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        except OSError:
            raise ModelError(f"Berkas model {path} tidak ada; pasang ulang Sapa.") from None
    digest.update(str(model.resolve()).encode())
    return digest.hexdigest()[:16]


def current_build(out: Path) -> str | None:
    """Name of the build in use below a folder; None when nothing is built."""
    try:
        return (out / _CURRENT).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _summary(folder: Path) -> dict[str, dict[str, int]] | None:
    try:
        found: dict[str, dict[str, int]] = json.loads((folder / _SUMMARY).read_text())
    except (OSError, ValueError):
        return None
    whole = all(
        field.value in found
        and (folder / field.value / "graph" / "HCLG.fst").is_file()
        and (folder / field.value / "am" / "final.mdl").is_file()
        for field in Field
    )
    return found if whole else None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)
