import { gpuOf, type Inventory } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { type Host, nodesOf, possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { type Account, left, type Sale, sell } from "./ledger.ts";
import { problem } from "./problem.ts";

/** A card that has something left. */
interface Offer {
  of: string;
  free: number;
}

/** A card is sold in slices, or in seats that nobody but this check counts; never twice. */
export function checkGpus(lab: Lab): Problem[] {
  const { inventory } = lab;
  const { hosts, clusters } = sell(lab, {
    asked: slicesOf,
    held: (host) => seatsOn(host, inventory),
  });
  const cards = hosts.filter(({ held }) => held > 0);
  const offers = cards.map((card): Offer => {
    const cluster = clusters.find(({ of }) => nodesOf(of, inventory).some(({ name }) => name === card.of));
    // What is left on a card may be meant for those that any card of its cluster will do for.
    return { of: card.of, free: Math.min(left(card), cluster ? left(cluster) : 0) };
  });
  return [
    ...lab.services
      .filter((each) => slicesOf(each) > 0)
      .flatMap((each) => withoutCard(each, offers, inventory)),
    ...[...cards, ...clusters].flatMap((each) => each.refused.map((sale) => oversold(each, sale, offers))),
  ];
}

function slicesOf({ place }: Service): number {
  if ("docker" in place) return place.gpu ? 1 : 0;
  return "cluster" in place ? (place.gpu?.slices ?? 0) : 0;
}

/** How many programs may use a card side by side. Docker hands it to whoever asks, unless the number was promised. */
function seatsOn({ name, node }: Host, inventory: Inventory): number {
  const sharing = gpuOf(inventory, name)?.sharing;
  if (sharing?.mode === "slices") return sharing.count;
  if (sharing?.mode === "free") return sharing.sharers;
  return node ? 0 : Number.POSITIVE_INFINITY;
}

function withoutCard(service: Service, offers: Offer[], inventory: Inventory): Problem[] {
  const possible = possibleHosts(service, inventory);
  if (possible.some((host) => seatsOn(host, inventory) > 0)) return [];
  const hosts = possible.map(({ name }) => name);
  const idle = hosts.find((name) => gpuOf(inventory, name));
  const why = idle
    ? `whose ${gpuOf(inventory, idle)?.model} is not shared with a cluster`
    : hosts.length > 1
      ? "none of which has a card"
      : "which has no card";
  const elsewhere = told(offers, slicesOf(service));
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

function oversold(account: Account, { service, amount }: Sale, offers: Offer[]): Problem {
  const { of, held, sold } = account;
  const rest = left(account);
  const takers = sold.map((sale) => `${sale.service.name} ${sale.amount}`).join(", ");
  const elsewhere = told(offers, amount);
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

function told(offers: Offer[], wanted: number): string {
  return offers
    .filter(({ free }) => free >= wanted)
    .map(({ of, free }) => `${of} (${free} free)`)
    .join(" or ");
}

function slices(count: number): string {
  return count === 1 ? "1 GPU slice" : `${count} GPU slices`;
}

function either(...fixes: string[]): string {
  return fixes.filter((each) => each !== "").join(", or ");
}
