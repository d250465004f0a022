import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { TinaNodeBackend } from "@tinacms/datalayer";
import sirv from "sirv";
import { Repository } from "./git.js";
import { Texts } from "./texts.js";

const LARGEST = 4 * 1024 * 1024;
const FOLLOW_MS = 60_000;

const {
  REPOSITORY_URL,
  REPOSITORY_BRANCH = "main",
  REPOSITORY_TOKEN_FILE,
  CONTENT_DIR = "content",
  PORT = "3000",
} = process.env;
if (!REPOSITORY_URL) {
  console.error("REPOSITORY_URL is not set; write the address of the repository in which the texts are.");
  process.exit(1);
}
const folder = `${CONTENT_DIR}/repository`;
mkdirSync(folder, { recursive: true });
const token = REPOSITORY_TOKEN_FILE && readFileSync(REPOSITORY_TOKEN_FILE, "utf8").trim();
const texts = new Texts(
  new Repository({ folder, url: REPOSITORY_URL, branch: REPOSITORY_BRANCH, ...(token && { token }) }),
);

let waitsFor = "the repository was not read yet";
const tina = TinaNodeBackend({
  databaseClient: texts,
  // Whoever comes in has logged in at the door: this program stands behind one, and nowhere else.
  authProvider: { isAuthorized: async () => ({ isAuthorized: true }) },
});
// Its makers' pages would tell them who uses them: a browser that obeys lets them speak with this program alone.
const POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'self'";
const pages = sirv("public", {
  etag: true,
  setHeaders: (response) => response.setHeader("content-security-policy", POLICY),
});

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://here");
  const say = (/** @type {number} */ status, /** @type {object} */ body) =>
    response
      .writeHead(status, { "content-type": "application/json", "x-content-type-options": "nosniff" })
      .end(JSON.stringify(body));
  if (pathname === "/healthz") return say(200, { status: "ok" });
  if (pathname === "/readyz")
    return waitsFor ? say(503, { status: "waiting", reason: waitsFor }) : say(200, { status: "ok" });
  if (pathname === "/") return response.writeHead(302, { location: "/admin/index.html" }).end();
  if (!pathname.startsWith("/api/tina/"))
    return pages(request, response, () => say(404, { error: { message: `There is no ${pathname} here.` } }));
  // No other site can send this in the name of who is logged in here.
  if (!request.headers["content-type"]?.startsWith("application/json"))
    return say(415, { error: { message: "Send JSON, as content-type application/json." } });
  try {
    const body = await read(request);
    if (body === undefined)
      return say(413, { error: { message: `The body is larger than ${LARGEST} bytes.` } });
    return await tina(Object.assign(request, { body: JSON.parse(body) }), response);
  } catch (problem) {
    const isTheirs = problem instanceof SyntaxError;
    if (!isTheirs)
      console.error(JSON.stringify({ level: 50, msg: "a request failed", problem: String(problem) }));
    return say(isTheirs ? 400 : 502, {
      error: { message: isTheirs ? "The body is not JSON." : String(problem) },
    });
  }
});

/** @param {import("node:http").IncomingMessage} request */
async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size <= LARGEST) parts.push(part);
  }
  return size > LARGEST ? undefined : Buffer.concat(parts).toString("utf8");
}

async function follow() {
  try {
    await texts.follow();
    waitsFor = "";
  } catch (problem) {
    // What was read before is still there to be shown.
    console.error(
      JSON.stringify({ level: 40, msg: "the repository cannot be read", problem: String(problem) }),
    );
  }
}

server.listen(Number(PORT), process.env.HOST ?? "127.0.0.1", () =>
  console.log(JSON.stringify({ level: 30, msg: "serves", port: PORT })),
);
await follow();
const following = setInterval(follow, FOLLOW_MS);
for (const signal of ["SIGTERM", "SIGINT"])
  process.on(signal, () => {
    clearInterval(following);
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
