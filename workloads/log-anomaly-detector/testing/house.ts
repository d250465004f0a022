import type { Entry } from "../detector.ts";

/** The logs of a house, made anew from a seed: services that talk all day, at night, or only of people. */

export interface Planted {
  kind: "new" | "rising" | "gone";
  service: string;
  /** Minutes since the beginning, the first and the last in which it may be found. */
  from: number;
  to: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60;
const BEGIN = Date.parse("2026-03-02T00:00:00Z");

type Random = () => number;

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Habit {
  service: string;
  /** Lines in a minute, at this minute of the day. */
  rate: (minute: number) => number;
  line: (random: Random) => string;
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const number = (random: Random, to: number) => Math.floor(random() * to);
const people = ["ann", "bob", "cleo", "dan", "eve", "finn"];
const pages = ["/", "/api/albums", "/api/search", "/login", "/static/app.js", "/favicon.ico"];

const always = (rate: number) => () => rate;
/** Little at night, most in the evening. */
const evening = (rate: number) => (minute: number) =>
  rate * (0.15 + 0.85 * Math.max(0, Math.sin(((minute - 480) / DAY) * 2 * Math.PI)));
const nightly = (at: number, length: number, rate: number) => (minute: number) =>
  minute >= at && minute < at + length ? rate : 0;

const habits: Habit[] = [
  {
    service: "web",
    rate: evening(12),
    line: (r) =>
      `10.42.0.${number(r, 250)} - - [02/Mar/2026:10:00:00 +0000] "GET ${pick(r, pages)} HTTP/1.1" ${pick(r, [200, 200, 304])} ${number(r, 9000)}`,
  },
  {
    service: "web",
    rate: evening(0.3),
    line: (r) => `[error] ${number(r, 99)}#7: upstream timed out while reading response`,
  },
  {
    service: "photos",
    rate: evening(4),
    line: (r) => `{"level":30,"msg":"thumbnail made","asset":"${number(r, 1e9)}"}`,
  },
  {
    service: "photos",
    rate: evening(0.5),
    line: (r) => `{"level":30,"msg":"${pick(r, people)} has signed in"}`,
  },
  {
    service: "photos",
    rate: evening(0.2),
    line: () => '{"level":40,"msg":"thumbnail is slow, tries again"}',
  },
  {
    service: "database",
    rate: always(2),
    line: (r) => `checkpoint complete: wrote ${number(r, 900)} buffers (0.${number(r, 9)}%)`,
  },
  {
    service: "database",
    rate: always(0.1),
    line: (r) => `ERROR:  duplicate key value violates constraint "k${number(r, 5)}"`,
  },
  {
    service: "door",
    rate: evening(1),
    line: (r) =>
      `Accepted publickey for ${pick(r, people)} from 192.168.1.${number(r, 200)} port ${number(r, 60000)}`,
  },
  {
    service: "door",
    rate: evening(0.4),
    line: (r) =>
      `Failed password for ${pick(r, people)} from 192.168.1.${number(r, 200)} port ${number(r, 60000)}`,
  },
  {
    service: "backup",
    rate: nightly(120, 20, 80),
    line: (r) => `saved /home/${pick(r, people)}/file${number(r, 9000)}`,
  },
  {
    service: "backup",
    rate: nightly(141, 1, 2),
    line: (r) => `snapshot ${number(r, 1e9).toString(16)} saved, nothing was lost`,
  },
  {
    service: "clock",
    rate: always(1),
    line: (r) => `heartbeat of the sensor in the cellar: ${number(r, 30)} degrees`,
  },
  { service: "clock", rate: always(3), line: (r) => `published ${number(r, 40)} states to the broker` },
  {
    service: "chat",
    rate: evening(3),
    line: (r) => `${pick(r, people)} said something about ${pick(r, people)} and ${pick(r, pages)}`,
  },
];

/** What goes wrong, and when; each at its own service, a day or more after the beginning. */
const failures: (Planted & { line: (random: Random) => string; rate: number })[] = [
  plant(
    "new",
    "database",
    1.31,
    6,
    2,
    () => 'PANIC:  could not write to file "pg_wal": No space left on device',
  ),
  plant(
    "new",
    "photos",
    1.62,
    10,
    1,
    () => '{"level":50,"msg":"cannot read asset","err":{"message":"EIO: i/o error"}}',
  ),
  plant("new", "door", 2.1, 4, 1, () => "fatal: host key of this machine was lost"),
  plant(
    "new",
    "backup",
    2.09,
    3,
    1,
    () => "Fatal: unable to open repository: wrong password or no key found",
  ),
  plant("new", "clock", 2.4, 5, 1, () => "Traceback (most recent call last):"),
  plant("new", "web", 2.71, 5, 3, () => "[crit] 7#7: SSL_do_handshake() failed, certificate has expired"),
  plant(
    "rising",
    "door",
    1.45,
    12,
    60,
    (r) => `Failed password for ${pick(r, people)} from 203.0.113.${number(r, 200)} port ${number(r, 60000)}`,
  ),
  plant(
    "rising",
    "web",
    1.8,
    10,
    70,
    (r) => `[error] ${number(r, 99)}#7: upstream timed out while reading response`,
  ),
  plant(
    "rising",
    "database",
    2.25,
    8,
    50,
    (r) => `ERROR:  duplicate key value violates constraint "k${number(r, 5)}"`,
  ),
  plant("rising", "photos", 2.55, 10, 45, () => '{"level":40,"msg":"thumbnail is slow, tries again"}'),
];

function plant(
  kind: "new" | "rising",
  service: string,
  day: number,
  length: number,
  rate: number,
  line: (random: Random) => string,
) {
  const from = Math.floor(day * DAY);
  return { kind, service, from, to: from + length + 1, rate, line };
}

/** The sensor in the cellar falls silent. */
const SILENT_FROM = Math.floor(2.8 * DAY);
const silence: Planted = { kind: "gone", service: "clock", from: SILENT_FROM, to: SILENT_FROM + 60 };

export const planted: Planted[] = [
  ...failures.map(({ kind, service, from, to }) => ({ kind, service, from, to })),
  silence,
];

export function minuteOf(at: number): number {
  return Math.floor((at - BEGIN) / MINUTE);
}

/** What the house writes in so many days. */
export function* house(days: number, seed: number): Generator<Entry> {
  const random = randomOf(seed);
  for (let minute = 0; minute < days * DAY; minute++) {
    const lines: Entry[] = [];
    const say = (service: string, rate: number, line: Habit["line"]) => {
      for (let left = poisson(random, rate); left > 0; left--)
        lines.push({ time: BEGIN + minute * MINUTE + number(random, MINUTE), service, line: line(random) });
    };
    for (const { service, rate, line } of habits) {
      if (minute >= SILENT_FROM && line === habits[11]?.line) continue;
      say(service, rate(minute % DAY), line);
    }
    for (const { service, from, to, rate, line } of failures)
      if (minute >= from && minute < to - 1) say(service, rate, line);
    yield* lines.toSorted((one, other) => one.time - other.time);
  }
}

function poisson(random: Random, rate: number): number {
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
