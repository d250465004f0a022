import { createHash } from "node:crypto";
import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticated, checkPermissions } from "./access/index.ts";
import type { Handlers, Upload } from "./api/call.ts";
import { PveError } from "./api/error.ts";
import { checkedParameters } from "./api/parameters.ts";
import type { Datacenter } from "./datacenter.ts";
import { description, pathOf } from "./description/description.ts";
import { writeOverSsh } from "./storage/index.ts";

const prefix = "/api2/json";
const methods = ["GET", "POST", "PUT", "DELETE"];

/** One route for all paths: which of them there are, and what they take, the vendor's description says. */
export function registerRoutes(app: FastifyInstance, datacenter: Datacenter, handlers: Handlers): void {
  app.register(multipart, { limits: { fileSize: 2 ** 40, fields: 20 } });
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.addHook("preHandler", async () => datacenter.tasks.settle());
  app.addHook("onSend", async (_, reply, payload) => {
    if (reply.statusCode >= 400) reply.raw.statusMessage = reasonOf(payload);
    return payload;
  });
  app.route({
    method: methods,
    url: `${prefix}/*`,
    handler: (request, reply) => (request.isMultipart() ? uploaded(request, reply) : answer(request)),
  });
  // What the official provider does as a user of the node's shell, for which there is no path in this API.
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  app.put("/ssh/:node/*", (request) => {
    authenticated(request, datacenter);
    const { node = "", "*": file = "" } = request.params as Record<string, string>;
    return writeOverSsh(datacenter, node, `/${file}`, Buffer.from(request.body as Buffer));
  });

  function answer(request: FastifyRequest, fields = new Map<string, string[]>(), upload?: Upload): unknown {
    const { pathname, searchParams } = new URL(request.url, "http://pve");
    const segments = pathname.slice(prefix.length).split("/").map(decodeURIComponent).slice(1);
    if (segments.at(-1) === "") segments.pop();
    const route = pathOf(segments);
    const operation = route && description.get(route.path)?.[request.method];
    const handler = route && handlers[`${request.method} ${route.path}`];
    const isPublic = operation?.permissions.user === "world";
    const caller = isPublic ? "" : authenticated(request, datacenter);
    if (!operation || !handler)
      throw new PveError(`Method '${request.method} /${segments.join("/")}' not implemented`, 501);

    const given = new Map(fields);
    for (const source of [bodyOf(request), searchParams])
      for (const [name, values] of collected(source)) given.set(name, values);
    for (const [name, value] of Object.entries(route.arguments)) given.set(name, [value]);
    const parameters = checkedParameters(operation, given);
    const call = { datacenter, caller, parameters, ...(upload && { upload }) };
    if (!isPublic) checkPermissions(operation.permissions, call);
    if (typeof parameters.node === "string") datacenter.nodeThatAnswers(parameters.node);
    return { data: handler(call) ?? null };
  }

  /** The file is measured as it passes: its bytes are nobody's concern, and may be too many to keep. */
  async function uploaded(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const fields = new Map<string, string[]>();
    let upload: Upload | undefined;
    for await (const part of request.parts()) {
      if (part.type === "field") {
        fields.set(part.fieldname, [String(part.value)]);
        continue;
      }
      const hash = createHash("sha256");
      let size = 0;
      for await (const chunk of part.file) {
        hash.update(chunk);
        size += chunk.length;
      }
      fields.set(part.fieldname, [part.filename]);
      upload = { size, sha256: hash.digest("hex") };
    }
    return reply.send(answer(request, fields, upload));
  }
}

/** The first line, where clients look for the words: this API's answers carry them beside the status. */
function reasonOf(payload: unknown): string {
  const { message = "" } = typeof payload === "string" ? JSON.parse(payload) : {};
  return String(message)
    .trim()
    .split("\n", 1)[0]
    ?.replace(/[^\x20-\x7e]/g, "?") as string;
}

/** What is said more than once in one place is a list; in another place, it is another word on the same. */
function collected(source: Iterable<[string, string]>): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of source) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

function bodyOf({ body }: FastifyRequest): Iterable<[string, string]> {
  if (body instanceof URLSearchParams) return body;
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each): [string, string] => [name, String(each)]),
  );
}
