export interface DataUrl {
  mediaType: string;
  /** In base64. */
  data: string;
}

const head = /^data:([^;,]*)(?:;[^;,]+)*;base64,/;

export function parseDataUrl(url: string): DataUrl | undefined {
  // The head alone is matched: the picture behind it may be megabytes long.
  const found = head.exec(url.slice(0, 200));
  return found ? { mediaType: found[1] || "text/plain", data: url.slice(found[0].length) } : undefined;
}

export function dataUrl({ mediaType, data }: DataUrl): string {
  return `data:${mediaType};base64,${data}`;
}
