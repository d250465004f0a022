import { useEffect, useMemo, useRef, useState } from "react";
import type { Points } from "../api/shapes.ts";
import { count, duration, speed } from "../words/format.ts";
import { words } from "../words/index.ts";
import { Chart } from "./chart.tsx";
import { downsample } from "./downsample.ts";
import type { Line } from "./plot.tsx";

type Measure = "firstByteMs" | "totalMs" | "tokensPerSecond";
const measures: Measure[] = ["firstByteMs", "totalMs", "tokensPerSecond"];

const lines: Line[] = [
  { label: words.overview.most, colour: "chart-other", form: "edge" },
  { label: words.overview.median, colour: "chart-1", form: "line" },
  { label: words.overview.least, colour: "chart-rest", form: "edge" },
];

/** Two pixels for each moment: a line that is no thicker than what it shows. */
const PIXELS = 2;

/** Every single request, however many: drawn closer, there are fewer in each moment. */
export function EveryRequest({ points, from, to }: { points: Points; from: number; to: number }) {
  const [measure, setMeasure] = useState<Measure>("firstByteMs");
  const [stretch, setStretch] = useState<{ from: number; to: number }>();
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const { from: begin, to: end } = stretch ?? { from, to };
  const columns = Math.max(50, Math.floor((width - 66) / PIXELS));
  const shown = useMemo(
    () => downsample(points.at, points[measure], { from: begin, to: end, columns }),
    [points, measure, begin, end, columns],
  );
  // The scale is logarithmic: a thousandth lies as far below one as it is.
  const above = (values: (number | null)[]) =>
    values.map((each) => (each === null ? null : Math.max(each, 0.1)));
  return (
    <div ref={place} className="every">
      <div className="row spread">
        <p className="quiet">{words.overview.everyCount(count(points.at.length))}</p>
        <fieldset className="segments" aria-label={words.overview.every}>
          {measures.map((each) => (
            <button key={each} type="button" aria-pressed={each === measure} onClick={() => setMeasure(each)}>
              {words.overview.measures[each]}
            </button>
          ))}
        </fieldset>
      </div>
      <Chart
        title={words.overview.every}
        at={shown.at}
        values={[above(shown.high), above(shown.middle), above(shown.low)]}
        lines={lines}
        band={[0, 2]}
        write={measure === "tokensPerSecond" ? speed : duration}
        from={begin}
        to={end}
        height={240}
        logarithmic
        chosen={(first, last) => setStretch({ from: first, to: last })}
        left={() => setStretch(undefined)}
      />
      <p className="quiet hint">{words.overview.everyHint}</p>
    </div>
  );
}

function useWidth(place: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const widths = new ResizeObserver(() => setWidth(box.clientWidth));
    widths.observe(box);
    return () => widths.disconnect();
  }, [place]);
  return width;
}
