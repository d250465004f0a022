import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { readerNamed } from "../../components/testing/index.ts";

/** Kept for people: CI uploads them. */
export const screenshots = fileURLToPath(new URL("../../.lab/screenshots/", import.meta.url));

export const chromiumPath = readerNamed("chromium");

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
}

export type Theme = "light" | "dark";

export async function openBrowser(): Promise<Browser> {
  mkdirSync(screenshots, { recursive: true });
  return chromium.launch({ executablePath: chromiumPath ?? "", args: ["--no-sandbox"] });
}

/** Somebody in front of the dashboard, and what their browser complained of. */
export class Visitor {
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #url: string;

  private constructor(url: string, context: BrowserContext, page: Page) {
    this.#url = url;
    this.#context = context;
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    // A request that was refused is told to people, and is no fault of the page.
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        this.complaints.push(message.text());
    });
  }

  static async come(browser: Browser, url: string, theme: Theme = "light"): Promise<Visitor> {
    const context = await browser.newContext({
      colorScheme: theme,
      reducedMotion: "reduce",
      viewport: { width: 1360, height: 900 },
      acceptDownloads: true,
    });
    const visitor = new Visitor(url, context, await context.newPage());
    await visitor.page.goto(url);
    return visitor;
  }

  async signIn(key: string): Promise<void> {
    await this.page.getByLabel("Key", { exact: true }).fill(key);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.getByRole("navigation").waitFor();
  }

  async open(name: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).click();
    await this.page.getByRole("heading", { level: 1, name }).waitFor();
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator(".loading").first().waitFor({ state: "detached" });
  }

  /** What axe finds against WCAG 2.2 AA, and against what its makers hold to be good. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(axe);
    const found = await this.page.evaluate<Found>(`axe.run({ runOnly: ${JSON.stringify(RULES)} })`);
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
  }

  /** The page as it is, on a desk and on a phone; whether the phone's has to be moved sideways. */
  async pictures(name: string): Promise<{ tooWide: boolean }> {
    await this.page.screenshot({ path: join(screenshots, `${name}-desktop.png`), fullPage: true });
    await this.page.setViewportSize({ width: 390, height: 844 });
    const tooWide = await this.page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
    await this.page.screenshot({ path: join(screenshots, `${name}-phone.png`), fullPage: true });
    await this.page.setViewportSize({ width: 1360, height: 900 });
    return { tooWide };
  }

  /** A fresh tab at the same door. */
  async comeBack(): Promise<void> {
    await this.page.goto(this.#url);
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
