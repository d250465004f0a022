import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { Home, linkFor } from "../../workloads/family-assistant/testing/home.ts";
import { scripted } from "../../workloads/family-assistant/testing/router-like.ts";
import { Postgres } from "../../workloads/router/database/testing/postgres.ts";
import { chromiumPath, openBrowser, screenshots, type Theme, Visitor } from "../dashboard/visitor.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const ROOMS = ["Talk", "Shopping", "Calendar", "Reminders", "Papers", "About me"];

describe.skipIf(!chromiumPath)("the assistant's page, in a real browser (apt install chromium)", () => {
  let postgres: Postgres;
  let browser: Browser;
  beforeAll(async () => {
    [postgres, browser] = await Promise.all([Postgres.start(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await postgres.stop();
  });

  /** A home in which something has happened already. */
  async function lived(): Promise<Home> {
    const home = await Home.open(postgres);
    const opa = await home.visitor("opa");
    await opa.post("/shopping", { what: "Coffee" });
    await opa.post("/shopping", { what: "Butter" });
    await opa.post("/shopping/1/tick");
    await opa.post("/calendar", { what: "Cardiologist", first: "2026-11-24T14:00", minutes: "30" });
    await opa.post("/calendar", {
      what: "Carnival",
      first: "2026-11-28T00:00",
      everybody: "yes",
      every: "year",
    });
    await opa.post("/reminders", { what: "Take the pills", first: "2026-11-22T10:00", every: "day" });
    await opa.post("/papers", { paper: new File(["The boiler: press twice."], "boiler.txt") });
    home.router.think = () => "On Tuesday at two you see the cardiologist.";
    await opa.say("What is on this week?");
    home.router.think = scripted(
      { tool: "add_appointment", args: { what: "Lunch with Eve", at: "2026-11-26T12:30", minutes: 60 } },
      "That sounds lovely. Shall I write it into your calendar?",
    );
    await opa.say("Eve comes for lunch on Thursday at half past twelve.");
    return home;
  }

  const come = async (home: Home, theme?: Theme) => {
    const visitor = await Visitor.come(browser, home.url + linkFor("opa"), theme);
    onTestFinished(() => visitor.leave());
    return visitor;
  };

  test.each<Theme>(["light", "dark"])(
    "every room is for everybody, on a desk and on a phone: %s",
    async (theme) => {
      const visitor = await come(await lived(), theme);
      const { page } = visitor;
      for (const room of ROOMS) {
        await page.getByRole("link", { name: room, exact: true }).click();
        await page
          .getByRole("link", { name: room, exact: true })
          .and(page.locator("[aria-current]"))
          .waitFor();
        for (const closed of await page.locator("summary").all()) await closed.click();
        expect(await visitor.barriers(), room).toEqual([]);
        const name = `family-${room.toLowerCase().replace(" ", "-")}-${theme}`;
        expect(await visitor.pictures(name), room).toEqual({ tooWide: false });
        // What somebody with unsteady hands can hit, and somebody with weak eyes can read.
        const small = await page.evaluate<
          string[]
        >(`[...document.querySelectorAll("button, nav a, select, textarea")]
        .filter((each) => each.offsetParent && (each.offsetHeight < 44 || parseFloat(getComputedStyle(each).fontSize) < 18))
        .map((each) => each.outerHTML)`);
        expect(small, room).toEqual([]);
      }
      expect(visitor.complaints).toEqual([]);
    },
  );

  test("somebody who only presses large buttons is answered, agrees, and is reminded, without leaving the page", async () => {
    const home = await lived();
    const { page, complaints } = await come(home);
    // The link is used up by the browser: it stands in no address any more.
    expect(new URL(page.url()).pathname).toBe("/");
    await page.getByRole("button", { name: /^Yes: Write into your calendar: Lunch with Eve/ }).click();
    await page.getByText("Shall I?", { exact: true }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Calendar" }).click();
    await page.getByText("Lunch with Eve").waitFor();
    await page.getByRole("link", { name: "Talk" }).click();

    let answer = (_: string) => {};
    home.router.think = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await page.getByLabel("What can I do for you?").fill("Tell me a story");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("I am thinking…").waitFor();
    // Whatever is half written stays, while the answer comes.
    await page.getByLabel("What can I do for you?").fill("And another");
    answer("Once upon a time…");
    await page.getByText("Once upon a time…").waitFor();
    expect(await page.getByLabel("What can I do for you?").inputValue()).toBe("And another");

    home.now = new Date("2026-11-23T09:00:00Z");
    const reminder = page.getByRole("region", { name: "Reminder" });
    await reminder.getByText("Take the pills").waitFor({ timeout: 20_000 });
    await reminder.getByRole("button", { name: "Done: Take the pills" }).click();
    await reminder.waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  });

  test("it can be done by keyboard, and without a script", async () => {
    const home = await lived();
    const context = await browser.newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(home.url + linkFor("opa"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#main");
    await page.getByLabel("What can I do for you?").focus();
    home.router.think = () => "Good morning, Karl.";
    await page.keyboard.type("Good morning");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => {
        await page.goto(home.url);
        return page.getByText("Good morning, Karl.").count();
      })
      .toBe(1);
  });

  test("what is spoken is written down and answered", async () => {
    const home = await lived();
    const own = await chromium.launch({
      executablePath: chromiumPath ?? "",
      args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    });
    onTestFinished(() => own.close());
    home.router.hear = (sound) => (sound.byteLength > 1_000 ? "Is it raining?" : "");
    home.router.think = () => "A little.";
    const { page, complaints } = await Visitor.come(own, home.url + linkFor("opa"));
    await page.getByRole("button", { name: "Speak" }).click();
    await page.getByText("I am listening.").waitFor();
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: join(screenshots, "family-listening.png") });
    await page.getByRole("button", { name: "I have said it" }).click();
    await page.getByText("Is it raining?").waitFor();
    await page.getByText("A little.").waitFor();
    expect(complaints).toEqual([]);
  });

  test("whoever has no link sees why, on a page that nothing stands in the way of either", async () => {
    const home = await Home.open(postgres);
    const visitor = await Visitor.come(browser, home.url);
    onTestFinished(() => visitor.leave());
    await visitor.page.getByText("I do not know who you are.").waitFor();
    expect(await visitor.barriers()).toEqual([]);
  });
});
