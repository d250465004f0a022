import { type Message, words } from "../discord/index.ts";
import { type Coming, MEDIA, type Radarr, REQUEST, type Seerr, type Sonarr } from "../house/index.ts";
import { type House, shown, stranger } from "./wish.ts";

const WISHES = 10;
const DAYS = 7;
const MOST_COMING = 20;
const DAY_MS = 24 * 60 * 60_000;

/** What somebody has wished for, and what has become of it. */
export async function wishesOf(who: string, { seerr, people, allowance }: House): Promise<Message> {
  const user = await people.find(who);
  if (typeof user === "string") return { content: stranger(user, who) };
  const requests = await seerr.requestsOf(user, WISHES);
  const left = `${allowance.left(who)} left this week.`;
  if (requests.length === 0) return { content: `You have not wished for anything yet. ${left}` };
  const lines = await Promise.all(
    requests.map(async ({ kind, id, status, media }) => {
      const title = await nameOf(seerr, kind, id);
      return `${title}: ${stateOf(status, media)}`;
    }),
  );
  return { embeds: [{ title: "Your wishes", description: `${lines.join("\n")}\n\n${left}` }] };
}

async function nameOf(seerr: Seerr, kind: "movie" | "tv", id: number): Promise<string> {
  try {
    return shown(await seerr.title(kind, id));
  } catch {
    // One name that nobody knows takes no other line with it.
    return kind === "movie" ? `film ${id}` : `series ${id}`;
  }
}

function stateOf(request: number, media: number | undefined): string {
  if (request === REQUEST.declined) return "declined";
  if (request === REQUEST.pending) return "waits for somebody to agree";
  if (media === MEDIA.available || request === REQUEST.completed) return "is there";
  if (request === REQUEST.failed) return "went wrong; whoever looks after it knows";
  return media === MEDIA.partly ? "is there in part" : "is being looked for";
}

/** What comes within a week. One of the two that does not answer does not take the other's news with it. */
export async function upcoming(
  sources: { sonarr: Sonarr; radarr: Radarr },
  now = Date.now(),
): Promise<Message> {
  const [from, to] = [new Date(now), new Date(now + DAYS * DAY_MS)];
  const asked = await Promise.allSettled([sources.sonarr.coming(from, to), sources.radarr.coming(from, to)]);
  const silent = asked.flatMap((each, index) =>
    each.status === "rejected"
      ? [index === 0 ? "Series: Sonarr does not answer." : "Films: Radarr does not answer."]
      : [],
  );
  const coming = asked.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const lines = coming.toSorted((one, other) => one.at - other.at).map(line);
  const more = lines.length > MOST_COMING ? [`and ${lines.length - MOST_COMING} more`] : [];
  const said = [...lines.slice(0, MOST_COMING), ...more, ...silent];
  return {
    embeds: [{ title: "In the next seven days", description: said.join("\n") || "Nothing is expected." }],
  };
}

/** Discord shows the time as it is where somebody reads it. */
function line({ name, detail, at }: Coming): string {
  return `<t:${Math.floor(at / 1000)}:d> ${words(name, 60)}${detail && ` ${words(detail, 60)}`}`;
}
