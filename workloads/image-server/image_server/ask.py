"""What a client asks for, as OpenAI has it, and what there is to draw for that."""

import secrets
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from homelab_kit.refusal import Refusal, wrong

from .models import BLOCK, SMALLEST, Model, picture_size
from .settings import Settings

SEEDS = 2**32


class Ask(BaseModel):
    """What it does not know is refused: to leave a wish out in silence would be a wrong answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: Annotated[str, Field(min_length=1)]
    model: str | None = None
    n: Annotated[int, Field(ge=1)] = 1
    size: str = "auto"
    response_format: Literal["b64_json", "url"] = "b64_json"
    output_format: Literal["png"] = "png"
    stream: Literal[False] = False
    # Beyond OpenAI's.
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] | None = None
    steps: Annotated[int, Field(ge=1)] | None = None
    guidance: Annotated[float, Field(ge=0, le=50)] | None = None
    negative_prompt: str | None = None
    # These mean something to OpenAI's own models only.
    quality: Any = None
    style: Any = None
    background: Any = None
    moderation: Any = None
    output_compression: Any = None
    user: Any = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_nothing(cls, body: Any) -> Any:
        return {name: value for name, value in body.items() if value is not None} if isinstance(body, dict) else body


@dataclass(frozen=True)
class Picture:
    """The same one comes out of it every time."""

    prompt: str
    negative_prompt: str | None
    width: int
    height: int
    steps: int
    guidance: float
    seed: int


def pictures(ask: Ask, settings: Settings) -> tuple[str, Model, list[Picture]]:
    """What is to be drawn, by which model."""
    name, model = _model(ask.model, settings)
    for param, text in (("prompt", ask.prompt), ("negative_prompt", ask.negative_prompt or "")):
        if len(text.encode()) > settings.image_prompt_bytes:
            raise wrong(param, f"{param} is longer than {settings.image_prompt_bytes} bytes. Write less.")
    if ask.n > settings.image_count:
        raise wrong("n", f"n is {ask.n}, and one request may ask for {settings.image_count}. Ask more than once.")
    steps = ask.steps or model.steps
    if steps > settings.image_steps:
        raise wrong("steps", f"steps is {steps}, and a picture may take {settings.image_steps}. Ask for fewer.")
    width, height = _size(ask.size, model, settings)
    seed = secrets.randbelow(SEEDS) if ask.seed is None else ask.seed
    guidance = model.guidance if ask.guidance is None else ask.guidance
    first = Picture(ask.prompt, ask.negative_prompt, width, height, steps, guidance, seed)
    # Each has a seed of its own, by which it can be asked for alone.
    return name, model, [Picture(**{**vars(first), "seed": (seed + more) % SEEDS}) for more in range(ask.n)]


def _model(name: str | None, settings: Settings) -> tuple[str, Model]:
    name = name or next(iter(settings.image_models))
    model = settings.image_models.get(name)
    if model is None:
        there = ", ".join(settings.image_models)
        raise Refusal(404, f"There is no model of this name. There is {there}.", code="model_not_found", param="model")
    return name, model


def _size(text: str, model: Model, settings: Settings) -> tuple[int, int]:
    if text == "auto":
        return model.size
    try:
        width, height = picture_size(text)
    except ValueError as error:
        raise wrong("size", f"size {error}, or auto.") from None
    for side in (width, height):
        if side < SMALLEST or side % BLOCK:
            near = max(SMALLEST, round(side / BLOCK) * BLOCK)
            raise wrong(
                "size", f"size has a side of {side}; a side is a multiple of {BLOCK} from {SMALLEST} on: {near}."
            )
    if width * height > settings.image_pixels:
        raise wrong("size", f"{width}x{height} has more pixels than the {settings.image_pixels} that may be asked for.")
    return width, height
