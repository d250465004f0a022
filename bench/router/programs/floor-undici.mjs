/** The floor of undici's Pool, which costs less than node:http's own client. */
import { pipeline } from "node:stream";
import { headersFor, serve, upstream } from "./floor.mjs";
import { Pool } from "./undici.mjs";

const pool = new Pool(upstream.origin, { connections: 8192, pipelining: 1 });

serve(async (request, response, body) => {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const answer = await pool.request({
      path: request.url ?? "/",
      method: request.method === "POST" ? "POST" : "GET",
      headers: headersFor(body),
      body,
      signal: gone.signal,
    });
    response.writeHead(answer.statusCode, answer.headers);
    pipeline(answer.body, response, () => {});
  } catch {
    response.destroy();
  }
});
