import { type Figure, figure } from "../measure.ts";
import { answers, load, type Outcome } from "./load.ts";
import type { Subject } from "./subject.ts";

const EVENTS = 50;

/** What is asked of every subject, in turns. */
const scenarios = {
  jsonOne: { connections: 1, seconds: 2, ask: {} },
  jsonMany: { connections: 32, seconds: 3, ask: {} },
  streamOne: { connections: 1, seconds: 2, ask: { events: EVENTS } },
  streamMany: { connections: 32, seconds: 3, ask: { events: EVENTS } },
  pacedOne: { connections: 1, seconds: 3, ask: { events: EVENTS, pace: 10 } },
};

export type Scenario = keyof typeof scenarios;

/** What one round of a scenario gave. */
export interface Round {
  perSecond: number;
  /** Milliseconds, of whole answers. */
  p50: number;
  p99: number;
  /** Milliseconds until the first byte of a stream. */
  firstP50: number;
  firstP99: number;
  /** CPU time of the gateway for each answer, in microseconds. */
  cpuUs: number;
}

export type Rounds = Record<Scenario, Round[]>;

export interface Speed {
  name: string;
  version: string;
  rounds: Rounds;
  /** Why a peer has no rounds of a scenario. */
  faults: Partial<Record<Scenario, string>>;
  idleKb: number;
  peakKb: number;
}

/** Every scenario in rounds, each subject in turn, so that a slow minute of the machine slows all of them. */
export async function measureSpeed(subjects: readonly Subject[], rounds: number): Promise<Speed[]> {
  const all = subjects.map((subject) => ({
    subject,
    rounds: emptyRounds(),
    faults: {} as Speed["faults"],
  }));
  for (const name of Object.keys(scenarios) as Scenario[]) {
    // The first round only warms up.
    for (let round = 0; round <= rounds; round += 1)
      for (const { subject, rounds: results, faults } of all) {
        if (faults[name]) continue;
        try {
          const result = await once(subject, name, round === 0);
          if (round > 0) results[name].push(result);
        } catch (error) {
          // What a peer cannot do is a finding; anything else is a bench that measures nothing.
          if (!subject.revive) throw error;
          faults[name] = String(error);
          results[name].length = 0;
          process.stderr.write(`${error}\n`);
        }
      }
    process.stderr.write(`${name}: ${summary(all, name)}\n`);
  }
  return all.map(({ subject, rounds, faults }) => ({
    name: subject.name,
    version: subject.version,
    rounds,
    faults,
    idleKb: subject.idleKb,
    peakKb: subject.server?.peakKb ?? 0,
  }));
}

async function once(subject: Subject, name: Scenario, warmUp: boolean): Promise<Round> {
  const { connections, seconds, ask } = scenarios[name];
  if (subject.revive && !(await answers(subject))) await subject.revive();
  const before = subject.server?.cpuUs ?? 0;
  const outcome = await load(subject, connections, warmUp ? 1 : seconds, ask);
  const spent = (subject.server?.cpuUs ?? 0) - before;
  refuseFaults(subject, name, outcome);
  return {
    perSecond: outcome.perSecond,
    p50: outcome.total.p50,
    p99: outcome.total.p99,
    firstP50: outcome.first?.p50 ?? Number.NaN,
    firstP99: outcome.first?.p99 ?? Number.NaN,
    cpuUs: spent / outcome.good,
  };
}

/** Answers that are wrong are quickly given: their speed would say nothing. */
function refuseFaults(subject: Subject, name: Scenario, { good, bad, why }: Outcome): void {
  if (good === 0 || bad > good / 1000)
    throw new Error(`${subject.name}, ${name}: ${bad} bad answers beside ${good} good ones: ${why}`);
}

export function of(rounds: readonly Round[], field: keyof Round): Figure {
  return figure(rounds.map((round) => round[field]));
}

/** How many times as much as the other, each round beside its neighbour. */
export function ratio(ours: readonly Round[], others: readonly Round[], field: keyof Round): Figure {
  return figure(ours.map((round, index) => round[field] / (others[index]?.[field] ?? Number.NaN)));
}

/** What was added to the other, each round beside its neighbour. */
export function added(ours: readonly Round[], others: readonly Round[], field: keyof Round): Figure {
  return figure(ours.map((round, index) => round[field] - (others[index]?.[field] ?? Number.NaN)));
}

function summary(all: { subject: Subject; rounds: Rounds }[], name: Scenario): string {
  const rate = (rounds: Rounds) => Math.round(of(rounds[name], "perSecond").median);
  return all.map(({ subject, rounds }) => `${subject.name} ${rate(rounds)}/s`).join(", ");
}

function emptyRounds(): Rounds {
  return { jsonOne: [], jsonMany: [], streamOne: [], streamMany: [], pacedOne: [] };
}
