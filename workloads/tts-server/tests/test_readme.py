from pathlib import Path

from tts_server.ask import Ask
from tts_server.settings import Settings

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_every_setting_and_every_wish_is_in_the_readme():
    for name in [*(field.upper() for field in Settings.model_fields), *Ask.model_fields]:
        assert f"`{name}`" in README
