import { beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { runWithTools } from "../index.ts";
import { choiceOf, Desk, messagesOf, read, user, weather } from "../testing/desk.ts";
import { ScriptedModels } from "../testing/models.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

describe("a client's own tool", () => {
  const follow = (answer: JsonObject) => {
    const { message } = choiceOf(answer);
    return [user, message, { role: "tool", tool_call_id: message.tool_calls?.[0]?.id, content: "sunny" }];
  };

  test("goes to the client, and what the router did before and beside it is there when it comes back", async () => {
    const models = new ScriptedModels(
      { content: "First the file.", calls: [read("project/a.txt")] },
      { calls: [["weather", '{"city":"Bern"}'], read("project/b.txt")] },
      { content: "alpha, beta and sunny" },
    );
    const answer = await runWithTools(desk.ask(models, { tools: [weather] }));
    const { message, finish_reason } = choiceOf(answer);
    expect(finish_reason).toBe("tool_calls");
    expect(message.tool_calls).toMatchObject([
      { function: { name: "weather", arguments: '{"city":"Bern"}' } },
    ]);

    await runWithTools(desk.ask(models, { tools: [weather], messages: follow(answer) as JsonObject[] }));
    const seen = messagesOf(models.asked[2]);
    expect(seen.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant", "tool", "tool"]);
    expect(seen[2]?.content).toContain("alpha");
    expect(seen[3]?.tool_calls?.map((call) => call.function.name)).toEqual(["weather", "file_read"]);
    expect(seen[4]?.content).toContain("beta");
    expect(seen[5]).toMatchObject({ content: "sunny", tool_call_id: seen[3]?.tool_calls?.[0]?.id });
  });

  test("alone in the first step, hides nothing", async () => {
    const models = new ScriptedModels({ calls: [["weather", "{}"]] }, { content: "sunny" });
    const answer = await runWithTools(desk.ask(models, { tools: [weather] }));
    const messages = follow(answer) as JsonObject[];
    await runWithTools(desk.ask(models, { tools: [weather], messages }));
    expect(messagesOf(models.asked[1])).toEqual(messages);
  });

  test("nobody gets at another key's hidden steps", async () => {
    const models = new ScriptedModels(
      { calls: [read("project/a.txt"), ["weather", "{}"]] },
      { content: "ok" },
    );
    const answer = await runWithTools(desk.ask(models, { tools: [weather] }));
    const stranger = desk.ask(models, { tools: [weather], messages: follow(answer) as JsonObject[] });
    await runWithTools({ ...stranger, caller: { ...stranger.caller, keyId: "key-2" } });
    expect(JSON.stringify(models.asked[1])).not.toContain("alpha");
  });

  test("with the name of a server-side one is refused", async () => {
    const own = { type: "function", function: { name: "file_read" } };
    await expect(
      runWithTools(desk.ask(new ScriptedModels(), { tools: [weather, own] })),
    ).rejects.toMatchObject({
      details: {
        status: 400,
        param: "tools[1]",
        message: expect.stringContaining("`file_read` is also the name"),
      },
    });
  });
});
