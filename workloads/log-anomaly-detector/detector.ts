import { readLine } from "./patterns/line.ts";
import { shown } from "./patterns/mask.ts";
import { type Pattern, templateOf, type Verdict } from "./patterns/pattern.ts";
import { beginSeries, count, type Series } from "./patterns/series.ts";
import { Vocabulary } from "./patterns/vocabulary.ts";
import { type Kind, scoreOfNew, scoreOfRise, scoreOfSilence, TELLING } from "./scoring.ts";

export interface Entry {
  /** Milliseconds since 1970, as whoever wrote it says. */
  time: number;
  service: string;
  line: string;
}

/** What a service does that it does not do else, in one minute. Several patterns of one kind are one anomaly. */
export interface Anomaly {
  kind: Kind;
  service: string;
  /** The pattern that tells most. None where the whole service is silent. */
  pattern?: string;
  score: number;
  /** Milliseconds since 1970. */
  at: number;
  template: string;
  examples: string[];
}

/** One that writes. */
export interface Voice {
  service: string;
  vocabulary: Vocabulary;
  /** All of its lines together. */
  lines: Series;
  /** Minutes in which it said something new, after its first hour. */
  novel: number;
}

export interface DetectorOptions {
  /** How long a service is only listened to. */
  learnMinutes: number;
  /** Of all services together. */
  mostPatterns?: number;
  /** Of one, so that none makes the others be forgotten. */
  mostOfOne?: number;
  mostServices?: number;
}

const MINUTE = 60_000;
const HOUR = 60;
const EXAMPLES = 3;
/** What says that it comes from later than this has a clock that is wrong. */
const AHEAD = 10 * MINUTE;

/** Learns what services write, and says at the end of each minute what was unusual in it. Time is that of the lines. */
export class Detector {
  readonly voices = new Map<string, Voice>();
  readonly #options: Required<DetectorOptions>;
  #window = 0;
  #touched = new Map<string, Touched>();
  #ids = 0;
  #patterns = 0;
  forgotten = 0;

  constructor(options: DetectorOptions) {
    this.#options = { mostPatterns: 20_000, mostOfOne: 500, mostServices: 300, ...options };
  }

  get window(): number {
    return this.#window;
  }

  /** Goes on where another one ended. */
  restore(kept: { window: number; ids: number; voices: Voice[] }): void {
    this.#window = kept.window;
    this.#ids = kept.ids;
    for (const voice of kept.voices) {
      this.voices.set(voice.service, voice);
      this.#patterns += voice.vocabulary.size;
    }
  }

  get patterns(): number {
    return this.#patterns;
  }

  get ids(): number {
    return this.#ids;
  }

