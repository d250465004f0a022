/** For tests: a machine whose network leads nowhere, whatever that of the real machine does. */
import dns from "node:dns";

const { lookup } = dns;

dns.lookup = /** @type {typeof lookup} */ (
  (/** @type {string} */ host, /** @type {any[]} */ ...rest) => {
    if (host === "localhost" || host === "127.0.0.1") return /** @type {any} */ (lookup)(host, ...rest);
    const answer = rest.at(-1);
    process.nextTick(() =>
      answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" })),
    );
  }
);
