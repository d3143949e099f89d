// Writes a sum, a weight or a contribution with enough digits to tell two people apart.

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Six significant digits and a true minus sign; very small and very large values as powers of ten. */
export function formatSum(value: number | null, digits = 6): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e7) return value.toPrecision(digits).replace('-', '−');
  const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(digits, 4) - 1).split('e');
  const power = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => superscripts.charAt(Number(digit)));
  return `${mantissa.replace('-', '−')} × 10${power}`;
}
