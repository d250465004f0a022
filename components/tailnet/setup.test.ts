import { expect, test } from "vitest";
import { readLab } from "../lab/index.ts";
import { script, setupOf } from "../setup/index.ts";
import { complaintOf, labWith, readerNamed, testInventory } from "../testing/index.ts";
import { tailnetSetup } from "./setup.ts";

const shellcheck = readerNamed("shellcheck");
const KEY = { kept: "tailnet/core-server" };

const spec = {
  ...testInventory,
  tailnet: { ...testInventory.tailnet, gateways: { "core-server": ["lan"] } },
};
const lab = readLab({ name: "test", inventory: { file: "inventory.ts", spec }, services: [] });

test("a Linux comes in by a key of its own, as the device that the policy knows, and only once", () => {
  const { files, commands } = tailnetSetup("core-server", labWith());
  expect(files).toEqual({
    "/etc/tailscale/auth-key": { text: [KEY, "\n"] },
    "/etc/systemd/system/tailscaled.service.d/quiet.conf": {
      text: ["[Service]\nEnvironment=TS_NO_LOGS_NO_SUPPORT=true\n"],
    },
  });
  expect(commands?.slice(1)).toEqual([
    "tailscale status >/dev/null || tailscale up --auth-key=file:/etc/tailscale/auth-key --advertise-tags=tag:core-server",
    "tailscale set --hostname=core-server --ssh",
  ]);
});

test("a gateway also offers its networks, and lets packets through", () => {
  const { files, commands } = tailnetSetup("core-server", lab);
  expect(files).toHaveProperty(["/etc/sysctl.d/60-tailnet.conf"]);
  expect(commands?.at(-1)).toBe(
    "tailscale set --hostname=core-server --ssh --advertise-routes=192.168.1.0/24",
  );
});

test("what is not in the tailnet, or no Linux of ours, is left alone", () => {
  for (const machine of ["core-arm", "nas", "desk"]) expect(tailnetSetup(machine, lab)).toEqual({});
});

test.skipIf(!shellcheck)("shellcheck has nothing to say of it (apt install shellcheck)", () => {
  const text = script("core-server", setupOf("core-server", tailnetSetup("core-server", lab)));
  const filled = text.map((part) => (typeof part === "string" ? part : "s3cret")).join("");
  expect(complaintOf(shellcheck ?? "", ["-"], filled)).toBe("");
});
