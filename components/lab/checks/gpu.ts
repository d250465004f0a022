import { gpuOf, type Inventory } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { possibleHosts } from "./hosts.ts";
import { type Account, left, type Sale, sell } from "./ledger.ts";
import { problem } from "./problem.ts";

/** A card is sold in slices, or in seats that nobody but this check counts; never twice. */
export function checkGpus(lab: Lab): Problem[] {
  const { inventory } = lab;
  const { hosts, clusters } = sell(lab, {
    asked: slicesOf,
    held: ({ name }) => seatsOn(name, inventory) ?? 0,
  });
  const cards = hosts.filter(({ held }) => held > 0);
  return [
    ...lab.services
      .filter((each) => slicesOf(each) > 0)
      .flatMap((each) => withoutCard(each, cards, inventory)),
    ...[...cards, ...clusters].flatMap((each) => each.refused.map((sale) => oversold(each, sale, cards))),
  ];
}

function slicesOf({ place }: Service): number {
  return "cluster" in place ? (place.gpu?.slices ?? 0) : 0;
}

/** How many programs may use a card side by side; nothing where it is not shared with a cluster. */
function seatsOn(machine: string, inventory: Inventory): number | undefined {
  const sharing = gpuOf(inventory, machine)?.sharing;
  if (sharing?.mode === "slices") return sharing.count;
  return sharing?.mode === "free" ? sharing.sharers : undefined;
}

function withoutCard(service: Service, cards: Account[], inventory: Inventory): Problem[] {
  const hosts = possibleHosts(service, inventory).map(({ name }) => name);
  if (hosts.some((name) => seatsOn(name, inventory) !== undefined)) return [];
  const idle = hosts.find((name) => gpuOf(inventory, name));
  const why = idle
    ? `whose ${gpuOf(inventory, idle)?.model} is not shared with a cluster`
    : hosts.length > 1
      ? "none of which has a card"
      : "which has no card";
  const elsewhere = freeSlices(cards);
  return [
    problem(service, {
      what: `${service.name} asks for ${slices(slicesOf(service))} on ${idle ?? hosts.join(" or ")}, ${why}.`,
      fix: either(
        elsewhere && `place ${service.name} on ${elsewhere}`,
        `declare ${idle ? `sharing: { mode: "slices", count: 4 } on ${idle}` : "the card"} in the inventory`,
      ),
    }),
  ];
}

function oversold(account: Account, { service, amount }: Sale, cards: Account[]): Problem {
  const { of, held, sold } = account;
  const rest = left(account);
  const takers = sold.map((sale) => `${sale.service.name} ${sale.amount}`).join(", ");
  const elsewhere = freeSlices(cards.filter((card) => card.of !== of && left(card) >= amount));
  return problem(service, {
    what: `${service.name} asks for ${slices(amount)} on ${of}, which has ${rest === 0 ? "none" : rest} left.`,
    facts: [`sold: ${held - rest} of ${held}${takers && ` (${takers})`}`],
    fix: either(
      takers && "free one of these",
      elsewhere && `place ${service.name} on ${elsewhere}`,
      `raise what is shared of ${of} in the inventory`,
    ),
  });
}

function freeSlices(cards: Account[]): string {
  return cards
    .filter((card) => left(card) > 0)
    .map((card) => `${card.of} (${left(card)} free)`)
    .join(" or ");
}

function slices(count: number): string {
  return count === 1 ? "1 GPU slice" : `${count} GPU slices`;
}

function either(...fixes: string[]): string {
  return fixes.filter((each) => each !== "").join(", or ");
}
