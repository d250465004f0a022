import { expect, test } from "vitest";
import { derived } from "../../service/index.ts";
import { labWith, service } from "../../testing/index.ts";
import { plainText, resolve, serviceNamed } from "../index.ts";

const place = { docker: "desk" };

test("a manager is told what it starts, what each takes of the card, and which of them it keeps there", () => {
  const onDemand = { start: "on demand" as const, place: { ...place, gpu: { vram: "10Gi" as const } } };
  const lab = labWith(
    service({ name: "manager", place, provides: "models" }),
    service({ name: "llama", ...onDemand, start: "when there is room", ports: { http: 8001 } }),
    service({
      name: "painter",
      ...onDemand,
      ports: { http: 8002 },
      health: { ready: "/up", startsWithin: 300 },
    }),
    service({ name: "old", ...onDemand, ports: { http: 8003 }, lifecycle: "archive" }),
    service({ name: "standing", place: { ...place, gpu: { vram: "2Gi" } }, ports: { http: 8004 } }),
  );
  expect(JSON.parse(plainText(resolve(derived("models"), serviceNamed(lab, "manager"), lab)))).toEqual({
    vram: "16384MiB",
    models: [
      { name: "llama", port: 8001, health: "/health", vram: "10240MiB", idleMinutes: "never" },
      { name: "painter", port: 8002, health: "/up", vram: "10240MiB", startsWithin: 300 },
    ],
  });
});
