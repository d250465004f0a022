/**
 * What a gateway in Node cannot do without: it reads the body, parses it once, and relays. Who is asked, with which key,
 * and what it came to, is nobody's concern here.
 */
import { createServer } from "node:http";

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("node:http").ServerResponse} Response */
/** @typedef {(request: Request, response: Response, body: Buffer) => void} Relay */

/** @param {Relay} relay */
export function serve(relay) {
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      if (request.method === "POST") JSON.parse(body.toString());
      relay(request, response, body);
    });
  });
  server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 });
}

/** @param {Buffer} body */
export function headersFor(body) {
  return {
    "content-type": "application/json",
    "content-length": body.length,
    authorization: "Bearer upstream",
  };
}

export const upstream = new URL(process.env.UPSTREAM ?? "");
