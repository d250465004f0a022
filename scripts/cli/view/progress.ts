import { createLogUpdate } from "log-update";
import { humanTime } from "../../setup/progress.mjs";
import { type Job, operations } from "../engine/operation.ts";
import type { Result } from "../engine/result.ts";
import { Tally } from "../engine/tally.ts";
import { keepAside, note } from "../log.ts";
import { attended } from "../terminal.ts";
import { countsInSigns } from "./counts.ts";

const REDRAW_MS = 100;
/** How often a log is told that it still goes on. */
const REMIND_MS = 5000;

export type Perform = (job: Job, tally: Tally) => Promise<Result>;

interface Running {
  job: Job;
  tally: Tally;
  began: number;
}

/** Does everything at once, and shows how it goes: lines that move for a person, few that stay for a log. */
export async function watch(jobs: Job[], perform: Perform): Promise<Result[]> {
  const running = new Set<Running>();
  const stop = attended ? redraw(running) : remind(running);
  const work = jobs.map(async (job) => {
    const each = { job, tally: new Tally(), began: performance.now() };
    running.add(each);
    try {
      return await perform(job, each.tally);
    } finally {
      running.delete(each);
    }
  });
  try {
    return await Promise.all(work);
  } finally {
    stop();
  }
}

function redraw(running: Set<Running>): () => void {
  const lines = createLogUpdate(process.stderr);
  const forget = keepAside(lines.clear);
  const draw = () => {
    const width = process.stderr.columns - 1;
    lines([...running].map((each) => progressLine(each).slice(0, width)).join("\n"));
  };
  const timer = setInterval(draw, REDRAW_MS);
  return () => {
    clearInterval(timer);
    lines.clear();
    lines.done();
    forget();
  };
}

function remind(running: Set<Running>): () => void {
  const timer = setInterval(() => {
    for (const each of running) note(progressLine(each));
  }, REMIND_MS);
  // What has begun is told at once, and only then by the clock.
  queueMicrotask(() => {
    for (const { job } of running) note(`${job.stack}: ${operations[job.operation].doing}`);
  });
  return () => clearInterval(timer);
}

function progressLine({ job: { stack, operation }, tally, began }: Running): string {
  const { done, counts, working } = tally;
  const phase =
    done === 0 && working.length === 0 ? "starting" : `${operations[operation].doing}, ${done} done`;
  const elapsed = humanTime(performance.now() - began);
  const current = working.at(-1) ?? "";
  return [`${stack}: ${phase}`, countsInSigns(counts), elapsed, current].filter(Boolean).join("  ");
}
