// Writes a number with all its digits and no power of ten, as the engine's tables have it.

/** The shortest digits that give the number back: 1e-7 → "0.0000001". */
export function plainDecimal(value: number): string {
  const short = String(value);
  const [, sign = '', whole = '', parts = '', power] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(short) ?? [];
  if (power === undefined) return Object.is(value, -0) ? '-0' : short;
  const digits = whole + parts;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
