import type { Writable } from "node:stream";
import type { Call } from "./api.ts";
import type { Host } from "./host.ts";
import type { Container } from "./records.ts";

/** An answer that begins now and goes on for as long as there is something to say. */
export interface Stream {
  write(text: string): void;
  end(text?: string): void;
  /** Runs when the client has gone, or the answer is over. */
  onClose(callback: () => void): void;
}

/** The head goes out at once: a client waits for it before it does the next thing. */
export function stream(call: Call, host: Host, contentType: string): Stream {
  host.store.flush();
  const { raw } = call.reply.hijack();
  const headers = { ...call.reply.getHeaders(), "content-type": contentType };
  raw.writeHead(200, headers as Record<string, string>);
  raw.flushHeaders();
  return over(raw);
}

/** A connection that becomes a terminal: the client talks to the program, and here nobody answers. */
export function terminal(call: Call, host: Host, tty: boolean): Stream {
  const type = tty ? "application/vnd.docker.raw-stream" : "application/vnd.docker.multiplexed-stream";
  if (!call.request.headers.upgrade) return stream(call, host, type);
  host.store.flush();
  call.reply.hijack();
  const { socket } = call.request.raw;
  // Node.js would read what is typed as the next request, and hang up when the client has nothing more to type.
  for (const event of ["data", "end"]) socket.removeAllListeners(event);
  socket.on("data", () => {});
  socket.write(
    `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nApi-Version: ${call.reply.getHeader("api-version")}\r\n\r\n`,
  );
  return over(socket);
}

function over(way: Writable): Stream {
  return {
    write: (text) => {
      way.write(text);
    },
    end: (text = "") => {
      way.end(text);
    },
    onClose: (callback) => {
      way.on("close", callback);
    },
  };
}

/** Looks again whenever something happens to a container, until it is found to be over or the client has gone. */
export function until(
  host: Host,
  container: Container,
  out: Stream,
  look: () => Container | undefined,
  over: () => void,
): void {
  let timer: NodeJS.Timeout | undefined;
  const stop = host.events.listen(({ Actor }) => {
    if (Actor.ID === container.id) setImmediate(check);
  });
  let done = false;
  const finish = () => {
    done = true;
    clearTimeout(timer);
    stop();
  };
  out.onClose(finish);
  function check(): void {
    if (done) return;
    clearTimeout(timer);
    const waiting = look();
    host.store.flush();
    if (done) return;
    if (!waiting) {
      finish();
      over();
      return;
    }
    const next = waiting.end?.at ?? waiting.again;
    if (next !== undefined) timer = setTimeout(check, Math.max(next - Date.now(), 0) + 1);
  }
  check();
}
