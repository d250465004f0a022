import re
from pathlib import Path

import pytest

from homelab_kit.settings import read
from image_server.settings import Settings

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.mark.parametrize(
    "models",
    [*re.findall(r"```yaml\n(.*?)```", README, re.DOTALL), *re.findall(r"IMAGE_MODELS='(.*)'", README)],
    ids=["all that can be said", "as little as can be said"],
)
def test_the_models_of_the_readme_are_some(models: str):
    assert read(Settings, {"IMAGE_MODELS": models}).image_models["sdxl"].dtype == "float16"


def test_every_setting_is_in_the_readme():
    for field in Settings.model_fields:
        assert f"`{field.upper()}`" in README
