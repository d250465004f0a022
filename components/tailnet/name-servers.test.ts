import { expect, test } from "vitest";
import { namedLab } from "../dns/testing/lab.ts";
import { labWith } from "../testing/index.ts";
import { openNameServers } from "./name-servers.ts";

test("a cluster of another house may ask both name servers, and nothing else of them", () => {
  expect(openNameServers(namedLab())).toEqual([
    expect.objectContaining({
      from: expect.arrayContaining(["tag:brain-server", "tag:brain-gpu"]),
      to: ["tag:core-server", "tag:core-arm"],
      traffic: ["udp:53", "tcp:53"],
    }),
  ]);
});

test("a lab without name servers opens nothing for them", () => {
  expect(openNameServers(labWith())).toEqual([]);
});
