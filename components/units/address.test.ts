import fc from "fast-check";
import { expect, test } from "vitest";
import { cidr, contains, ipv4, overlap } from "./index.ts";

test("a network contains its own addresses and no other's", () => {
  expect(contains("192.168.1.0/24", "192.168.1.143")).toBe(true);
  expect(contains("192.168.1.0/24", "192.168.2.1")).toBe(false);
  expect(contains("100.64.0.0/10", "100.127.255.255")).toBe(true);
  expect(contains("100.64.0.0/10", "100.128.0.0")).toBe(false);
});

test("every address is in the network of itself alone, and in the network of all", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(contains(`${address}/32`, address)).toBe(true);
      expect(contains("0.0.0.0/0", address)).toBe(true);
    }),
  );
});

test("two networks overlap exactly where an address is in both", () => {
  const network = fc.tuple(fc.ipV4(), fc.integer({ min: 4, max: 32 })).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(network, network, fc.ipV4(), (one, other, address) => {
      expect(overlap(one, other)).toBe(overlap(other, one));
      expect(overlap(one, `${one.split("/")[0]}/32`)).toBe(true);
      if (contains(one, address) && contains(other, address)) expect(overlap(one, other)).toBe(true);
    }),
  );
  expect(overlap("10.42.0.0/16", "10.43.0.0/16")).toBe(false);
});

test.each(["192.168.1", "192.168.1.256", "192.168.01.1", "::1", ""])("%j is no address", (text) => {
  expect(ipv4.safeParse(text).success).toBe(false);
});

test.each(["192.168.1.0", "192.168.1.0/33", "192.168.1.0/", "192.168.1.0/24/8", "lan/24"])(
  "%j is no network",
  (text) => {
    expect(cidr.safeParse(text).success).toBe(false);
  },
);

test.each([
  ["10.9.0.5/24", "10.9.0.0/24"],
  ["192.168.1.130/25", "192.168.1.128/25"],
  ["10.0.0.1/0", "0.0.0.0/0"],
])("%j is an address in %s", (text, network) => {
  expect(cidr.safeParse(text).error?.message).toContain(`write \\"${network}\\"`);
  expect(cidr.parse(network)).toBe(network);
});
