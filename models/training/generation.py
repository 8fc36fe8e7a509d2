"""One generation of both ears: from recordings and their teacher to a folder of new models."""

# mypy: allow-untyped-calls

from __future__ import annotations

import random
import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

import torch

from models.errors import ModelError
from models.language import general_model
from models.lexicon import default_lexicon
from models.tokens import Tokens
from models.training import features, fit
from models.training.decoder import Decoder, whisper_decoder
from models.training.encoder import Encoder, whisper_base
from models.training.export import export_encoder, export_head
from models.training.export_decoder import export_decoder, kept_tokens
from models.training.features import Example, Floats, Lines, abrupt, talk_of, within
from models.training.head import DROPOUT, KERNELS, WIDTH_WITHIN, Head
from models.training.interpolation import move_back
from models.training.joint import DecoderLoss
from models.training.lessons import sure_enough, teach
from models.training.lf_mmi import searched
from models.training.network import Hearing
from models.training.phone_search import phones_for
from models.training.recordings import WORDLESS, Recording, corpora, labelled, synthetic, wordless
from models.training.shipped import shipped
from models.training.small import fit as small_fit
from models.training.small.cmvn import read_usual, write_usual
from models.training.small.net import FirstPassNet
from models.training.small.nnet3 import AcousticModel
from models.training.teacher import teacher_of

SYNTHETIC: Final = ("kokoro", "mbrola", "formant")
"""Folders of synthetic speech below the work folder."""

_LONGEST: Final = 14.0
_BYTES_A_SECOND: Final = 30_000
"""Of lessons and spectrograms, on disk and again in memory."""

Report = Callable[[str], None]
Part = TypeVar("Part", Encoder, Decoder)


