import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { language } from "../words/index.ts";
import { colour, useDark } from "./theme.ts";

/** A line of a plot. Those of which two are named by a band have the room between them filled. */
export interface Line {
  label: string;
  /** A name of a colour in the style sheet. */
  colour: string;
  form: "line" | "bars" | "area" | "edge";
}

export interface PlotProps {
  /** Milliseconds since 1970. */
  at: readonly number[];
  values: readonly (readonly (number | null)[])[];
  lines: readonly Line[];
  write(value: number): string;
  from: number;
  to: number;
  height?: number;
  logarithmic?: boolean;
  /** Two lines, by their places. */
  band?: readonly [number, number];
  /** What stands under the pointer: nothing when it has left. */
  pointed(index: number | undefined): void;
  /** Somebody has drawn over a stretch of time. */
  chosen?: ((from: number, to: number) => void) | undefined;
  /** And wants to see all of it again. */
  left?: (() => void) | undefined;
}

/** uPlot, as React wants it: made once for a form, and given new numbers as they come. */
export function Plot(props: PlotProps) {
  const { lines, height = 180, logarithmic = false, chosen } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const dark = useDark();
  const form = JSON.stringify([lines, props.band, logarithmic, chosen !== undefined, dark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `form` says all that a plot is made from.
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const made = new uPlot(optionsOf(latest, box.clientWidth, height), dataOf(latest.current), box);
    plot.current = made;
    const widths = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height }));
    widths.observe(box);
    return () => {
      widths.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [form, height]);

  useEffect(() => {
    plot.current?.setData(dataOf(props), false);
    plot.current?.setScale("x", { min: props.from / 1_000, max: props.to / 1_000 });
  });

  return <div ref={place} className="plot" style={{ height }} />;
}

/** uPlot counts seconds. */
function dataOf({ at, values }: PlotProps): uPlot.AlignedData {
  return [at.map((each) => each / 1_000), ...values.map((each) => [...each])] as uPlot.AlignedData;
}

function optionsOf(latest: { current: PlotProps }, width: number, height: number): uPlot.Options {
  const { lines, band, logarithmic, chosen } = latest.current;
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: colour("quiet"),
    font,
    grid: { stroke: colour("grid"), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      y: false,
      points: { size: 7, width: 2 },
      drag: { x: chosen !== undefined, y: false, setScale: false },
      ...(chosen && {
        bind: {
          dblclick: () => () => {
            latest.current.left?.();
            return null;
          },
        },
      }),
    },
    scales: {
      x: { time: true, auto: false },
      y: {
        distr: logarithmic ? 3 : 1,
        // From zero, and never without any height: a flat line of nothing lies at the bottom.
        ...(!logarithmic && { range: (_, __, most) => [0, Math.max(most * 1.08, Number.MIN_VALUE) || 1] }),
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 64,
        size: 30,
        values: (_, splits, ___, ____, step) => splits.map(tick(step)),
      },
      {
        ...axis,
        size: 58,
        // Of a logarithmic scale only the tens: each line between them would be one too many.
        ...(logarithmic && { filter: tens, grid: { ...axis.grid, filter: tens } }),
        space: 32,
        values: (_, splits) => splits.map((each) => (each === null ? "" : latest.current.write(each))),
      },
    ],
    series: [{}, ...lines.map(seriesOf)],
    ...(band && { bands: [{ series: [band[0] + 1, band[1] + 1], fill: `${colour("chart-1")}26` }] }),
    hooks: {
      setCursor: [({ cursor }) => latest.current.pointed(cursor.idx ?? undefined)],
      setSelect: [
        (made) => {
          const { left, width: wide } = made.select;
          if (wide > 2) {
            const [from, to] = [left, left + wide].map((pixel) => made.posToVal(pixel, "x") * 1_000);
            latest.current.chosen?.(from ?? 0, to ?? 0);
          }
          made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

function tens(_: uPlot, splits: number[]): (number | null)[] {
  return splits.map((each) => (Number.isInteger(Math.round(Math.log10(each) * 1e6) / 1e6) ? each : null));
}

const bars = uPlot.paths.bars?.({ size: [0.7, 24], radius: 0.15 });
const steady = uPlot.paths.spline?.();

function seriesOf({ label, colour: name, form }: Line): uPlot.Series {
  const stroke = colour(name);
  if (form === "bars") {
    return { label, stroke, fill: stroke, width: 0, points: { show: false }, ...(bars && { paths: bars }) };
  }
  if (form === "edge")
    return { label, stroke: `${stroke}00`, width: 0, points: { show: false }, spanGaps: true };
  return {
    label,
    stroke,
    width: 1.75,
    ...(form === "area" && { fill: `${stroke}1f` }),
    // A value between two gaps is a point, and would else be nothing.
    points: { show: (made, line) => isSparse(made.data[line] ?? []), size: 5, fill: stroke },
    ...(steady && form === "area" && { paths: steady }),
    spanGaps: form === "line",
  };
}

function isSparse(values: ArrayLike<unknown>): boolean {
  let count = 0;
  for (let at = 0; at < values.length; at++) if (values[at] !== null && values[at] !== undefined) count++;
  return count < 24;
}

const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });

/** Seconds as a clock shows them; as a day, where a step is as long as that. */
function tick(step: number): (seconds: number) => string {
  const midnight = (date: Date) => date.getHours() === 0 && date.getMinutes() === 0;
  return (seconds) => {
    const date = new Date(seconds * 1_000);
    return step >= 86_400 || midnight(date) ? day.format(date) : clock.format(date);
  };
}
