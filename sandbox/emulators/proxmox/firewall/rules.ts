import { listItems } from "../api/formats.ts";
import { type Call, digestOf, type Handlers, PveError, type Section } from "../api/index.ts";
import { partsOf } from "./place.ts";

const builtIn = new Set(["ACCEPT", "DROP", "REJECT"]);

/** A list in which the place of a rule is its name. New ones go to the top. */
export function ruleHandlers(path: string): Handlers {
  const kept = (call: Call) => partsOf<Section[]>("rules", call, []);
  const at = (call: Call) => {
    const { all, keep } = kept(call);
    const pos = Number(call.parameters.pos);
    const rule = all[pos];
    if (!rule) throw new PveError(`no rule at position ${pos}`);
    return { all, keep, pos, rule };
  };
  return {
    [`GET ${path}`]: (call) =>
      kept(call).all.map((rule, pos) => ({ ...rule, pos, digest: digestOf(kept(call).all) })),
    [`POST ${path}`]: (call) => {
      const { all, keep } = kept(call);
      const { pos, ...rule } = ruleOf(call, {});
      const place = Math.min(Number(call.parameters.pos ?? pos ?? 0), all.length);
      keep(all.toSpliced(place, 0, { enable: 0, ...rule }));
      return null;
    },
    [`GET ${path}/{pos}`]: (call) => {
      const { rule, pos } = at(call);
      return { ...rule, pos: String(pos) };
    },
    [`PUT ${path}/{pos}`]: (call) => {
      const { all, keep, pos, rule } = at(call);
      const { moveto } = call.parameters;
      if (moveto === undefined) keep(all.with(pos, ruleOf(call, rule)));
      else {
        const without = all.toSpliced(pos, 1);
        keep(without.toSpliced(Number(moveto) > pos ? Number(moveto) - 1 : Number(moveto), 0, rule));
      }
      return null;
    },
    [`DELETE ${path}/{pos}`]: (call) => {
      const { all, keep, pos } = at(call);
      keep(all.toSpliced(pos, 1));
      return null;
    },
  };
}

function ruleOf(call: Call, before: Section): Section {
  const {
    node: _,
    vmid: __,
    group: ___,
    pos: ____,
    delete: gone,
    digest: _____,
    moveto: ______,
    ...given
  } = call.parameters;
  const rule: Section = { ...before, ...given };
  for (const key of listItems(String(gone ?? ""))) delete rule[key];
  const complain = (field: string, message: string) => {
    throw new PveError("Parameter verification failed.", 400, { [field]: message });
  };
  if (rule.type === "group") {
    if (!call.datacenter.collection("firewall-groups").has(String(rule.action)))
      complain("action", `no such security group '${rule.action}'`);
  } else if (!builtIn.has(String(rule.action))) complain("action", `unknown action '${rule.action}'`);
  if (
    (rule.dport !== undefined || rule.sport !== undefined) &&
    rule.proto === undefined &&
    rule.macro === undefined
  )
    complain("proto", "missing property - 'dport' and 'sport' need a protocol");
  return rule;
}
