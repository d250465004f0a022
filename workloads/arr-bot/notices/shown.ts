import { type Message, picture } from "../discord/index.ts";
import type { Notice } from "./notice.ts";

const COLORS = { good: 0x2e8b57, plain: 0x5865f2, bad: 0xc0392b } as const;
const MOST_LINES = 20;
const LONGEST = 4_000;
const LONGEST_TITLE = 250;

/** As Discord shows it. */
export function shown({ title, lines, tone, poster, decide }: Notice): Message {
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : [];
  const description = [...lines.slice(0, MOST_LINES), ...more].join("\n").slice(0, LONGEST);
  return {
    embeds: [
      {
        title: title.slice(0, LONGEST_TITLE),
        color: COLORS[tone],
        ...(description && { description }),
        ...picture(poster),
      },
    ],
    ...(decide !== undefined && { components: [buttons(decide)] }),
  };
}

const buttons = (request: number) => ({
  type: 1 as const,
  components: [
    { type: 2 as const, style: 3 as const, label: "Agree", custom_id: `approve:${request}` },
    { type: 2 as const, style: 4 as const, label: "Decline", custom_id: `decline:${request}` },
  ],
});
