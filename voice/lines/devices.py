"""The sound devices of this machine, as PortAudio sees them."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Final, Literal

from models.audio import LINE_RATE
from voice.errors import VoiceError

Direction = Literal["input", "output"]

_WORDS: Final = {"input": "mikrofon", "output": "pengeras suara"}
_OTHER_RATES: Final = (48_000, 44_100, 16_000)


@dataclass(frozen=True, slots=True)
class Device:
    """One device.

    Attributes:
        index: PortAudio's number, good only until devices come or go.
        inputs: channels it can record.
        outputs: channels it can play.
        rate: its own rate in Hz.
    """

    index: int
    name: str
    inputs: int
    outputs: int
    rate: int


@dataclass(frozen=True, slots=True)
class Format:
    """How a stream of 16-bit samples is opened."""

    rate: int
    channels: int


def portaudio() -> ModuleType:
    """The ``sounddevice`` module.

    Raises:
        VoiceError: the PortAudio library is not on this machine.
    """
    try:
        import sounddevice
    except OSError as error:
        raise VoiceError(
            "Pustaka PortAudio belum terpasang; pasang dengan: apt install libportaudio2."
        ) from error
    module: ModuleType = sounddevice
    return module


def list_devices() -> list[Device]:
    """Every device, in PortAudio's order.

    Raises:
        VoiceError: no PortAudio, or it cannot tell.
    """
    sound = portaudio()
    try:
        found = sound.query_devices()
    except sound.PortAudioError as error:
        raise VoiceError(
            f"Daftar perangkat suara tidak dapat dibaca ({error.args[0]}); "
            "periksa layanan suara mesin ini."
        ) from error
    return [
        Device(
            index=int(each["index"]),
            name=str(each["name"]),
            inputs=int(each["max_input_channels"]),
            outputs=int(each["max_output_channels"]),
            rate=round(each["default_samplerate"]),
        )
        for each in found
    ]


def choose(name: str, direction: Direction) -> Device:
    """The device whose name is or contains ``name``; "" is the machine's default device.

    Raises:
        VoiceError: none does; the sentence lists those there are.
    """
    usable = [d for d in list_devices() if (d.inputs if direction == "input" else d.outputs) > 0]
    word = _WORDS[direction]
    if not name:
        number = portaudio().default.device[0 if direction == "input" else 1]
        for device in usable:
            if device.index == number:
                return device
    wanted = name.casefold()
    exact = [d for d in usable if d.name.casefold() == wanted]
    near = [d for d in usable if name and wanted in d.name.casefold()]
    for device in exact + near:
        return device
    there = ", ".join(f'"{d.name}"' for d in usable) or "tidak ada satu pun"
    asked = f'bernama "{name}"' if name else "bawaan"
    raise VoiceError(f"Tidak ada {word} {asked} di mesin ini; yang tersedia: {there}.")


def recordable(device: Device) -> Format:
    """The format nearest to the line's in which the device records.

    Raises:
        VoiceError: it takes none.
    """
    return _accepted(device, "input")


def playable(device: Device) -> Format:
    """The format nearest to the line's in which the device plays.

    Raises:
        VoiceError: it takes none.
    """
    return _accepted(device, "output")


def _accepted(device: Device, direction: Direction) -> Format:
    sound = portaudio()
    check = sound.check_input_settings if direction == "input" else sound.check_output_settings
    for rate in dict.fromkeys((LINE_RATE, device.rate, *_OTHER_RATES)):
        for channels in (1, 2):
            try:
                check(device=device.index, channels=channels, dtype="int16", samplerate=rate)
            except (sound.PortAudioError, ValueError):
                continue
            return Format(rate, channels)
    raise VoiceError(
        f"Perangkat suara {device.name} tidak dapat dibuka pada laju cuplik mana pun; "
        "tutup program lain yang memakainya, lalu jalankan lagi."
    )
