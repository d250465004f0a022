import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";

/** The workers' own folder among the sources: claims, records, and what waits to be deleted. */
export const STATE = ".transcode";

const FORMS = /\.(mkv|mp4|m4v|mov|avi|ts)$/i;

/** A source, as it was when it was found. */
export interface Film {
  /** Its path below the sources. */
  name: string;
  path: string;
  /** By which all workers know it, whatever its name is made of. */
  key: string;
  identity: Identity;
}

/** A file that has another one is another file. */
export interface Identity {
  bytes: number;
  changed: number;
}

/** In order of their names, so that series are watched as they come. */
export async function findFilms(sources: string): Promise<Film[]> {
  const paths: string[] = [];
  for (const each of await readdir(sources, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name);
    // Links are followed nowhere: they may lead out of the folder.
    if (each.isFile() && FORMS.test(each.name) && !isOurs(relative(sources, path))) paths.push(path);
  }
  const films = await Promise.all(paths.sort().map((path) => filmAt(path, sources)));
  return films.filter((film) => film !== undefined);
}

async function filmAt(path: string, sources: string): Promise<Film | undefined> {
  const identity = await identityOf(path);
  if (!identity) return undefined;
  const name = relative(sources, path);
  return { name, path, key: createHash("sha256").update(name).digest("hex").slice(0, 32), identity };
}

/** Nothing where there is no such file. */
export async function identityOf(path: string): Promise<Identity | undefined> {
  const found = await statOf(path);
  return found && { bytes: found.size, changed: found.mtimeMs };
}

export async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

export function isSame(one: Identity | undefined, other: Identity): boolean {
  return one !== undefined && one.bytes === other.bytes && one.changed === other.changed;
}

function isOurs(name: string): boolean {
  return name === STATE || name.startsWith(`${STATE}/`);
}
