import * as sdk from "@pulumi/policy";
import { violations } from "../policy.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";

/** The day on which every test takes place. */
const TODAY = new Date("2026-11-21");

/** What the SDK keeps to itself: a rule may work on plain data and fail on the proxies that the engine hands it. */
const { unknownCheckingProxy } = sdk as unknown as { unknownCheckingProxy<T>(props: T): T };

export function violationsOf(rule: Rule, resource: Resource): string[] {
  return violations(rule, { ...resource, props: unknownCheckingProxy(resource.props) }, TODAY);
}
