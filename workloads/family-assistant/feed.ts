import ical, { ICalAlarmType, ICalCalendarMethod } from "ical-generator";
import type { Occasion, Reminder } from "./keeping/index.ts";
import { between, wallOf } from "./time/index.ts";

const MINUTE_MS = 60_000;

export interface FeedOptions {
  of: string;
  zone: string;
  begin: Date;
  end: Date;
}

/**
 * A calendar for a phone, where reminders ring. Each time is an event of its own: so every program shows the same, whatever
 * it makes of time zones and of the 31st.
 */
export function feedOf(
  occasions: readonly Occasion[],
  reminders: readonly Reminder[],
  { of, zone, begin, end }: FeedOptions,
): string {
  // Whatever asks for it anew finds the same, as long as nothing has changed: no stamp is the time of asking.
  const feed = ical({ name: of, method: ICalCalendarMethod.PUBLISH, ttl: 15 * 60 });
  for (const { id, what, at, minutes } of occasions) {
    const allDay = minutes === null;
    feed.createEvent({
      id: `event-${id}-${at.getTime()}`,
      stamp: at,
      start: allDay ? dayOf(at, zone) : at,
      end: allDay ? null : new Date(at.getTime() + minutes * MINUTE_MS),
      allDay,
      summary: what,
    });
  }
  for (const reminder of reminders)
    for (const at of between(reminder, zone, begin, end)) {
      const event = feed.createEvent({
        id: `reminder-${reminder.id}-${at.getTime()}`,
        stamp: at,
        start: at,
        end: at,
        summary: reminder.what,
      });
      event.createAlarm({ type: ICalAlarmType.display, trigger: 0 });
    }
  return feed.toString();
}

/** The day on the wall, as the format writes days: by UTC. */
function dayOf(at: Date, zone: string): Date {
  const { year, month, day } = wallOf(at, zone);
  return new Date(Date.UTC(year, month - 1, day));
}
