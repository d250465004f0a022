import { Registry } from "prom-client";
import { makeLog, run, SettingsProblem } from "../kit/index.ts";
import { start } from "./family.ts";
import { readHousehold, Seal } from "./people/index.ts";
import { readSettings, type Settings } from "./settings.ts";

const HOW = "write link and the name of somebody who lives here, or nothing at all";

await run(async () => {
  const { read: settings, strange } = readSettings(process.env);
  const [command, name] = process.argv.slice(2);
  if (command !== undefined) {
    if (command !== "link" || name === undefined)
      throw new SettingsProblem([`There is no command ${command}: ${HOW}.`]);
    process.stdout.write(`${linkOf(settings, name)}\n`);
    return undefined;
  }
  const log = makeLog(settings.LOG_LEVEL);
  if (strange.length > 0) log.warn({ settings: strange }, "settings that nobody reads");
  return start(settings, log, new Registry());
});

/** By which somebody comes in: whoever has it is that person here. */
function linkOf(settings: Settings, name: string): string {
  const household = readHousehold(settings.FAMILY_HOUSEHOLD_FILE);
  const person = household.people.find((each) => each.name === name);
  const names = household.people.map((each) => each.name).join(", ");
  if (!person) throw new SettingsProblem([`Nobody here is called ${name}; there are ${names}.`]);
  const token = new Seal(settings.FAMILY_SECRET, household).token("link", person);
  return new URL(`/enter/${token}`, settings.FAMILY_URL ?? `http://127.0.0.1:${settings.PORT}`).href;
}
