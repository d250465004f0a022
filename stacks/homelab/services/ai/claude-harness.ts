import { defineService } from "../../../../components/service/index.ts";

/** Claude Code behind an API of OpenAI's form. It runs as its owner, with the login that is on the server. */
export const claudeHarness = defineService({
  name: "claude-harness",
  about: "Claude Code by API, with its owner's subscription",
  lifecycle: "production",
  place: { machine: "homelab" },
  ports: { http: 8013 },
  reach: { models: true },
  expose: { lan: true },
});
