/** Aligned text. */

/** One cell; a number of digits is the caller's business. */
export type Cell = string;

const measure = /^(–|-?\d[\d.]*( (s|ms|µs|MiB|B|kB|MB|×|%))?|)$/;

/** A table with a line under its head. Columns are as wide as their longest cell; those that look like numbers align right. */
export function formatTable(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const numeric = head.map((_, column) => rows.every((row) => measure.test(row[column] ?? '')));
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** A number with digits after the point and its unit; `–` without one. */
export function formatNumber(value: number | null, digits: number, unit = ''): Cell {
  if (value === null) return '–';
  return unit === '' ? value.toFixed(digits) : `${value.toFixed(digits)} ${unit}`;
}

/** Bytes, in the unit that keeps the number short. */
export function formatBytes(bytes: number | null): Cell {
  if (bytes === null) return '–';
  if (bytes < 10_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
