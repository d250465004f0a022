import type { Command } from "commander";
import { deviceConf } from "../../../components/wireguard/index.ts";
import { labsOf } from "../data/stacks.ts";
import { wireguardDevice } from "../data/wireguard-device.ts";
import { secretsOf } from "../engine/stack-secrets.ts";
import { note, say } from "../log.ts";

export function register(program: Command): void {
  program
    .command("wireguard <device>")
    .summary(
      "what a device is told that comes in by WireGuard, with its key: lab wireguard phone | qrencode -t utf8",
    )
    .action(show);
}

/** The configuration alone goes to the output, so that it can go into a file or a QR code. */
async function show(device: string): Promise<void> {
  const { lab, peer } = wireguardDevice(device, await labsOf(undefined));
  const secretOf = await secretsOf(lab.name);
  const text = deviceConf(device, lab.inventory);
  const parts = await Promise.all(text.map((part) => (typeof part === "string" ? part : secretOf(part))));
  say(parts.join("").trimEnd());
  note(
    peer.publicKey
      ? `Write the key that ${device} made for itself into the line that asks for it.`
      : `Whoever has this comes into the house as ${device}: show it to nobody but ${peer.person}.`,
  );
}
