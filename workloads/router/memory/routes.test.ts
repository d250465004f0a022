import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { onBoth } from "./testing/both.ts";
import { callerOf, House } from "./testing/house.ts";
import { asks, says } from "./testing/messages.ts";

const nobody = new AbortController().signal;

onBoth((ground) => {
  test("everybody has conversations of their own, whatever these are called", async () => {
    await ground.house.say("ada", "default", "I am Ada, and I like pears.", "Hello Ada.");
    const asked = await ground.house.say("bob", "default", "Who am I?", "No idea.");
    expect(asked).toEqual([asks("Who am I?")]);
    expect(await ground.house.texts("ada", "default")).toHaveLength(2);

    const here = await ground.house.recall("ada", { conversation: "default", store: true }, [asks("more")]);
    if (here.turn) {
      const response = { id: "resp_ada", input: [], response: { id: "resp_ada", output: [] } };
      ground.house.memory.remember({ turn: here.turn, answer: says("ok"), response });
    }
    await ground.house.get("ada", "/v1/responses/resp_ada");
    await ground.house.ask("bob", "GET", "/v1/responses/resp_ada", undefined, 404);
    await ground.house.ask("bob", "DELETE", "/v1/responses/resp_ada", undefined, 404);
    await expect(ground.house.memory.expand("resp_ada", callerOf("bob"), nobody)).rejects.toThrow("resp_ada");
    await ground.house.say("ada", "hers", "only mine", "yes");
    await ground.house.get("ada", "/v1/conversations/hers");
    for (const path of ["hers", "hers/messages"]) {
      await ground.house.ask("bob", "GET", `/v1/conversations/${path}`, undefined, 404);
    }
    await ground.house.ask("bob", "POST", "/v1/conversations/hers", { title: "mine" }, 404);
    await ground.house.ask("bob", "DELETE", "/v1/conversations/hers", undefined, 404);
    expect(await ground.house.get("bob", "/v1/memory/search?q=pears")).toMatchObject({ data: [] });
    expect((await ground.house.get("bob", "/v1/memory/export")).text).not.toContain("pears");
    for (const path of ["conversations", "memory/search?q=pears", "memory/export", "memory/preferences"]) {
      const whose = `${path.includes("?") ? "&" : "?"}person=ada`;
      await ground.house.ask("bob", "GET", `/v1/${path}${whose}`, undefined, 403);
      await ground.house.ask("bob", "GET", `/v1/${path}${whose}&person=bob`, undefined, 400);
      await ground.house.ask("admin", "GET", `/v1/${path}${whose}`);
    }
    await ground.house.ask("bob", "DELETE", "/v1/memory?person=ada", undefined, 403);
    await ground.house.ask("bob", "GET", "/admin/memory/people", undefined, 403);
    expect(await ground.house.get("admin", "/admin/memory/people")).toMatchObject({
      data: [
        { person: "ada", conversations: 2 },
        { person: "bob", conversations: 1 },
      ],
    });
  });

  test("conversations are renamed, pinned, listed in pages and deleted", async () => {
    const created = await ground.house.ask("ada", "POST", "/v1/conversations", {
      metadata: { topic: "garden" },
    });
    expect(created).toMatchObject({ object: "conversation", metadata: { topic: "garden" } });
    for (const name of ["a", "b", "c"]) await ground.house.say("ada", name, name, name);
    const changed = await ground.house.ask("ada", "POST", "/v1/conversations/b", {
      title: "Bees",
      pinned: true,
    });
    expect(changed).toMatchObject({ title: "Bees", pinned: true });
    const first = await ground.house.get("ada", "/v1/conversations?limit=3");
    expect(first).toMatchObject({ data: [{ id: "c" }, { id: "b" }, { id: "a" }], has_more: true });
    const rest = await ground.house.get("ada", "/v1/conversations?limit=3&after=a");
    expect(rest).toMatchObject({ data: [{ id: created.id }], has_more: false });
    await ground.house.ask("ada", "DELETE", "/v1/conversations/b");
    await ground.house.ask("ada", "GET", "/v1/conversations/b", undefined, 404);
    const wrong = await ground.house.ask("ada", "POST", "/v1/conversations/a", { titel: "x" }, 400);
    expect(JSON.stringify(wrong)).toContain("titel");
  });

  test("messages come in pages", async () => {
    for (let turn = 0; turn < 3; turn += 1) await ground.house.say("ada", "pages", `q${turn}`, `a${turn}`);
    const path = "/v1/conversations/pages/messages?limit=4";
    expect(await ground.house.get("ada", path)).toMatchObject({ has_more: true, data: { length: 4 } });
    expect(await ground.house.get("ada", `${path}&after=3`)).toMatchObject({
      has_more: false,
      data: [{ position: 4, message: asks("q2") }, { position: 5 }],
    });
  });

  test("a stored response is shown, continued and deleted, without the secrets of its tools", async () => {
    const item = (text: string): JsonObject => ({ type: "message", role: "user", content: text });
    const out = (text: string): JsonObject => ({ type: "message", content: [{ type: "output_text", text }] });
    const respond = async (id: string, previous: string | undefined, question: string) => {
      const { turn } = await ground.house.recall("ada", { previous, store: true }, [asks(question)]);
      if (!turn) throw new Error("nothing would be remembered");
      const tools = [
        { type: "mcp", server_url: "http://x", authorization: "tell-nobody", headers: { a: "tell-nobody" } },
      ];
      const response = { id, object: "response", output: [out(`re: ${question}`)], tools };
      ground.house.memory.remember({
        turn,
        answer: says(`re: ${question}`),
        response: { id, input: [item(question)], response },
      });
    };
    await respond("resp_1", undefined, "one");
    await respond("resp_2", "resp_1", "two");
    await respond("resp_3", "resp_2", "three");
    expect(await ground.house.memory.expand("resp_3", callerOf("ada"), nobody)).toEqual(
      ["one", "two", "three"].flatMap((text) => [item(text), out(`re: ${text}`)]),
    );
    expect(await ground.house.get("ada", "/v1/responses/resp_2")).toMatchObject({
      id: "resp_2",
      object: "response",
    });
    const items = "/v1/responses/resp_2/input_items";
    const page = await ground.house.get("ada", `${items}?limit=2`);
    expect(page).toMatchObject({ data: [item("two"), out("re: one")], has_more: true });
    const [, last] = page.data as { id: string }[];
    expect(await ground.house.get("ada", `${items}?after=${last?.id}`)).toMatchObject({
      data: [item("one")],
      has_more: false,
    });
    expect(await ground.house.get("ada", `${items}?order=asc`)).toMatchObject({
      data: [item("one"), out("re: one"), item("two")],
    });
    await ground.house.ask("ada", "GET", `${items}?after=nowhere`, undefined, 404);
    await ground.house.ask("bob", "GET", items, undefined, 404);
    expect(await ground.traces("tell-nobody")).toEqual([]);
    const { data } = await ground.house.get("ada", "/v1/conversations");
    expect(data).toMatchObject([{ title: "one" }]);

    await ground.house.ask("ada", "DELETE", "/v1/responses/resp_2");
    expect(await ground.traces("two")).toEqual([]);
    await expect(ground.house.memory.expand("resp_3", callerOf("ada"), nobody)).rejects.toThrow("resp_2");
    await ground.house.ask("ada", "DELETE", "/v1/responses/resp_1");
    expect(await ground.traces("one")).toEqual([]);
    await ground.house.ask("ada", "DELETE", "/v1/responses/resp_3");
    expect(await ground.house.get("ada", "/v1/conversations")).toMatchObject({ data: [] });
  });

  test("old conversations go, unless they are pinned or their person keeps them longer", async () => {
    for (const person of ["ada", "bob", "cy"]) await ground.house.say(person, "old", "hello", "hi");
    await ground.house.say("ada", "pinned", "hello", "hi");
    await ground.house.ask("ada", "POST", "/v1/conversations/pinned", { pinned: true });
    await ground.house.ask("bob", "PUT", "/v1/memory/preferences", { always: false, keep_days: 400 });
    await ground.house.get("cy", "/v1/conversations");
    await ground.database.sql.execute(sql`update conversations set updated_at = now() - interval '100 days'`);
    await ground.house.say("cy", "new", "hello", "hi");
    await ground.house.get("cy", "/v1/conversations");
    await ground.house.memory.keepHouse();
    expect(await ground.traces("old")).toEqual(["conversations"]);
    expect((await ground.house.get("cy", "/v1/conversations")).data).toHaveLength(2);

    const strict = await House.open(ground.database, { keepDays: 30 });
    expect(await strict.get("ada", "/v1/conversations")).toMatchObject({ data: [{ id: "pinned" }] });
    expect(await strict.get("bob", "/v1/conversations")).toMatchObject({ data: [{ id: "old" }] });
    expect(await strict.get("cy", "/v1/conversations")).toMatchObject({ data: [{ id: "new" }] });
    await strict.close();
  });
});
