import { record } from "../../tests/recorder.ts";

/** Prints what `ours.ts` registers, as JSON: the floor registers exactly this. */
const resources = await record("bench", {}, () => import("./ours.ts"));
process.stdout.write(JSON.stringify(resources));
