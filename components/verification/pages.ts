import type { Lab, Service } from "../lab/index.ts";
import { type Finding, failed, idOf, ok, type Page, type PageCheck } from "./check.ts";

/** Where Cloudflare Access sends who has not shown yet who they are. */
const LOGIN = ".cloudflareaccess.com";

/** Every address of a service answers, by its name and in TLS that is believed; the public one only to whom it may. */
export function pageChecks(service: Service, { name: stack }: Lab): PageCheck[] {
  const { name, urls, health, expose, place } = service;
  const page = health && "ready" in health && !health.port ? health.ready : "/";
  const of = { topic: "pages", service: name, madeBy: "network", by: "page" } as const;
  const answers = (answer: Page) => judge(answer, name, stack);
  const inside = (["lan", "tailnet"] as const).flatMap((reach): PageCheck[] => {
    const url = urls[reach];
    if (!url) return [];
    const where = { lan: "house", tailnet: "tailnet" }[reach];
    return [
      {
        ...of,
        id: idOf({ place: where, topic: "pages", name }),
        place: where,
        about: `${url} answers`,
        url: `${url}${"machine" in place ? "/" : page}`,
        names: reach === "lan" ? "house" : "world",
        judge: answers,
      },
    ];
  });
  if (!urls.public || !expose.public) return inside;
  const isOpen = expose.public.access === "public";
  return [
    ...inside,
    {
      ...of,
      id: idOf({ place: "world", topic: "pages", name }),
      place: "world",
      about: isOpen ? `${urls.public} answers` : `${urls.public} asks who is there`,
      url: `${urls.public}/`,
      names: "world",
      judge: isOpen ? answers : (answer) => gated(answer, stack),
    },
  ];
}

/** Whoever is asked to log in, or finds nothing at this path, has still found the service. */
function judge({ status }: Page, service: string, stack: string): Finding {
  if (status === 404 || status < 400 || status === 401 || status === 403) return ok(`it answers ${status}`);
  if (status === 530) return failed("its tunnel has no connector (530)", "look at the pods of cloudflared");
  return failed(
    `it answers ${status}`,
    `npx lab verify ${stack} --only ${service} tells the rest of it; its log says why`,
  );
}

function gated({ status, location }: Page, stack: string): Finding {
  const host = URL.canParse(location) ? new URL(location).hostname : "";
  if (status >= 300 && status < 400 && host.endsWith(LOGIN)) return ok("it asks who is there");
  if (status === 401 || status === 403)
    return ok(`it lets nobody in who has not shown who they are (${status})`);
  return failed(
    `it answers ${status} to a stranger`,
    `npx lab up ${stack} makes its Access application again; until then take its name out of the tunnel`,
  );
}
