"""The models that there are: where each is from, what it takes, and what it draws where nothing else is asked."""

import re
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from homelab_kit.card import size

# Every pipeline draws in blocks of 8 or of 16.
BLOCK = 16
SMALLEST = 64


def picture_size(text: object) -> tuple[int, int]:
    """`1024x768`."""
    match = re.fullmatch(r"([0-9]{1,6})x([0-9]{1,6})", str(text))
    if match is None:
        raise ValueError('is not a size; write width and height, as in "1024x1024"')
    return int(match[1]), int(match[2])


class Model(BaseModel):
    """As `IMAGE_MODELS` has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # A folder, or a repository of Hugging Face, which is fetched once.
    source: Annotated[str, Field(min_length=1)]
    # Of a repository: the commit, so that nothing changes by itself.
    revision: str | None = None
    # Whose files they are, where a repository has several: "fp16".
    variant: str | None = None
    # A class of Diffusers, where the one that the model names itself is not the one that is wanted.
    pipeline: Annotated[str, StringConstraints(pattern=r"^\w+Pipeline$")] = "DiffusionPipeline"
    dtype: Literal["float16", "bfloat16", "float32"] = "bfloat16"
    # What it takes of the card while it draws.
    vram: Annotated[int, BeforeValidator(size)]
    size: Annotated[tuple[int, int], BeforeValidator(picture_size)] = (1024, 1024)
    steps: Annotated[int, Field(ge=1)] = 30
    guidance: Annotated[float, Field(ge=0, le=50)] = 5.0


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


def _listed(text: Any) -> Any:
    """YAML, of which JSON is a part."""
    if not isinstance(text, str):
        return text
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise ValueError(f"is not YAML{where}") from None


# By its name; the first is the one that is meant where a request names none.
Models = Annotated[dict[Name, Model], Field(min_length=1), BeforeValidator(_listed)]
