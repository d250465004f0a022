import { expect, test } from "vitest";
import { secretsOfOutputs } from "./secrets.ts";

const inputs = { env: [{ value: "a" }, { value: "b" }], token: "t" };

test("a secret of the inputs is a secret at the same place of the outputs", () => {
  expect(secretsOfOutputs(inputs, { ...inputs, id: "x" }, [["token"], ["env", 1, "value"]])).toEqual([
    ["token"],
    ["env", 1, "value"],
  ]);
});

test("a list that came back with other items is secret as a whole", () => {
  const outputs = { env: [{ value: "injected" }, { value: "a" }, { value: "b" }] };
  expect(secretsOfOutputs(inputs, outputs, [["env", 1, "value"]])).toEqual([["env"]]);
});
