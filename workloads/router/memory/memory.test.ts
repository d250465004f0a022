import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../database/index.ts";
import { type Databases, kinds } from "../database/testing/databases.ts";
import type { JsonObject } from "../http/json.ts";
import { callerOf, House } from "./testing/house.ts";
import { empty, tracesOf } from "./testing/tables.ts";

const asks = (content: string): JsonObject => ({ role: "user", content });
const says = (content: string): JsonObject => ({ role: "assistant", content });
const system = (content: string): JsonObject => ({ role: "system", content });
const nobody = new AbortController().signal;

describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
  let databases: Databases;
  let database: Database;
  let house: House;

  beforeAll(async () => {
    databases = await prepare();
    database = await databases.open();
  });
  beforeEach(async () => {
    house = await House.open(database);
  });
  afterEach(async () => {
    await house.close();
    await empty(database);
  });
  afterAll(() => databases.stop());

  const traces = (text: string) => tracesOf(database, text);

  test("nothing is remembered that nobody asked to remember", async () => {
    const messages = [asks("a secret plan")];
    const recalled = await house.recall("ada", {}, messages);
    expect(recalled).toEqual({ messages, turn: undefined });
    expect(await traces("secret plan")).toEqual([]);
  });

  test("a conversation goes on where it was left", async () => {
    await house.say("ada", "trip", [system("Be brief."), asks("Where to?")], "Rome.");
    const asked = await house.say("ada", "trip", "And then?", "Naples.");
    expect(asked).toEqual([system("Be brief."), asks("Where to?"), says("Rome."), asks("And then?")]);
    expect(await house.texts("ada", "trip")).toEqual(["Where to?", "Rome.", "And then?", "Naples."]);
    expect(await house.get("ada", "/v1/conversations")).toMatchObject({
      data: [{ id: "trip", title: "Where to?", pinned: false }],
      has_more: false,
    });
  });

  test("instructions that a client sends anew replace those of before", async () => {
    await house.say("ada", "trip", [system("Be brief."), asks("Where to?")], "Rome.");
    const asked = await house.say("ada", "trip", [system("Be long."), asks("And then?")], "Naples.");
    expect(asked[0]).toEqual(system("Be long."));
    expect(asked).toHaveLength(4);
  });

  test("a client that sends everything each time gets nothing twice", async () => {
    const talk = [asks("one"), says("1"), asks("two"), says("2"), asks("three")];
    await house.say("ada", "count", talk.slice(0, 1), "1");
    await house.say("ada", "count", talk.slice(0, 3), {
      role: "assistant",
      content: "2",
      reasoning_content: "so",
    });
    expect(await house.say("ada", "count", talk, "3")).toEqual(talk);
    expect(await house.texts("ada", "count")).toEqual(["one", "1", "two", "2", "three", "3"]);
  });

  test("the results of tools find the calls that they belong to", async () => {
    const call = {
      id: "c1",
      type: "function",
      function: { name: "sign_in", arguments: '{"password":"hunter2"}' },
    };
    const calling: JsonObject = { role: "assistant", content: null, tool_calls: [call] };
    const result: JsonObject = { role: "tool", tool_call_id: "c1", content: "signed in" };
    await house.say("ada", "tools", "Sign in.", calling);
    const asked = await house.say("ada", "tools", [result], "Done.");
    expect(asked.map(({ role }) => role)).toEqual(["user", "assistant", "tool"]);
    expect(await house.texts("ada", "tools")).toHaveLength(4);
    expect(await traces("hunter2")).toEqual([]);
  });

  test("everybody has conversations of their own, whatever these are called", async () => {
    await house.say("ada", "default", "I am Ada, and I like pears.", "Hello Ada.");
    const asked = await house.say("bob", "default", "Who am I?", "No idea.");
    expect(asked).toEqual([asks("Who am I?")]);
    expect(await house.texts("ada", "default")).toHaveLength(2);

    const here = await house.recall("ada", { conversation: "default", store: true }, [asks("more")]);
    if (here.turn) {
      const response = { id: "resp_ada", input: [], response: { id: "resp_ada", output: [] } };
      house.memory.remember({ turn: here.turn, answer: says("ok"), response });
    }
    await house.get("ada", "/v1/responses/resp_ada");
    await house.ask("bob", "GET", "/v1/responses/resp_ada", undefined, 404);
    await house.ask("bob", "DELETE", "/v1/responses/resp_ada", undefined, 404);
    await expect(house.memory.expand("resp_ada", callerOf("bob"), nobody)).rejects.toThrow("resp_ada");
    await house.say("ada", "hers", "only mine", "yes");
    await house.get("ada", "/v1/conversations/hers");
    for (const path of ["hers", "hers/messages"]) {
      await house.ask("bob", "GET", `/v1/conversations/${path}`, undefined, 404);
    }
    await house.ask("bob", "POST", "/v1/conversations/hers", { title: "mine" }, 404);
    await house.ask("bob", "DELETE", "/v1/conversations/hers", undefined, 404);
    expect(await house.get("bob", "/v1/memory/search?q=pears")).toMatchObject({ data: [] });
    expect((await house.get("bob", "/v1/memory/export")).text).not.toContain("pears");
    for (const path of ["conversations", "memory/search?q=pears", "memory/export", "memory/preferences"]) {
      const whose = `${path.includes("?") ? "&" : "?"}person=ada`;
      await house.ask("bob", "GET", `/v1/${path}${whose}`, undefined, 403);
      await house.ask("bob", "GET", `/v1/${path}${whose}&person=bob`, undefined, 400);
      await house.ask("admin", "GET", `/v1/${path}${whose}`);
    }
    await house.ask("bob", "DELETE", "/v1/memory?person=ada", undefined, 403);
    await house.ask("bob", "GET", "/admin/memory/people", undefined, 403);
    expect(await house.get("admin", "/admin/memory/people")).toMatchObject({
      data: [
        { person: "ada", conversations: 2 },
        { person: "bob", conversations: 1 },
      ],
    });
  });

  test("two routers that write to one conversation at once keep each turn whole and lose none", async () => {
    const other = await House.open(database);
    const turns = Array.from({ length: 20 }, (_, turn) => turn);
    await Promise.all(
      turns.map((turn) => [house, other][turn % 2]?.say("ada", "busy", `question ${turn}`, `answer ${turn}`)),
    );
    await other.get("ada", "/v1/conversations");
    await other.close();
    const texts = await house.texts("ada", "busy");
    expect(texts).toHaveLength(40);
    const pairs = turns.map((turn) => texts.slice(2 * turn, 2 * turn + 2).join(" / "));
    expect(pairs.sort()).toEqual(turns.map((turn) => `question ${turn} / answer ${turn}`).sort());
  });

  test("a turn that is written twice is there once", async () => {
    const { turn } = await house.recall("ada", { conversation: "once" }, [asks("hello")]);
    if (!turn) throw new Error("nothing would be remembered");
    house.memory.remember({ turn, answer: says("hi") });
    house.memory.remember({ turn, answer: says("hi") });
    expect(await house.texts("ada", "once")).toEqual(["hello", "hi"]);
  });

  test("a long conversation is fitted to its model, and a summary stands for its beginning", async () => {
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 12; turn += 1) {
      await house.say("ada", "long", `question ${turn} ${long}`, `answer ${turn} ${long}`, 4_000);
      await house.texts("ada", "long");
    }
    await expect.poll(() => traces("record")).toContain("summaries");
    const asked = await house.say("ada", "long", "last question", "last answer", 4_000);
    expect(asked[0]?.role).toBe("system");
    expect(asked[0]?.content).toMatch(/record \d/);
    expect(asked[0]?.content).not.toContain("<think>");
    expect(asked[1]?.content).toMatch(/^question (8|9|10|11) /);
    expect(asked.at(-1)).toEqual(asks("last question"));
    expect(house.models.asked.length).toBeGreaterThan(1);
    expect(house.models.asked.every(({ person }) => person === "ada")).toBe(true);
    // Carried on from the record before, not made anew from everything.
    expect(house.models.told()).toContain("<record>\nrecord 1\n</record>");
    expect(house.models.told().match(/question 0 /g)).toHaveLength(1);
  });

  test("a long conversation goes on when no model makes summaries", async () => {
    house.models.before = () => Promise.reject(new Error("no model is there"));
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 8; turn += 1) {
      await house.say("ada", "long", `question ${turn} ${long}`, `answer ${turn} ${long}`, 4_000);
    }
    const asked = await house.say("ada", "long", "last question", "last answer", 4_000);
    expect(asked[0]?.content).toMatch(/^question (5|6|7) /);
    expect(asked.length).toBeLessThan(8);
  });

  test("conversations are renamed, pinned, listed in pages and deleted", async () => {
    const created = await house.ask("ada", "POST", "/v1/conversations", { metadata: { topic: "garden" } });
    expect(created).toMatchObject({ object: "conversation", metadata: { topic: "garden" } });
    for (const name of ["a", "b", "c"]) await house.say("ada", name, name, name);
    const changed = await house.ask("ada", "POST", "/v1/conversations/b", { title: "Bees", pinned: true });
    expect(changed).toMatchObject({ title: "Bees", pinned: true });
    const first = await house.get("ada", "/v1/conversations?limit=3");
    expect(first).toMatchObject({ data: [{ id: "c" }, { id: "b" }, { id: "a" }], has_more: true });
    const rest = await house.get("ada", "/v1/conversations?limit=3&after=a");
    expect(rest).toMatchObject({ data: [{ id: created.id }], has_more: false });
    await house.ask("ada", "DELETE", "/v1/conversations/b");
    await house.ask("ada", "GET", "/v1/conversations/b", undefined, 404);
    const wrong = await house.ask("ada", "POST", "/v1/conversations/a", { titel: "x" }, 400);
    expect(JSON.stringify(wrong)).toContain("titel");
  });

  test("messages come in pages", async () => {
    for (let turn = 0; turn < 3; turn += 1) await house.say("ada", "pages", `q${turn}`, `a${turn}`);
    const path = "/v1/conversations/pages/messages?limit=4";
    expect(await house.get("ada", path)).toMatchObject({ has_more: true, data: { length: 4 } });
    expect(await house.get("ada", `${path}&after=3`)).toMatchObject({
      has_more: false,
      data: [{ position: 4, message: asks("q2") }, { position: 5 }],
    });
  });

  test("who wants to be remembered always names no conversation, and each is known by its last exchange", async () => {
    await house.ask("ada", "PUT", "/v1/memory/preferences", { always: true, keep_days: null });
    const talk = [asks("first"), says("1"), asks("second"), says("2"), asks("third")];
    for (const length of [1, 3, 5]) {
      const { messages, turn } = await house.recall("ada", {}, talk.slice(0, length));
      expect(messages).toEqual(talk.slice(0, length));
      if (turn) house.memory.remember({ turn, answer: talk[length] ?? says("3") });
    }
    const { turn } = await house.recall("ada", {}, [asks("something else")]);
    if (turn) house.memory.remember({ turn, answer: says("1") });
    const { data } = await house.get("ada", "/v1/conversations");
    expect(data).toMatchObject([{ title: "something else" }, { title: "first" }]);
    const [, whole] = data as { id: string }[];
    expect(await house.texts("ada", whole?.id ?? "")).toEqual(["first", "1", "second", "2", "third", "3"]);
    expect((await house.recall("bob", {}, talk)).turn).toBeUndefined();
  });

  test("what is kept of a message is text that every database holds", async () => {
    const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(9_000)}` } };
    const linked = { type: "image_url", image_url: { url: "https://pictures.example/cat.png?token=abc" } };
    const said = [{ role: "user", content: [{ type: "text", text: "Look\0 \ud800" }, picture, linked] }];
    await house.say("ada", "odd", said, "x".repeat(600_000));
    const [question, answer] = await house.texts("ada", "odd");
    expect(question).toEqual([
      { type: "text", text: "Look \ufffd" },
      { type: "text", text: "[image]" },
      { type: "text", text: "[image https://pictures.example/cat.png]" },
    ]);
    expect(String(answer).length).toBeLessThan(256 * 1024);
    expect(answer).toContain("characters were too long to remember");
    // It is known again all the same.
    const again = await house.say("ada", "odd", [...said, says("x".repeat(600_000)), asks("and?")], "fine");
    expect(again).toHaveLength(3);
    expect(await house.texts("ada", "odd")).toHaveLength(4);
  });

  test("a conversation beyond its limit loses its oldest", async () => {
    const small = await House.open(database, { maxMessages: 4 });
    for (let turn = 0; turn < 4; turn += 1) await small.say("ada", "short", `q${turn}`, `a${turn}`);
    expect(await small.texts("ada", "short")).toEqual(["q2", "a2", "q3", "a3"]);
    expect(await small.say("ada", "short", "q4", "a4")).toHaveLength(5);
    await small.close();
  });

  test("a client that comes with thousands of messages is remembered like any other", async () => {
    const roomy = await House.open(database, { maxMessages: 6_000 });
    const many = Array.from({ length: 6_001 }, (_, at) => (at % 2 === 0 ? asks(`q${at}`) : says(`a${at}`)));
    await roomy.say("ada", "many", many, "done");
    const count = sql`select count(*)::int as n from messages`;
    await expect
      .poll(async () => (await database.sql.execute(count)).rows, { timeout: 30_000 })
      .toEqual([{ n: 6_000 }]);
    await roomy.close();
  });

  test("a stored response is shown, continued and deleted, without the secrets of its tools", async () => {
    const item = (text: string): JsonObject => ({ type: "message", role: "user", content: text });
    const out = (text: string): JsonObject => ({ type: "message", content: [{ type: "output_text", text }] });
    const respond = async (id: string, previous: string | undefined, question: string) => {
      const { turn } = await house.recall("ada", { previous, store: true }, [asks(question)]);
      if (!turn) throw new Error("nothing would be remembered");
      const tools = [
        { type: "mcp", server_url: "http://x", authorization: "tell-nobody", headers: { a: "tell-nobody" } },
      ];
      const response = { id, object: "response", output: [out(`re: ${question}`)], tools };
      house.memory.remember({
        turn,
        answer: says(`re: ${question}`),
        response: { id, input: [item(question)], response },
      });
    };
    await respond("resp_1", undefined, "one");
    await respond("resp_2", "resp_1", "two");
    await respond("resp_3", "resp_2", "three");
    expect(await house.memory.expand("resp_3", callerOf("ada"), nobody)).toEqual(
      ["one", "two", "three"].flatMap((text) => [item(text), out(`re: ${text}`)]),
    );
    expect(await house.get("ada", "/v1/responses/resp_2")).toMatchObject({
      id: "resp_2",
      object: "response",
    });
    expect(await traces("tell-nobody")).toEqual([]);
    const { data } = await house.get("ada", "/v1/conversations");
    expect(data).toMatchObject([{ title: "one" }]);

    await house.ask("ada", "DELETE", "/v1/responses/resp_2");
    expect(await traces("two")).toEqual([]);
    await expect(house.memory.expand("resp_3", callerOf("ada"), nobody)).rejects.toThrow("resp_2");
    await house.ask("ada", "DELETE", "/v1/responses/resp_1");
    expect(await traces("one")).toEqual([]);
    await house.ask("ada", "DELETE", "/v1/responses/resp_3");
    expect(await house.get("ada", "/v1/conversations")).toMatchObject({ data: [] });
  });

  test("old conversations go, unless they are pinned or their person keeps them longer", async () => {
    for (const person of ["ada", "bob", "cy"]) await house.say(person, "old", "hello", "hi");
    await house.say("ada", "pinned", "hello", "hi");
    await house.ask("ada", "POST", "/v1/conversations/pinned", { pinned: true });
    await house.ask("bob", "PUT", "/v1/memory/preferences", { always: false, keep_days: 400 });
    await house.get("cy", "/v1/conversations");
    await database.sql.execute(sql`update conversations set updated_at = now() - interval '100 days'`);
    await house.say("cy", "new", "hello", "hi");
    await house.get("cy", "/v1/conversations");
    await house.memory.keepHouse();
    expect(await traces("old")).toEqual(["conversations"]);
    expect((await house.get("cy", "/v1/conversations")).data).toHaveLength(2);

    const strict = await House.open(database, { keepDays: 30 });
    expect(await strict.get("ada", "/v1/conversations")).toMatchObject({ data: [{ id: "pinned" }] });
    expect(await strict.get("bob", "/v1/conversations")).toMatchObject({ data: [{ id: "old" }] });
    expect(await strict.get("cy", "/v1/conversations")).toMatchObject({ data: [{ id: "new" }] });
    await strict.close();
  });

  test("a client that sends everything gets no summary of it", async () => {
    const long = "so it goes ".repeat(120);
    const talk: JsonObject[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      talk.push(asks(`question ${turn} ${long}`));
      expect(await house.say("ada", "whole", talk, `answer ${turn} ${long}`, 8_000)).toEqual(talk);
      talk.push(says(`answer ${turn} ${long}`));
    }
    await expect.poll(() => traces("record")).toContain("summaries");
    talk.push(asks("last"));
    expect(await house.say("ada", "whole", talk, "done", 8_000)).toEqual(talk);
  });

  test("a summary that is under way when a response is deleted tells nothing of it", async () => {
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    house.models.before = () => gate;
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 8; turn += 1) {
      const said = [asks(`question ${turn} ${long}`)];
      const { turn: kept } = await house.recall("ada", { conversation: "told", store: true }, said, 4_000);
      const response = { id: `resp_${turn}`, input: said, response: { output: [] } };
      if (kept) house.memory.remember({ turn: kept, answer: says(`answer ${long}`), response });
    }
    await expect.poll(() => house.models.asked.length).toBe(1);
    await house.ask("ada", "DELETE", "/v1/responses/resp_0");
    goOn();
    await house.close();
    expect(await traces("record 1")).toEqual([]);
    expect(await traces("question 0")).toEqual([]);
    house = await House.open(database);
  });

  test("what is deleted while it goes on does not come back with the answer", async () => {
    const { turn: named } = await house.recall("ada", { conversation: "gone" }, [asks("hello")]);
    const { turn: first } = await house.recall("ada", { store: true }, [asks("hello")]);
    if (!named || !first) throw new Error("nothing would be remembered");
    const response = { id: "resp_gone", input: [asks("hello")], response: { output: [] } };
    house.memory.remember({ turn: first, answer: says("hi"), response });
    await house.ask("ada", "PUT", "/v1/memory/preferences", { always: true, keep_days: null });
    const { data } = await house.get("ada", "/v1/conversations");
    const { turn: next } = await house.recall("ada", { previous: "resp_gone" }, [
      asks("hello"),
      says("hi"),
      asks("so?"),
    ]);
    const { turn: unnamed } = await house.recall("ada", {}, [asks("hello"), says("hi"), asks("so?")]);
    for (const { id } of data as { id: string }[])
      await house.ask("ada", "DELETE", `/v1/conversations/${id}`);
    await house.ask("ada", "DELETE", "/v1/conversations/gone", undefined, 404);
    for (const turn of [named, next, unnamed]) if (turn) house.memory.remember({ turn, answer: says("so.") });
    expect(await house.get("ada", "/v1/conversations")).toMatchObject({ data: [] });
    expect(await traces("hello")).toEqual([]);
  });

  test("everything of a person can be taken away, and nothing of it is left once it is deleted", async () => {
    const canary = "canary7291";
    const searching = await House.open(database, { embeddingModel: "played" });
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
    await expect.poll(() => traces("record")).toContain("summaries");
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

    expect(await traces(canary)).toEqual([]);
    expect(await traces("record")).toEqual([]);
    expect(await traces("ada")).toEqual([]);
    expect(await traces("what is his")).toEqual(["conversations", "messages"]);
    expect(searching.logged.join()).not.toContain(canary);

    await house.say("ada", canary, "hello again", "hi");
    expect(await house.texts("ada", canary)).toEqual(["hello again", "hi"]);
  });
});
