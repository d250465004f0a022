import { customKindOf, KINDS } from "../custom-resources/index.ts";
import type { Gitops } from "../inventory/index.ts";
import type { Manifest } from "../kubernetes/index.ts";
import { OWN, type Unit } from "./unit.ts";

/**
 * When each comes: with its wave, but never before what it needs, and after whoever brings the kinds of its objects.
 * Namespaces are before all waves, because everything lies in one.
 */
export function wavesOf(units: Unit[], { waves }: Pick<Gitops, "waves">): Map<string, number> {
  const byName = new Map(units.map((each) => [each.name, each]));
  const said = new Map(waves.flatMap(({ wave, brings }) => brings.map((name) => [name, wave] as const)));
  const numbers = waves.map(({ wave }) => wave);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const found = new Map<string, number>();

  const waveOf = (unit: Unit): number => {
    const known = found.get(unit.name);
    if (known !== undefined) return known;
    const own =
      unit.name === OWN.namespaces ? first - 1 : (said.get(unit.name) ?? said.get(unit.group ?? "") ?? last);
    // Should two ever wait for each other, the one that was asked first comes with its own wave.
    found.set(unit.name, own);
    const needed = unit.needs.flatMap((name) => byName.get(name) ?? []).map(waveOf);
    const defined = definersOf(unit, units).map((definer) => waveOf(definer) + 1);
    const wave = Math.max(own, ...needed, ...defined);
    found.set(unit.name, wave);
    return wave;
  };
  return new Map(units.map((unit) => [unit.name, waveOf(unit)]));
}

/** Who else brings the kinds along of which a unit has objects. */
export function definersOf(unit: Unit, units: Unit[]): Unit[] {
  const groups = new Set(Object.values(unit.plan).flatMap((manifest) => groupOf(manifest) ?? []));
  return units.filter((each) => each.name !== unit.name && each.brings.some((group) => groups.has(group)));
}

/** In Git a Secret is a SealedSecret. */
function groupOf({ kind, apiVersion }: Manifest): string | undefined {
  if (kind === "Secret") return KINDS.SealedSecret.group;
  return customKindOf(kind) && apiVersion.split("/")[0];
}
