/**
 * Opens a number of streams and keeps them until its standard input ends; tells how many have begun:
 * `hold.mjs '{"url": ..., "headers": {}, "model": ..., "ask": {}, "connections": 1500, "reads": true}'`.
 * With `reads: false` nobody reads on after the first byte.
 */
import { bodyFor } from "./body.mjs";
import { Pool } from "./undici.mjs";

const { url, headers, model, ask, connections, reads } = JSON.parse(process.argv[2] ?? "");
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const request = {
  path: pathname,
  method: /** @type {const} */ ("POST"),
  headers,
  body: Buffer.from(bodyFor(model, ask)),
};

const patienceMs = 180_000;
let begun = 0;
let bad = 0;
let why = "";

/** @param {string} reason */
function failed(reason) {
  bad += 1;
  why ||= reason;
}

function open() {
  let first = true;
  pool.dispatch(request, {
    onRequestStart() {},
    onResponseStart(_controller, status) {
      if (status !== 200) failed(`status ${status}`);
    },
    onResponseData(controller) {
      if (first) begun += 1;
      first = false;
      if (!reads) controller.pause();
    },
    onResponseEnd() {},
    onResponseError(_controller, error) {
      failed(error.message);
    },
  });
}

for (let opened = 1; opened <= connections; opened += 1) {
  open();
  // In one go they would only fill the queue of connections that nobody has accepted yet.
  if (opened % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
for (let waited = 0; begun + bad < connections && waited < patienceMs; waited += 50)
  await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ begun, bad, why }));
process.stdin.resume().once("end", () => process.exit());
