import { Fault } from "./fault.ts";

export function tooLarge(limit: number): Fault {
  return new Fault({
    status: 413,
    kind: "too_large",
    code: "request_too_large",
    message: `The body is larger than ${size(limit)}, which is the limit here. Send less, or raise ROUTER_BODY_LIMIT.`,
  });
}

function size(bytes: number): string {
  const [unit, of] =
    bytes >= 1024 * 1024 ? ["MiB", 1024 * 1024] : bytes >= 1024 ? ["KiB", 1024] : ["bytes", 1];
  return `${Number((bytes / Number(of)).toFixed(1))} ${unit}`;
}
