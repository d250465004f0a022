import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { anyKeyNeeded, type Known, strict } from "../../kit/web/index.ts";
import type { Actions } from "../actions/index.ts";
import { Refused } from "../refused.ts";
import { page, proposals } from "./page.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

interface Approval {
  actions: Actions;
  approvers: Readonly<Record<string, string>>;
}

/** Adds the page on which people decide, and the same as an API. Who asks has other keys, and gets in nowhere here. */
export function addApproval(app: Hono, { actions, approvers }: Approval): void {
  app.get("/", strict, (context) => context.html(page));
  app.get("/page.css", (context) => context.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/page.js", (context) =>
    context.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  const people = app as unknown as Hono<Known>;
  people.use("/proposals", anyKeyNeeded(approvers));
  people.use("/api/*", anyKeyNeeded(approvers));
  people.get("/proposals", strict, (context) =>
    context.html(proposals(context.get("caller"), actions.all, Date.now())),
  );
  people.get("/api/actions", (context) => context.json({ you: context.get("caller"), actions: actions.all }));
  people.post("/api/actions/:id/approve", async (context) =>
    context.json(await decided(actions.approve(context.req.param("id"), context.get("caller"))), 202),
  );
  people.post("/api/actions/:id/refuse", async (context) =>
    context.json(await decided(actions.refuse(context.req.param("id"), context.get("caller")))),
  );
}

async function decided<Told>(deciding: Promise<Told>): Promise<Told> {
  try {
    return await deciding;
  } catch (error) {
    if (error instanceof Refused) throw new HTTPException(error.status, { message: error.message });
    throw error;
  }
}