  /** Lines in the order of their times; a minute is over when the next one begins. */
  observe({ time, service, line }: Entry, now = Number.POSITIVE_INFINITY): Anomaly[] {
    const over = time <= now + AHEAD ? this.advance(time) : [];
    const voice = this.#voiceOf(service);
    count(voice.lines, this.#window);
    const read = readLine(line);
    const { pattern, isNew } = voice.vocabulary.learn(read, line, {
      service: voice.service,
      window: this.#window,
      id: () => `p${(this.#ids++).toString(36)}`,
    });
    count(pattern, this.#window);
    pattern.total++;
    if (!this.#touched.has(pattern.id))
      this.#touched.set(pattern.id, { pattern, voice, isNew: isNew && !read.continues });
    if (isNew) this.#makeRoom(voice);
    return over;
  }

  /** Nothing from before this time will come any more: what was unusual in the minutes that are over. */
  advance(time: number): Anomaly[] {
    const window = Math.floor(time / MINUTE);
    if (this.#window === 0) this.#window = window;
    if (window <= this.#window) return [];
    const anomalies = [...this.#spoken(), ...this.#silent(window)];
    this.#window = window;
    this.#touched = new Map();
    return anomalies;
  }

  pattern(id: string): Pattern | undefined {
    for (const { vocabulary } of this.voices.values()) {
      const pattern = vocabulary.get(id);
      if (pattern) return pattern;
    }
    return undefined;
  }

  /** What a person says of a pattern; nothing takes it back. */
  judge(id: string, verdict: Verdict | undefined): Pattern | undefined {
    const pattern = this.pattern(id);
    if (!pattern) return undefined;
    if (verdict) pattern.verdict = verdict;
    else delete pattern.verdict;
    return pattern;
  }

  #voiceOf(service: string): Voice {
    const known = this.voices.get(service);
    if (known) return known;
    if (this.voices.size >= this.#options.mostServices && service !== OTHERS) return this.#voiceOf(OTHERS);
    const voice = { service, vocabulary: new Vocabulary(), lines: beginSeries(this.#window), novel: 0 };
    this.voices.set(service, voice);
    return voice;
  }

  #makeRoom({ vocabulary }: Voice): void {
    const { mostOfOne, mostPatterns } = this.#options;
    this.#patterns++;
    const tooMany =
      vocabulary.size > mostOfOne ? vocabulary : this.#patterns > mostPatterns ? this.#largest() : undefined;
    if (!tooMany?.forget()) return;
    this.#patterns--;
    this.forgotten++;
  }

  #largest(): Vocabulary {
    const [first, ...others] = [...this.voices.values()].map(({ vocabulary }) => vocabulary);
    return others.reduce((most, each) => (each.size > most.size ? each : most), first as Vocabulary);
  }

  #spoken(): Anomaly[] {
    const found = new Map<string, Finding[]>();
    const novel = new Set<Voice>();
    for (const { pattern, voice, isNew } of this.#touched.values()) {
      for (const finding of this.#judged(pattern, voice, isNew)) gather(found, finding);
      if (isNew && this.#window - voice.lines.first >= HOUR) novel.add(voice);
    }
    for (const voice of novel) voice.novel++;
    return this.#told(found);
  }

  #judged(pattern: Pattern, voice: Voice, isNew: boolean): Finding[] {
    if (pattern.verdict === "fine") return [];
    if (pattern.verdict === "bad") return [{ kind: "bad", score: 1, pattern }];
    const windows = this.#window - voice.lines.first;
    if (windows < this.#options.learnMinutes) return [];
    if (isNew)
      return [{ kind: "new", score: scoreOfNew(pattern.level, { windows, novel: voice.novel }), pattern }];
    return [{ kind: "rising", score: scoreOfRise(pattern.level, pattern, this.#window), pattern }];
  }

  /** Each is told once, in the minute in which it has been silent for long enough. */
  #silent(next: number): Anomaly[] {
    const found = new Map<string, Finding[]>();
    const whole: Anomaly[] = [];
    for (const [service, { lines, vocabulary }] of this.voices) {
      if (this.#window - lines.first < this.#options.learnMinutes) continue;
      const score = turning((window) => scoreOfSilence("info", lines, window), this.#window, next);
      if (score) whole.push(this.#anomaly("gone", service, score, [], "says nothing any more"));
      // Of a service that is silent, no pattern is missed by itself.
      if (this.#window - lines.last >= lines.silence) continue;
      for (const pattern of vocabulary) {
        if (pattern.verdict === "fine") continue;
        const score = turning((window) => scoreOfSilence(pattern.level, pattern, window), this.#window, next);
        if (score) gather(found, { kind: "gone", score, pattern });
      }
    }
    return [...whole, ...this.#told(found)];
  }

  #told(found: Map<string, Finding[]>): Anomaly[] {
    return [...found.values()].flatMap((findings) => {
      const patterns = findings.toSorted((one, other) => other.score - one.score);
      const [lead] = patterns;
      if (!lead) return [];
      const { kind, score, pattern } = lead;
      return [
        this.#anomaly(
          kind,
          pattern.service,
          score,
          patterns.map(({ pattern }) => pattern),
          templateOf(pattern),
        ),
      ];
    });
  }

  #anomaly(kind: Kind, service: string, score: number, patterns: Pattern[], template: string): Anomaly {
    return {
      kind,
      service,
      ...(patterns[0] && { pattern: patterns[0].id }),
      score: Math.round(score * 100) / 100,
      at: this.#window * MINUTE,
      template: shown(template),
      examples: patterns.slice(0, EXAMPLES).map(({ example }) => example),
    };
  }
}

const OTHERS = "others";

interface Touched {
  pattern: Pattern;
  voice: Voice;
  isNew: boolean;
}

interface Finding {
  kind: Kind;
  score: number;
  pattern: Pattern;
}

function gather(found: Map<string, Finding[]>, finding: Finding): void {
  if (finding.score < TELLING) return;
  const key = `${finding.kind} ${finding.pattern.service}`;
  const known = found.get(key);
  if (known) known.push(finding);
  else found.set(key, [finding]);
}

/** The score, where it becomes telling between these two windows. */
function turning(scoreIn: (window: number) => number, from: number, to: number): number | undefined {
  const [before, after] = [scoreIn(from), scoreIn(to)];
  return before < TELLING && after >= TELLING ? after : undefined;
}
