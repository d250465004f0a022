"""What the program is told."""

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import AnyHttpUrl, Field

from homelab_kit.settings import Seconds, Serving

from .models import Models


class Settings(Serving):
    prefix: ClassVar[str] = "IMAGE"
    in_files: ClassVar[frozenset[str]] = frozenset({"api_key", "image_models"})

    image_models: Models
    # The largest picture that is drawn, by its pixels.
    image_pixels: Annotated[int, Field(ge=64 * 64, le=64_000_000)] = 2048 * 2048
    image_prompt_bytes: Annotated[int, Field(ge=1, le=1_000_000)] = 8192
    # How many pictures one request may ask for, and how many steps each of them may take.
    image_count: Annotated[int, Field(ge=1, le=100)] = 4
    image_steps: Annotated[int, Field(ge=1, le=500)] = 100
    # Where pictures lie that are asked for as addresses, and for how long.
    image_files: Path = Path("/tmp/image-server")
    image_files_seconds: Seconds = 3600
    # How clients reach this server, where that is not how it is asked.
    image_url: AnyHttpUrl | None = None
