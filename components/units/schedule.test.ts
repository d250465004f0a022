import { expect, test } from "vitest";
import { schedule } from "./index.ts";

const faultOf = (text: string) => schedule.safeParse(text).error?.issues.map(({ message }) => message);

test.each(["0 3 * * *", "*/5 * * * *", "0-59/15 1 1-7 * MON-FRI", "0 0 29 2 *", "0 0 30 2 1"])(
  "%s comes again",
  (text) => expect(faultOf(text)).toBeUndefined(),
);

test.each(["nightly", "0 3 * *", "0 3 * * * *", "61 * * * *", "0 0 L * *", "0 0 * * 7", "*/0 * * * *"])(
  "%s is none that Kubernetes reads",
  (text) => {
    expect(faultOf(text)).toHaveLength(1);
    expect(faultOf(text)?.[0]).toContain("which is not a schedule");
  },
);

test.each(["0 0 30 2 *", "0 0 31 4,6 *"])("%s never comes", (text) => {
  expect(faultOf(text)).toHaveLength(1);
  expect(faultOf(text)?.[0]).toContain("a day that no year has");
});
