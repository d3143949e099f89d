// Reads the options that the page's address presets.
import type { OptionsWritten } from '../shared/protocol.ts';

const names = [
  'rules',
  'build',
  'palindromes',
  'multiallelic',
  'duplicates',
  'male_x',
  'dosage',
  'min_gq',
  'min_dp',
  'pass_only',
  'absent',
] as const;

export function readOptions(search: string): { readonly written: OptionsWritten; readonly threads: number | null } {
  const query = new URLSearchParams(search);
  const written: Partial<Record<(typeof names)[number], string>> = {};
  for (const name of names) {
    const value = query.get(name);
    if (value !== null && value !== '') written[name] = value;
  }
  const threads = Number(query.get('threads') ?? Number.NaN);
  return { written, threads: Number.isInteger(threads) && threads >= 0 ? threads : null };
}
