import { usePoints, useProviders, useSeries } from "../api/queries.ts";
import type { Bucket, Measured, Series } from "../api/shapes.ts";
import { Chart } from "../charts/chart.tsx";
import { courseOf } from "../charts/course.ts";
import { EveryRequest } from "../charts/every-request.tsx";
import type { Line } from "../charts/plot.tsx";
import { Answer, Empty } from "../parts/answer.tsx";
import { since, useFilter } from "../parts/filter.ts";
import { FilterBar } from "../parts/filter-bar.tsx";
import { compact, count, duration, money, share, speed } from "../words/format.ts";
import { words } from "../words/index.ts";
import { Breakdown } from "./overview/breakdown.tsx";

const said = words.overview;

export default function Overview() {
  const series = useSeries();
  const points = usePoints();
  const { filter } = useFilter();
  const to = Math.max(series.dataUpdatedAt, 1);
  const from = since(filter.range, to).getTime();
  return (
    <>
      <FilterBar />
      <Answer of={series}>
        {(data) => (
          <>
            <Tiles total={data.total} />
            {data.total.requests === 0 ? (
              <Empty>{said.empty}</Empty>
            ) : (
              <Courses series={data} from={from} to={to} />
            )}
          </>
        )}
      </Answer>
      {points.data && points.data.at.length > 0 && <EveryRequest points={points.data} from={from} to={to} />}
      <div className="columns">
        <Breakdown by="model" />
        <Breakdown by="provider" />
        <Breakdown by="key" />
      </div>
    </>
  );
}

function Tiles({ total }: { total: Measured }) {
  const { data: providers = [] } = useProviders();
  const sum = (of: "queued" | "running") => providers.reduce((all, provider) => all + provider[of], 0);
  const tokens = total.promptTokens + total.completionTokens;
  const tiles = [
    [
      said.requests,
      count(total.requests),
      said.answeredShare(share(total.requests ? 1 - total.failures / total.requests : null)),
    ],
    [
      said.failures,
      count(total.failures),
      said.failedShare(share(total.requests ? total.failures / total.requests : null)),
    ],
    [said.tokens, compact(tokens), `${compact(total.completionTokens)} ${said.completion.toLowerCase()}`],
    [said.measures.firstByteMs, duration(total.firstByteMs.p50), said.below(duration(total.firstByteMs.p95))],
    [
      said.measures.tokensPerSecond,
      speed(total.tokensPerSecond.p50),
      said.above(speed(total.tokensPerSecond.p99)),
    ],
    [said.cost, money(total.cost), ""],
    [said.queue, count(sum("queued")), said.running(sum("running"))],
  ] as const;
  return (
    <dl className="tiles">
      {tiles.map(([name, value, more]) => (
        <div key={name} className="card tile">
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span className="quiet">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface Course {
  title: string;
  write(value: number): string;
  lines: (Line & { of(bucket: Bucket): number | null })[];
}

const courses: Course[] = [
  {
    title: said.requests,
    write: count,
    lines: [
      { label: said.requests, colour: "chart-1", form: "bars", of: ({ requests }) => requests },
      { label: said.failed, colour: "chart-bad", form: "bars", of: ({ failures }) => failures },
    ],
  },
  {
    title: said.tokens,
    write: compact,
    lines: [
      { label: said.prompt, colour: "chart-2", form: "bars", of: ({ promptTokens }) => promptTokens },
      {
        label: said.completion,
        colour: "chart-1",
        form: "bars",
        of: ({ completionTokens }) => completionTokens,
      },
    ],
  },
  {
    title: said.firstToken,
    write: duration,
    lines: [
      { label: said.median, colour: "chart-1", form: "line", of: ({ firstByteMs }) => firstByteMs.p50 },
      { label: said.p95, colour: "chart-3", form: "line", of: ({ firstByteMs }) => firstByteMs.p95 },
    ],
  },
  {
    title: said.speed,
    write: speed,
    lines: [
      {
        label: said.median,
        colour: "chart-1",
        form: "line",
        of: ({ tokensPerSecond }) => tokensPerSecond.p50,
      },
      {
        label: said.slowest,
        colour: "chart-3",
        form: "line",
        of: ({ tokensPerSecond }) => tokensPerSecond.p99,
      },
    ],
  },
  {
    title: said.cost,
    write: money,
    lines: [{ label: said.cost, colour: "chart-2", form: "bars", of: ({ cost }) => cost }],
  },
  {
    title: said.queueWait,
    write: duration,
    lines: [
      { label: said.median, colour: "chart-1", form: "line", of: ({ queuedMs }) => queuedMs.p50 },
      { label: said.p95, colour: "chart-3", form: "line", of: ({ queuedMs }) => queuedMs.p95 },
    ],
  },
];

function Courses({ series, from, to }: { series: Series; from: number; to: number }) {
  const stretch = { from, to, seconds: series.bucketSeconds };
  return (
    <div className="charts">
      {courses.map(({ title, write, lines }) => {
        const read = lines.map(({ of, form }) => ({ of, empty: form === "bars" ? (0 as const) : null }));
        const { at, values } = courseOf(series.buckets, stretch, read);
        const drawn = lines.map(({ of: _, ...line }) => line);
        return (
          <Chart
            key={title}
            title={title}
            write={write}
            lines={drawn}
            at={at}
            values={values}
            from={from}
            to={to}
          />
        );
      })}
    </div>
  );
}
