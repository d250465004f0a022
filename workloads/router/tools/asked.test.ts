import { beforeEach, expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { askedTools, runWithTools } from "./index.ts";
import { Desk, weather } from "./testing/desk.ts";
import { ScriptedModels } from "./testing/models.ts";
import { caller } from "./testing/tools.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

test("in a field, among the tools, or in a header", () => {
  const body = { model: "m", messages: [], tools: [weather, { type: "router", name: "git_*" }] };
  expect(askedTools({ ...body, router: { tools: ["file_read"], steps: 2 } }, "skill_*, git_*")).toEqual({
    patterns: ["file_read", "git_*", "skill_*"],
    steps: 2,
    body: { model: "m", messages: [], tools: [weather] },
  });
  expect(askedTools({ model: "m", tools: [weather] })).toBeUndefined();
});

test.each([
  [{ router: { tools: "file_read" } }, "router.tools"],
  [{ router: { tools: [] } }, "router.tools"],
  [{ router: { tools: ["file read"] } }, "router.tools.0"],
  [{ router: { tools: ["a"], step: 1 } }, "router"],
  [{ router: 5 }, "router"],
  [{ tools: [{ type: "router" }] }, "tools[0].name"],
])("%j is refused with its place", (body, param) => {
  expect(() => askedTools(body as JsonObject)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ status: 400, param }) }),
  );
});

test.each<[string[], string, boolean]>([
  [["*"], "file_read", true],
  [["*"], "file_write", false],
  [["file_*"], "file_write", false],
  [["file_writ*"], "file_write", false],
  [["file_write"], "file_write", true],
  [["file_write*"], "file_write", true],
  [[], "file_read", false],
  [["git_*"], "file_read", false],
])("a key with %j and %s: %s", async (grants, name, may) => {
  const offered = desk.tools.offered(caller(...grants), [name]);
  if (may) expect(await offered).toMatchObject([{ name }]);
  else await expect(offered).rejects.toMatchObject({ details: { status: 403, kind: "permission" } });
});

test("more than one answer is refused", async () => {
  await expect(runWithTools(desk.ask(new ScriptedModels(), { n: 2 }))).rejects.toThrow(/`n` must be 1/);
});
