import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readerNamed } from "../../components/testing/index.ts";
import { whyNoDockerd } from "../../sandbox/providers/docker/testing/dockerd.ts";
import { adminKey } from "../../workloads/router/testing/process.ts";
import { key, Machine } from "../manager/machine.ts";
import { House } from "./house.ts";
import { type Site, startSite } from "./site.ts";
import { chromiumPath, openBrowser, Visitor } from "./visitor.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const nginx = readerNamed("nginx");
const missing = whyNoDockerd() ?? (nginx && chromiumPath ? undefined : "apt install chromium nginx");

describe.skipIf(missing)(`with a real manager${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let house: House;
  let machine: Machine;
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    [house, machine] = await Promise.all([House.start(), Machine.start()]);
    await machine.holds({ name: "qwen3-14b", vram: "14GiB" }, { name: "painter", vram: "16GiB", loads: 500 });
    await machine.manages();
    site = await startSite(nginx ?? "", {
      passed: {
        "/api/": { to: house.router.url },
        "/manager/": {
          to: `${machine.url}/v1`,
          key,
          onceAllowedBy: `${house.router.url}/admin/providers`,
        },
      },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await machine?.stop();
    await house?.stop();
  });

  test("only who looks after the router gets to the manager, whose key nobody is shown", async () => {
    const { secret } = await house.key("somebody");
    const status = async (shown?: string) =>
      (
        await fetch(`${site.url}/manager/status`, {
          headers: shown === undefined ? {} : { authorization: `Bearer ${shown}` },
        })
      ).status;
    expect([await status(), await status(secret), await status(key), await status(adminKey)]).toEqual([
      401, 403, 401, 200,
    ]);
    const play = await fetch(`${site.url}/manager/gaming`, {
      method: "PUT",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify({ mode: "on" }),
    });
    expect(play.status).toBe(403);
    expect((await machine.status()).gaming.state).toBe("off");
  });

  test("models are loaded and unloaded, the bar follows, and a game gets the card", async () => {
    const visitor = await Visitor.come(browser, site.url);
    const { page } = visitor;
    await visitor.signIn(adminKey);
    await visitor.open("Models");
    await page.getByRole("button", { name: "Load qwen3-14b" }).click();
    await page.getByRole("button", { name: "Unload qwen3-14b" }).waitFor();
    await page.getByText("Loaded", { exact: true }).waitFor();
    await page.getByText(/^14\.0 GB of 24\.0 GB promised/).waitFor();
    expect(await machine.isRunning("qwen3-14b")).toBe(true);
    expect(await visitor.barriers()).toEqual([]);
    expect(await visitor.pictures("models-with-a-manager-light")).toEqual({ tooWide: false });

    await page.getByRole("switch", { name: "Gaming mode" }).click();
    await page.getByText("The card is free for the game.").waitFor();
    await expect.poll(() => machine.isRunning("qwen3-14b")).toBe(false);
    expect(await page.getByRole("button", { name: "Load painter" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "As the schedule and the card say" }).click();
    await page.getByText("Models may use the card.").waitFor();
    await page.getByRole("button", { name: "Load painter" }).click();
    await page.getByText("Loaded", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Unload painter" }).click();
    await page.getByRole("button", { name: "Load painter" }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("a manager that is gone is said to be, and the rest of the page stays", async () => {
    const visitor = await Visitor.come(browser, site.url, "dark");
    const { page } = visitor;
    await visitor.signIn(adminKey);
    await machine.leaves();
    await visitor.open("Models");
    await page.getByText("Whoever should answer does not").waitFor();
    await page.getByRole("heading", { name: "What providers tell of their models" }).waitFor();
    expect(await visitor.barriers()).toEqual([]);
    await machine.manages();
    await visitor.leave();
  });
});
