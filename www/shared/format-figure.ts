// Writes a measured number with as many digits as it can be read by.
import { formatCount } from './format-count.ts';

/** 0.141421 → "0.141", 6.771 → "6.77", 829.4 → "829", 1250000 → "1 250 000"; a true minus sign. */
export function formatFigure(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 10 ** (digits - 1)) return formatCount(value);
  if (size > 0 && size < 1e-4) {
    const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
    return `${mantissa}e${exponent}`.replaceAll('-', '−');
  }
  return String(Number(value.toPrecision(digits))).replace('-', '−');
}
