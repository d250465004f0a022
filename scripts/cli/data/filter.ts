import type { Command } from "commander";
import { exits, Stop } from "../exits.ts";
import { proposal } from "../nearest.ts";

export interface Filter<Row> {
  name: string;
  about: string;
  /** The values that a row answers to. */
  of: (row: Row) => (string | null)[];
  /** Values that can be asked for although no row may answer to them. */
  known?: (row: Row) => string[];
}

export type Chosen = Record<string, string | undefined>;

export function addFilters<Row>(command: Command, filters: Filter<Row>[]): Command {
  for (const { name, about } of filters) command.option(`--${name} <${name}>`, about);
  return command;
}

/** The rows that answer to every chosen value. A value that no row can have is a typing error, not an empty list. */
export function narrow<Row>(rows: Row[], filters: Filter<Row>[], chosen: Chosen): Row[] {
  const active = activeOf(filters, chosen);
  for (const { filter, value } of active) {
    const known = valuesOf(rows, filter);
    if (!known.includes(value))
      throw new Stop(`--${filter.name} ${value} matches nothing; ${proposal(value, known)}`, exits.usage);
  }
  return rows.filter((row) => active.every((each) => answers(row, each)));
}

/** Why nothing is left, and which filter to take away for something to be. */
export function explainNothing<Row>(
  rows: Row[],
  filters: Filter<Row>[],
  chosen: Chosen,
  noun: string,
): string {
  const active = activeOf(filters, chosen);
  if (active.length === 0) return `No ${noun} is declared.`;
  const asked = active.map(({ filter, value }) => `--${filter.name} ${value}`).join(" ");
  const hints = active.flatMap((dropped) => {
    const left = rows.filter((row) => active.every((each) => each === dropped || answers(row, each)));
    if (left.length === 0) return [];
    const { name } = dropped.filter;
    return `  without --${name}: ${left.length} (${name}: ${valuesOf(left, { ...dropped.filter, known: () => [] }).join(", ")})`;
  });
  return [`No ${noun} matches ${asked}.`, ...hints].join("\n");
}

interface Active<Row> {
  filter: Filter<Row>;
  value: string;
}

function activeOf<Row>(filters: Filter<Row>[], chosen: Chosen): Active<Row>[] {
  return filters.flatMap((filter) => {
    const value = chosen[filter.name];
    return value === undefined ? [] : [{ filter, value }];
  });
}

function answers<Row>(row: Row, { filter, value }: Active<Row>): boolean {
  return filter.of(row).includes(value);
}

function valuesOf<Row>(rows: Row[], filter: Filter<Row>): string[] {
  const values = rows.flatMap((row) => [...filter.of(row), ...(filter.known?.(row) ?? [])]);
  return [...new Set(values)].filter((value) => value !== null).sort();
}
