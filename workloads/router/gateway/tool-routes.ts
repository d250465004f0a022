import * as z from "zod";
import type { Models } from "../api/index.ts";
import { type Route, route } from "../http/index.ts";
import type { Workshop } from "./workshop.ts";

const pattern = z.string().regex(/^[\w*-]{1,100}$/, { error: "is no name of a tool" });

const query = z.object({
  name: z
    .union([pattern.transform((one) => [one]), z.array(pattern).min(1).max(100)])
    .optional()
    .describe("A tool, or a pattern with `*`; more than once for several. Without it, all."),
});

const toolsShape = z.object({
  object: z.literal("list"),
  data: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      parameters: z.looseObject({}).describe("A JSON Schema."),
      reads_only: z.boolean().describe("Whether it is known to change nothing."),
    }),
  ),
});

const call = z.strictObject({
  arguments: z.string().max(10_000_000).describe("JSON, as a model writes it."),
  model: z.string().optional().describe("Who reads the result: it is cut to what that model can hold."),
});

const resultShape = z.object({
  text: z.string().describe("For the model, between marks that nobody can guess."),
  outcome: z.enum(["ok", "failed", "timeout", "denied", "aborted"]),
  ms: z.int(),
});

/** For agents that take their steps themselves, and want to keep them, or to ask a person in between. */
export function toolRoutes(workshop: Workshop, models: Pick<Models, "contextOf">): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/tools",
      access: "key",
      group: "tools",
      summary: "The server-side tools that the key may use",
      query,
      answer: toolsShape,
      async handle({ caller, query: { name } }) {
        const tools = await workshop.offered(caller, name);
        const data = tools.map(({ name, description, parameters, readsOnly }) => ({
          name,
          description,
          parameters,
          reads_only: readsOnly,
        }));
        return { object: "list", data };
      },
    }),
    route({
      method: "POST",
      path: "/v1/tools/{name}",
      access: "key",
      group: "tools",
      summary: "Calls a server-side tool once; what goes wrong within it is a result",
      body: call,
      answer: resultShape,
      handle: ({ id, caller, signal, params: { name = "" }, body }) =>
        workshop.call(
          { name, arguments: body.arguments },
          {
            requestId: id,
            caller,
            signal,
            outputBytes: body.model === undefined ? undefined : models.contextOf(body.model),
            progress: () => undefined,
          },
        ),
    }),
  ];
}
