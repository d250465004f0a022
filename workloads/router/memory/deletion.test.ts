import { expect, test } from "vitest";
import { onBoth } from "./testing/both.ts";
import { House } from "./testing/house.ts";
import { asks, says, system } from "./testing/messages.ts";

onBoth((ground) => {
  test("what is deleted while it goes on does not come back with the answer", async () => {
    const { turn: named } = await ground.house.recall("ada", { conversation: "gone" }, [asks("hello")]);
    const { turn: first } = await ground.house.recall("ada", { store: true }, [asks("hello")]);
    if (!named || !first) throw new Error("nothing would be remembered");
    const response = { id: "resp_gone", input: [asks("hello")], response: { output: [] } };
    ground.house.memory.remember({ turn: first, answer: says("hi"), response });
    await ground.house.ask("ada", "PUT", "/v1/memory/preferences", { always: true, keep_days: null });
    const { data } = await ground.house.get("ada", "/v1/conversations");
    const { turn: next } = await ground.house.recall("ada", { previous: "resp_gone" }, [
      asks("hello"),
      says("hi"),
      asks("so?"),
    ]);
    const { turn: unnamed } = await ground.house.recall("ada", {}, [asks("hello"), says("hi"), asks("so?")]);
    for (const { id } of data as { id: string }[])
      await ground.house.ask("ada", "DELETE", `/v1/conversations/${id}`);
    await ground.house.ask("ada", "DELETE", "/v1/conversations/gone", undefined, 404);
    for (const turn of [named, next, unnamed])
      if (turn) ground.house.memory.remember({ turn, answer: says("so.") });
    expect(await ground.house.get("ada", "/v1/conversations")).toMatchObject({ data: [] });
    expect(await ground.traces("hello")).toEqual([]);
  });

  test("a deleted response does not come back from a router that crashed behind writing it", async () => {
    const { turn } = await ground.house.recall("ada", { store: true }, [asks("hello")]);
    if (!turn) throw new Error("nothing would be remembered");
    const response = { id: "resp_twice", input: [asks("hello")], response: { output: [] } };
    const finished = { turn, answer: says("hi"), response };
    ground.house.memory.remember(finished);
    await ground.house.ask("ada", "DELETE", "/v1/responses/resp_twice");
    ground.house.memory.remember(finished);
    expect(await ground.house.get("ada", "/v1/conversations")).toMatchObject({ data: [] });
    expect(await ground.traces("hello")).toEqual([]);
  });

  test("a summary that is under way when a response is deleted tells nothing of it", async () => {
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    ground.house.models.before = () => gate;
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 8; turn += 1) {
      const said = [asks(`question ${turn} ${long}`)];
      const { turn: kept } = await ground.house.recall(
        "ada",
        { conversation: "told", store: true },
        said,
        4_000,
      );
      const response = { id: `resp_${turn}`, input: said, response: { output: [] } };
      if (kept) ground.house.memory.remember({ turn: kept, answer: says(`answer ${long}`), response });
    }
    await expect.poll(() => ground.house.models.asked.length).toBe(1);
    await ground.house.ask("ada", "DELETE", "/v1/responses/resp_0");
    goOn();
    await ground.house.close();
    expect(await ground.traces("record 1")).toEqual([]);
    expect(ground.house.models.told()).not.toContain("<record>\nrecord 1");
    expect(await ground.traces("question 0")).toEqual([]);
    ground.house = await House.open(ground.database);
  });

  test("everything of a person can be taken away, and nothing of it is left once it is deleted", async () => {
    const canary = "canary7291";
    const searching = await House.open(ground.database, { embeddingModel: "played" });
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 6; turn += 1) {
      await searching.say(
        "ada",
        canary,
        [system(canary), asks(`${canary} ${turn} ${long}`)],
        `${canary} ${long}`,
        4_000,
      );
    }
    await expect.poll(() => ground.traces("record")).toContain("summaries");
    const { turn } = await searching.recall("ada", { store: true }, [asks(canary)]);
    const stored = { id: `resp_${canary}`, input: [asks(canary)], response: { output: [says(canary)] } };
    if (turn) searching.memory.remember({ turn, answer: says(canary), response: stored });
    await searching.ask("ada", "PUT", "/v1/memory/preferences", { always: true, keep_days: 90 });
    await searching.say("bob", "other", "what is his stays", "yes");

    const { text } = await searching.get("ada", "/v1/memory/export");
    const lines = String(text)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    const count = (type: string) => lines.filter((line) => line.type === type).length;
    expect(["preferences", "conversation", "message", "summary", "response"].map(count)).toEqual([
      1, 2, 14, 1, 1,
    ]);

    const asked = await searching.recall("ada", { conversation: canary }, [asks(canary)]);
    // A summary is under way while everything is deleted, and an answer comes after it.
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const summaries = searching.models.asked.length;
    searching.models.before = () => gate;
    await searching.say("ada", canary, `${canary} ${long}`, `${canary} ${long}`, 2_000);
    await expect.poll(() => searching.models.asked.length).toBeGreaterThan(summaries);
    expect(await searching.ask("ada", "DELETE", "/v1/memory")).toEqual({ conversations: 2 });
    goOn();
    if (asked.turn) searching.memory.remember({ turn: asked.turn, answer: says(canary) });
    await searching.get("ada", "/v1/conversations");
    await searching.close();

    expect(await ground.traces(canary)).toEqual([]);
    expect(await ground.traces("record")).toEqual([]);
    expect(await ground.traces("ada")).toEqual([]);
    expect(await ground.traces("what is his")).toEqual(["conversations", "messages"]);
    expect(searching.logged.join()).not.toContain(canary);

    await ground.house.say("ada", canary, "hello again", "hi");
    expect(await ground.house.texts("ada", canary)).toEqual(["hello again", "hi"]);
  });
});
