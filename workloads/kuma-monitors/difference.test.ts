import { expect, test } from "vitest";
import { differenceOf, MARK, type Monitor, type Wanted } from "./difference.ts";

const wanted: Wanted = { name: "web", url: "https://web.example.com", statuses: ["200-299"], interval: 120 };
const monitor: Monitor = {
  id: 1,
  name: "web",
  type: "http",
  url: wanted.url,
  description: MARK,
  interval: 120,
  accepted_statuscodes: ["200-299"],
};

test("what is as it should be is left", () => {
  expect(differenceOf([monitor], [wanted])).toEqual({ missing: [], changed: [], needless: [] });
});

test("what is not there is missing, and what moved is changed", () => {
  const moved = { ...wanted, url: "https://new.example.com" };
  const other = { ...wanted, name: "other" };
  expect(differenceOf([monitor], [moved, other])).toEqual({
    missing: [other],
    changed: [{ monitor, wanted: moved }],
    needless: [],
  });
});

test("what is no longer wanted goes, and a second of one name; what somebody made by hand stays", () => {
  const [gone, double] = [
    { ...monitor, id: 2, name: "gone" },
    { ...monitor, id: 3 },
  ];
  const byHand = { ...monitor, id: 4, name: "router at home", description: null };
  expect(differenceOf([monitor, gone, double, byHand], [wanted]).needless).toEqual([gone, double]);
});
