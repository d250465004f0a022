import { expect, test } from "vitest";
import type { SettingsProblem } from "../kit/index.ts";
import { readSettings } from "./settings.ts";

const good = {
  ARR_BOT_WEBHOOK_KEY: "what-sonarr-and-radarr-show",
  DISCORD_TOKEN: "a-token-of-a-bot-that-is-none",
  SEERR_URL: "http://seerr:5055",
  SEERR_KEY: "one",
  SONARR_URL: "http://sonarr:8989",
  SONARR_KEY: "two",
  RADARR_URL: "http://radarr:7878",
  RADARR_KEY: "three",
};

function problems(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readSettings({ ...good, ...environment });
    return [];
  } catch (problem) {
    return (problem as SettingsProblem).problems;
  }
}

test("what is right is read, and what is a slip is named", () => {
  expect(problems({})).toEqual([]);
  const { read, strange } = readSettings({
    ...good,
    ARR_BOT_CHANEL: "films",
    ARR_BOT_PORT: "tcp://10.0.0.1:80",
  });
  expect(read).toMatchObject({
    ARR_BOT_CHANNEL: "media",
    ARR_BOT_WISHES_PER_WEEK: 10,
    ARR_BOT_DISCORD_PORT: 8081,
  });
  expect(strange).toEqual(["ARR_BOT_CHANEL (did you mean ARR_BOT_CHANNEL?)"]);
});

test("what is wrong is said at once, and no secret with it", () => {
  expect(problems({ SEERR_KEY: undefined, SONARR_URL: "sonarr:8989", ARR_BOT_CHANNEL: "#media" })).toEqual([
    'ARR_BOT_CHANNEL is not the name of a channel; write one such as media, without the # (it is "#media").',
    "SEERR_KEY is not set; write Seerr's API key.",
    'SONARR_URL is not an address; write one such as http://sonarr:8989 (it is "sonarr:8989").',
  ]);
  const [said = ""] = problems({ DISCORD_TOKEN: "hunter2" });
  expect(said).toContain("DISCORD_TOKEN is too short");
  expect(said).not.toContain("hunter2");
  expect(problems({ ARR_BOT_WISHES_PER_WEEK: "0" })[0]).toContain("from 1 to 1000");
});
