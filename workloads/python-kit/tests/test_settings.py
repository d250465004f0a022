from pathlib import Path
from typing import ClassVar

import pytest

from homelab_kit.settings import Serving, SettingsProblem, read


class Settings(Serving):
    prefix: ClassVar[str] = "GREETER"
    greeter_name: str = "Ada"


def problems(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsProblem) as caught:
        read(Settings, environment)
    return str(caught.value)


def test_where_nothing_is_said_a_program_is_for_one_person_on_one_machine():
    assert read(Settings, {"HOST": ""}).host == "127.0.0.1"
    assert read(Settings, {"PORT": "80", "GREETER_NAME": "Grace"}).greeter_name == "Grace"


def test_all_that_is_wrong_is_told_at_once_and_no_secret_with_it():
    said = problems({"PORT": "-1", "LOG_LEVEL": "loud", "API_KEY": "hunter2", "GREETER_NAM": "x"})
    assert "PORT: Input should be greater than or equal to 0 (it is '-1')." in said
    assert "LOG_LEVEL: Input should be 'debug', 'info', 'warning' or 'error' (it is 'loud')." in said
    assert "API_KEY: Value should have at least 16 items" in said
    assert "GREETER_NAM is no setting. Did you mean GREETER_NAME?" in said
    assert "hunter2" not in said


def test_a_secret_may_be_in_a_file(tmp_path: Path):
    key = tmp_path / "key"
    key.write_text("a-key-of-sixteen-letters\n")
    settings = read(Settings, {"HOST": "0.0.0.0", "API_KEY_FILE": str(key)})
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "a-key-of-sixteen-letters"
    assert "sixteen" not in repr(settings)
    assert "API_KEY and API_KEY_FILE are both set" in problems({"API_KEY": "x" * 20, "API_KEY_FILE": str(key)})
    assert "cannot be read (No such file or directory)" in problems({"API_KEY_FILE": str(tmp_path / "none")})
    (tmp_path / "empty").touch()
    assert "which is empty" in problems({"API_KEY_FILE": str(tmp_path / "empty")})


def test_what_others_can_reach_wants_a_key():
    assert "API_KEY is needed where HOST is 0.0.0.0" in problems({"HOST": "0.0.0.0"})
    assert read(Settings, {"HOST": "::1"}).api_key is None
