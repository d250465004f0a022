"""What can be asked. The paths are those of the server that Mem0's makers keep beside their library."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from homelab_kit.refusal import Refusal

from .library import Library

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=100_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Whose(_Strict):
    user_id: Name | None = None
    agent_id: Name | None = None
    run_id: Name | None = None

    def named(self) -> dict[str, str]:
        """Nobody's memories are those of all: one of the three has to be named."""
        named = {name: value for name in Whose.model_fields if (value := getattr(self, name)) is not None}
        if not named:
            raise Refusal(400, "Say whose: user_id, agent_id or run_id.", code="missing", param="user_id")
        return named


class Said(_Strict):
    role: Literal["system", "user", "assistant"]
    content: Text


class Create(Whose):
    messages: Annotated[list[Said], Field(min_length=1, max_length=200)]
    metadata: dict[str, Any] | None = None
    # Whether a model picks out what is worth remembering; what was said is kept word for word otherwise.
    infer: bool = True


class Listed(Whose):
    top_k: Annotated[int, Field(ge=1, le=1000)] = 100


class Search(Whose):
    query: Text
    top_k: Annotated[int, Field(ge=1, le=100)] = 20


class Update(_Strict):
    text: Text


def routes(library: Library) -> APIRouter:
    router = APIRouter()

    @router.post("/memories")
    def add(asked: Create) -> Any:
        whose, messages = asked.named(), [said.model_dump() for said in asked.messages]
        return library.ask(lambda m: m.add(messages, metadata=asked.metadata, infer=asked.infer, **whose))

    @router.post("/search")
    def search(asked: Search) -> Any:
        whose = asked.named()
        return library.ask(lambda m: m.search(asked.query, filters=whose, top_k=asked.top_k))

    @router.get("/memories")
    def listed(asked: Annotated[Listed, Query()]) -> Any:
        named = asked.named()
        return library.ask(lambda m: m.get_all(filters=named, top_k=asked.top_k))

    @router.delete("/memories")
    def forget_all(whose: Annotated[Whose, Query()]) -> Any:
        named = whose.named()
        return library.ask(lambda m: m.delete_all(**named))

    @router.get("/memories/{memory_id}")
    def one(memory_id: UUID) -> Any:
        found = library.ask(lambda m: m.get(str(memory_id)))
        if found is None:
            raise Refusal(404, "There is no such memory.", code="not_found")
        return found

    @router.get("/memories/{memory_id}/history")
    def history(memory_id: UUID) -> Any:
        return library.ask(lambda m: m.history(str(memory_id)))

    @router.put("/memories/{memory_id}")
    def update(memory_id: UUID, asked: Update) -> Any:
        return library.ask(lambda m: m.update(str(memory_id), asked.text))

    @router.delete("/memories/{memory_id}")
    def forget(memory_id: UUID) -> Any:
        return library.ask(lambda m: m.delete(str(memory_id)))

    return router
