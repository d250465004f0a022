-- What wrk asks, and how it tells the outcome: as the load of this folder does.
wrk.method = "POST"
wrk.body = os.getenv("BENCH_BODY")
for name, value in string.gmatch(os.getenv("BENCH_HEADERS"), "([^\n:]+):([^\n]*)") do
  wrk.headers[name] = value
end

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '{"good":%d,"bad":%d,"why":"%s","perSecond":%.1f,"total":{"p50":%.3f,"p99":%.3f}}\n',
    summary.requests - bad, bad, bad > 0 and "refused, failed or late" or "",
    (summary.requests - bad) / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
