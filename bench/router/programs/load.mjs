/**
 * Asks over and over on a number of connections, and tells as JSON how it went:
 * `load.mjs '{"url": ..., "headers": {}, "model": ..., "ask": {}, "connections": 32, "seconds": 3}'`.
 * When a stream was asked for, an answer is good only when it holds as many tokens and ends properly.
 */
import { Asking } from "./asking.mjs";
import { bodyFor } from "./body.mjs";
import { quantile } from "./quantile.mjs";
import { Pool } from "./undici.mjs";

const { url, headers, model, ask, connections, seconds } = JSON.parse(process.argv[2] ?? "");
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const request = {
  path: pathname,
  method: /** @type {const} */ ("POST"),
  headers,
  body: Buffer.from(bodyFor(model, ask)),
};

/** @type {Asking[]} */
const good = [];
let bad = 0;
let why = "";

const began = performance.now();
const end = began + seconds * 1000;

await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < end) {
      const asking = new Asking(ask.events);
      pool.dispatch(request, asking);
      const fault = await asking.done;
      if (fault === undefined) {
        good.push(asking);
        continue;
      }
      bad += 1;
      why ||= fault;
      // A gateway that refuses at once must not be flooded.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }),
);
const elapsed = (performance.now() - began) / 1000;
await pool.destroy();

const first = good.map((each) => each.firstByteMs);
const total = good.map((each) => each.totalMs);
console.log(
  JSON.stringify({
    good: good.length,
    bad,
    why,
    perSecond: good.length / elapsed,
    first: { p50: quantile(first, 0.5), p99: quantile(first, 0.99) },
    total: { p50: quantile(total, 0.5), p99: quantile(total, 0.99) },
  }),
);
