import { looksAt, TOPICS } from "../../../components/verification/index.ts";
import { type Column, table } from "../table.ts";
import { colours } from "../terminal.ts";
import type { Result } from "../verification/verify.ts";

interface Row {
  place: string;
  topic: string;
  ok: number;
  failed: number;
  unseen: number;
}

const columns: Column<Row>[] = [
  { title: "where", cell: ({ place }) => place, paint: (text) => colours.bold(text) },
  { title: "what", cell: ({ topic }) => topic },
  { title: "well", cell: ({ ok }) => number(ok), paint: (text) => colours.green(text) },
  { title: "not well", cell: ({ failed }) => number(failed), paint: (text) => colours.red(text) },
  { title: "not seen", cell: ({ unseen }) => number(unseen), paint: (text) => colours.yellow(text) },
];

/** For people: how much was looked at, what nobody could see and why, and last what is wrong and what to do. */
export function verificationReport(results: Result[], skipped: number): string {
  return [table(rowsOf(results), columns), hidden(results), wrong(results), verdict(results, skipped)]
    .filter(Boolean)
    .join("\n\n");
}

function rowsOf(results: Result[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { check, finding } of results) {
    const { place, topic } = check;
    const key = `${place} ${topic}`;
    const row = rows.get(key) ?? { place, topic, ok: 0, failed: 0, unseen: 0 };
    rows.set(key, { ...row, [finding.status]: row[finding.status] + 1 });
  }
  const places = [...new Set(results.map(({ check }) => check.place))];
  return [...rows.values()].sort(
    (one, other) =>
      places.indexOf(one.place) - places.indexOf(other.place) || order(one.topic) - order(other.topic),
  );
}

function order(topic: string): number {
  return (TOPICS as readonly string[]).indexOf(topic);
}

/** Each reason once, with how many it hides: where a cluster does not answer, nobody reads a hundred lines of it. */
function hidden(results: Result[]): string {
  const reasons = new Map<string, { count: number; fix?: string | undefined; example: string }>();
  for (const { check, finding } of results) {
    if (finding.status !== "unseen") continue;
    const { because, fix } = finding;
    const known = reasons.get(because);
    reasons.set(because, { count: (known?.count ?? 0) + 1, fix, example: check.id });
  }
  return [...reasons]
    .sort(
      ([, one], [, other]) =>
        Number(Boolean(other.fix)) - Number(Boolean(one.fix)) || other.count - one.count,
    )
    .map(([because, { count, fix, example }]) => {
      const what = count === 1 ? example : `${count} not seen`;
      return [`${colours.yellow(what)}  ${because}`, fix && `  ${colours.dim("fix:")} ${fix}`]
        .filter(Boolean)
        .join("\n");
    })
    .join("\n");
}

function wrong(results: Result[]): string {
  return results
    .flatMap(({ check, finding }) => {
      if (finding.status !== "failed") return [];
      const title = `${colours.red(colours.bold("not well:"))} ${colours.bold(check.id)}  ${check.about}`;
      const looked = colours.dim(`(${looksAt(check)})`);
      return [`${title}\n  ${finding.saw} ${looked}\n  ${colours.dim("fix:")} ${finding.fix}`];
    })
    .join("\n\n");
}

function verdict(results: Result[], skipped: number): string {
  const count = (status: string) => results.filter(({ finding }) => finding.status === status).length;
  const [failed, unseen] = [count("failed"), count("unseen")];
  return [
    ...(failed > 0 ? [colours.red(colours.bold(`${failed} not well`))] : []),
    colours.green(`${count("ok")} well`),
    ...(unseen > 0 ? [colours.yellow(`${unseen} not seen`)] : []),
    ...(skipped > 0 ? [colours.dim(`${skipped} not asked for`)] : []),
  ].join(", ");
}

function number(count: number): string {
  return count === 0 ? "" : String(count);
}
