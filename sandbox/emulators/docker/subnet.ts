import { isIP } from "node:net";

/** A block of addresses, IPv4 or IPv6, as numbers: so that blocks can be compared and addresses counted. */
export class Subnet {
  readonly family: 4 | 6;
  readonly bits: number;
  readonly #address: bigint;

  private constructor(family: 4 | 6, address: bigint, bits: number) {
    this.family = family;
    this.bits = bits;
    this.#address = address;
  }

  /** Undefined where the text is no block of addresses. */
  static parse(text: string): Subnet | undefined {
    const [address = "", bits = ""] = text.split("/");
    const family = isIP(address);
    if (family === 0 || !/^\d+$/.test(bits) || Number(bits) > widthOf(family as 4 | 6)) return undefined;
    return new Subnet(family as 4 | 6, numberOf(address), Number(bits));
  }

  get first(): bigint {
    return (this.#address >> this.#free) << this.#free;
  }

  get last(): bigint {
    return this.first + (1n << this.#free) - 1n;
  }

  /** As it should be written: with nothing behind the prefix. */
  get masked(): string {
    return `${this.text(this.first)}/${this.bits}`;
  }

  get isMasked(): boolean {
    return this.#address === this.first;
  }

  contains(address: string): boolean {
    if (isIP(address) !== this.family) return false;
    const number = numberOf(address);
    return number >= this.first && number <= this.last;
  }

  overlaps(other: Subnet): boolean {
    return this.family === other.family && this.first <= other.last && other.first <= this.last;
  }

  text(number: bigint): string {
    return this.family === 4 ? dotted(number) : colons(number);
  }

  get #free(): bigint {
    return BigInt(widthOf(this.family) - this.bits);
  }
}

function widthOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

export function numberOf(address: string): bigint {
  if (isIP(address) === 4) return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

function dotted(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join(".");
}

function colons(number: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  // The URL parser knows the shortest way to write it.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
