import { expect, test } from "vitest";
import { parse } from "yaml";
import { chartService, connector, labWith, service } from "../../testing/index.ts";
import { serviceNamed } from "../lab.ts";
import { tiles } from "./tiles.ts";

const lab = labWith(
  service({ name: "start", expose: { lan: true } }),
  service({ name: "chat", about: "Chat with models", expose: { lan: true, tailnet: true, icon: "talk" } }),
  service({ name: "away", place: { cluster: "brain" }, expose: { public: { access: "admin" } } }),
  service({ name: "old", lifecycle: "archive", expose: { lan: true } }),
  service({ name: "hidden" }),
  chartService({ ports: { http: 80 }, expose: { tailnet: true } }),
  connector("brain"),
);
const [group] = parse(tiles(lab, serviceNamed(lab, "start")));
const shown = Object.assign({}, ...group.apps);

test("Homepage has a tile for whatever people can open, and for nothing else", () => {
  expect(Object.keys(shown)).toEqual(["away", "certs", "chat"]);
});

test("a tile says what is there, and leads where one comes to it soonest", () => {
  expect(shown.chat).toMatchObject({
    icon: "talk",
    href: "https://chat.home",
    description: "Chat with models",
  });
  expect(shown.away).toMatchObject({ icon: "away", href: serviceNamed(lab, "away").urls.public });
});

test("Homepage sees whether something runs where it runs itself", () => {
  expect(shown.chat).toMatchObject({ namespace: "apps", app: "chat" });
  expect(shown.certs).toMatchObject({ namespace: "certs", app: "certs", podSelector: "" });
  expect(shown.away).not.toHaveProperty("app");
});
