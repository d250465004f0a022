import type { AnyStep, Run } from "../runs/index.ts";

/** Columns of a run and of a step, named as the shapes have them. */
export const RUN = `id, person, task, state, reason, tokens::float8 AS tokens, made_at AS made, ended_at AS ended, changed`;
export const STEP = `number, kind, state, call, reads_only AS "readsOnly", said, outcome, tokens::float8 AS tokens, note,
  began_at AS began, ended_at AS ended, changed`;

export const asRun = (row: unknown): Run => row as Run;
export const asStep = (row: unknown): AnyStep => row as AnyStep;
