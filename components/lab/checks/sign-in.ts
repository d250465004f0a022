import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** People who sign in elsewhere find the way there, and back. */
export function checkSignIn(service: Service, { services }: Lab): Problem[] {
  const { name, signIn, urls } = service;
  if (!signIn) return [];
  const provider = services.find((each) => each.name === signIn.by);
  const providers = services.filter((each) => each.provides === "sign-in").map((each) => each.name);
  if (!provider || !isLive(provider) || provider.provides !== "sign-in")
    return [
      problem(service, {
        what: `people sign in to ${name} by ${signIn.by}, ${provider ? "which does not say who somebody is" : "which no file declares"}.`,
        facts: provider ? [`${signIn.by}: ${provider.file}`] : [],
        fix:
          providers.length > 0
            ? suggestion(signIn.by, providers)
            : 'declare a service that says provides: "sign-in", or remove signIn',
      }),
    ];
  if (!provider.urls.public)
    return [
      problem(service, {
        what: `people sign in to ${name} by ${signIn.by}, which has no public address to send them to.`,
        facts: [`${signIn.by}: ${provider.file}`],
        fix: `write expose: { public: { access: "public" } } in ${provider.file}: it is the login page itself`,
      }),
    ];
  if (Object.keys(urls).length > 0) return [];
  return [
    problem(service, {
      what: `people sign in to ${name}, which has no address to come back to.`,
      fix: `expose ${name} in the tailnet, or remove signIn`,
    }),
  ];
}
