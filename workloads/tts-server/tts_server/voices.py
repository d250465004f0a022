"""The voices that there are: the model's own, and a clip of somebody for each other one."""

import re
from pathlib import Path

import soundfile

from homelab_kit.refusal import Refusal, wrong

OWN = "default"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_CLIPS = {".wav", ".flac", ".mp3", ".ogg"}
# Seconds. It hears the first ten of them.
SHORTEST, LONGEST = 2, 120


class Voices:
    """Somebody may put a clip there, or take one away, at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        return [OWN, *sorted(self._clips())]

    def clip(self, name: str) -> Path | None:
        """None for the model's own."""
        if name == OWN:
            return None
        clip = self._clips().get(name)
        if clip is None:
            raise wrong("voice", f"There is no voice of this name. There is {', '.join(self.names())}.")
        try:
            seconds = soundfile.info(clip).duration
        except (OSError, soundfile.LibsndfileError):
            raise _unusable(name, "is no sound that can be read") from None
        if not SHORTEST <= seconds <= LONGEST:
            raise _unusable(name, f"lasts {seconds:.1f} seconds; {SHORTEST} to {LONGEST} are needed")
        return clip

    def _clips(self) -> dict[str, Path]:
        if not self._folder.is_dir():
            return {}
        files = [each for each in self._folder.iterdir() if each.suffix in _CLIPS and each.is_file()]
        return {each.stem: each for each in files if _NAME.fullmatch(each.stem) and each.stem != OWN}


def _unusable(name: str, why: str) -> Refusal:
    return Refusal(503, f"The clip of the voice {name} {why}.", code="voice_unavailable", param="voice")
