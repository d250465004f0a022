import { PeerProblem } from "../../kit/index.ts";
import type { Person } from "../people.ts";
import { isFinal, type Router, type Tools, wasNotDone } from "../router/index.ts";
import { conversationOf, type Move, nextMove, type ToolStep } from "../runs/index.ts";
import { type Database, type Held, progress, spentToday, stepsOf } from "../store/index.ts";
import { offeredTo } from "./offered.ts";
import type { Persistent } from "./persistent.ts";

export interface Driving {
  database: Database;
  router: Router;
  /** Does what the database is needed for, as soon as it is there. */
  persistent: Persistent;
  /** By now: somebody may have been taken from the file since the run was made. */
  personOf(name: string): Person | undefined;
  noteStep(kind: "model" | "tool", outcome: string): void;
  /** Ends when nothing more may be begun. */
  stopping: AbortSignal;
  /** Ends when what is under way has to be left, too. */
  leaving: AbortSignal;
}

export type Outcome =
  | { kind: "done" }
  | { kind: "failed"; reason: string }
  /** A person has to decide first. */
  | { kind: "waits" }
  /** This copy is about to stop. */
  | { kind: "handed on" }
  /** Somebody else could not do what was asked: it is tried again. */
  | { kind: "trouble"; reason: string; after: number | undefined };

/** Takes steps in a run until it ends, has to wait, or is to be given to another copy. Throws `Lost` where it is. */
export async function drive(held: Held, driving: Driving): Promise<Outcome> {
  const { database, persistent, personOf, stopping, leaving } = driving;
  const person = personOf(held.run.person);
  if (!person) return { kind: "failed", reason: "Its person may not ask for anything here any more." };
  let offered: Tools | undefined;
  try {
    for (;;) {
      const steps = await persistent(() => stepsOf(database.asks, held.run.id));
      const move = nextMove(steps, held.run.task);
      if (move.kind === "end") return { kind: "done" };
      if (move.kind === "spent")
        return { kind: "failed", reason: `It has used up its ${held.run.task.tokens} tokens.` };
      if (stopping.aborted) return { kind: "handed on" };
      if (move.kind === "wait") {
        if (await persistent(() => progress.leaveToPerson(database, held, move.step.number)))
          return { kind: "waits" };
      } else if (move.kind === "leave") {
        await persistent(() => progress.moveCall(database, held, move.step.number, "unknown"));
        driving.noteStep("tool", "unknown");
      } else {
        offered ??= await offeredTo(person, held.run.task, driving.router, leaving);
        const stop = await (move.kind === "ask"
          ? ask(held, { move, person, offered, messages: conversationOf(steps, held.run.task) }, driving)
          : call(held, move.step, offered, driving));
        if (stop) return stop;
      }
    }
  } catch (error) {
    if (leaving.aborted && !(error instanceof progress.Lost)) return { kind: "handed on" };
    if (!(error instanceof PeerProblem)) throw error;
    if (isFinal(error)) return { kind: "failed", reason: error.message };
    return { kind: "trouble", reason: error.message, after: error.retryAfter };
  }
}

interface Ask {
  move: Extract<Move, { kind: "ask" }>;
  person: Person;
  offered: Tools;
  messages: ReturnType<typeof conversationOf>;
}

async function ask(
  held: Held,
  { move: { number, isLast }, person, offered, messages }: Ask,
  { database, router, persistent, noteStep, leaving }: Driving,
): Promise<Outcome | undefined> {
  const spent = await persistent(() => spentToday(database.asks, person.name));
  if (spent >= person.tokensPerDay)
    return {
      kind: "failed",
      reason: `You have used up the ${person.tokensPerDay} tokens of this day (UTC). Resume it tomorrow.`,
    };
  await persistent(() => progress.beginAsk(database, held, number));
  const answer = await router.ask(held.run.task, { messages, offered, number, isLast }, leaving);
  const readsOnly = (name: string) => offered.get(name)?.readsOnly;
  await persistent(() => progress.answered(database, held, number, { ...answer, readsOnly }));
  noteStep("model", "ok");
  return undefined;
}

async function call(
  held: Held,
  step: ToolStep,
  offered: Tools,
  { database, router, persistent, noteStep, leaving }: Driving,
): Promise<undefined> {
  const { number, call } = step;
  const tool = offered.get(call.name);
  if (!tool) {
    const names = [...offered.keys()].join(", ") || "none";
    const text = `There is no tool ${JSON.stringify(call.name)} for you. There are: ${names}.`;
    await persistent(() => progress.called(database, held, number, { text, outcome: "denied" }));
    noteStep("tool", "denied");
    return;
  }
  // As it is offered now, and not as it was when the model asked for it.
  if (!tool.readsOnly && step.state !== "approved") {
    await persistent(() => progress.moveCall(database, held, number, "waiting"));
    return;
  }
  await persistent(() => progress.beginCall(database, held, { ...step, readsOnly: tool.readsOnly }));
  try {
    const result = await router.call(call, held.run.task.model, leaving);
    await persistent(() => progress.called(database, held, number, result));
    noteStep("tool", result.outcome);
  } catch (error) {
    if (!(error instanceof PeerProblem) || !wasNotDone(error)) throw error;
    if (isFinal(error)) {
      const said = { text: `Error: ${error.message}`, outcome: "denied" };
      await persistent(() => progress.called(database, held, number, said));
      noteStep("tool", "denied");
      return;
    }
    await persistent(() =>
      progress.moveCall(database, held, number, step.state === "approved" ? "approved" : "ready"),
    );
    throw error;
  }
}
