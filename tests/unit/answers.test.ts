// Holds the memory of answers to its promises: it knows a file again by what it holds, and keeps nothing that names it.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Answers } from '../../www/ui/answers.ts';

const kept = new Map<string, string>();
let full = false;
beforeEach(() => {
  kept.clear();
  full = false;
});
Object.defineProperty(globalThis, 'localStorage', {
  value: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (full) throw new Error('full');
      kept.set(key, value);
    },
  },
});

const file = (name: string, content: string) => ({ name, blob: new Blob([content]) });

test('a file is known again by its name, length, beginning and end', async () => {
  const answers = new Answers();
  const content = `start ${'x'.repeat(300_000)} end`;
  await answers.keep(file('genome.vcf', content), 'hom-ref');
  await answers.keep(file('exome.vcf', content), 'missing');
  assert.equal(await new Answers().recall(file('genome.vcf', content)), 'hom-ref');
  assert.equal(await answers.recall(file('exome.vcf', content)), 'missing');
  for (const other of [`${content} `, content.replace('start', 'begin'), content.replace(' end', ' end'.toUpperCase())])
    assert.equal(await answers.recall(file('genome.vcf', other)), null);
  const stored = [...kept.values()].join();
  assert.ok(!/genome|exome|start|xxx/.test(stored), stored);
});

test('the latest answer holds, and the oldest of many go', async () => {
  const answers = new Answers();
  await answers.keep(file('a', 'a'), 'hom-ref');
  await answers.keep(file('a', 'a'), 'missing');
  assert.equal(await answers.recall(file('a', 'a')), 'missing');
  for (let at = 0; at < 205; at += 1) await answers.keep(file(`f${at}`, 'f'), 'missing');
  assert.equal(await answers.recall(file('a', 'a')), null);
  assert.equal(await answers.recall(file('f204', 'f')), 'missing');
  assert.equal(JSON.parse(kept.get('tallele-answers') ?? '[]').length, 200);
});

test('what is not ours, and a full storage, are no errors', async () => {
  const answers = new Answers();
  for (const text of ['{', '{}', '[1, ["x", "y"]]']) {
    kept.set('tallele-answers', text);
    assert.equal(await answers.recall(file('a', 'a')), null);
  }
  full = true;
  await answers.keep(file('a', 'a'), 'hom-ref');
  assert.equal(await answers.recall(file('a', 'a')), null);
});
