import { z } from "zod";
import { heldText } from "../held-text.ts";
import { label } from "../units/index.ts";
import { secretName } from "./secret.ts";

/** What an environment variable or a file may hold: text, or a fact that is known only when the lab is put together. */
const hostSchema = z.strictObject({ host: label });
const portSchema = z.strictObject({ port: label, named: label.optional() });
const urlSchema = z.strictObject({ url: label, named: label.optional() });
const ownUrlSchema = z.strictObject({ ownUrl: z.enum(["lan", "tailnet", "public"]), of: label.optional() });
const secretSchema = z.strictObject({ secret: secretName, of: label.optional() });
const blueprintSchema = z.strictObject({ blueprintOf: label });
const derivedSchema = z.strictObject({
  derived: z.enum([
    "alert-rules",
    "public-urls",
    "url-checks",
    "catalogue",
    "house",
    "machine-metrics",
    "models",
    "monitors",
    "administrators",
    "tiles",
  ]),
});
const part = z.union([
  z.string(),
  hostSchema,
  portSchema,
  urlSchema,
  ownUrlSchema,
  secretSchema,
  blueprintSchema,
  derivedSchema,
]);

export const filledText = z.strictObject({ text: z.array(part) });

export const value = z.union([part, filledText]);

/** What follows from the whole lab, and is never typed. */
export type Derived = z.output<typeof derivedSchema>["derived"];
export type Part = z.output<typeof part>;
export type Value = z.output<typeof value>;
/** A value that is not yet text. */
export type Reference = Exclude<Part, string>;

/** Where another service answers, from the one that asks. Asking makes it a need. */
export const hostOf = (service: string) => ({ host: service });
export const portOf = (service: string, named?: string) =>
  named ? { port: service, named } : { port: service };
export const urlOf = (service: string, named?: string) =>
  named ? { url: service, named } : { url: service };
/** The address under which people reach this service itself. */
export const ownUrl = (reach: "lan" | "tailnet" | "public") => ({ ownUrl: reach });
/** The address under which people reach another service. */
export const ownUrlOf = (service: string, reach: "lan" | "tailnet" | "public") => ({
  ownUrl: reach,
  of: service,
});
/** A secret of this service, declared under `secrets`. */
export const secretValue = (name: string) => ({ secret: name });
/** A secret of another service. */
export const secretOf = (service: string, name: string) => ({ secret: name, of: service });

/** What Authentik has to know: the people, and every service that they sign in to by the one named here. */
export const blueprintOf = (service: string) => ({ blueprintOf: service });

/** Text that follows from everything that is declared: the rules of all alerts, the addresses of all services. */
export const derived = (what: Derived) => ({ derived: what });

/** Text with references inside: text`redis://${hostOf("redis")}:${portOf("redis")}`. */
export function text(words: TemplateStringsArray, ...references: Value[]): { text: Part[] } {
  return {
    text: words
      .flatMap((word, index) => [word, ...partsOf(references[index] ?? "")])
      .filter((each) => each !== ""),
  };
}

/** Text that a library writes, as YAML, with references inside. */
export function written(write: (hold: (reference: Value) => string) => string): { text: Part[] } {
  return { text: heldText(write).flatMap(partsOf) };
}

/** The parts of a value, whatever its form. */
export function partsOf(each: Value): Part[] {
  return typeof each === "object" && "text" in each ? each.text : [each];
}

export function holdsSecret(each: Value): boolean {
  return partsOf(each).some(
    (piece) => typeof piece === "object" && ("secret" in piece || "blueprintOf" in piece),
  );
}

/** The other services that a value speaks of. */
export function needsOf(each: Value): string[] {
  return partsOf(each).flatMap((piece) => {
    if (typeof piece === "string" || "ownUrl" in piece || "blueprintOf" in piece || "derived" in piece)
      return [];
    if ("host" in piece) return [piece.host];
    if ("port" in piece) return [piece.port];
    if ("url" in piece) return [piece.url];
    return piece.of ? [piece.of] : [];
  });
}
