"""What a program is told, by its environment and by files that the environment names."""

import ipaddress
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

Level = Literal["debug", "info", "warning", "error"]
Seconds = Annotated[int, Field(ge=1, le=86_400)]


Settings = TypeVar("Settings", bound="Serving")


class SettingsProblem(Exception):
    """A sentence for each setting that is wrong: what it is, and what to write."""

    def __init__(self, problems: list[str]) -> None:
        lines = ["The program cannot start with these settings:", *(f"  {each}" for each in problems)]
        super().__init__("\n".join(lines))
        self.problems = problems


class Serving(BaseModel):
    """What every program that serves is told. Where nothing is said, it is for one person on one machine.

    A field is read from the variable of its name: `api_key` from `API_KEY`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    # Names that begin so are meant for this program: one that it does not know is probably a slip.
    prefix: ClassVar[str]
    # May be in a file instead, which NAME_FILE names.
    in_files: ClassVar[frozenset[str]] = frozenset({"api_key"})

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    api_key: Annotated[SecretStr, Field(min_length=16)] | None = None
    log_level: Level = "info"
    drain_seconds: Annotated[int, Field(ge=0, le=3600)] = 20
    # For how long somebody waits for an answer, the time in the queue included.
    timeout_seconds: Seconds = 600
    # How many may wait while the card is busy.
    queue_length: Annotated[int, Field(ge=0, le=1000)] = 8
    # After how long without work the card's memory is given back.
    idle_seconds: Seconds = 900


def read(schema: type[Settings], environment: Mapping[str, str]) -> Settings:
    """All that is wrong is told at once, and no secret with it."""
    # What is empty counts as not there, as Docker's and Kubernetes' files of settings often say it so.
    given = {name: value for name, value in environment.items() if value != ""}
    problems: list[str] = []
    values: dict[str, str] = {}
    for field in schema.model_fields:
        value = _value(field.upper(), given, field in schema.in_files, problems)
        if value is not None:
            values[field] = value
    problems += _strange(schema, given)
    try:
        settings = schema.model_validate(values)
    except ValidationError as error:
        problems += [_said(each["loc"], each["msg"], schema, values) for each in error.errors()]
        raise SettingsProblem(problems) from None
    if settings.api_key is None and not _is_loopback(settings.host):
        problems.append(f"API_KEY is needed where HOST is {settings.host}: others can reach it. Set one.")
    if problems:
        raise SettingsProblem(problems)
    return settings


def _value(name: str, given: Mapping[str, str], may_be_in_file: bool, problems: list[str]) -> str | None:
    path = given.get(f"{name}_FILE") if may_be_in_file else None
    if path is None:
        return given.get(name)
    if name in given:
        problems.append(f"{name} and {name}_FILE are both set. Leave one of them out.")
        return None
    try:
        text = Path(path).read_text(encoding="utf8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        problems.append(f"{name}_FILE names {path}, which cannot be read ({reason}). Mend the path or its rights.")
        return None
    if not text:
        problems.append(f"{name}_FILE names {path}, which is empty. Write into it what it is to hold.")
    return text or None


def _strange(schema: type[Serving], given: Mapping[str, str]) -> list[str]:
    fields = [field.upper() for field in schema.model_fields]
    known = fields + [f"{field.upper()}_FILE" for field in schema.in_files]
    said = []
    for name in given:
        if name.startswith(f"{schema.prefix}_") and name not in known:
            near = get_close_matches(name, known, n=1)
            said.append(f"{name} is no setting.{f' Did you mean {near[0]}?' if near else ' Leave it out.'}")
    return said


def _said(loc: tuple[int | str, ...], message: str, schema: type[Serving], values: Mapping[str, str]) -> str:
    field, *within = loc
    where = ".".join([str(field).upper(), *map(str, within)])
    # What may be in a file is long, or secret.
    known = "" if field in schema.in_files or field not in values else f" (it is {values[str(field)]!r})"
    return f"{where}: {message.removeprefix('Value error, ')}{known}."


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
