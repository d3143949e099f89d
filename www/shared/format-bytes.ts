// Writes a size in bytes for people, in the decimal units that file managers show.

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 16400000 → "16.4 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1);
  return `${text}\u00a0${units[unit]}`;
}
