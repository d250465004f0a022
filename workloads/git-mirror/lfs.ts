import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import * as z from "zod";
import { askFor, PeerProblem, reasonOf } from "../kit/index.ts";
import { basic } from "./git.ts";

/** A file that lies beside the repository: LFS keeps only this much of it within. */
export interface Pointer {
  oid: string;
  size: number;
}

export interface LfsEnd {
  who: string;
  /** The repository, with .git. */
  url: string;
  token: string;
}

const TYPE = "application/vnd.git-lfs+json";
const AT_ONCE = 100;
const PATIENCE_MS = 30 * 60_000;

const action = z.object({
  href: z.url({ protocol: /^https?$/ }),
  header: z.record(z.string(), z.string()).default({}),
});
const batch = z.object({
  objects: z.array(
    z.object({
      oid: z.string(),
      actions: z
        .object({ download: action.optional(), upload: action.optional(), verify: action.optional() })
        .default({}),
      error: z.object({ code: z.number(), message: z.string() }).optional(),
    }),
  ),
});

export function pointerIn(text: string): Pointer | undefined {
  const [, oid, size] =
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-.*\n)*oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n?$/.exec(
      text,
    ) ?? [];
  return oid ? { oid, size: Number(size) } : undefined;
}

/** Brings the target each of these that it does not have; how many those were, and how large. */
export async function copyLfs(
  pointers: readonly Pointer[],
  { from, to, folder }: { from: LfsEnd; to: LfsEnd; folder: string },
): Promise<{ count: number; bytes: number }> {
  const copied = { count: 0, bytes: 0 };
  await mkdir(folder, { recursive: true });
  for (let start = 0; start < pointers.length; start += AT_ONCE) {
    const some = pointers.slice(start, start + AT_ONCE);
    const uploads = (await ask(to, "upload", some)).objects.filter(({ actions }) => actions.upload);
    const wanted = some.filter(({ oid }) => uploads.some((each) => each.oid === oid));
    if (wanted.length === 0) continue;
    const downloads = await ask(from, "download", wanted);
    for (const pointer of wanted) {
      const [download, upload] = [downloads, { objects: uploads }].map(({ objects }) =>
        objects.find(({ oid }) => oid === pointer.oid),
      );
      if (!download?.actions.download)
        throw new PeerProblem(
          `${from.who} does not give the LFS file ${pointer.oid}: ${download?.error?.message ?? "it does not say why"}`,
        );
      const file = join(folder, pointer.oid);
      try {
        await fetched(from.who, download.actions.download, pointer, file);
        await sent(to, upload?.actions ?? {}, pointer, file);
      } finally {
        await rm(file, { force: true });
      }
      copied.count++;
      copied.bytes += pointer.size;
    }
  }
  return copied;
}

function ask({ who, url, token }: LfsEnd, operation: "download" | "upload", objects: readonly Pointer[]) {
  return askFor(
    {
      who: `${who}'s LFS`,
      url: `${url}/info/lfs/objects/batch`,
      headers: { accept: TYPE, "content-type": TYPE, authorization: basic(token) },
      body: { operation, transfers: ["basic"], objects, hash_algo: "sha256" },
    },
    batch,
  );
}

type Action = z.output<typeof action>;

async function fetched(
  who: string,
  { href, header }: Action,
  { oid, size }: Pointer,
  file: string,
): Promise<void> {
  const hash = createHash("sha256");
  let bytes = 0;
  const answer = await reached(who, href, { headers: header });
  await pipeline(
    Readable.fromWeb(answer.body as ReadableStream),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > size)
          throw new PeerProblem(`${who} gives more of the LFS file ${oid} than its ${size} bytes`);
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  if (hash.digest("hex") !== oid) throw new PeerProblem(`${who} gives another LFS file than ${oid}`);
}

async function sent(
  { who, token }: LfsEnd,
  { upload, verify }: { upload?: Action | undefined; verify?: Action | undefined },
  pointer: Pointer,
  file: string,
): Promise<void> {
  if (!upload) return;
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
  const headers = {
    "content-type": "application/octet-stream",
    ...upload.header,
    "content-length": String(pointer.size),
  };
  await reached(who, upload.href, { method: "PUT", headers, body, duplex: "half" });
  if (!verify) return;
  await reached(who, verify.href, {
    method: "POST",
    headers: { accept: TYPE, "content-type": TYPE, authorization: basic(token), ...verify.header },
    body: JSON.stringify(pointer),
  });
}

async function reached(
  who: string,
  href: string,
  init: RequestInit & { duplex?: "half" },
): Promise<Response> {
  const answer = await fetch(href, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (error: unknown) => {
      throw new PeerProblem(`${who}'s store of LFS does not answer: ${reasonOf(error, PATIENCE_MS)}`);
    },
  );
  if (!answer.ok)
    throw new PeerProblem(`${who}'s store of LFS answers ${answer.status}`, { status: answer.status });
  return answer;
}
