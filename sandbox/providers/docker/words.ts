import { matching, object, required, set, string } from "../framework/shape.ts";

/** The words that the tables of several kinds share. */

export const labels = set(object("label", { label: required(string), value: required(string) }));

export const duration = matching(
  /^(0|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/,
  "a duration such as 30s or 1m30s",
);

export const octal = matching(/^0[0-7]{3}$/, "four octal digits such as 0644");
