import ICAL from "ical.js";
import { expect, test } from "vitest";
import { feedOf } from "./feed.ts";

const begin = new Date("2026-11-01T00:00:00Z");
const end = new Date("2027-02-01T00:00:00Z");
const zone = "Europe/Berlin";

/** As Mozilla's calendar reads it. */
function read(text: string) {
  const component = new ICAL.Component(ICAL.parse(text));
  return component.getAllSubcomponents("vevent").map((each) => {
    const event = new ICAL.Event(each);
    return {
      summary: event.summary,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      rings: each.getAllSubcomponents("valarm").length,
    };
  });
}

test("a phone reads every time as it is on the wall, and rings for reminders", () => {
  const appointment = { id: 1, owner: "ada", first: "", every: null };
  const text = feedOf(
    [
      {
        ...appointment,
        what: 'Dentist; "Dr. Müller", 2nd floor\nring twice',
        at: new Date("2026-11-24T13:00Z"),
        minutes: 45,
      },
      { ...appointment, id: 2, what: "Birthday", at: new Date("2026-11-24T23:30Z"), minutes: null },
    ],
    [{ id: 3, what: "Pay the rent", first: "2026-10-31T08:00", every: "month", nextAt: null, toldAt: null }],
    { of: "Ada", zone, begin, end },
  );
  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(read(text)).toEqual([
    {
      summary: 'Dentist; "Dr. Müller", 2nd floor\nring twice',
      start: "2026-11-24T13:00:00Z",
      end: "2026-11-24T13:45:00Z",
      rings: 0,
    },
    { summary: "Birthday", start: "2026-11-25", end: "2026-11-26", rings: 0 },
    ...["2026-11-30T07:00:00Z", "2026-12-31T07:00:00Z", "2027-01-31T07:00:00Z"].map((start) => ({
      summary: "Pay the rent",
      start,
      end: start,
      rings: 1,
    })),
  ]);
});

test("the feed is the same until something changes, and no two times have one name", () => {
  const reminder = {
    id: 3,
    what: "Water",
    first: "2026-11-01T08:00",
    every: "day" as const,
    nextAt: null,
    toldAt: null,
  };
  const make = () => feedOf([], [reminder], { of: "Ada", zone, begin, end });
  const names = make().match(/^UID:.*$/gm) ?? [];
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBe(92);
  expect(make()).toBe(make());
});
