/** The floor of node:http, with `SCAN=1` looking for usage in every stream. */
import { Agent, request as ask } from "node:http";
import { pipeline } from "node:stream";
import { headersFor, serve, upstream } from "./floor.mjs";
import { UsageScan } from "./usage-scan.mjs";

const agent = new Agent({ keepAlive: true });
const scans = process.env.SCAN === "1";

serve((request, response, body) => {
  const asked = ask(
    new URL(request.url ?? "/", upstream),
    { method: request.method, agent, headers: headersFor(body) },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      const streams = answer.headers["content-type"]?.startsWith("text/event-stream");
      if (scans && streams) pipeline(answer, new UsageScan(), response, () => {});
      else pipeline(answer, response, () => {});
    },
  );
  asked.on("error", () => response.destroy());
  response.on("close", () => {
    if (!response.writableFinished) asked.destroy();
  });
  asked.end(body);
});
