import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { checked } from "../../kit/web/index.ts";
import { listening, type Peer } from "./peer.ts";

export const QDRANT_KEY = "a-key-of-qdrant-for-tests";

const id = z.union([z.uuid(), z.int().min(0)]);
const collection = z.strictObject({
  vectors: z.strictObject({
    size: z.int().min(1),
    distance: z.enum(["Cosine", "Dot", "Euclid", "Manhattan"]),
  }),
});
const points = z.strictObject({
  points: z
    .array(z.strictObject({ id, vector: z.array(z.number()), payload: z.record(z.string(), z.string()) }))
    .min(1),
});
const condition = z.strictObject({
  key: z.string(),
  match: z.union([z.strictObject({ any: z.array(z.string()) }), z.strictObject({ value: z.string() })]),
});
const filter = z.strictObject({ must: z.array(condition).min(1) });
const wanted = z.strictObject({
  query: z.array(z.number()),
  filter,
  limit: z.int().min(1),
  with_payload: z.boolean(),
});
const forgotten = z.strictObject({ filter });

type Point = z.output<typeof points>["points"][number];

/** Speaks what Qdrant's description of its HTTP API says of the calls that are made of it, and refuses all else. */
export class QdrantLike {
  readonly collections = new Map<string, { size: number; points: Map<string | number, Point> }>();
  /** Set, it says that these are near, whoever asks. */
  lies: string[] | undefined;
  peer!: Peer;

  static async start(): Promise<QdrantLike> {
    const qdrant = new QdrantLike();
    qdrant.peer = await listening(qdrant.#app());
    return qdrant;
  }

  get points(): Point[] {
    return [...this.collections.values()].flatMap((each) => [...each.points.values()]);
  }

  #app(): Hono {
    const app = new Hono();
    app.use(async (context, next) => {
      if (context.req.header("api-key") !== QDRANT_KEY) return context.text("Must provide an API key", 401);
      return next();
    });
    app.get("/collections/:name/exists", (context) =>
      context.json(ok({ exists: this.collections.has(context.req.param("name")) })),
    );
    app.put("/collections/:name", async (context) => {
      const name = context.req.param("name");
      const { vectors } = checked(await context.req.json(), collection, "body");
      if (this.collections.has(name)) return context.json(no(`Collection \`${name}\` already exists!`), 409);
      this.collections.set(name, { size: vectors.size, points: new Map() });
      return context.json(ok(true));
    });
    app.put("/collections/:name/points", async (context) => {
      const { size, points: kept } = this.#named(context.req.param("name"));
      for (const point of checked(await context.req.json(), points, "body").points) {
        if (point.vector.length !== size)
          throw new HTTPException(400, { message: `expected dim: ${size}, got ${point.vector.length}` });
        kept.set(point.id, point);
      }
      return context.json(ok({ operation_id: 1, status: "completed" }));
    });
    app.post("/collections/:name/points/query", async (context) => {
      const { points: kept } = this.#named(context.req.param("name"));
      const { query, filter, limit } = checked(await context.req.json(), wanted, "body");
      const near = [...kept.values()]
        .filter((point) => fits(point, filter))
        .map((point) => ({ id: point.id, version: 1, score: dot(point.vector, query) }))
        .toSorted((one, other) => other.score - one.score);
      const said = this.lies?.map((id) => ({ id, version: 1, score: 1 })) ?? near.slice(0, limit);
      return context.json(ok({ points: said }));
    });
    app.post("/collections/:name/points/delete", async (context) => {
      const { points: kept } = this.#named(context.req.param("name"));
      const { filter } = checked(await context.req.json(), forgotten, "body");
      for (const point of kept.values()) if (fits(point, filter)) kept.delete(point.id);
      return context.json(ok({ operation_id: 2, status: "completed" }));
    });
    app.onError((error, context) =>
      context.json(no(error.message), error instanceof HTTPException ? error.status : 500),
    );
    return app;
  }

  #named(name: string) {
    const found = this.collections.get(name);
    if (!found) throw new HTTPException(404, { message: `Not found: Collection \`${name}\` doesn't exist!` });
    return found;
  }
}

const ok = (result: unknown) => ({ result, status: "ok", time: 0.001 });
const no = (error: string) => ({ status: { error }, time: 0.001 });

function fits({ payload }: Point, { must }: z.output<typeof filter>): boolean {
  return must.every(({ key, match }) => {
    const value = payload[key] ?? "";
    return "any" in match ? match.any.includes(value) : match.value === value;
  });
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, each, index) => sum + each * (other[index] ?? 0), 0);
}
