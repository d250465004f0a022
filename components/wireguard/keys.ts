import { hkdfSync } from "node:crypto";
import { x25519 } from "@noble/curves/ed25519.js";
import type { Peer, WireGuard } from "../inventory/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import type { SetupText } from "../setup/index.ts";

/** Both halves of a key, as WireGuard writes them. Each is known only where somebody has the root secret. */
export interface KeyPair {
  privateKey: OwnSecret;
  publicKey: OwnSecret;
}

/** Where a device keeps its key to itself, there is nothing to derive. */
export type PeerKey = KeyPair | { publicKey: string };

export const serverKey: KeyPair = pairOf({ owner: "wireguard/server", name: "key", length: 52 });

export function peerKey(name: string, { publicKey, generation }: Peer): PeerKey {
  return publicKey ? { publicKey } : pairOf({ owner: "wireguard/peers", name, length: 52, generation });
}

/** The half that everybody may see; text by name, where it follows from a secret. */
export function publicKeyOf(name: string, { peers }: WireGuard): SetupText[number] {
  const peer = peers[name];
  if (!peer) throw new Error(`${name} was checked to be a peer of WireGuard, and is none`);
  return peerKey(name, peer).publicKey;
}

function pairOf(seed: OwnSecret): KeyPair {
  return {
    privateKey: { ...seed, make: (letters) => base64(scalarFrom(letters)) },
    publicKey: { ...seed, make: (letters) => base64(x25519.getPublicKey(scalarFrom(letters))) },
  };
}

/** Clamped, as `wg genkey` writes it (RFC 7748, 5): other programs refuse a key that is not. */
function scalarFrom(letters: string): Uint8Array {
  const bytes = new Uint8Array(hkdfSync("sha256", letters, "homelab/wireguard", "x25519", 32));
  return bytes.map((byte, at) => (at === 0 ? byte & 248 : at === 31 ? (byte & 127) | 64 : byte));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
