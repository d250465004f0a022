import { stringify } from "yaml";
import { parse } from "../parse/index.ts";
import { Refusal, refuse } from "../refusal.ts";
import { type ServiceSpec, type Value, written } from "../service/index.ts";
import { alerts } from "./alerts.ts";
import { checkAliases } from "./check.ts";
import { dashboard } from "./dashboard.ts";
import { type Routes, type RoutesSpec, routes } from "./routes.ts";

const FOLDER = "/etc/router";
const PROVIDERS = `${FOLDER}/providers.yaml`;
const WHERE = "the routes of the router";

/** What the router is told of its providers, and what others watch of it: spread into the declaration of its service. */
export function routing(
  spec: RoutesSpec,
): Required<Pick<ServiceSpec, "files" | "env" | "metrics" | "alerts" | "dashboard">> {
  const { value, problems } = parse(routes, spec, WHERE);
  if (!value) throw new Refusal(problems);
  refuse(checkAliases(value, WHERE));
  return {
    files: { [PROVIDERS]: providersFile(value), ...keyFiles(value) },
    env: { ROUTER_CONFIG: PROVIDERS },
    metrics: { port: "http", names: ["router_*", "nodejs_*", "process_*"] },
    alerts,
    dashboard,
  };
}

/** The file as the router reads it; addresses of the lab are filled in when the lab is put together. */
function providersFile({ providers, aliases, tools }: Routes) {
  return written((hold) =>
    stringify(
      {
        providers: Object.entries(providers).map(([name, { kind, at, key, manager, ...rest }]) => ({
          name,
          kind,
          baseUrl: heldOf(at, hold),
          ...(key && { apiKeyFile: keyFile(name) }),
          ...rest,
          ...(manager && {
            manager: {
              at: heldOf(manager.at, hold),
              model: manager.model,
              apiKeyFile: keyFile(managerOf(name)),
            },
          }),
        })),
        aliases,
        ...(Object.keys(tools).length > 0 && {
          tools: {
            mcp: Object.fromEntries(
              Object.entries(tools).map(([name, { at, key }]) => [
                name,
                { url: heldOf(at, hold), ...(key && { tokenFile: keyFile(toolsOf(name)) }) },
              ]),
            ),
          },
        }),
      },
      { lineWidth: 0 },
    ),
  );
}

/** A file, and not a variable: what the router runs as a tool inherits its environment. */
function keyFiles({ providers, tools }: Routes): ServiceSpec["files"] {
  return Object.fromEntries([
    ...Object.entries(providers).flatMap(([name, { key, manager }]) => [
      ...(key ? [[keyFile(name), key]] : []),
      ...(manager ? [[keyFile(managerOf(name)), manager.key]] : []),
    ]),
    ...Object.entries(tools).flatMap(([name, { key }]) => (key ? [[keyFile(toolsOf(name)), key]] : [])),
  ]);
}

function heldOf(at: Value, hold: (reference: Value) => string): string {
  return typeof at === "string" ? at : hold(at);
}

/** No name of a provider holds "@". */
function managerOf(provider: string): string {
  return `${provider}@manager`;
}

function toolsOf(server: string): string {
  return `${server}@tools`;
}

function keyFile(provider: string): string {
  return `${FOLDER}/keys/${provider}`;
}
