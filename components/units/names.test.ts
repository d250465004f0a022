import { expect, test } from "vitest";
import { domain, label, portNumber } from "./index.ts";

test("a name is what DNS and Kubernetes both take", () => {
  for (const name of ["a", "k3s-master", "0x", "a".repeat(63)])
    expect(label.safeParse(name).success).toBe(true);
  for (const name of ["", "-a", "a-", "A", "a_b", "a.b", "a".repeat(64)])
    expect(label.safeParse(name).success).toBe(false);
});

test("a domain is names with dots between", () => {
  for (const name of ["terrac.com", "home", "a.b.c"]) expect(domain.safeParse(name).success).toBe(true);
  for (const name of ["Terrac.com", "terrac..com", ".com", "terrac.com.", "https://terrac.com"])
    expect(domain.safeParse(name).success).toBe(false);
});

test("a port is a whole number from 1 to 65535", () => {
  for (const port of [1, 65535]) expect(portNumber.safeParse(port).success).toBe(true);
  for (const port of [0, 65536, 80.5, "80", -1]) expect(portNumber.safeParse(port).success).toBe(false);
});
