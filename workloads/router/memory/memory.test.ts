import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import type { MemoryAsk } from "./index.ts";
import { onBoth } from "./testing/both.ts";
import { callerOf, House } from "./testing/house.ts";
import { asks, says, system } from "./testing/messages.ts";

onBoth((ground) => {
  test("nothing is remembered that nobody asked to remember", async () => {
    const messages = [asks("a secret plan")];
    const recalled = await ground.house.recall("ada", {}, messages);
    expect(recalled).toEqual({ messages, turn: undefined });
    expect(await ground.traces("secret plan")).toEqual([]);
  });

  test("a conversation goes on where it was left", async () => {
    await ground.house.say("ada", "trip", [system("Be brief."), asks("Where to?")], "Rome.");
    const asked = await ground.house.say("ada", "trip", "And then?", "Naples.");
    expect(asked).toEqual([system("Be brief."), asks("Where to?"), says("Rome."), asks("And then?")]);
    expect(await ground.house.texts("ada", "trip")).toEqual(["Where to?", "Rome.", "And then?", "Naples."]);
    expect(await ground.house.get("ada", "/v1/conversations")).toMatchObject({
      data: [{ id: "trip", title: "Where to?", pinned: false }],
      has_more: false,
    });
  });

  test("instructions that a client sends anew replace those of before", async () => {
    await ground.house.say("ada", "trip", [system("Be brief."), asks("Where to?")], "Rome.");
    const asked = await ground.house.say("ada", "trip", [system("Be long."), asks("And then?")], "Naples.");
    expect(asked[0]).toEqual(system("Be long."));
    expect(asked).toHaveLength(4);
  });

  test("a client that sends everything each time gets nothing twice", async () => {
    const talk = [asks("one"), says("1"), asks("two"), says("2"), asks("three")];
    await ground.house.say("ada", "count", talk.slice(0, 1), "1");
    await ground.house.say("ada", "count", talk.slice(0, 3), {
      role: "assistant",
      content: "2",
      reasoning_content: "so",
    });
    expect(await ground.house.say("ada", "count", talk, "3")).toEqual(talk);
    expect(await ground.house.texts("ada", "count")).toEqual(["one", "1", "two", "2", "three", "3"]);
  });

  test("the results of tools find the calls that they belong to", async () => {
    const call = {
      id: "c1",
      type: "function",
      function: { name: "sign_in", arguments: '{"password":"hunter2"}' },
    };
    const calling: JsonObject = { role: "assistant", content: null, tool_calls: [call] };
    const result: JsonObject = { role: "tool", tool_call_id: "c1", content: "signed in" };
    await ground.house.say("ada", "tools", "Sign in.", calling);
    const asked = await ground.house.say("ada", "tools", [result], "Done.");
    expect(asked.map(({ role }) => role)).toEqual(["user", "assistant", "tool"]);
    expect(await ground.house.texts("ada", "tools")).toHaveLength(4);
    expect(await ground.traces("hunter2")).toEqual([]);
  });

  test("two routers that write to one conversation at once keep each turn whole and lose none", async () => {
    const other = await House.open(ground.database);
    const turns = Array.from({ length: 20 }, (_, turn) => turn);
    await Promise.all(
      turns.map((turn) =>
        [ground.house, other][turn % 2]?.say("ada", "busy", `question ${turn}`, `answer ${turn}`),
      ),
    );
    await other.get("ada", "/v1/conversations");
    await other.close();
    const texts = await ground.house.texts("ada", "busy");
    expect(texts).toHaveLength(40);
    const pairs = turns.map((turn) => texts.slice(2 * turn, 2 * turn + 2).join(" / "));
    expect(pairs.sort()).toEqual(turns.map((turn) => `question ${turn} / answer ${turn}`).sort());
  });

  test("a turn that is written twice is there once", async () => {
    const { turn } = await ground.house.recall("ada", { conversation: "once" }, [asks("hello")]);
    if (!turn) throw new Error("nothing would be remembered");
    ground.house.memory.remember({ turn, answer: says("hi") });
    ground.house.memory.remember({ turn, answer: says("hi") });
    expect(await ground.house.texts("ada", "once")).toEqual(["hello", "hi"]);

    const { turn: unnamed } = await ground.house.recall("bob", { store: true }, [asks("hello")]);
    if (!unnamed) throw new Error("nothing would be remembered");
    for (const _ of [1, 2]) ground.house.memory.remember({ turn: unnamed, answer: says("hi") });
    const { data } = await ground.house.get("bob", "/v1/conversations");
    expect(data).toHaveLength(1);
  });

  test("who wants to be remembered always names no conversation, and each is known by its last exchange", async () => {
    await ground.house.ask("ada", "PUT", "/v1/memory/preferences", { always: true, keep_days: null });
    const talk = [asks("first"), says("1"), asks("second"), says("2"), asks("third")];
    for (const length of [1, 3, 5]) {
      const { messages, turn } = await ground.house.recall("ada", {}, talk.slice(0, length));
      expect(messages).toEqual(talk.slice(0, length));
      if (turn) ground.house.memory.remember({ turn, answer: talk[length] ?? says("3") });
    }
    const { turn } = await ground.house.recall("ada", {}, [asks("something else")]);
    if (turn) ground.house.memory.remember({ turn, answer: says("1") });
    const { data } = await ground.house.get("ada", "/v1/conversations");
    expect(data).toMatchObject([{ title: "something else" }, { title: "first" }]);
    const [, whole] = data as { id: string }[];
    expect(await ground.house.texts("ada", whole?.id ?? "")).toEqual([
      "first",
      "1",
      "second",
      "2",
      "third",
      "3",
    ]);
    expect((await ground.house.recall("bob", {}, talk)).turn).toBeUndefined();
  });

  test("what is kept of a message is text that every database holds", async () => {
    const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(9_000)}` } };
    const linked = { type: "image_url", image_url: { url: "https://pictures.example/cat.png?token=abc" } };
    const said = [{ role: "user", content: [{ type: "text", text: "Look\0 \ud800" }, picture, linked] }];
    await ground.house.say("ada", "odd", said, "x".repeat(600_000));
    const [question, answer] = await ground.house.texts("ada", "odd");
    expect(question).toEqual([
      { type: "text", text: "Look \ufffd" },
      { type: "text", text: "[image]" },
      { type: "text", text: "[image https://pictures.example/cat.png]" },
    ]);
    expect(String(answer).length).toBeLessThan(256 * 1024);
    expect(answer).toContain("characters were too long to remember");
    // It is known again all the same.
    const again = await ground.house.say(
      "ada",
      "odd",
      [...said, says("x".repeat(600_000)), asks("and?")],
      "fine",
    );
    expect(again).toHaveLength(3);
    expect(await ground.house.texts("ada", "odd")).toHaveLength(4);
  });

  test("a conversation beyond its limit loses its oldest", async () => {
    const small = await House.open(ground.database, { maxMessages: 4 });
    for (let turn = 0; turn < 4; turn += 1) await small.say("ada", "short", `q${turn}`, `a${turn}`);
    expect(await small.texts("ada", "short")).toEqual(["q2", "a2", "q3", "a3"]);
    expect(await small.say("ada", "short", "q4", "a4")).toHaveLength(5);
    await small.close();
  });

  test("a client that comes with thousands of messages is remembered like any other", async () => {
    const roomy = await House.open(ground.database, { maxMessages: 6_000 });
    const many = Array.from({ length: 6_001 }, (_, at) => (at % 2 === 0 ? asks(`q${at}`) : says(`a${at}`)));
    await roomy.say("ada", "many", many, "done");
    const count = sql`select count(*)::int as n from messages`;
    await expect
      .poll(async () => (await ground.database.sql.execute(count)).rows, { timeout: 30_000 })
      .toEqual([{ n: 6_000 }]);
    await roomy.close();
  });

  test("a long conversation is fitted to its model, and a summary stands for its beginning", async () => {
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 12; turn += 1) {
      await ground.house.say("ada", "long", `question ${turn} ${long}`, `answer ${turn} ${long}`, 4_000);
      await ground.house.texts("ada", "long");
    }
    await expect.poll(() => ground.traces("record")).toContain("summaries");
    const asked = await ground.house.say("ada", "long", "last question", "last answer", 4_000);
    expect(asked[0]?.role).toBe("system");
    expect(asked[0]?.content).toMatch(/record \d/);
    expect(asked[0]?.content).not.toContain("<think>");
    expect(asked[1]?.content).toMatch(/^question (8|9|10|11) /);
    expect(asked.at(-1)).toEqual(asks("last question"));
    expect(ground.house.models.asked.length).toBeGreaterThan(1);
    expect(ground.house.models.asked.every(({ person }) => person === "ada")).toBe(true);
    // Carried on from the record before, not made anew from everything.
    expect(ground.house.models.told()).toContain("<record>\nrecord 1\n</record>");
    expect(ground.house.models.told().match(/question 0 /g)).toHaveLength(1);
  });

  test("a conversation with a part that must stay in the house stays there as a whole", async () => {
    const { memory, models } = ground.house;
    const [signal, caller] = [new AbortController().signal, callerOf("ada")];
    const long = "so it goes ".repeat(400);
    const say = async (id: string, ask: MemoryAsk, local: boolean) => {
      const told = { id, caller, ask, local, contextTokens: 4_000, signal };
      const recalled = await memory.recall({ model: "played", messages: [asks(`${id} ${long}`)] }, told);
      const response = { id: `resp_${id}`, input: [asks(id)], response: { output: [] } };
      if (recalled.turn) memory.remember({ turn: recalled.turn, answer: says(long), response });
      return recalled.local;
    };
    const diary = { conversation: "diary", store: true };
    expect(await say("a", diary, false)).toBe(false);
    expect(await say("b", diary, true)).toBe(true);
    expect(await say("c", diary, false)).toBe(true);
    expect(await say("d", { conversation: "other", store: true }, false)).toBe(false);
    await ground.house.get("ada", "/v1/conversations");
    expect(await say("e", { previous: "resp_a", store: true }, false)).toBe(true);
    expect(await say("f", { previous: "resp_d", store: true }, false)).toBe(false);
    await expect.poll(() => models.asked.some(({ local }) => local)).toBe(true);
  });

  test("a client that allows a longer answer than the model could ever give has its history all the same", async () => {
    await ground.house.say("ada", "trip", "Where to?", "Rome.");
    const [signal, caller] = [new AbortController().signal, callerOf("ada")];
    const { body } = await ground.house.memory.recall(
      { model: "played", max_tokens: 32_000, messages: [asks("And then?")] },
      { id: "long", caller, ask: { conversation: "trip", store: false }, contextTokens: 8_000, signal },
    );
    expect(body.messages).toHaveLength(3);
  });

  test("a long conversation goes on when no model makes summaries", async () => {
    ground.house.models.before = () => Promise.reject(new Error("no model is there"));
    const long = "so it goes ".repeat(120);
    for (let turn = 0; turn < 8; turn += 1) {
      await ground.house.say("ada", "long", `question ${turn} ${long}`, `answer ${turn} ${long}`, 4_000);
    }
    const asked = await ground.house.say("ada", "long", "last question", "last answer", 4_000);
    expect(asked[0]?.content).toMatch(/^question (5|6|7) /);
    expect(asked.length).toBeLessThan(8);
  });

  test("a client that sends everything gets no summary of it", async () => {
    const long = "so it goes ".repeat(120);
    const talk: JsonObject[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      talk.push(asks(`question ${turn} ${long}`));
      expect(await ground.house.say("ada", "whole", talk, `answer ${turn} ${long}`, 8_000)).toEqual(talk);
      talk.push(says(`answer ${turn} ${long}`));
    }
    await expect.poll(() => ground.traces("record")).toContain("summaries");
    talk.push(asks("last"));
    expect(await ground.house.say("ada", "whole", talk, "done", 8_000)).toEqual(talk);
  });
});