@dataclass(frozen=True)
class Generation:
    """Where one generation is made, and by what numbers.

    Attributes:
        work: folder in which every step leaves its results and goes on from those that are there.
        settings: the recipe.
        report: told in lines how it goes.
    """

    work: Path
    settings: dict[str, Any]
    report: Report

    def lessons(self, manifest: Path, teacher: Path | None) -> None:
        """Let the teacher hear all recordings.

        Args:
            teacher: folder of a second pass; without one only texts teach.

        Raises:
            ModelError: recordings or teacher are missing, or there is too little room.
        """
        chosen = self.settings["lessons"]
        hear = None if teacher is None else teacher_of(teacher)
        recordings = self._with_text(manifest)
        if hear is not None:
            recordings += [replace(r, corpus=WORDLESS + r.corpus) for r in wordless(manifest)]
        self._check_room(recordings)
        search = phones_for(recordings)

        def phones_of(heard: Floats) -> list[int]:
            file = self.settings["second_file"]
            seen = searched(torch.from_numpy(heard), file["blank_penalty"], file["sharpness"])
            return search.best(seen.numpy())

        skipped: list[str] = []
        for corpus, group in corpora(recordings).items():
            some = random.Random(chosen["seed"]).sample(group, len(group))
            if corpus in chosen["hours"]:
                some = within(some, chosen["hours"][corpus], chosen["seed"])
            folder = self.work / "lessons" / corpus
            skipped += teach(some, hear, phones_of, folder, self.report)
        self.report(f"{len(skipped)} rekaman dilewati karena hilang atau rusak")
        for name in skipped:
            self.report(f"  {name}")

    def lines(self, manifest: Path) -> None:
        """Send every lesson over random telephone lines; raises as :meth:`lessons`."""
        numbers = dict(self.settings["lines"])
        count, copies, seed = (numbers.pop(name) for name in ("nothing", "copies", "seed"))
        numbers |= {name: tuple(numbers[name]) for name in ("one_voice", "noise")}
        talk = talk_of(labelled(manifest) + wordless(manifest), numbers.pop("talkers"))
        files = sorted((self.work / "lessons").glob("*/*.pkl"))
        least = sure_enough(files, self.settings["lessons"]["dropped"])
        for copy in range(copies):
            lines = Lines(seed + copy, **numbers)
            for done, path in enumerate(files, 1):
                out = self.work / "lines" / f"{path.parent.name}-{path.stem}-{copy}.pkl"
                features.make(path, out, talk, lines, least)
                self.report(f"saluran {copy + 1}/{copies}: {done}/{len(files)}")
            out = self.work / "lines" / f"nothing-0000-{copy}.pkl"
            features.make_nothing(count, out, talk, lines.seed)

    def train_second(self, start: Hearing) -> None:
        """Train a second pass in place and write it to ``second-pass`` below the work folder."""
        chosen = fit.Recipe(**self.settings["second"])
        self._fit_second(start, chosen, "second-checkpoint.pt")
        self._write_second(start, self.work / "second-pass")

    def interpolate_second(self, whisper: Path) -> None:
        """Bring the second pass trained here back part of the way to Whisper, and write it to
        ``second-pass-interpolated`` below the work folder.

        Args:
            whisper: ``model.bin`` of Whisper base, as CTranslate2 keeps it.

        Raises:
            ModelError: nothing was trained here yet, or the file is no such model.
        """
        trained = self._left_by("second", "second-pass")
        original = original_encoder(whisper)
        model = shipped(trained)
        move_back(model.encoder, original.state_dict(), **self.settings["interpolate"])
        self._write_second(model, self.work / "second-pass-interpolated")

    def train_head(self) -> None:
        """Train the head of the second pass that was brought back part of the way to Whisper anew,
        over its encoder as it is; written to ``second-pass-head`` below the work folder.

        Raises:
            ModelError: no second pass was brought back here yet.
        """
        start = self._left_by("interpolate", "second-pass-interpolated")
        numbers = self.settings["head"] | self._as_searched()
        model = shipped(start)
        self._fit_second(model, fit.Recipe(**numbers, head_first=1.0), "head-checkpoint.pt")
        out = self.work / "second-pass-head"
        shutil.copytree(start, out, dirs_exist_ok=True)
        export_head(model.head, out / "head.onnx", **self.settings["second_file"])

    def train_sequence(self) -> None:
        """Train the upper layers of that second pass and its head together by mutual information,
        and bring all part of the way back; written to ``second-pass-sequence`` below the work
        folder.

        Raises:
            ModelError: no head was trained anew here yet.
        """
        start = self._left_by("head", "second-pass-head")
        self._train_upper(start, "sequence")

    def train_joint(self, manifest: Path, whisper: Path, tokenizer: Path) -> None:
        """Train those layers on, so that Whisper's decoder too finds likely what was said, and
        bring all part of the way back; written to ``second-pass-joint`` below the work folder.

        Args:
            manifest: of the recordings, for their texts.
            whisper: ``model.bin`` of Whisper base, as CTranslate2 keeps it.
            tokenizer: its ``tokenizer.json``.

        Raises:
            ModelError: ``sequence`` was not run here yet, recordings are missing, or the files are
                none of Whisper's.
        """
        start = self._left_by("sequence", "second-pass-sequence")
        original = original_decoder(whisper)
        kept, embeddings = kept_tokens(original, tokenizer, _words_to_write())
        decoder = DecoderLoss(original, Tokens(kept), embeddings, self._with_text(manifest))
        self._train_upper(start, "joint", decoder)

    def export_decoder(self, whisper: Path, tokenizer: Path) -> None:
        """Write Whisper's decoder beside every second pass below the work folder.

        Args:
            whisper: ``model.bin`` of Whisper base, as CTranslate2 keeps it.
            tokenizer: its ``tokenizer.json``.

        Raises:
            ModelError: nothing was trained here yet, or the files are none of Whisper's.
        """
        trained = [path.parent for path in sorted(self.work.glob("second-pass*/head.onnx"))]
        if not trained:
            raise self._no_second_yet("second")
        decoder = original_decoder(whisper)
        words = _words_to_write()
        for folder in trained:
            export_decoder(decoder, tokenizer, words, folder)

    def _train_upper(self, start: Path, step: str, decoder: DecoderLoss | None = None) -> None:
        """Train the upper layers and the head of a second pass by the numbers of a step."""
        numbers = self.settings[step] | self._as_searched()
        first_layer, kept = numbers.pop("first_layer"), numbers.pop("kept")
        model = shipped(start, first_layer)
        begun = {name: weight.clone() for name, weight in model.state_dict().items()}
        self._fit_second(model, fit.Recipe(**numbers), f"{step}-checkpoint.pt", decoder)
        move_back(model, begun, kept)
        self._write_second(model, self.work / f"second-pass-{step}")

    def _with_text(self, manifest: Path) -> list[Recording]:
        """Everything to train on whose text is known, synthetic speech included."""
        recordings = [r for r in labelled(manifest) if r.split == "train"]
        for corpus in SYNTHETIC:
            listing = self.work / corpus / "list.tsv"
            if listing.exists():
                recordings += synthetic(listing, corpus, "train")
        return recordings

    def _left_by(self, step: str, name: str) -> Path:
        """The folder of the second pass that an earlier step has left; ModelError without one."""
        folder = self.work / name
        if not (folder / "head.onnx").is_file():
            raise self._no_second_yet(step)
        return folder

    def _no_second_yet(self, step: str) -> ModelError:
        return ModelError(f"Di {self.work} belum ada telinga kedua; jalankan '{step}' dulu.")

    def _write_second(self, model: Hearing, out: Path) -> None:
        out.mkdir(exist_ok=True)
        export_head(model.head, out / "head.onnx", **self.settings["second_file"])
        export_encoder(model.encoder, out / "encoder.int8.onnx")

    def _as_searched(self) -> dict[str, float]:
        """How the word search will see the second pass, by the names of its training's recipe."""
        file = self.settings["second_file"]
        scale = file["sharpness"] * self.settings["search"]["acoustic_scale"]
        return {"blank_penalty": file["blank_penalty"], "scale": scale}

    def _fit_second(
        self,
        model: Hearing,
        chosen: fit.Recipe,
        checkpoint: str,
        decoder: DecoderLoss | None = None,
    ) -> None:
        examples = self._examples(lambda e: replace(e, narrow=e.narrow[:0], target=None))
        fit.fit(model, examples, chosen, self.work / checkpoint, self.report, decoder)

    def train_first(self, start: Path, fresh: bool) -> None:
        """Train a first pass and write it to ``first-pass`` below the work folder.

        Args:
            start: a first pass of the same layout: training begins from its weights, also when
                its layers' narrow parts are narrower than the recipe wants them.
            fresh: begin from random weights instead, with a stage of its own before.
        """
        layout = AcousticModel.read(start / "am" / "final.mdl")
        numbers = dict(self.settings["first"])
        narrow, kept = numbers.pop("narrow"), numbers.pop("kept")
        stages = {"first-checkpoint.pt": numbers}
        if fresh:
            before = numbers | self.settings["first_fresh"]
            stages = {"first-fresh-checkpoint.pt": before, **stages}
        torch.manual_seed(numbers["seed"])
        network = FirstPassNet(narrow)
        examples = self._examples(lambda e: replace(e, wide=e.wide[:0]))
        if not fresh:
            network.read(layout, **self.settings["first_file"])
        usual = read_usual(start / "am")
        if usual is None:
            network.expect(small_fit.mean_of(examples))
        else:
            network.usual.copy_(torch.from_numpy(usual))
        out = self.work / "first-pass"
        shutil.copytree(start, out, dirs_exist_ok=True)
        write_usual(network.usual.numpy(), out / "am")

        def keep(model: FirstPassNet, compressed: bool = False) -> None:
            model.fill(layout, **self.settings["first_file"])
            layout.write(out / "am" / "final.mdl", compressed)

        begun = {name: weight.clone() for name, weight in network.state_dict().items()}
        for checkpoint, stage in stages.items():
            chosen = small_fit.Recipe(**(self.settings["first_file"] | stage))
            small_fit.fit(network, examples, chosen, self.work / checkpoint, self.report, keep)
        if not fresh:
            move_back(network, begun, kept)
        keep(network, compressed=True)

    def _examples(self, slim: Callable[[Example], Example]) -> list[Example]:
        files = sorted((self.work / "lines").glob("*.pkl"))
        if not files:
            raise ModelError(f"Di {self.work} belum ada saluran; jalankan langkah 'lines' dulu.")
        most = round(_LONGEST * 50)
        return [slim(abrupt(e)) for e in features.load(files) if len(e.phones) < e.frames <= most]

    def _check_room(self, recordings: Sequence[Recording]) -> None:
        self.work.mkdir(parents=True, exist_ok=True)
        needed = int(sum(r.seconds for r in recordings)) * _BYTES_A_SECOND * 2
        free = shutil.disk_usage(self.work).free
        if free < needed:
            raise ModelError(
                f"Ruang di {self.work} kurang: perlu {needed / 1e9:.1f} GB,"
                f" tersisa {free / 1e9:.1f} GB."
            )


def new_second(whisper: Path) -> Hearing:
    """Whisper base's encoder under a head that knows nothing yet; raises as
    :func:`original_encoder`."""
    return Hearing(original_encoder(whisper), Head(WIDTH_WITHIN, KERNELS, DROPOUT), 0)


def original_encoder(whisper: Path) -> Encoder:
    """Whisper base's encoder as it came.

    Raises:
        ModelError: the file is no such model.
    """
    return _original(whisper_base, whisper)


def original_decoder(whisper: Path) -> Decoder:
    """Whisper base's decoder as it came; raises as :func:`original_encoder`."""
    return _original(whisper_decoder, whisper)


def _words_to_write() -> set[str]:
    """All words that the second pass may hear."""
    return {*general_model().words, *default_lexicon().words}


def _original(read: Callable[[Path], Part], whisper: Path) -> Part:
    try:
        return read(whisper)
    except (OSError, ValueError) as error:
        raise ModelError(f"Whisper base tidak dapat dibaca: {error}.") from None


def read_recipe(path: Path) -> dict[str, Any]:
    """Raises ModelError when the file is missing or no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"Resep {path} tidak dapat dibaca: {error}.") from None
