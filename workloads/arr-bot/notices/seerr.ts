import { createHash } from "node:crypto";
import * as z from "zod";
import { words } from "../discord/index.ts";
import { filmIsHere, type Heard, NOTHING, type Notice } from "./notice.ts";

const LONGEST = 300;

/** Seerr writes everything as text, and nothing where there is nothing. */
const number = z.coerce.number().int().positive().nullish().catch(null);

/** Of Seerr's webhook, in the form that it has where nobody has changed it. */
export const seerrPayload = z.object({
  notification_type: z.string(),
  subject: z.string().nullish(),
  message: z.string().nullish(),
  image: z.string().nullish(),
  media: z.object({ media_type: z.string().nullish(), tmdbId: number }).nullish(),
  request: z.object({ request_id: number, requestedBy_username: z.string().nullish() }).nullish(),
  issue: z.object({ issue_id: number, reportedBy_username: z.string().nullish() }).nullish(),
  comment: z
    .object({ comment_message: z.string().nullish(), commentedBy_username: z.string().nullish() })
    .nullish(),
});

type Payload = z.output<typeof seerrPayload>;

const SAYS: Record<string, { tone: Notice["tone"]; says(payload: Payload): string }> = {
  MEDIA_PENDING: { tone: "plain", says: (said) => `${wisher(said)} wishes for it. Somebody has to agree.` },
  MEDIA_APPROVED: { tone: "plain", says: (said) => `${wisher(said)} may have it: it is being looked for.` },
  MEDIA_AUTO_APPROVED: {
    tone: "plain",
    says: (said) => `${wisher(said)} wishes for it: it is being looked for.`,
  },
  MEDIA_DECLINED: { tone: "bad", says: (said) => `What ${wisher(said)} wished for was declined.` },
  MEDIA_FAILED: { tone: "bad", says: () => "Seerr could not hand it on to Sonarr or Radarr." },
  MEDIA_AVAILABLE: { tone: "good", says: (said) => `It is here. ${wisher(said)} wished for it.` },
  ISSUE_CREATED: { tone: "bad", says: (said) => `${reporter(said)} says that something is wrong with it.` },
  ISSUE_COMMENT: { tone: "plain", says: commented },
  ISSUE_RESOLVED: { tone: "good", says: () => "What was wrong with it is mended." },
  ISSUE_REOPENED: { tone: "bad", says: () => "What was mended is wrong again." },
  TEST_NOTIFICATION: { tone: "plain", says: () => "This was a test." },
};

export function fromSeerr(payload: Payload): Heard {
  const said = SAYS[payload.notification_type];
  if (!said) return NOTHING;
  const isTest = payload.notification_type === "TEST_NOTIFICATION";
  const opposite = OPPOSITES[payload.notification_type];
  const waits = payload.notification_type === "MEDIA_PENDING" ? payload.request?.request_id : undefined;
  const detail = payload.notification_type === "ISSUE_CREATED" ? [words(payload.message ?? "", LONGEST)] : [];
  return {
    notice: {
      keys: isTest ? [] : keysOf(payload),
      title: isTest ? "Seerr is heard here" : words(payload.subject ?? "Something without a name"),
      lines: [said.says(payload), ...detail.filter(Boolean)],
      tone: said.tone,
      ...(payload.image && { poster: payload.image }),
      ...(waits && { decide: waits }),
    },
    ...(opposite && { forget: [issueKey(opposite, payload)] }),
  };
}

/** What is mended, wrong again and mended once more is told each time. */
const OPPOSITES: Record<string, string> = {
  ISSUE_RESOLVED: "ISSUE_REOPENED",
  ISSUE_REOPENED: "ISSUE_RESOLVED",
};

function issueKey(type: string, { issue, comment }: Payload): string {
  const said = createHash("sha256")
    .update(comment?.comment_message ?? "")
    .digest("hex")
    .slice(0, 16);
  return `seerr:${type}:${issue?.issue_id ?? "unknown"}:${type === "ISSUE_COMMENT" ? said : ""}`;
}

function keysOf(payload: Payload): string[] {
  const { notification_type, media, request } = payload;
  if (notification_type === "MEDIA_AVAILABLE" && media?.media_type === "movie" && media.tmdbId)
    return [filmIsHere(media.tmdbId)];
  if (notification_type.startsWith("ISSUE_")) return [issueKey(notification_type, payload)];
  return [`seerr:${notification_type}:${request?.request_id ?? `${media?.media_type}:${media?.tmdbId}`}`];
}

function wisher({ request }: Payload): string {
  return words(request?.requestedBy_username || "Somebody", 40);
}

function reporter({ issue }: Payload): string {
  return words(issue?.reportedBy_username || "Somebody", 40);
}

function commented({ comment }: Payload): string {
  const who = words(comment?.commentedBy_username || "Somebody", 40);
  return `${who}: ${words(comment?.comment_message ?? "", LONGEST)}`;
}
