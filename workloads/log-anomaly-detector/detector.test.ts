import { expect, test } from "vitest";
import { type Anomaly, Detector } from "./detector.ts";
import { house, minuteOf, planted } from "./testing/house.ts";

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

function found(seed: number): Anomaly[] {
  const detector = new Detector({ learnMinutes: DAY_MINUTES });
  const anomalies: Anomaly[] = [];
  for (const entry of house(3, seed)) anomalies.push(...detector.observe(entry));
  return anomalies;
}

test("of three days of a house, what went wrong is found, and little else", () => {
  const results = [1, 2, 3].map((seed) => {
    const anomalies = found(seed);
    const fits = (anomaly: Anomaly) =>
      planted.find(
        ({ kind, service, from, to }) =>
          kind === anomaly.kind &&
          service === anomaly.service &&
          minuteOf(anomaly.at) >= from &&
          minuteOf(anomaly.at) <= to,
      );
    const right = anomalies.filter(fits);
    const met = new Set(right.map(fits));
    return {
      found: anomalies.length,
      precision: right.length / anomalies.length,
      recall: met.size / planted.length,
      missed: planted.filter((each) => !met.has(each)),
      wrong: anomalies.filter((anomaly) => !fits(anomaly)),
    };
  });
  for (const { found, precision, recall, missed, wrong } of results)
    console.log(
      `${found} anomalies: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`,
      ...missed.map(({ kind, service }) => `\n  missed: ${kind} at ${service}`),
      ...wrong.map(
        ({ kind, service, template, score }) => `\n  wrong: ${kind} at ${service}, ${score}: ${template}`,
      ),
    );
  for (const { precision, recall } of results) {
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  }
});

/** A service that says the same every minute for two days, then something else. */
function afterTwoDays(say: (minute: number) => string[], until = 2 * DAY_MINUTES + 60) {
  const detector = new Detector({ learnMinutes: DAY_MINUTES });
  const anomalies: Anomaly[] = [];
  for (let minute = 1; minute < until; minute++)
    for (const line of minute < 2 * DAY_MINUTES ? ["all is well"] : say(minute - 2 * DAY_MINUTES))
      anomalies.push(...detector.observe({ time: minute * MINUTE, service: "web", line }));
  return { detector, anomalies: [...anomalies, ...detector.advance(until * MINUTE)] };
}

test("a failure with its trace is one anomaly, and its example holds no secret", () => {
  const trace = ["Error: no way to db, password=geheim", "    at a (a.js:1:2)", "    at b (b.js:3:4)"];
  const { anomalies } = afterTwoDays((minute) => (minute === 5 ? trace : ["all is well"]));
  expect(anomalies).toHaveLength(1);
  expect(anomalies[0]).toMatchObject({ kind: "new", service: "web" });
  expect(anomalies[0]?.examples).toEqual(["Error: no way to db, password=[hidden]"]);
});

test("what somebody calls fine is told no more, and what somebody calls bad always", () => {
  const { detector } = afterTwoDays((minute) =>
    minute === 5 ? ["Error: the cat is gone"] : ["all is well"],
  );
  const [cat] = [...(detector.voices.get("web")?.vocabulary ?? [])].filter(({ level }) => level === "error");
  const again = (minutes: number) => {
    const time = (2 * DAY_MINUTES + 100 + minutes) * MINUTE;
    for (let count = 0; count < 50; count++)
      detector.observe({ time, service: "web", line: "Error: the cat is gone" });
    return detector.advance(time + MINUTE);
  };
  expect(again(1)).toMatchObject([{ kind: "rising" }]);
  detector.judge(cat?.id ?? "", "fine");
  expect(again(31)).toEqual([]);
  detector.judge(cat?.id ?? "", "bad");
  expect(again(61)).toMatchObject([{ kind: "bad", pattern: cat?.id }]);
  expect(detector.judge("nobody", "bad")).toBeUndefined();
});

test("a service that is silent is missed once, and not each of its patterns", () => {
  const detector = new Detector({ learnMinutes: DAY_MINUTES });
  for (let minute = 1; minute < 2 * DAY_MINUTES; minute++)
    for (const line of ["all is well", "two guests", "door is shut now"])
      detector.observe({ time: minute * MINUTE, service: "web", line });
  const anomalies: Anomaly[] = [];
  for (let minute = 0; minute < 300; minute++)
    anomalies.push(...detector.advance((2 * DAY_MINUTES + minute) * MINUTE));
  expect(anomalies).toMatchObject([{ kind: "gone", service: "web", template: "says nothing any more" }]);
});

test("a line from the future, or one that comes late, moves no clock", () => {
  const now = 10 * DAY_MINUTES * MINUTE;
  const detector = new Detector({ learnMinutes: 60 });
  detector.observe({ time: now, service: "web", line: "all is well" }, now);
  const before = detector.window;
  detector.observe({ time: now * 2, service: "web", line: "all is well" }, now);
  detector.observe({ time: 1, service: "web", line: "all is well" }, now);
  expect(detector.window).toBe(before);
});

test("however much is said by however many, what is remembered is bounded", () => {
  const detector = new Detector({ learnMinutes: 60, mostPatterns: 500, mostOfOne: 50, mostServices: 20 });
  const word = (seed: number) =>
    [...String(seed * 7919)].map((digit) => "abcdefghij"[Number(digit)]).join("");
  for (let count = 1; count < 20_000; count++)
    detector.observe({
      time: count * 100,
      service: `service-${count % 90}`,
      line: `${word(count)} ${word(count + 1)} ${word(count + 2)}`.repeat(1 + (count % 3)),
    });
  expect(detector.voices.size).toBeLessThanOrEqual(21);
  const sizes = [...detector.voices.values()].map(({ vocabulary }) => vocabulary.size);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(detector.patterns);
  expect(detector.patterns).toBeLessThanOrEqual(500);
});
