import type { ReactNode } from "react";

type Head = string | { number: string };

export interface TableProps<Row> {
  name: string;
  heads: readonly Head[];
  rows: readonly Row[];
  idOf(row: Row): string;
  /** In the order of the heads. */
  cells(row: Row): ReactNode[];
}

/** Where it is too wide it is moved sideways, by the keyboard too; on a phone, each row becomes a list. */
export function Table<Row>({ name, heads, rows, idOf, cells }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: else nobody without a mouse could move it
    <section className="scroll" tabIndex={0} aria-label={name}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={textOf(head)} className={classOf(head)}>
                {textOf(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {cells(row).map((cell, index) => (
                <td
                  key={textOf(heads[index] ?? "")}
                  className={classOf(heads[index] ?? "")}
                  data-head={textOf(heads[index] ?? "")}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function textOf(head: Head): string {
  return typeof head === "string" ? head : head.number;
}

function classOf(head: Head): string | undefined {
  return typeof head === "string" ? undefined : "number";
}
