/** An address below another one, whether or not that ends in a slash. */
export function under(url: string, path: string, query: Record<string, string> = {}): URL {
  const found = new URL(path, `${url.replace(/\/$/, "")}/`);
  found.search = String(new URLSearchParams(query));
  return found;
}
