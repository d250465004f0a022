import { request } from "node:http";
import pino from "pino";
import { afterEach, expect, test, vi } from "vitest";
import { somebody } from "../testing/house.ts";
import { BodyBudget } from "./body-budget.ts";
import { route, type Server, serve } from "./index.ts";

const MIB = 1024 * 1024;

test("bodies wait for room, in the order in which they came, and the largest is let in alone", async () => {
  const budget = new BodyBudget(3 * MIB);
  const entered: string[] = [];
  const enter = async (name: string, size: number) => {
    await budget.enter(size);
    entered.push(name);
  };
  void enter("first", 2 * MIB);
  void enter("huge", 9 * MIB);
  void enter("small", MIB);
  await vi.waitFor(() => expect(entered).toEqual(["first"]));
  budget.leave(2 * MIB);
  await vi.waitFor(() => expect(entered).toEqual(["first", "huge"]));
  budget.leave(9 * MIB);
  await vi.waitFor(() => expect(entered).toEqual(["first", "huge", "small"]));
});

let server: Server | undefined;
afterEach(() => server?.close());

test("many large bodies at once are all answered, and who leaves makes room", async () => {
  let [open, most] = [0, 0];
  server = await serve({
    routes: [
      route({
        method: "POST",
        path: "/",
        access: "open",
        group: "",
        summary: "",
        answer: "nothing",
        async handle(call) {
          const { length } = await call.readBody();
          open += length;
          most = Math.max(most, open);
          await new Promise((later) => setTimeout(later, 100));
          open -= length;
        },
      }),
    ],
    settings: {
      host: "127.0.0.1",
      port: 0,
      bodyLimit: 32 * MIB,
      corsOrigins: [],
      trustedProxies: 0,
      maxConnections: 100,
      drainSeconds: 1,
      adminKey: "x",
    },
    authenticate: () => somebody,
    log: pino({ level: "silent" }),
  });
  const body = Buffer.alloc(30 * MIB);
  const vanishing = Array.from({ length: 5 }, () => {
    const sent = request(server?.url ?? "", { method: "POST", headers: { "content-length": body.length } });
    sent.on("error", () => {});
    sent.write("x");
    return sent;
  });
  const answers = Array.from({ length: 12 }, () => fetch(server?.url ?? "", { method: "POST", body }));
  await new Promise((later) => setTimeout(later, 200));
  for (const sent of vanishing) sent.destroy();
  for (const answer of answers) expect((await answer).status).toBe(204);
  expect(most).toBeLessThanOrEqual(160 * MIB);
});
