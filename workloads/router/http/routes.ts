import { closest, distance } from "fastest-levenshtein";
import { Fault } from "./fault.ts";
import type { Route } from "./route.ts";

/** The routes of one path, by method. */
export class Methods {
  readonly byName = new Map<string, Route>();

  add(route: Route): void {
    if (this.byName.has(route.method)) throw new Error(`${route.method} ${route.path} is in the table twice`);
    this.byName.set(route.method, route);
  }

  /** HEAD is GET without the body, which node:http leaves out by itself. */
  get(method: string): Route | undefined {
    return this.byName.get(method) ?? (method === "HEAD" ? this.byName.get("GET") : undefined);
  }

  get allowed(): string {
    const names = [...this.byName.keys()];
    return [...names, ...(names.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  }
}

interface Pattern {
  expression: RegExp;
  methods: Methods;
}

export interface Match {
  methods: Methods;
  params: Record<string, string> | undefined;
}

/** Which routes there are. A literal path is one look into a map; only the others are compared one by one. */
export class Routes {
  readonly #literal = new Map<string, Match>();
  readonly #patterns = new Map<string, Pattern>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#methodsOf(route.path).add(route);
  }

  find(path: string): Match | undefined {
    return this.#literal.get(path) ?? this.#compare(path);
  }

  /** Names the path that was probably meant. */
  nowhere(path: string): Fault {
    const known = [...this.#literal.keys(), ...this.#patterns.keys()];
    // A path may be as long as a whole head: comparing that would be work that anybody could order.
    const shown = path.length > 100 ? `${path.slice(0, 100)}...` : path;
    const nearest = known.length > 0 ? closest(shown, known) : "";
    const help =
      nearest && distance(shown, nearest) <= nearest.length / 2
        ? `Did you mean ${nearest}?`
        : "GET /openapi.json lists every path.";
    return new Fault({
      status: 404,
      kind: "not_found",
      code: "unknown_path",
      message: `There is nothing at ${shown}. ${help}`,
    });
  }

  #compare(path: string): Match | undefined {
    for (const { expression, methods } of this.#patterns.values()) {
      const groups = expression.exec(path)?.groups;
      if (groups) return { methods, params: decoded(groups) };
    }
    return undefined;
  }

  #methodsOf(path: string): Methods {
    if (!path.includes("{")) {
      const match = this.#literal.get(path) ?? { methods: new Methods(), params: undefined };
      this.#literal.set(path, match);
      return match.methods;
    }
    const pattern = this.#patterns.get(path) ?? { expression: expressionOf(path), methods: new Methods() };
    this.#patterns.set(path, pattern);
    return pattern.methods;
  }
}

function expressionOf(path: string): RegExp {
  const parts = path
    .split(/(\{\w+(?:\.{3})?\})/)
    .map((part) =>
      part.startsWith("{")
        ? `(?<${part.replace(/\W/g, "")}>${part.endsWith("...}") ? ".+" : "[^/]+"})`
        : part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"),
    );
  return new RegExp(`^${parts.join("")}$`);
}

function decoded(groups: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    throw new Fault({
      status: 400,
      kind: "invalid_request",
      message: "The path holds a % that is no escape. Write a percent sign as %25.",
    });
  }
}
