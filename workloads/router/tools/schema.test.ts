import { expect, test } from "vitest";
import { parse } from "yaml";
import { toolsSchema } from "./index.ts";

const refusal = (text: string) =>
  (toolsSchema.safeParse(parse(text)).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

test("an empty section offers nothing, in a sandbox", () => {
  expect(toolsSchema.parse({})).toMatchObject({
    roots: {},
    mcp: {},
    shell: { programs: {}, network: false },
    sandbox: { kind: "bubblewrap", readOnly: [] },
    limits: { time: 60_000, memory: 2 ** 30, output: 64_000 },
  });
});

test("a short form says what a long one does", () => {
  const { roots, sandbox, limits } = toolsSchema.parse(
    parse("roots: {notes: /home/me/notes}\nsandbox: none\nlimits: {memory: 512MiB, time: 10s}"),
  );
  expect(roots.notes).toEqual({ folder: "/home/me/notes", writable: false });
  expect(sandbox).toEqual({ kind: "none" });
  expect(limits).toMatchObject({ memory: 512 * 2 ** 20, time: 10_000 });
});

test.each([
  ["roots: {notes: notes}", /roots.notes: .*must be an absolute path|Invalid input/],
  ["roots: {'a/b': /x}", /roots.a\/b: .*Invalid key/],
  ["roots: {a: {folder: /x, writeable: true}}", /roots.a/],
  ["limits: {memory: 5}", /limits.memory: must be a size: write "64kB"/],
  ["limits: {memory: 5 megs}", /limits.memory: is no size/],
  ["limits: {steps: 1}", /limits.steps: .*>=2/],
  ["mcp: {a: {comand: x}}", /mcp.a: is no MCP server: give it a `command` with `args`, or a `url`/],
  ["mcp: {a_b: {command: x}}", /mcp.a_b: Invalid key/],
  ["sandbox: docker", /sandbox: /],
  ["git: {author: {name: 'a <b', email: a@b}}", /git.author.name/],
  ["shell: {programs: {npm: test}}", /shell.programs.npm: .*expected array/],
  ["root: {}", /Unrecognized key: "root"/],
])("%s is refused with its place", (text, message) => {
  expect(refusal(text).join("\n")).toMatch(message);
});
