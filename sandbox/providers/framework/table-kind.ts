import { checkTable, diffTable, type Table } from "./table.ts";
import type { ResourceKind } from "./vendor.ts";

/** What is done to the objects of a kind through the vendor's API. */
export type Operations = Pick<ResourceKind, "create" | "update" | "read" | "remove">;

/** A kind of which a table tells the properties and a few calls the rest. */
export function tableKind(table: Table, operations: Operations): ResourceKind {
  return {
    check: (request) => checkTable(table, request),
    diff: (request) => diffTable(table, request),
    preview: ({ inputs, state }) => ({ ...state, ...inputs }),
    ...operations,
  };
}
