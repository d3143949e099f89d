// Holds the writing of numbers: the same in every language, never a part rounded to nothing or to all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes } from '../../www/shared/format-bytes.ts';
import { formatCount } from '../../www/shared/format-count.ts';
import { formatPercentile } from '../../www/shared/format-percentile.ts';
import { formatShare } from '../../www/shared/format-share.ts';
import { formatSigned } from '../../www/shared/format-signed.ts';
import { formatSum } from '../../www/shared/format-sum.ts';

const rows: readonly (readonly [string, string, string])[] = [
  ['count, small', formatCount(7), '7'],
  ['count, four digits stay together', formatCount(9999), '9999'],
  ['count, thousands apart', formatCount(1_099_005), '1\u202f099\u202f005'],
  ['percentile', formatPercentile(71.4), '71'],
  ['percentile, almost nobody below', formatPercentile(0.97), '<1'],
  ['percentile, one', formatPercentile(1), '1'],
  ['percentile, ninety-nine', formatPercentile(99), '99'],
  ['percentile, almost everybody below', formatPercentile(99.4), '>99'],
  ['percentile, not a number', formatPercentile(Number.NaN), '–'],
  ['share, nothing', formatShare(0), '0%'],
  ['share, almost nothing', formatShare(0.0004), '<0.1%'],
  ['share, almost all', formatShare(0.99999), '>99.9%'],
  ['share, all', formatShare(1), '100%'],
  ['share, one decimal', formatShare(34 / 77), '44.2%'],
  ['share, unknown', formatShare(null), '–'],
  ['share, not a number', formatShare(Number.NaN), '–'],
  ['bytes', formatBytes(812), '812\u00a0B'],
  ['bytes, carried up', formatBytes(999_600), '1.0\u00a0MB'],
  ['bytes, three digits', formatBytes(352_118), '352\u00a0kB'],
  ['bytes, MB', formatBytes(16_402_331), '16.4\u00a0MB'],
  ['sum', formatSum(1.2791), '1.27910'],
  ['sum, negative, a true minus', formatSum(-0.3015), '−0.301500'],
  ['sum, nothing', formatSum(0), '0'],
  ['sum, tiny', formatSum(-1.2344e-7), '−1.234 × 10⁻⁷'],
  ['sum, huge', formatSum(3.5e12), '3.500 × 10¹²'],
  ['sum, unknown', formatSum(null), '–'],
  ['signed, up', formatSigned(0.1186), '+0.1186'],
  ['signed, down', formatSigned(-0.02), '−0.02000'],
];

for (const [name, is, expected] of rows) test(name, () => assert.equal(is, expected));
