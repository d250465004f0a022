import type { Zone } from "./record.ts";

/** Seconds. A name that moves is found at its new place after as many. */
const TTL = 300;

/**
 * A zone as BIND reads it. Its serial stays 1 here, because nobody who plans can know what the name servers have seen:
 * `publish-zones` gives it a new one where anything else has changed.
 */
export function zoneFile({ name, primary, records, leftOut }: Zone): string {
  const soa = `${primary} ${hostmaster(primary)} (1 3600 600 1209600 ${TTL})`;
  const lines = [{ name: "@", type: "SOA", value: soa }, ...records].map(
    (each) => `${each.name}\tIN\t${each.type}\t${each.value}`,
  );
  const notes = leftOut.map((each) => `; ${each.name} ${each.because}`);
  return `${[`$ORIGIN ${name}.`, `$TTL ${TTL}`, ...lines, ...notes].join("\n")}\n`;
}

/** Whom to write to, in the form of a name. */
function hostmaster(primary: string): string {
  return primary.replace(/^[^.]+/, "hostmaster");
}
