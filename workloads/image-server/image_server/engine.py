"""Diffusers on one card: one model at a time, for as long as it is wanted."""

import inspect
import io
from dataclasses import dataclass
from typing import Any

import diffusers
import torch
import transformers

from homelab_kit import card
from homelab_kit.leave import Leave
from homelab_kit.log import Log
from homelab_kit.refusal import Refusal, wrong

from .ask import Picture
from .models import Model

diffusers.logging.disable_progress_bar()
transformers.logging.disable_progress_bar()


@dataclass(frozen=True)
class _Loaded:
    name: str
    pipeline: Any
    takes: frozenset[str]


class Diffusers:
    def __init__(self, device: str, log: Log) -> None:
        self.device = device
        self._log = log
        self._loaded: _Loaded | None = None

    def holds(self) -> bool:
        return self._loaded is not None

    def release(self) -> bool:
        held = self.holds()
        self._loaded = None
        if held:
            card.empty()
        return held

    def draw(self, name: str, model: Model, picture: Picture, leave: Leave) -> bytes:
        """As PNG. Stops between two steps when nobody waits for it any more."""
        try:
            with card.within_memory(self.device):
                return self._draw(self._ready(name, model), picture, leave)
        except Refusal as refusal:
            if refusal.code == "no_room":
                self.release()
            raise

    def _ready(self, name: str, model: Model) -> _Loaded:
        if self._loaded is None or self._loaded.name != name:
            self.release()
            card.room_for(name, model.vram, self.device)
            pipeline = self._load(name, model)
            self._loaded = _Loaded(name, pipeline, frozenset(inspect.signature(pipeline.__call__).parameters))
        return self._loaded

    def _load(self, name: str, model: Model) -> Any:
        kind = getattr(diffusers, model.pipeline, None)
        if kind is None:
            raise _unusable(name, f"Diffusers has no {model.pipeline}")
        try:
            pipeline = kind.from_pretrained(
                model.source,
                revision=model.revision,
                variant=model.variant,
                dtype=getattr(torch, model.dtype),
                # Other files of weights are programs, which would be run.
                use_safetensors=True,
            ).to(self.device)
        # Whatever it is: the files are somebody else's, and say themselves by which code they are read.
        except Exception as error:
            self._log.failed("a model could not be loaded", error, model=name)
            card.empty()
            if isinstance(error, torch.OutOfMemoryError):
                raise
            raise _unusable(name, str(error).strip().split("\n")[0] or type(error).__name__) from None
        pipeline.set_progress_bar_config(disable=True)
        return pipeline

    def _draw(self, loaded: _Loaded, picture: Picture, leave: Leave) -> bytes:
        wishes: dict[str, object] = {
            "prompt": picture.prompt,
            "width": picture.width,
            "height": picture.height,
            "num_inference_steps": picture.steps,
            "guidance_scale": picture.guidance,
            # On the processor, so that a seed means the same picture on every card.
            "generator": torch.Generator("cpu").manual_seed(picture.seed),
        }
        if picture.negative_prompt is not None:
            if "negative_prompt" not in loaded.takes:
                raise wrong("negative_prompt", f"{loaded.name} takes no negative_prompt. Leave it out.")
            wishes["negative_prompt"] = picture.negative_prompt

        def between(_: Any, __: int, ___: Any, values: dict[str, Any]) -> dict[str, Any]:
            leave.check()
            return values

        image = loaded.pipeline(**wishes, callback_on_step_end=between).images[0]
        file = io.BytesIO()
        image.save(file, format="PNG")
        return file.getvalue()


def _unusable(name: str, why: str) -> Refusal:
    return Refusal(503, f"{name} could not be loaded: {why}.", code="model_unavailable")
