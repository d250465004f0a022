"""What the server is told by its environment."""

from typing import Annotated, ClassVar

from pydantic import Field, SecretStr

from homelab_kit.settings import Serving


class Settings(Serving):
    prefix: ClassVar[str] = "MEMORY"
    in_files: ClassVar[frozenset[str]] = frozenset({"api_key", "postgres_password", "openai_api_key"})

    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    # Where memories are: PostgreSQL with pgvector.
    postgres_host: str
    postgres_port: Annotated[int, Field(ge=1, le=65_535)] = 5432
    postgres_db: str = "mem0"
    postgres_user: str = "mem0"
    postgres_password: SecretStr
    postgres_connections: Annotated[int, Field(ge=1, le=50)] = 5
    # What was when, in SQLite.
    history_db_path: str = "/app/history/history.db"
    # Who understands what was said, and finds it again by its meaning: anything that speaks OpenAI's API.
    openai_base_url: Annotated[str, Field(pattern=r"^https?://")]
    openai_api_key: SecretStr
    memory_model: str = "auto"
    memory_embeddings: str = "embeddings"
    # What the model of embeddings gives: a table of another size is no table for it.
    memory_dimensions: Annotated[int, Field(ge=1, le=2000)] = 1536
