import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { PeerProblem } from "../../kit/index.ts";
import { bodyAs, checked, type Known } from "../../kit/web/index.ts";
import type { Person } from "../people.ts";
import type { Router } from "../router/index.ts";
import type { Message } from "../runs/index.ts";
import {
  cancel,
  type Database,
  decide,
  remove,
  resume,
  runOf,
  runsOf,
  stepsOf,
  submit,
} from "../store/index.ts";
import { offeredTo } from "../work/index.ts";
import type { Feed } from "./feed.ts";
import * as shapes from "./shapes.ts";
import { shownRun, shownStep, shownWhole } from "./shown.ts";

/** What is asked of the program, and what it answers: both the routes and their description follow from it. */
export interface Route {
  method: "get" | "post" | "delete";
  path: string;
  about: string;
  body?: z.ZodType;
  query?: z.ZodObject;
  /** Nothing where it is a stream of events. */
  answer?: z.ZodType;
  status?: 200 | 201 | 204;
  faults?: Record<number, string>;
  answers(context: Context<Known>, person: Person): Promise<unknown>;
}

export interface Parts {
  database: Database;
  router: Router;
  feed: Feed;
  /** Who answers where a run names nobody. */
  model: string;
}

const NONE = { 404: "You have no such run." };
const FULL = { 429: "You have as many open runs as you may." };
const id = z.uuid("is no id of a run");

export function routesOf({ database, router, feed, model }: Parts): Route[] {
  const idOf = (context: Context<Known>) => checked(context.req.param("id"), id, "id");
  const found = async (context: Context<Known>, { name }: Person) => {
    const run = await runOf(database.asks, name, idOf(context));
    if (!run) throw new HTTPException(404, { message: NONE[404] });
    return run;
  };
  return [
    {
      method: "post",
      path: "/v1/runs",
      about: "Begin a run. The header `idempotency-key` makes the same request, sent twice, one run",
      body: shapes.newRun,
      answer: shapes.oneRun,
      status: 201,
      faults: FULL,
      async answers(context, person) {
        const { input, instructions = null, ...rest } = await bodyAs(context, shapes.newRun);
        const given = context.req.header("idempotency-key");
        const idempotency = given && checked(given, z.string().max(200), "idempotency-key");
        const task = { ...rest, instructions, model: rest.model ?? model };
        const { run, isNew } = await submit(database, person, {
          task,
          input: messagesOf(input),
          idempotency: idempotency || undefined,
        });
        return context.json(shownRun(run), isNew ? 201 : 200);
      },
    },
    {
      method: "get",
      path: "/v1/runs",
      about: "Your runs, the newest first",
      query: shapes.wantedRuns,
      answer: shapes.runs,
      async answers(context, { name }) {
        const wanted = checked(context.req.query(), shapes.wantedRuns, "query");
        return { runs: (await runsOf(database.asks, name, wanted)).map(shownRun) };
      },
    },
    {
      method: "get",
      path: "/v1/runs/{id}",
      about: "One run, and its answer once it is done",
      answer: shapes.wholeRun,
      faults: NONE,
      async answers(context, person) {
        const run = await found(context, person);
        return shownWhole(run, await stepsOf(database.asks, run.id));
      },
    },
    {
      method: "get",
      path: "/v1/runs/{id}/steps",
      about: "All that was said and done in it",
      answer: shapes.allSteps,
      faults: NONE,
      async answers(context, person) {
        const run = await found(context, person);
        return { steps: (await stepsOf(database.asks, run.id)).map(shownStep) };
      },
    },
    {
      method: "get",
      path: "/v1/runs/{id}/events",
      about:
        "Server-sent events `run` and `step`, at once and at every change, until it ends; `Last-Event-ID` goes on",
      faults: { ...NONE, 429: "You listen to too many runs." },
      answers: async (context, person) => feed.listen(context, person.name, await found(context, person)),
    },
    {
      method: "post",
      path: "/v1/runs/{id}/steps/{number}/decision",
      about: "Give or refuse leave for a call that may change something",
      body: shapes.decision,
      answer: shapes.oneRun,
      faults: { ...NONE, 409: "Nobody is asked there." },
      async answers(context, person) {
        const { approve: isApproved, note } = await bodyAs(context, shapes.decision);
        const number = checked(Number(context.req.param("number")), z.int().min(1).max(1_000_000), "number");
        return shownRun(await decide(database, person, idOf(context), { number, isApproved, note }));
      },
    },
    {
      method: "post",
      path: "/v1/runs/{id}/cancel",
      about: "End it now; it can be resumed",
      answer: shapes.oneRun,
      faults: NONE,
      answers: async (context, person) => shownRun(await cancel(database, person, idOf(context))),
    },
    {
      method: "post",
      path: "/v1/runs/{id}/resume",
      about: "Let a run that has ended go on where it stopped, or with something new to say",
      body: shapes.more,
      answer: shapes.oneRun,
      faults: { ...NONE, ...FULL, 409: "It has not ended, or is done." },
      async answers(context, person) {
        const { input, steps, tokens } = await bodyAs(context, shapes.more);
        const said = input === undefined ? undefined : messagesOf(input);
        return shownRun(await resume(database, person, idOf(context), { input: said, steps, tokens }));
      },
    },
    {
      method: "delete",
      path: "/v1/runs/{id}",
      about: "Forget a run that has ended",
      status: 204,
      faults: { ...NONE, 409: "It has not ended." },
      async answers(context, person) {
        await remove(database, person, idOf(context));
        return context.body(null, 204);
      },
    },
    {
      method: "get",
      path: "/v1/tools",
      about: "What your runs may ask for, and what waits for your leave",
      answer: shapes.allTools,
      faults: { 502: "The router does not say it." },
      async answers({ req }, person) {
        try {
          const tools = await offeredTo(person, undefined, router, req.raw.signal);
          const shown = [...tools.values()].map(({ name, description, readsOnly }) => ({
            name,
            description,
            readsOnly,
          }));
          return { tools: shown };
        } catch (error) {
          if (!(error instanceof PeerProblem)) throw error;
          throw new HTTPException(502, { message: error.message });
        }
      },
    },
  ];
}

function messagesOf(input: string | Message[]): Message[] {
  return typeof input === "string" ? [{ role: "user", content: input }] : input;
}
