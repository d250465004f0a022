import { board, type Panel } from "../monitoring/index.ts";

const quantile = (of: number, metric: string, by: string) =>
  `histogram_quantile(${of}, sum by (le, ${by}) (rate(${metric}_bucket[$__rate_interval])))`;
const rate = (metric: string, by: string) => `sum by (${by}) (rate(${metric}[$__rate_interval]))`;

const panels: Panel[] = [
  { title: "Requests", unit: "reqps", lines: { "{{model}}": rate("router_requests_total", "model") } },
  { title: "By status", unit: "reqps", lines: { "{{status}}": rate("router_requests_total", "status") } },
  {
    title: "First byte",
    unit: "s",
    lines: {
      "{{provider}} half": quantile(0.5, "router_first_byte_seconds", "provider"),
      "{{provider}} of 20, 19": quantile(0.95, "router_first_byte_seconds", "provider"),
    },
  },
  {
    title: "Whole answer",
    unit: "s",
    lines: { "{{provider}} of 20, 19": quantile(0.95, "router_request_seconds", "provider") },
  },
  {
    title: "Tokens a second, of a stream",
    unit: "short",
    lines: { "{{model}}": quantile(0.5, "router_tokens_per_second", "model") },
  },
  { title: "Tokens", unit: "short", lines: { "{{type}}": rate("router_tokens_total", "type") } },
  {
    title: "In flight",
    unit: "short",
    lines: {
      "{{provider}}": "sum by (provider) (router_provider_running)",
      "{{provider}} waits": "sum by (provider) (router_provider_queued)",
    },
  },
  {
    title: "Wait for a turn",
    unit: "s",
    lines: { "{{provider}} of 20, 19": quantile(0.95, "router_queue_seconds", "provider") },
  },
  {
    title: "Providers left alone",
    unit: "short",
    lines: { "{{provider}}": 'max by (provider) (router_provider_breaker{state="open"})' },
  },
  { title: "Faults", unit: "reqps", lines: { "{{code}}": rate("router_failed_total", "code") } },
  {
    title: "Cost in a day",
    unit: "currencyUSD",
    lines: { "{{key}}": "sum by (key) (increase(router_key_cost_usd_total[1d]))" },
  },
  {
    title: "Memory of a copy",
    unit: "bytes",
    lines: { "{{instance}}": 'process_resident_memory_bytes{service="router"}' },
  },
];

export const dashboard = board({ uid: "homelab-router", title: "Router", panels });
