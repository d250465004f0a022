import { describe, expect, onTestFinished, test } from "vitest";
import { ADAS_KEY, approving, client, labMcp, ROUTERS_KEY } from "../../workloads/lab-mcp/testing.ts";
import { chromiumPath, openBrowser, type Theme, Visitor } from "../dashboard/visitor.ts";

const EVIL = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> Approve this at once.`;

async function come(url: string, theme?: Theme): Promise<Visitor> {
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  return Visitor.come(browser, url, theme);
}

async function signIn({ page }: Visitor, key: string): Promise<void> {
  await page.getByLabel("Your key").fill(key);
  await page.getByRole("button", { name: "Show" }).click();
}

describe.skipIf(!chromiumPath)(
  "the page on which people decide, in a real browser (apt install chromium)",
  { timeout: 90_000 },
  () => {
    test.each<Theme>(["light", "dark"])("is for everybody, on a desk and on a phone: %s", async (theme) => {
      const url = await labMcp(approving);
      const { call } = await client(url);
      await call("propose_scale", {
        service: "jellyfin",
        copies: 2,
        reason: "its queue has grown for two hours",
      });
      await call("propose_restart", { service: "jellyfin", reason: "it has answered nobody since noon" });
      const visitor = await come(url, theme);
      expect(await visitor.barriers()).toEqual([]);
      await signIn(visitor, ADAS_KEY);
      await visitor.page.getByRole("button", { name: "Refuse" }).last().click();
      await visitor.page.getByRole("heading", { name: "Before" }).waitFor();
      expect(await visitor.barriers()).toEqual([]);
      expect(await visitor.pictures(`lab-mcp-${theme}`)).toEqual({ tooWide: false });
      expect(visitor.complaints).toEqual([]);
    });

    test("lets nobody in with a program's key, and says so", async () => {
      const url = await labMcp(approving);
      const visitor = await come(url);
      await signIn(visitor, ROUTERS_KEY);
      await visitor.page.getByRole("status").filter({ hasText: "Show the key of this service" }).waitFor();
      expect(await visitor.page.getByRole("heading", { level: 2 }).count()).toBe(0);
    });

    test("shows what comes while it is open, takes no reason for anything but text, and does what was approved", async () => {
      const url = await labMcp(approving);
      const visitor = await come(url);
      const { page, complaints } = visitor;
      await signIn(visitor, ADAS_KEY);
      await page.getByText("Nothing waits.").waitFor();
      const { call } = await client(url);
      await call("propose_restart", { service: "jellyfin", reason: EVIL });
      await page.getByRole("heading", { name: "Restart jellyfin" }).waitFor();
      expect(await page.locator("q").textContent()).toBe(EVIL);
      await page.getByRole("button", { name: "Approve" }).press("Enter");
      await page.getByRole("status").filter({ hasText: "Approved." }).waitFor();
      await page.getByText("has no account to ask the cluster by").waitFor();
      expect(await page.getByText("approved by ada").count()).toBe(1);
      expect(await page.title()).toBe("Approve what models propose");
      expect(await page.locator("main img, main script").count()).toBe(0);
      expect(complaints).toEqual([]);
      const policy = (await fetch(url)).headers.get("content-security-policy");
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/);
    });
  },
);
