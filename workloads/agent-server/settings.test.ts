import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPeople } from "./people.ts";
import { readSettings } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "agents-settings-"));
const key = "0123456789abcdef-secret";

function refusalOf(text: string): string {
  const path = join(folder, "people.json");
  writeFileSync(path, text);
  try {
    readPeople(path);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was taken");
}

test("all that is missing is said at once, and a database's password never", () => {
  expect(() => readSettings({})).toThrow(
    /DATABASE_URL .*\n.*AGENT_PEOPLE_FILE is not set; .*\n.*AGENT_ROUTER_URL .*\n.*AGENT_ROUTER_KEY is not set/,
  );
  expect(() => readSettings({ DATABASE_URL: "mysql://agents:hunter2@db" })).toThrow(/^(?!.*hunter2)/s);
});

test.each([
  ["{", /which is not JSON\. Write \{"people"/],
  ['{"people":[]}', /in which people /],
  [`{"people":[{"name":"a b","key":"${key}"}]}`, /people\.0\.name is no name/],
  ['{"people":[{"name":"ada","key":"short-key"}]}', /people\.0\.key is shorter than 16/],
  [`{"people":[{"name":"ada","key":"${key}","tokens":5}]}`, /people\.0 .*"tokens"/],
  [`{"people":[{"name":"ada","key":"${key}"},{"name":"eve","key":"${key}"}]}`, /the same key/],
  [`{"people":[{"name":"ada","key":"${key}"},{"name":"ada","key":"${key}2"}]}`, /the same name/],
])("%s is refused with its place", (text, said) => {
  const message = refusalOf(text);
  expect(message).toMatch(said);
  expect(message).not.toMatch(/secret|short-key/);
});

test("a file that is not there is named", () => {
  expect(() => readPeople(join(folder, "none.json"))).toThrow(/none\.json, which cannot be read \(ENOENT\)/);
});
