import type { ServiceRecord } from "../data/service-record.ts";
import { table } from "../table.ts";
import { colours } from "../terminal.ts";

interface Address {
  service: ServiceRecord;
  /** The service's name beside its first address only, so that the eye finds where the next begins. */
  label: string;
  reach: string;
  url: string;
}

export function urlsTable(services: ServiceRecord[], width?: number): string {
  return table(
    services.flatMap(addresses),
    [
      { title: "service", cell: ({ label }) => label, paint: (text) => colours.bold(text) },
      {
        title: "group",
        cell: ({ label, service }) => label && service.group,
        dispensable: 1,
        paint: (text) => colours.dim(text),
      },
      { title: "from", cell: ({ reach }) => reach },
      { title: "url", cell: ({ url }) => url, paint: (text) => colours.cyan(text) },
    ],
    width,
  );
}

function addresses(service: ServiceRecord): Address[] {
  return Object.entries(service.urls).map(([reach, url], index) => ({
    service,
    label: index === 0 ? service.name : "",
    reach: reach === "public" ? `public (${service.access})` : reach,
    url,
  }));
}
