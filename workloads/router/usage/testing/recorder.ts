import { setImmediate as nextTurn } from "node:timers/promises";
import { pino } from "pino";
import { openDatabase } from "../../database/index.ts";
import { DiskLedger } from "../index.ts";
import { usage } from "./usage.ts";

// Run as a process of its own, to be killed: says each number once it is recorded.
const [url = "", folder = ""] = process.argv.slice(2);
const log = pino({ level: "silent" });
const database = openDatabase({ url, folder, log });
const ledger = new DiskLedger({ folder, database, log });
for (let n = 1; ; n += 1) {
  ledger.record(usage({ id: `row-${process.pid}-${n}` }));
  process.stdout.write(`${n}\n`);
  if (n % 50 === 0) await nextTurn();
}
