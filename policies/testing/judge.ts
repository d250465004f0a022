import type { PolicyResource } from "@pulumi/policy";
import * as deserialize from "@pulumi/policy/deserialize.js";
import * as proxy from "@pulumi/policy/proxy.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { Blind } from "../blind.ts";
import { policyOf } from "../policy.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";

/** The day on which every test takes place. */
export const TODAY = new Date("2026-11-21");

/** What the SDK does with a resource before a policy sees it, and keeps to itself. */
const { deserializeProperties } = deserialize as unknown as {
  deserializeProperties(sent: Struct, keepSecrets: boolean): Resource["props"];
};
const { unknownCheckingProxy } = proxy as unknown as { unknownCheckingProxy<T>(props: T): T };

/** What a rule makes of some resources: what the engine is told, and what it could not see. */
export interface Judgement {
  broken: string[];
  unseen: string[];
}

/** Over the wire and back, as the engine hands them over: a rule may work on plain data and fail on what it gets. */
export function asTheEngineDoes(resource: Resource): Resource {
  const sent = Struct.fromJavaScript(resource.props);
  return { ...resource, props: unknownCheckingProxy(deserializeProperties(sent, false)) };
}

export function judgement(rule: Rule, ...resources: Resource[]): Judgement {
  const blind = new Blind();
  const broken: string[] = [];
  const report = (message: string) => void broken.push(message);
  const policy = policyOf(rule, { today: () => TODAY, blind });
  const received = resources.map(asTheEngineDoes) as PolicyResource[];
  if ("validateStack" in policy) policy.validateStack({ resources: received } as never, report);
  else for (const each of received) [policy.validateResource].flat()[0]?.(each as never, report);
  return { broken, unseen: blind.tell() };
}
