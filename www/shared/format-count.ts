// Writes a count with its thousands apart by a thin space, the same in every language.

const narrowSpace = '\u202f';

/** 1234567 → "1 234 567"; counts below 10 000 stay together, as in print. */
export function formatCount(count: number): string {
  const digits = String(Math.round(count));
  if (Math.abs(count) < 10_000) return digits.replace('-', '−');
  return digits.replace('-', '−').replace(/\B(?=(\d{3})+$)/g, narrowSpace);
}
