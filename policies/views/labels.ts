type Labels = Record<string, string>;

interface Expression {
  key: string;
  operator: string;
  values?: string[];
}

/** By which pods are chosen, in the long form. */
export interface Selector {
  matchLabels?: Labels;
  matchExpressions?: Expression[];
}

/** What a selector asks for that these labels do not have. */
export function misses(
  { matchLabels = {}, matchExpressions = [] }: Selector = {},
  labels: Labels = {},
): string[] {
  return [
    ...Object.keys(matchLabels).filter((key) => labels[key] !== matchLabels[key]),
    ...matchExpressions.filter((each) => !holds(each, labels)).map(({ key }) => key),
  ];
}

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}

export function repeated(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
