import type { Query } from "../store/index.ts";
import { between, type Every, type Rhythm } from "../time/index.ts";

export interface Appointment extends Rhythm {
  id: number;
  owner: string;
  what: string;
  /** The whole day where there is none. */
  minutes: number | null;
}

/** One of the times that an appointment is. */
export interface Occasion extends Appointment {
  at: Date;
}

export interface NewAppointment {
  owner: string;
  what: string;
  first: string;
  every: Every | null;
  minutes: number | null;
}

/** Of a person and of the house, in their order. */
export async function calendar(query: Query, zone: string, begin: Date, end: Date): Promise<Occasion[]> {
  const all = await query<Appointment>(
    "SELECT id, owner, what, first, every, minutes FROM events ORDER BY id",
  );
  return all
    .flatMap((each) => between(each, zone, begin, end).map((at) => ({ ...each, at })))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

export async function addAppointment(query: Query, appointment: NewAppointment): Promise<void> {
  const { owner, what, first, every, minutes } = appointment;
  await query("INSERT INTO events (owner, what, first, every, minutes) VALUES ($1, $2, $3, $4, $5)", [
    owner,
    what,
    first,
    every,
    minutes,
  ]);
}

export async function removeAppointment(query: Query, id: number): Promise<void> {
  await query("DELETE FROM events WHERE id = $1", [id]);
}
