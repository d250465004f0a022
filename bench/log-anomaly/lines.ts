import type { Entry } from "../../workloads/log-anomaly-detector/detector.ts";
import { house, randomOf } from "../../workloads/log-anomaly-detector/testing/house.ts";

/** What a house writes in as many days as it takes. */
export function* manyDays(lines: number): Generator<Entry> {
  for (let seed = 1, left = lines; ; seed++)
    for (const entry of house(3, seed)) {
      if (left-- === 0) return;
      yield entry;
    }
}

/** The worst that a program can write: no line is like one before it. */
export function* flood(lines: number): Generator<Entry> {
  const random = randomOf(7);
  const word = () =>
    Math.floor(random() * 2 ** 32)
      .toString(36)
      .replace(/\d/g, "x");
  for (let count = 0; count < lines; count++)
    yield {
      time: count * 10,
      service: `service-${count % 300}`,
      line: Array.from({ length: 4 + (count % 20) }, word).join(" "),
    };
}
