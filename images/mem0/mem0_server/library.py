"""Mem0's library, which is made when the first one asks, and says in a sentence what it cannot reach."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

import psycopg
from mem0 import Memory
from mem0.exceptions import MemoryError as Mem0Problem
from openai import OpenAIError

from homelab_kit.log import Log
from homelab_kit.refusal import Refusal

from .settings import Settings

T = TypeVar("T")

PATIENCE_SECONDS = 3


class Library:
    def __init__(self, settings: Settings, log: Log) -> None:
        self._settings = settings
        self._log = log
        self._made = threading.Lock()
        self._memory: Memory | None = None

    def not_ready(self) -> str | None:
        """It answers whoever asks for health; the models may be at rest, and are no part of it."""
        try:
            with psycopg.connect(self._database(), connect_timeout=PATIENCE_SECONDS) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return "the database does not answer"
        return None

    def ask(self, what: Callable[[Memory], T]) -> T:
        """Whatever goes wrong beneath is for the log, and a sentence for who asks: neither says what was remembered."""
        try:
            return what(self._whole())
        except OpenAIError as problem:
            raise self._broken("The models do not answer as they should.", problem) from None
        except psycopg.Error as problem:
            raise self._broken("The database does not answer as it should.", problem) from None
        except (Mem0Problem, ValueError) as problem:
            if "not found" in str(problem).lower():
                raise Refusal(404, "There is no such memory.", code="not_found") from None
            raise self._broken("Mem0 could not do this.", problem) from None

    def _broken(self, message: str, problem: Exception) -> Refusal:
        self._log.warning("could not be done", kind=type(problem).__name__, said=message)
        return Refusal(502, f"{message} Try again in a moment.", code="upstream_error", retry_after=5)

    def _whole(self) -> Memory:
        with self._made:
            if self._memory is None:
                self._memory = Memory.from_config(self._config())
            return self._memory

    def _database(self) -> str:
        s = self._settings
        password = quote(s.postgres_password.get_secret_value(), safe="")
        return f"postgresql://{quote(s.postgres_user)}:{password}@{s.postgres_host}:{s.postgres_port}/{s.postgres_db}"

    def _config(self) -> dict[str, Any]:
        s = self._settings
        models = {"api_key": s.openai_api_key.get_secret_value(), "openai_base_url": s.openai_base_url}
        return {
            "vector_store": {
                "provider": "pgvector",
                "config": {
                    "connection_string": self._database(),
                    "embedding_model_dims": s.memory_dimensions,
                    "maxconn": s.postgres_connections,
                },
            },
            "llm": {"provider": "openai", "config": {**models, "model": s.memory_model}},
            "embedder": {"provider": "openai", "config": {**models, "model": s.memory_embeddings}},
            "history_db_path": s.history_db_path,
        }
