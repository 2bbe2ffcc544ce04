/** Columns of text, padded to the widest; control sequences do not count as width. */
export function table(rows: readonly (readonly string[])[], gap = 2): string {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + " ".repeat((widths[i] ?? 0) - width(cell) + gap)))
      .join("");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

const controls = /\u001b\[[0-9;]*m/g;

/** Printed width of a text. */
export const width = (text: string): number => [...text.replace(controls, "")].length;
