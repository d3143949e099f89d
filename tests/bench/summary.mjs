// Says what medians, aims and rows of a table are, for both halves of the results.

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const medianOf = (rows, of) => median(rows.map(of));

/** The median of every number of equal records. */
export function medians(rows) {
  const names = Object.keys(rows[0]).filter((name) => typeof rows[0][name] === 'number');
  return Object.fromEntries(names.map((name) => [name, medianOf(rows, (row) => row[name])]));
}

/** An aim with what it came to; null is what could not be measured, and not met. */
export const aim = (what, value, sign, limit, unit) => ({
  what,
  value,
  aim: `${sign} ${limit}`,
  unit,
  met: value !== null && (sign === '≥' ? value >= limit : value <= limit),
});

/** Three digits. */
export const short = (number) => (number === null ? '–' : String(Number(number.toPrecision(3))));

/** A row of a Markdown table. */
export const row = (...cells) => `| ${cells.join(' | ')} |`;
