import { Listr, ListrLogger, ProcessOutput } from "listr2";
import { humanTime } from "../../setup/progress.mjs";
import { type Job, operations } from "../engine/operation.ts";
import type { Result } from "../engine/result.ts";
import { Tally } from "../engine/tally.ts";
import { note } from "../log.ts";
import { attended } from "../terminal.ts";
import { countsInSigns } from "./counts.ts";

const REDRAW_MS = 100;
/** How often a log is told that it still goes on. */
const REMIND_MS = 5000;

export type Perform = (job: Job, tally: Tally) => Promise<Result>;

/** Does everything at once, and shows how it goes: lines that move for a person, few that stay for a log. */
export function watch(jobs: Job[], perform: Perform): Promise<Result[]> {
  return attended ? watchLive(jobs, perform) : Promise.all(jobs.map((job) => watchPlain(job, perform)));
}

async function watchLive(jobs: Job[], perform: Perform): Promise<Result[]> {
  const results: Result[] = [];
  const tasks = new Listr(
    jobs.map((job) => ({
      title: job.stack,
      task: async (_: unknown, line: { title: string }) => {
        results.push(
          await whileRunning(job, perform, REDRAW_MS, (text) => {
            line.title = text;
          }),
        );
      },
    })),
    {
      concurrent: true,
      registerSignalListeners: false,
      rendererOptions: {
        clearOutput: true,
        formatOutput: "truncate",
        logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }),
      },
    },
  );
  await tasks.run();
  return jobs.flatMap(({ stack }) => results.filter((result) => result.stack === stack));
}

function watchPlain(job: Job, perform: Perform): Promise<Result> {
  note(`${job.stack}: ${operations[job.operation].doing}`);
  return whileRunning(job, perform, REMIND_MS, note);
}

async function whileRunning(
  job: Job,
  perform: Perform,
  everyMs: number,
  show: (line: string) => void,
): Promise<Result> {
  const tally = new Tally();
  const began = performance.now();
  const timer = setInterval(() => show(progressLine(job, tally, performance.now() - began)), everyMs);
  try {
    return await perform(job, tally);
  } finally {
    clearInterval(timer);
  }
}

function progressLine({ stack, operation }: Job, tally: Tally, elapsedMs: number): string {
  const { done, counts, working } = tally;
  const phase = done === 0 ? "starting" : `${operations[operation].doing}, ${done} done`;
  const current = working.filter((name) => !name.endsWith(`-${stack}`)).at(-1) ?? "";
  return [`${stack}: ${phase}`, countsInSigns(counts), humanTime(elapsedMs), current]
    .filter(Boolean)
    .join("  ");
}
