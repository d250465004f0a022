import { Refusal } from "../framework/refusal.ts";
import { checkTable, diffTable, type Table } from "../framework/table.ts";
import type { Failure } from "../framework/validate.ts";
import { equal, type Path, type Properties, stringAt } from "../framework/value.ts";
import type { DiffRequest, Existing, Found, ResourceKind } from "../framework/vendor.ts";
import { fromWire } from "./codec.ts";
import type { Columns } from "./column.ts";
import { inputsFound, inputsNow, overlaid, withoutFilled } from "./drift.ts";

/** What every kind of Cloudflare's says of itself. */
export interface Description {
  name: string;
  columns: Columns;
  secrets?: readonly Path[];
  /** What is wrong with inputs of which each is right. */
  rules?: (inputs: Properties) => Failure[];
  /** Of two that agree in these, only one can be there: the old one goes first. */
  unique?: readonly string[];
  /** What an import is told by, as the official plugin wants it: <zone_id>/<dns_record_id>. */
  importId: string;
  /** The API shows it still, and it is gone all the same. */
  isGone?: (answer: Properties) => boolean;
  /** What an update makes anew, so that nothing is built on the old value. */
  renews?: (state: Properties, inputs: Properties) => readonly string[];
}

/** Where a resource is: the parts of its path, and its own id. */
export interface Place {
  where: Properties;
  id: string;
}

export function tableOf({ name, columns, rules }: Description): Table {
  return { shape: { is: "object", name, fields: () => columns }, ...(rules && { rules }) };
}

/** What all kinds have in common: none of it asks the API. */
export function offline(kind: Description): Pick<ResourceKind, "check" | "diff" | "secrets"> {
  const table = tableOf(kind);
  return {
    secrets: kind.secrets ?? [],
    check: (request) => checkTable(table, request),
    diff: (request) => {
      const before = withoutFilled(request.before, request.inputs, kind.columns);
      const { changes } = diffTable(table, { ...request, before });
      return { changes, deleteBeforeReplace: standsInTheWay(kind, request) };
    },
  };
}

function standsInTheWay({ unique }: Description, { before, inputs }: DiffRequest): boolean {
  return unique?.every((key) => before[key] === inputs[key] || equal(before[key], inputs[key])) ?? false;
}

/** The state after the API has answered: its answer, in the words of the inputs. */
export function stateOf(
  { columns }: Description,
  answer: Properties,
  inputs: Properties,
  state: Properties,
): Properties {
  const told = fromWire(answer, columns);
  const once = Object.entries(columns).flatMap(([key, { kept }]) => {
    const value = state[key];
    return kept && told[key] === undefined && value !== undefined ? [[key, value]] : [];
  });
  const said = Object.entries(inputs).filter(([key]) => key in columns);
  return overlaid({ ...told, ...Object.fromEntries(once) }, Object.fromEntries(said)) as Properties;
}

/** What the API has now, beside what was known of it; without anything known, as an import finds it. */
export function foundOf(kind: Description, { where, id }: Place, answer: Properties, known: Existing): Found {
  const imported = Object.keys(known.inputs).length === 0;
  const live = { ...fromWire(answer, kind.columns), ...where };
  const inputs = imported
    ? inputsFound(live, kind.columns)
    : { ...besideColumns(known.inputs, kind.columns), ...inputsNow(known.inputs, live, kind.columns) };
  return { id, state: { ...stateOf(kind, answer, inputs, known.state), ...where }, inputs };
}

/** What the framework keeps among the inputs. */
function besideColumns(inputs: Properties, columns: Columns): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !(key in columns)));
}

/** Where a resource lies: in its state, or, where there is none, in the id that a person types to import it. */
export function placeOf(kind: Description, { id, state, inputs }: Existing): Place {
  const known = { ...inputs, ...state };
  if (Object.keys(known).length === 0) return placeTyped(kind, id);
  const parts = kind.importId.split("/").map(propertyOf);
  const where = Object.entries(known).filter(([key]) => parts.includes(key) || levelKeys.includes(key));
  return { where: Object.fromEntries(where), id };
}

/** The parts that are properties say where it is; the one that is none is its id. */
function placeTyped({ importId, name, columns }: Description, typed: string): Place {
  const [parts, forms] = [typed.split("/"), importId.split("/")];
  const leveled = forms[0] === "{accounts|zones}";
  if (
    parts.length !== forms.length ||
    parts.includes("") ||
    (leveled && !/^(accounts|zones)$/.test(parts[0] ?? ""))
  )
    throw new Refusal(`${typed} is no import id of ${name}: it has to be ${importId}`);
  const keys = forms.map((form, index) => {
    if (!leveled || index > 1) return propertyOf(form);
    return index === 0 ? "" : parts[0] === "accounts" ? "accountId" : "zoneId";
  });
  const where = keys.flatMap((key, index) => (key in columns ? [[key, parts[index] ?? ""]] : []));
  const own = keys.findIndex((key) => key !== "" && !(key in columns));
  return { where: Object.fromEntries(where), id: parts.at(own) ?? "" };
}

const levelKeys: readonly string[] = ["accountId", "zoneId"];

/** <dns_record_id> is dnsRecordId. */
function propertyOf(part: string): string {
  return part.replace(/[<>]/g, "").replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The first part of the path of what exists for accounts and for zones. */
export function levelOf(where: Properties): string {
  const [account, zone] = [stringAt(where, "accountId"), stringAt(where, "zoneId")];
  if (account !== undefined) return `/accounts/${account}`;
  return `/zones/${zone ?? ""}`;
}

/** One of the two, and not both. */
export function oneLevel(inputs: Properties): Failure[] {
  const given = levelKeys.filter((key) => inputs[key] !== undefined);
  if (given.length === 1) return [];
  const reason = given.length === 0 ? "or zoneId is required" : "and zoneId exclude each other";
  return [{ path: ["accountId"], reason }];
}
