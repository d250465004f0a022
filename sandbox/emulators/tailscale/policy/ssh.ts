import { selectors } from "./access.ts";
import { type Party, type Population, partiesOf, speaksOf } from "./party.ts";
import { at, PolicyProblem } from "./problem.ts";
import type { Policy, SshRule } from "./schema.ts";
import { parseSelector, rooms } from "./selector.ts";
import type { Failed } from "./tests.ts";

const duration = /^(always|(\d+(\.\d+)?(ns|us|ms|s|m|h))+)$/;

/** Throws where a rule for SSH is wrong. */
export function checkSsh(policy: Policy): void {
  for (const [index, rule] of (policy.ssh ?? []).entries()) {
    const place = `ssh[${index}]`;
    const from = selectors(rule.src, rooms.sshSource, policy, `${place}.src`);
    selectors(rule.dst, rooms.sshDestination, policy, `${place}.dst`);
    at(place, () => {
      if (rule.users.length === 0) throw new PolicyProblem(`users is empty: name who may be logged in as`);
      if (rule.checkPeriod !== undefined && !duration.test(rule.checkPeriod))
        throw new PolicyProblem(`checkPeriod has to be a duration such as "12h", or "always"`);
      if (rule.action === "check" && from.some(({ is }) => is === "tag"))
        throw new PolicyProblem(`action "check" asks a person, and a tagged device is none: use "accept"`);
    });
    selectors(rule.recorder ?? [], rooms.router, policy, `${place}.recorder`);
  }
}

export function failedSshTests(policy: Policy, population: Population): Failed[] {
  return (policy.sshTests ?? []).flatMap((test) => {
    const errors = (["accept", "check", "deny"] as const).flatMap((wanted) =>
      (test[wanted] ?? []).flatMap((user) => {
        const got = test.dst.map((dst) => verdict(test.src, dst, user, policy, population));
        return got.every((each) => each === wanted)
          ? []
          : [`ssh to ${test.dst.join(", ")} as "${user}": want: ${wanted}, got: ${got.join(", ")}`];
      }),
    );
    return errors.length > 0 ? [{ user: test.src, errors }] : [];
  });
}

function verdict(src: string, dst: string, user: string, policy: Policy, population: Population) {
  const targets = partiesOf(dst, policy, population);
  const pairs = partiesOf(src, policy, population).flatMap((from) => targets.map((to) => ({ from, to })));
  const rules = policy.ssh ?? [];
  const found = rules.find((rule) =>
    pairs.every(({ from, to }) => isAllowed(rule, from, to, user, policy, population)),
  );
  return found?.action ?? "deny";
}

function isAllowed(
  rule: SshRule,
  from: Party,
  to: Party,
  user: string,
  policy: Policy,
  population: Population,
): boolean {
  const source = (text: string) => parseSelector(text, rooms.sshSource, policy);
  const destination = (text: string) => parseSelector(text, rooms.sshDestination, policy);
  return (
    (rule.users.includes(user) || (user !== "root" && rule.users.includes("autogroup:nonroot"))) &&
    rule.src.some((text) => speaksOf(source(text), from, population)) &&
    rule.dst.some((text) => speaksOf(destination(text), to, population, from))
  );
}
