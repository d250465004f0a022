import type { Socket } from "node:net";
import { errorBody } from "../api/errors.ts";
import type { FaultDetails } from "./fault.ts";

const faults: Record<string, [line: string, fault: FaultDetails]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    {
      status: 431,
      kind: "invalid_request",
      message: "The request's headers are larger than 32 KiB. Send fewer.",
    },
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    { status: 408, kind: "timeout", message: "The request did not arrive in time. Send it again." },
  ],
};

const unreadable: [string, FaultDetails] = [
  "400 Bad Request",
  { status: 400, kind: "invalid_request", message: "This is not a request in HTTP/1.1." },
];

/** Answers what node:http could not read, where an answer can still be told from what was sent before. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  // node:http's own mark of the answer in progress: a second head in the midst of it would be taken for content.
  const { _httpMessage: running } = socket as Socket & { _httpMessage?: { headersSent: boolean } };
  if (error.code === "ECONNRESET" || !socket.writable || running?.headersSent) {
    socket.destroy();
    return;
  }
  const [line, fault] = faults[error.code ?? ""] ?? unreadable;
  const body = errorBody("openai", fault);
  socket.end(
    `HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
