import type { ResourceKind } from "../framework/vendor.ts";
import type { Context } from "./context.ts";

/** A kind whose objects are forgotten, or left as they are known, while their cluster cannot be reached: if one asks for it. */
export function unlessUnreachable(kind: ResourceKind, { settings, around, log }: Context): ResourceKind {
  const { deleteUnreachable, skipUpdateUnreachable } = settings;
  if (!around || !(deleteUnreachable || skipUpdateUnreachable)) return kind;
  const { cluster } = around;
  const isOut = async () => !(await cluster.reachable());
  const tell = (what: string, urn?: string) => log.warn(`${what}: ${cluster.server} cannot be reached`, urn);
  return {
    ...kind,
    async check(request) {
      const isKnown = Object.keys(request.before).length > 0;
      if (!skipUpdateUnreachable || !isKnown || !(await isOut())) return kind.check(request);
      tell(`${request.name} is not compared with the program`);
      return { inputs: request.before, failures: [] };
    },
    async read(request) {
      if (!(await isOut())) return kind.read(request);
      const { id, state, inputs, urn } = request;
      tell(`${id} is ${deleteUnreachable ? "forgotten" : "left as it was known"}`, urn);
      return deleteUnreachable ? undefined : { id, state, inputs };
    },
    async remove(request) {
      if (!deleteUnreachable || !(await isOut())) return kind.remove(request);
      tell(`${request.id} is forgotten, and not deleted`, request.urn);
    },
  };
}
