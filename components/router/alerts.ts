import type { Alert } from "../service/index.ts";

/** What somebody should hear of. A model that sleeps is no alarm: the router finds another. */
export const alerts: Alert[] = [
  {
    name: "RouterIsDown",
    expr: 'absent(up{service="router"} == 1)',
    for: "2m",
    severity: "critical",
    summary: "No copy of the router answers: nobody in the house reaches a model",
    action: "kubectl -n self-hosted-ai get pods; then the log of the newest one",
  },
  {
    name: "RouterHasOneCopyLeft",
    expr: 'count(up{service="router"} == 1) == 1',
    for: "15m",
    severity: "warning",
    summary: "Only one copy of the router answers",
    action: "See whether the other finds a node: npx lab capacity",
  },
  {
    name: "RouterFails",
    expr: 'sum(rate(router_requests_total{status=~"5.."}[5m])) / sum(rate(router_requests_total[5m])) > 0.05',
    for: "10m",
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of all requests to models fail",
    action: "The dashboard shows by which provider, and router_failed_total by what fault",
  },
  {
    name: "RouterProviderIsLeftAlone",
    expr: 'max by (provider) (router_provider_breaker{state="open"}) == 1',
    for: "30m",
    severity: "warning",
    summary: "{{ $labels.provider }} has failed for half an hour, and is asked no more",
    action: "See whether its machine is on, and whether its key still counts",
  },
  {
    name: "RouterQueueIsLong",
    expr: "sum by (provider) (router_provider_queued) > 32",
    for: "5m",
    severity: "warning",
    summary: "{{ $value }} requests wait for {{ $labels.provider }}",
    action: "Raise its concurrency, let an alias have another provider, or limit the key that asks so much",
  },
  {
    name: "RouterLosesEnds",
    expr: "sum by (provider) (rate(router_partial_total[15m])) / sum by (provider) (rate(router_requests_total[15m])) > 0.2",
    for: "15m",
    severity: "warning",
    summary: "Of the answers of {{ $labels.provider }}, {{ $value | humanizePercentage }} break off",
    action:
      "Either its clients give up, which is too slow a model, or it dies in mid-stream: see its own log",
  },
  {
    name: "RouterSpendsMuch",
    expr: "sum(increase(router_cost_usd_total[1d])) > 20",
    for: "5m",
    severity: "warning",
    summary: "{{ $value | humanize }} US dollars in a day",
    action: "The dashboard shows which key; give it a budget, or revoke it",
  },
  {
    name: "RouterIsBusy",
    expr: 'max(nodejs_eventloop_lag_p99_seconds{service="router"}) > 0.2',
    for: "10m",
    severity: "warning",
    summary:
      "Streams of a copy of the router stutter: its one thread is {{ $value | humanizeDuration }} late",
    action: "Raise the most copies that it scales to, or see what takes its time",
  },
  {
    name: "RouterNeedsMemory",
    expr: 'max(process_resident_memory_bytes{service="router"}) > 600e6',
    for: "15m",
    severity: "warning",
    summary: "A copy of the router holds {{ $value | humanize1024 }}B, and is killed at 768 MiB",
    action: "See router_streams_open: with few streams it is a leak, with many it needs another copy",
  },
];
