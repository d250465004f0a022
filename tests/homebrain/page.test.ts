import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { homebrain, json, until } from "../../workloads/homebrain-api/testing.ts";
import { chromiumPath, openBrowser, type Theme, Visitor } from "../dashboard/visitor.ts";

const EVIL = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

async function nas(): Promise<{ server: Server; port: number }> {
  const server = createServer((_, answer) => answer.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

async function house(port: number): Promise<string> {
  const at = `http://127.0.0.1:${port}/`;
  const url = await homebrain({
    name: "home",
    machines: [
      { name: "nas", about: "where the files are", look: `tcp://127.0.0.1:${port}` },
      { name: "gaming-pc", mayRest: true, look: "tcp://127.0.0.1:9" },
    ],
    services: [
      { name: "jellyfin", about: "Films", group: "media", stores: ["nas"], look: at, url: at },
      { name: "seerr", about: EVIL, group: "media", needs: ["jellyfin"], look: at },
      { name: "models", group: "ai", machines: ["gaming-pc"], look: "tcp://127.0.0.1:9" },
      { name: "job", group: "ai" },
    ],
  });
  await until(
    () => json(`${url}/api/house`),
    ({ status }) => status === 200,
  );
  return url;
}

describe.skipIf(!chromiumPath)(
  "the page of the house, in a real browser (apt install chromium)",
  { timeout: 90_000 },
  () => {
    test.each<Theme>(["light", "dark"])("is for everybody, on a desk and on a phone: %s", async (theme) => {
      const browser = await openBrowser();
      onTestFinished(() => browser.close());
      const visitor = await Visitor.come(browser, await house((await nas()).port), theme);
      expect(await visitor.page.getByRole("heading", { level: 1 }).textContent()).toBe("All is well");
      expect(await visitor.barriers()).toEqual([]);
      expect(await visitor.pictures(`homebrain-${theme}`)).toEqual({ tooWide: false });
      expect(visitor.complaints).toEqual([]);
    });

    test("says by itself what is down and for whose sake, and takes no text for anything else", async () => {
      const { server, port } = await nas();
      const url = await house(port);
      const browser = await openBrowser();
      onTestFinished(() => browser.close());
      const { page, complaints } = await Visitor.come(browser, url);
      server.close();
      server.closeAllConnections();
      await page.getByRole("heading", { level: 1, name: "2 services are down" }).waitFor();
      const wrong = page.getByRole("region", { name: "What is wrong" });
      expect(await wrong.getByRole("listitem").count()).toBe(1);
      expect(await wrong.textContent()).toMatch(/nas is down: nobody listens there.*jellyfin, seerr/s);
      // The service that is at rest is no fault.
      expect(await page.getByRole("listitem").filter({ hasText: "models" }).textContent()).toContain(
        "at rest",
      );
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator("img, main script").count()).toBe(0);
      expect(complaints).toEqual([]);
      const policy = (await fetch(url)).headers.get("content-security-policy");
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/);
    });
  },
);
