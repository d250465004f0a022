import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf, formed, textOf } from "./body.ts";
import {
  defaultPolicy,
  type Failed,
  failedSshTests,
  failedTests,
  PolicyProblem,
  type Population,
  partiesOf,
  type ReadPolicy,
  readPolicy,
  speaksOf,
  testsSchema,
} from "./policy/index.ts";
import { hashOf, type State } from "./state.ts";

const previewQuery = z.object({ type: z.enum(["user", "ipport"]), previewFor: z.string() });

const path = "/api/v2/tailnet/:tailnet/acl";

/** The policy file of a tailnet: who may reach what. */
export function aclRoutes(app: FastifyInstance, state: State): void {
  app.get(path, (request, reply) => {
    const text = policyText(state);
    const { details } = request.query as { details?: string };
    if (details === "1" || details === "true") {
      const acl = Buffer.from(text).toString("base64");
      return reply.header("etag", etagOf(text)).send({ acl, warnings: [], errors: [] });
    }
    return sendPolicy(request, reply, text);
  });

  app.post(path, (request, reply) => {
    const match = request.headers["if-match"]?.replace(/^(W\/)?"?|"?$/g, "");
    const current = policyText(state);
    const untouched = !state.policy.has("current");
    if (
      match !== undefined &&
      match !== etagOf(current).slice(1, -1) &&
      !(match === "ts-default" && untouched)
    )
      throw new ApiError(412, "precondition failed, invalid old hash");

    const text = textOf(request);
    // Nothing at all is how a policy is given back to the vendor.
    if (text.trim() === "") state.policy.delete("current");
    else {
      const failed = testAll(
        refusing(() => readPolicy(text)),
        state,
      );
      if (failed.length > 0) throw new ApiError(400, "test(s) failed", failed);
      state.policy.put("current", text);
    }
    return sendPolicy(request, reply, policyText(state));
  });

  // A refused policy is no failed request: the answer to the question is what is wrong with it.
  app.post(`${path}/validate`, (request) => {
    try {
      const failed = textOf(request).trimStart().startsWith("[")
        ? failedTests(bodyOf(request, testsSchema), worldOf(currentPolicy(state), state))
        : testAll(readPolicy(textOf(request)), state);
      return failed.length > 0 ? { message: "test(s) failed", data: failed } : {};
    } catch (error) {
      if (error instanceof PolicyProblem) return { message: error.message };
      throw error;
    }
  });

  app.post(`${path}/preview`, (request) => {
    const { type, previewFor } = formed(request.query, previewQuery);
    const read = refusing(() => readPolicy(textOf(request)));
    return { matches: matchesOf(read, type, previewFor, populationOf(state)), type, previewFor };
  });
}

/** The policy that is in force. */
export function currentPolicy(state: State): ReadPolicy {
  return readPolicy(policyText(state));
}

function policyText({ policy }: State): string {
  return policy.get("current") ?? defaultPolicy;
}

function etagOf(text: string): string {
  return `"${hashOf(text)}"`;
}

function sendPolicy(request: FastifyRequest, reply: FastifyReply, text: string) {
  reply.header("etag", etagOf(text));
  if (request.headers.accept?.includes("application/json"))
    return reply.type("application/json").send(JSON.stringify(readPolicy(text).json));
  return reply.type("application/hujson").send(text);
}

function refusing<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyProblem) throw new ApiError(400, error.message);
    throw error;
  }
}

function testAll(read: ReadPolicy, state: State): Failed[] {
  const world = worldOf(read, state);
  return [...failedTests(read.policy.tests ?? [], world), ...failedSshTests(read.policy, world.population)];
}

function worldOf({ policy, accesses }: ReadPolicy, state: State) {
  return { policy, accesses, population: populationOf(state) };
}

function populationOf({ users, devices }: State): Population {
  return {
    roles: new Map(users.all().map(({ loginName, role }) => [loginName.toLowerCase(), role])),
    devices: devices
      .all()
      .map(({ user, tags, addresses }) => ({ user: user.toLowerCase(), tags, addresses })),
  };
}

/** Which rules speak of a user, or of an address and a port. */
function matchesOf(read: ReadPolicy, type: "user" | "ipport", previewFor: string, population: Population) {
  const target = type === "user" ? previewFor : previewFor.replace(/:\d+$/, "");
  const parties = refusing(() => partiesOf(target, read.policy, population));
  return read.accesses
    .filter((access) =>
      parties.some((party) =>
        (type === "user" ? access.from : access.to).some((each) => speaksOf(each, party, population)),
      ),
    )
    .map((access) => ({ users: access.rule.src, ports: access.rule.dst, lineNumber: read.lineOf(access) }));
}
