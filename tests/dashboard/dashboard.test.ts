import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { complaintOf, readerNamed } from "../../components/testing/index.ts";
import { adminKey } from "../../workloads/router/testing/process.ts";
import { answers } from "../../workloads/router/testing/upstream.ts";
import { House } from "./house.ts";
import { type Site, startSite } from "./site.ts";
import { chromiumPath, openBrowser, type Theme, Visitor } from "./visitor.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const nginx = readerNamed("nginx");
const pages = ["Overview", "Live", "Providers", "Models", "Conversations", "Keys"];

describe.skipIf(!nginx || !chromiumPath)("in a real browser (apt install chromium nginx)", () => {
  let house: House;
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    house = await House.start();
    await house.live();
    await house.past(100_000);
    site = await startSite(nginx ?? "", {
      passed: { "/api/": { to: house.router.url } },
      missing: { "/manager/": "No machine of this lab's has a manager." },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await house?.stop();
  });

  const visit = (theme?: Theme) => Visitor.come(browser, site.url, theme);
  async function admin(theme?: Theme): Promise<Visitor> {
    const visitor = await visit(theme);
    await visitor.signIn(adminKey);
    return visitor;
  }

  test("nginx reads what it is told, and sends nothing that a page may not be sent with", async () => {
    expect(complaintOf(nginx ?? "", ["-e", "stderr", "-t", "-q", "-c", site.conf])).toBe("");
    const page = await fetch(`${site.url}/keys`);
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const [, script = ""] = /src="(\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    const loaded = await fetch(site.url + script);
    expect(loaded.headers.get("cache-control")).toContain("immutable");
    expect(loaded.headers.get("content-encoding")).toBe("gzip");
    const manager = await fetch(`${site.url}/manager/status`);
    expect([manager.status, await manager.json()]).toEqual([
      404,
      { error: { message: "No machine of this lab's has a manager." } },
    ]);
    expect((await fetch(`${site.url}/api/admin/keys`)).status).toBe(401);
  });

  test("the first page is painted within a second", async () => {
    const visitor = await visit();
    const paints: number[] = [];
    for (let tries = 0; tries < 3; tries++) {
      await visitor.comeBack();
      await visitor.page.getByRole("button", { name: "Sign in" }).waitFor();
      paints.push(
        await visitor.page.evaluate(
          () =>
            performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
        ),
      );
    }
    expect(Math.min(...paints)).toBeLessThan(1_000);
    await visitor.leave();
  });

  test("only a key that the router knows opens it, and it stays in the tab", async () => {
    const visitor = await visit();
    const { page } = visitor;
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Paste a key first.").waitFor();
    await page.getByLabel("Key", { exact: true }).fill("sk-made-up");
    await page.keyboard.press("Enter");
    await page.getByText("The router does not know this key.").waitFor();
    await visitor.signIn(adminKey);
    await page.reload();
    await page.getByRole("navigation").waitFor();
    expect(
      await page.evaluate<string>("JSON.stringify({ ...localStorage }) + document.cookie + location.href"),
    ).not.toContain(adminKey);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You have signed out.").waitFor();
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    await visitor.leave();
  });

  test("numbers move while people ask, and it is told who is asked and why", async () => {
    const visitor = await admin();
    const { page } = visitor;
    const requests = page.locator(".tile", { hasText: "Requests" }).locator("strong");
    await page.locator(".live.on").waitFor();
    const before = await requests.textContent();
    await house.ask("Hello?");
    await expect.poll(() => requests.textContent()).not.toBe(before);

    await visitor.open("Live");
    house.fast.behave = answers("one word after another ".repeat(10), { pace: 100 });
    const answered = house.ask("And now?", { model: "qwen3-14b" });
    const running = page.getByRole("region", { name: "Being answered" }).getByRole("row").nth(1);
    await expect.poll(() => running.textContent()).toMatch(/qwen3-14b.*answering.*gaming_pc.*the only one/);
    await answered;
    house.fast.behave = answers();
    await page.getByText("Nobody is asking anything.").waitFor();
    const decision = page.getByRole("region", { name: "Recent decisions" }).getByRole("row").nth(1);
    await expect
      .poll(() => decision.textContent())
      .toMatch(/qwen3-14b.*gaming_pc\/qwen3-14b.*the only one.*200/);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("a hundred thousand requests are drawn at once, and closer where somebody looks", async () => {
    const visitor = await admin();
    const { page } = visitor;
    await page.getByText(/^100,000 requests/).waitFor();
    const took = await page.evaluate<number>(`(async () => {
      const button = [...document.querySelectorAll("button")].find((each) => each.textContent === "In all");
      const begun = performance.now();
      button.click();
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      return performance.now() - begun;
    })()`);
    expect(took).toBeLessThan(1_000);
    const plot = page.locator(".every .u-over");
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error("there is no plot");
    const drawn = () => page.evaluate<string>(`document.querySelector(".every canvas").toDataURL()`);
    const all = await drawn();
    expect(all.length).toBeGreaterThan(5_000);
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.62, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(drawn, { timeout: 5_000 }).not.toBe(all);
    await plot.dblclick();
    await expect.poll(drawn, { timeout: 5_000 }).toBe(all);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("what is filtered by stands in the address, and the browser's way back takes it off", async () => {
    const visitor = await admin();
    const { page } = visitor;
    await page.getByRole("button", { name: "Show only zai" }).click();
    await page.waitForURL(/provider=zai/);
    await expect.poll(() => page.getByLabel("Provider", { exact: true }).inputValue()).toBe("zai");
    await page.goBack();
    await expect.poll(() => page.getByLabel("Provider", { exact: true }).inputValue()).toBe("");
    await visitor.leave();
  });

  test("a key is made and shown once, gets another secret, and is revoked", async () => {
    const visitor = await admin();
    const { page } = visitor;
    await visitor.open("Keys");
    await page.getByRole("button", { name: "New key…" }).click();
    await page.getByLabel("Name").fill("tablet");
    await page.getByLabel("Budget per day ($)").fill("0.5");
    await page.getByRole("button", { name: "Make the key" }).click();
    const secret = page.getByRole("dialog").getByLabel("Key");
    const first = await secret.inputValue();
    expect(await house.ask("Hello?", { key: first })).toBe(200);
    await page.getByRole("button", { name: "I have it" }).click();
    await page.getByText("of $0.50").waitFor();
    expect(await page.content()).not.toContain(first);

    await page.getByRole("button", { name: "Rotate… tablet" }).click();
    await page.getByRole("button", { name: "Make a new secret" }).click();
    const second = await secret.inputValue();
    expect(await house.ask("Hello?", { key: first })).toBe(401);
    expect(await house.ask("Hello?", { key: second })).toBe(200);
    await page.getByRole("button", { name: "I have it" }).click();

    await page.getByRole("button", { name: "Change… tablet" }).click();
    await page.getByLabel("Models").fill("gemma*");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("cell", { name: "gemma*" }).waitFor();
    expect(await house.ask("Hello?", { key: second, model: "qwen3-14b" })).toBe(403);

    await page.getByRole("button", { name: "Revoke… tablet" }).click();
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByRole("button", { name: "Revoke… tablet" }).waitFor({ state: "detached" });
    expect(await house.ask("Hello?", { key: second })).toBe(401);
    await page.getByLabel("Show revoked ones").check();
    await page.getByText("Revoked", { exact: true }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("a key that is revoked while its dashboard is open is told once, and nothing of it stays", async () => {
    const { id, secret } = await house.key("guest", { admin: true });
    const visitor = await visit();
    await visitor.signIn(secret);
    await visitor.open("Keys");
    await house.router.ask("DELETE", `/admin/keys/${id}`);
    await visitor.page.getByRole("heading", { name: "Sign in" }).waitFor();
    const alerts = visitor.page.getByRole("alert");
    expect(await alerts.allTextContents()).toEqual([
      "This key is no longer valid: it was revoked, or has expired. Sign in with another one.",
    ]);
    expect(await visitor.page.evaluate("sessionStorage.length")).toBe(0);
    expect(await visitor.page.content()).not.toContain("phone");
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("whoever does not look after the router finds their own conversations, and nothing else", async () => {
    const { secret } = await house.key("eve");
    await house.ask("Where do swallows go?", { key: secret, conversation: "swallows" });
    const visitor = await visit();
    const { page } = visitor;
    await visitor.signIn(secret);
    expect(await page.getByRole("navigation").getByRole("link").allTextContents()).toEqual(["Conversations"]);
    await page.getByRole("button", { name: /Where do swallows go/ }).waitFor();
    expect(await page.content()).not.toContain("Lisbon");
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("conversations are searched, read, taken away and deleted", async () => {
    const visitor = await admin();
    const { page } = visitor;
    await visitor.open("Conversations");
    await page.getByLabel("Person").selectOption("ada");
    await page.getByLabel("Search").fill("bicycle");
    await page
      .getByRole("button", { name: /bicycle's chain/ })
      .first()
      .click();
    await page.getByText("About bicycles: it depends on the light").last().waitFor();

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export all" }).click();
    const lines = readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).type)).toContain("message");

    await page.getByRole("button", { name: "Delete…" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Choose a conversation").waitFor();
    await page.getByLabel("Search").fill("");
    await page.getByRole("button", { name: /Lisbon/ }).waitFor();
    await expect.poll(() => page.getByRole("button", { name: /bicycle/ }).count()).toBe(0);

    const { secret } = await house.key("bob");
    await house.ask("Is it late?", { key: secret, conversation: "late" });
    await page.getByLabel("Person").selectOption("bob", { timeout: 30_000 });
    await page.getByRole("button", { name: "Delete all…" }).click();
    const go = page.getByRole("button", { name: "Delete", exact: true });
    expect(await go.isDisabled()).toBe(true);
    await page.getByLabel("Write bob to go on").fill("bob");
    await go.click();
    await page.getByText("No conversation is kept.").waitFor();
    expect((await house.router.ask("GET", "/v1/conversations?person=bob")).json.data).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  test("what a model or a stranger has written is text, and nothing else", async () => {
    const evil =
      '<img src=x onerror="document.title=1"><script>document.title = 1</script> [a](javascript:alert(1))';
    const { secret } = await house.key("mallory");
    house.fast.behave = answers(evil);
    await house.ask(evil, { key: secret, conversation: "evil" });
    house.fast.behave = answers();
    const visitor = await visit();
    const { page } = visitor;
    await visitor.signIn(secret);
    await page.locator(".entry").first().click();
    await expect.poll(() => page.locator(".messages pre").allTextContents()).toEqual([evil, evil]);
    expect(await page.locator("main img, main script, main a").count()).toBe(0);
    expect(await page.title()).toBe("Conversations · Router");
    await visitor.leave();
  });

  test("all of it can be done by keyboard", async () => {
    const visitor = await visit();
    const { page } = visitor;
    const { keyboard } = page;
    const focused = () => page.evaluate<string>("document.activeElement?.textContent");
    await page.locator("input:focus").waitFor();
    await keyboard.type(adminKey);
    await keyboard.press("Enter");
    await page.getByRole("navigation").waitFor();
    await keyboard.press("Tab");
    expect(await focused()).toBe("Skip to content");
    for (let presses = 0; presses < 10 && (await focused()) !== "Providers"; presses++)
      await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: "Take out…" }).first().waitFor();
    for (let presses = 0; presses < 10 && (await focused()) !== "Take out…"; presses++)
      await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused()).toBe("Take out…");
    await keyboard.press("Enter");
    await keyboard.type("a game wants the GPU");
    await keyboard.press("Enter");
    await page.getByText("Taken out").waitFor();
    const { providers } = (await house.router.ask("GET", "/admin/providers")).json as {
      providers: { heldBack?: string }[];
    };
    expect(providers[0]?.heldBack).toBe("a game wants the GPU");
    await page.getByRole("button", { name: "Give back" }).press("Enter");
    await page.getByText("Taken out").waitFor({ state: "detached" });
    await visitor.leave();
  });

  describe.each<Theme>(["light", "dark"])("in %s", (theme) => {
    test("nothing of any page stands in anybody's way, and a phone is wide enough", {
      timeout: 120_000,
    }, async () => {
      const visitor = await visit(theme);
      expect(await visitor.barriers()).toEqual([]);
      expect(await visitor.pictures(`sign-in-${theme}`)).toEqual({ tooWide: false });
      await visitor.signIn(adminKey);
      for (const name of pages) {
        await visitor.open(name);
        if (name === "Overview") await visitor.page.getByText(/^100,000 requests/).waitFor();
        expect(await visitor.barriers(), name).toEqual([]);
        expect(await visitor.pictures(`${name.toLowerCase()}-${theme}`), name).toEqual({ tooWide: false });
      }
      await visitor.page.getByRole("button", { name: "New key…" }).click();
      expect(await visitor.barriers(), "a dialog").toEqual([]);
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    });
  });

  test("while the router is away it says that what is seen may be old, and goes on by itself", async () => {
    const visitor = await admin();
    const { page } = visitor;
    await visitor.open("Providers");
    await page.locator(".live.on").waitFor();
    await house.router.stop();
    await page.locator(".live.off", { hasText: "Not live" }).waitFor();
    await page.getByText("Whoever should answer does not").first().waitFor({ timeout: 30_000 });
    await page.getByRole("heading", { name: "gaming_pc" }).waitFor();
    await house.router.start();
    await page.locator(".live.on").waitFor({ timeout: 40_000 });
    await page.getByRole("alert").waitFor({ state: "detached" });
    await visitor.leave();
  });
});
