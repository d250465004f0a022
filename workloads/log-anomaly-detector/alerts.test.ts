import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { freePort, readerNamed } from "../../components/testing/index.ts";
import { makeLog } from "../kit/index.ts";
import { Alerts } from "./alerts.ts";
import type { Anomaly } from "./detector.ts";

const anomaly: Anomaly = {
  kind: "new",
  service: "web",
  pattern: "p7",
  score: 0.9,
  at: 0,
  template: "Error: the disk is full <*>",
  examples: ["Error: the disk is full 17"],
};
const log = makeLog("silent");

const alertmanager = readerNamed("prometheus-alertmanager");

async function started(program: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "alertmanager-"));
  const port = await freePort();
  const config = join(folder, "alertmanager.yml");
  writeFileSync(config, "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ],
    { stdio: "ignore" },
  );
  onTestFinished(async () => {
    child.kill();
    await new Promise((resolve) => child.once("exit", resolve));
    rmSync(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true), 20_000);
  return url;
}

interface Told {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
}

test.skipIf(!alertmanager)(
  "Alertmanager holds one alert for what happens again and again (apt install prometheus-alertmanager)",
  async () => {
    const url = await started(alertmanager ?? "");
    const alerts = new Alerts({ alertmanager: url, ownUrl: "https://logs.example.com/", log });
    const held = async (): Promise<Told[]> => (await fetch(`${url}/api/v2/alerts`)).json() as Promise<Told[]>;
    const now = Date.now();
    alerts.add(anomaly, now - 60_000);
    await alerts.tell(now);
    alerts.add({ ...anomaly, examples: ["Error: the disk is full 18"] }, now);
    alerts.add({ ...anomaly, service: "photos" }, now);
    await alerts.tell(now);
    await vi.waitFor(async () => expect(await held()).toHaveLength(2), 10_000);
    const web = (await held()).find(({ labels }) => labels.service === "web");
    expect(web).toMatchObject({
      labels: { alertname: "UnusualLogs", severity: "warning", kind: "new", pattern: "p7" },
      annotations: {
        summary: "web writes what it never wrote before",
        examples: "Error: the disk is full 18",
      },
      generatorURL: "https://logs.example.com/patterns/p7",
    });
    expect(Date.parse(web?.startsAt ?? "")).toBe(now - 60_000);
    expect(alerts).toMatchObject({ isDown: false, failed: 0, sent: 3 });
    await alerts.tell(now + 3_600_000);
    expect(alerts.current).toEqual([]);
  },
);

test("while nobody listens alerts are kept, also over a restart, and an endless number of them is not", async () => {
  const alerts = new Alerts({ alertmanager: "http://127.0.0.1:9", ownUrl: undefined, log });
  for (let count = 0; count < 50; count++) alerts.add({ ...anomaly, pattern: `p${count}` }, Date.now());
  await alerts.tell(Date.now());
  expect(alerts).toMatchObject({ isDown: true, failed: 1, sent: 0, hushed: 20 });
  expect(alerts.current).toHaveLength(30);
  const again = new Alerts({ alertmanager: "http://127.0.0.1:9", ownUrl: undefined, log }, alerts.current);
  again.add({ ...anomaly, pattern: "p3" }, Date.now());
  expect(again.current).toHaveLength(30);
});
