import {
  type Actor,
  type Check,
  type Finding,
  type Kind,
  type KubeObject,
  type Objects,
  unseen,
} from "../../../components/verification/index.ts";
import { NotSeen } from "./answer.ts";
import type { Place } from "./place.ts";
import type { Places } from "./places.ts";

export interface Result {
  check: Check;
  finding: Finding;
}

export interface Looking {
  places: Pick<Places, "of" | "answers" | "network">;
  /** Why nobody can see what one of them does: in what stands for a lab, not everybody is there. */
  absent: Partial<Record<Actor, string>>;
  now: Date;
}

/** Pages are asked for by this many at once: each is a connection of its own. */
const PAGES = 8;

/** Looks at everything at once. Each question has its own time, and none waits for another's. */
export async function verify(checks: Check[], looking: Looking): Promise<Result[]> {
  const turn = turns(PAGES);
  return Promise.all(
    checks.map(async (check) => {
      const ask = () => find(check, looking);
      const finding = check.by === "page" || check.by === "proxy" ? turn(ask) : ask();
      return { check, finding: await finding };
    }),
  );
}

async function find(check: Check, { places, absent, now }: Looking): Promise<Finding> {
  const reason = check.madeBy && absent[check.madeBy];
  if (reason) return unseen(reason);
  try {
    return await look(check, places, now);
  } catch (error) {
    if (error instanceof NotSeen) return unseen(error.message, error.fix);
    return { status: "failed", saw: (error as Error).message, fix: fixFor(check) };
  }
}

async function look(check: Check, places: Looking["places"], now: Date): Promise<Finding> {
  switch (check.by) {
    case "answer":
      await places.answers(check.place);
      return { status: "ok", saw: "it answers" };
    case "page":
      return check.judge(await (await places.network).page(check));
    case "names":
      return check.judge(await (await places.network).names(check.addresses, check.asks));
    default: {
      await gate(check.place, places);
      const place = await places.of(check.place);
      if (check.by === "proxy") return check.judge(await demand(place.proxied)(check.path));
      if (check.by === "objects") return check.judge(await objectsOf(check.reads, place), now);
      const documents = await Promise.all(
        check.reads.map(async (path) => [path, await demand(place.document)(path)] as const),
      );
      const byPath = new Map<string, unknown>(documents);
      return check.judge((path) => byPath.get(path), now);
    }
  }
}

/** Where nobody answers, that is told once; whatever else is asked there was not seen. */
async function gate(name: string, { answers }: Looking["places"]): Promise<void> {
  try {
    await answers(name);
  } catch (error) {
    if (error instanceof NotSeen) throw error;
    throw new NotSeen(`${name} does not answer`);
  }
}

async function objectsOf(kinds: Kind[], place: Place): Promise<Objects> {
  const lists = new Map<Kind, KubeObject[]>(
    await Promise.all(kinds.map(async (kind) => [kind, await demand(place.objects)(kind)] as const)),
  );
  return { of: <O extends KubeObject>(kind: Kind) => (lists.get(kind) ?? []) as O[] };
}

function demand<Ask>(ask: Ask | undefined): Ask {
  if (!ask) throw new Error("a check asks a place for what it does not have: this is a bug");
  return ask;
}

function fixFor({ by, place }: Check): string {
  if (by === "answer")
    return `is ${place} on, and can this machine reach it? homelab:access.${place} says how`;
  if (by === "page") return "npx lab verify --only names tells whether its name is known";
  return "look again in a moment; if it stays so, look at what answers there";
}

/** As many at once as said; the others wait for their turn. */
function turns(count: number): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
