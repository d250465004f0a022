import { readFileSync } from "node:fs";
import { differenceOf, type Wanted } from "./difference.ts";
import { Kuma } from "./kuma.ts";

/** Makes Uptime Kuma look at what the file says, and at nothing else that it once said; then it ends. */
async function main(): Promise<void> {
  const wanted: Wanted[] = JSON.parse(readFileSync(setting("MONITORS_FILE"), "utf8"));
  const kuma = await Kuma.at(setting("KUMA_URL"));
  try {
    await kuma.enter(setting("KUMA_USER"), setting("KUMA_PASSWORD"));
    const { missing, changed, needless } = differenceOf(await kuma.monitors(), wanted);
    for (const each of missing) await kuma.add(each);
    for (const { monitor, wanted } of changed) await kuma.change(monitor, wanted);
    for (const each of needless) await kuma.remove(each);
    console.log(
      `${wanted.length} monitors: ${missing.length} new, ${changed.length} changed, ${needless.length} removed.`,
    );
  } finally {
    kuma.close();
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: KUMA_URL, KUMA_USER, KUMA_PASSWORD and MONITORS_FILE are.`);
  return value;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
