// Holds the page's words to the engine's codes: every reason that a row can have is said in words of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { reason } from '../../www/messages/en/reasons.ts';

/** The codes that a Rust source file gives its variants. Run from the top, as `npm test` does. */
function codesOf(path: string, from: string): string[] {
  const text = readFileSync(path, 'utf8');
  const body = text.slice(text.indexOf(from));
  return [...body.slice(0, body.indexOf('\n    }\n')).matchAll(/=> "([a-z-]+)"/g)].map(([, code = '']) => code);
}

const codes = [
  ...codesOf('src/weights/unsupported.rs', 'pub fn code'),
  ...codesOf('src/matching/outcome.rs', 'pub fn code'),
  ...codesOf('src/matching/outcome.rs', 'pub fn rule').filter((code) => code !== 'matched'),
];

test('every reason of the engine has its words', () => {
  assert.ok(codes.length >= 15, codes.join());
  for (const code of codes) {
    const made = code.replaceAll('-', ' ');
    assert.ok(['haplotype', 'interaction'].includes(code) || reason(code) !== made, `${code} has no words of its own`);
  }
});
