// Holds the web's rooms to their floors: a room imports only from the rooms below it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

// Run from the top, as `npm test` does.
const www = join(process.cwd(), 'www');

/** What each room may import from, besides itself and packages. */
const below: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  styles: [],
  messages: ['shared'],
  worker: ['shared'],
  client: ['shared'],
  net: ['shared'],
  pwa: [],
  charts: ['shared', 'styles', 'messages'],
  exports: ['shared', 'messages'],
  ui: ['shared', 'styles', 'messages', 'client', 'net', 'charts', 'exports', 'pwa'],
  embed: ['shared', 'styles', 'messages', 'client', 'net', 'charts', 'exports', 'pwa', 'ui'],
};

const rooms = Object.keys(below).filter((room) => readdirSync(www).includes(room));
const importing = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;

test('every folder of TypeScript is a room with a floor', () => {
  const folders = readdirSync(www, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const withTypeScript = folders
    .map(({ name }) => name)
    .filter((name) => readdirSync(join(www, name)).some((file) => file.endsWith('.ts')))
    .filter((name) => !name.startsWith('pkg'));
  assert.deepEqual(
    withTypeScript.filter((name) => !(name in below)),
    [],
  );
});

for (const room of rooms) {
  test(`${room} imports from below only`, () => {
    const files = readdirSync(join(www, room), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    assert.ok(files.length > 0);
    const wrong: string[] = [];
    for (const name of files) {
      const path = join(www, room, name);
      for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(importing)) {
        const to = relative(www, join(dirname(path), target)).split(/[\\/]/)[0] ?? '';
        if (to !== room && !below[room]?.includes(to)) wrong.push(`${room}/${name} imports ${target}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}
