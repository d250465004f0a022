"""Chatterbox on one card."""

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy
import torch
from chatterbox.tts import ChatterboxTTS
from huggingface_hub import snapshot_download

from homelab_kit import card
from homelab_kit.leave import Leave
from homelab_kit.log import Log
from homelab_kit.refusal import Refusal

from .settings import Settings
from .voices import OWN

# Samples in a second, each of 16 bits.
RATE = 24_000
FILES = ["ve.safetensors", "t3_cfg.safetensors", "s3gen.safetensors", "tokenizer.json", "conds.pt"]
LOUDEST = 2**15 - 1


class Chatterbox:
    def __init__(self, device: str, settings: Settings, log: Log) -> None:
        self.device = device
        self._settings = settings
        self._log = log
        self._model: Any = None
        # What was heard of each voice, by the file that it was heard from.
        self._heard: dict[tuple[Path, int], Any] = {}
        self._own: Any = None
        self._leave: Leave | None = None

    def holds(self) -> bool:
        return self._model is not None

    def release(self) -> bool:
        held = self.holds()
        self._model = self._own = None
        self._heard.clear()
        if held:
            card.empty()
        return held

    def speak(self, parts: list[str], clip: Path | None, leave: Leave) -> Iterator[bytes]:
        """Samples, a part at a time. Stops between two steps of the model when nobody listens any more."""
        self._leave = leave
        try:
            with card.within_memory(self.device):
                model = self._ready()
                model.conds = self._voice(clip)
                for part in parts:
                    sound = model.generate(part).squeeze(0).numpy()
                    yield (numpy.clip(sound, -1, 1) * LOUDEST).astype("<i2").tobytes()
        except Refusal as refusal:
            if refusal.code == "no_room":
                self.release()
            raise
        finally:
            self._leave = None

    def _ready(self) -> Any:
        if self._model is None:
            card.room_for("Chatterbox", self._settings.tts_vram, self.device)
            try:
                # It tells on the way what it does.
                with redirect_stdout(io.StringIO()):
                    model = ChatterboxTTS.from_local(self._folder(), self.device)
            # Whatever it is: the files are somebody else's.
            except Exception as error:
                self._log.failed("the model could not be loaded", error)
                if isinstance(error, torch.OutOfMemoryError):
                    raise
                why = str(error).strip().split("\n")[0] or type(error).__name__
                raise Refusal(503, f"Chatterbox could not be loaded: {why}.", code="model_unavailable") from None
            for steps in (model.t3.tfmr, model.s3gen.flow.encoder):
                steps.register_forward_pre_hook(self._between)
            self._model, self._own = model, model.conds
        return self._model

    def _between(self, *_: object) -> None:
        if self._leave is not None:
            self._leave.check()

    def _folder(self) -> Path:
        folder = Path(self._settings.tts_model)
        if folder.is_dir():
            return folder
        revision = self._settings.tts_revision
        return Path(snapshot_download(self._settings.tts_model, revision=revision, allow_patterns=FILES))

    def _voice(self, clip: Path | None) -> Any:
        if clip is None:
            if self._own is None:
                message = f"The model has no voice {OWN} of its own. Name one of the folder of voices."
                raise Refusal(400, message, code="invalid_value", param="voice")
            return self._own
        # Another file of the same name is another voice.
        key = (clip, clip.stat().st_mtime_ns)
        if key not in self._heard:
            self._model.prepare_conditionals(clip)
            self._heard[key] = self._model.conds
        return self._heard[key]
