import { useKeyNames, useTop } from "../api/queries.ts";
import { words } from "../words/index.ts";
import { Choice } from "./field.tsx";
import { type Range, ranges, useFilter } from "./filter.ts";

export function FilterBar() {
  const { filter, change } = useFilter();
  const keyName = useKeyNames();
  const isFiltered = filter.model ?? filter.provider ?? filter.key;
  return (
    <div className="filters">
      <fieldset className="segments" aria-label={words.filter.range}>
        {(Object.keys(ranges) as Range[]).map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={range === filter.range}
            title={words.filter.ranges[range]}
            onClick={() => change({ range })}
          >
            {range}
          </button>
        ))}
      </fieldset>
      <By of="model" name={(each) => each} />
      <By of="provider" name={(each) => each || words.overview.nobody} />
      <By of="key" name={keyName} />
      {isFiltered && (
        <button
          type="button"
          className="bare"
          onClick={() => change({ model: undefined, provider: undefined, key: undefined })}
        >
          {words.filter.clear}
        </button>
      )}
    </div>
  );
}

function By({ of, name }: { of: "model" | "provider" | "key"; name(value: string): string }) {
  const { filter, change } = useFilter();
  const { data } = useTop(of, { all: true });
  const chosen = filter[of];
  const found = (data?.top ?? []).map((each) => each.name).filter(Boolean);
  const values = chosen && !found.includes(chosen) ? [chosen, ...found] : found;
  return (
    <Choice
      label={words.filter[of]}
      value={chosen ?? ""}
      choices={[["", words.filter.all], ...values.map((each) => [each, name(each)] as const)]}
      change={(value) => change({ [of]: value || undefined })}
    />
  );
}
