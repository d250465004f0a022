/**
 * Puts something else in the place of what everybody can reach, for all who come after. It is assigned, for whoever looks at what
 * was there, or defines it anew, has Node.js load it.
 */
export function inPlaceOf(name: "Headers" | "Response", value: unknown): void {
  Object.assign(globalThis, { [name]: value });
}

/** What is rarely needed, from Node's own: by now only `fetch` still tells which that is. */
export async function formIn(body: ArrayBuffer, type: string): Promise<FormData> {
  const own = (await fetch("data:,")).constructor as typeof Response;
  return new own(body, { headers: { "content-type": type } }).formData();
}
