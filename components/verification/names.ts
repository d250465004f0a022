import { PUBLIC_NAMES, planZones } from "../dns/index.ts";
import type { Lab } from "../lab/index.ts";
import { type Finding, failed, idOf, type NameAnswer, type NameAsked, type NamesCheck, ok } from "./check.ts";

/** Every name server of the house answers for every name that it was given. */
export function nameChecks(lab: Lab): NamesCheck[] {
  const { dns, machines } = lab.inventory;
  if (!dns) return [];
  return planZones(lab).flatMap((zone) =>
    [dns.primary, dns.secondary].map((server): NamesCheck => {
      const asks = asked(zone);
      const { lan, tailnet } = machines[server] ?? {};
      return {
        id: idOf({ place: "house", topic: "names", name: `${server}-${zone.name}` }),
        place: "house",
        topic: "names",
        about: `${server} answers for ${asks.length} names of ${zone.name}`,
        madeBy: "network",
        by: "names",
        addresses: [lan, tailnet].filter((each) => typeof each === "string"),
        asks,
        judge: (answers) => judge(asks, answers, server, zone.name),
      };
    }),
  );
}

function asked({ name: zone, records }: ReturnType<typeof planZones>[number]): NameAsked[] {
  const values = new Map<string, NameAsked>();
  for (const { name, type, value } of records) {
    if (type === "NS") continue;
    // What replaces answers of the world is no zone to a client: its names are whole.
    const whole = zone === PUBLIC_NAMES ? name : `${name}.${zone}`;
    const known = values.get(whole) ?? { name: whole, type, values: [] };
    const bare = type === "CNAME" && !value.endsWith(".") ? `${value}.${zone}` : value.replace(/\.$/, "");
    values.set(whole, { ...known, values: [...known.values, bare] });
  }
  return [...values.values()];
}

const FEW = 5;

function judge(asks: NameAsked[], answers: NameAnswer[], server: string, zone: string): Finding {
  const wrong = asks.flatMap(({ name, values }, at) => {
    const answer = answers[at];
    if (!answer) return [`${name}: was not asked`];
    if ("error" in answer) return [`${name}: ${answer.error}`];
    return same(values, answer.values)
      ? []
      : [`${name} is ${answer.values.join(" ")}, and ${values.join(" ")} is declared`];
  });
  if (wrong.length === 0) return ok(`${asks.length} names`);
  const more = wrong.length > FEW ? `; and ${wrong.length - FEW} more` : "";
  return failed(
    `${wrong.slice(0, FEW).join("; ")}${more}`,
    `ask it by itself: dig @${server} ${asks[0]?.name}; a zone that changed is published by npx lab script (docs/reference/dns.md), and this is ${zone}`,
  );
}

function same(wanted: string[], seen: string[]): boolean {
  return wanted.toSorted().join() === seen.toSorted().join();
}
