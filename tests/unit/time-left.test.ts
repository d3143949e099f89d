// Holds the guess at the time left to what a person can bear: nothing too early, nothing that jumps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progress } from '../../www/messages/en/progress.ts';
import { roundSeconds, TimeLeft } from '../../www/ui/time-left.ts';
import { seeded } from './fixtures/seeded.ts';

/** Sees `done(ms)` of `total` every 50 ms; answers with what was said at each time. */
function watch(total: number, done: (at: number) => number, until: number): [number, number | null][] {
  const left = new TimeLeft();
  const said: [number, number | null][] = [];
  for (let at = 0; at <= until; at += 50) said.push([at, left.see(Math.min(total, done(at)), total, 10_000 + at)]);
  return said;
}

test('nothing is said for two seconds, and then what is right', () => {
  const said = watch(60_000, (at) => at, 40_000);
  assert.ok(said.filter(([at]) => at < 2_000).every(([, seconds]) => seconds === null));
  for (const [at, seconds] of said.filter(([at]) => at >= 2_000)) {
    assert.ok(seconds !== null);
    const truth = (60_000 - at) / 1000;
    assert.ok(Math.abs(seconds - truth) <= 11, `${seconds} s were said, and ${truth} s were left`);
  }
});

test('a rate that jumps about does not make the words jump', () => {
  const random = seeded(5);
  let done = 0;
  let until = 0;
  const said = watch(
    120_000,
    (at) => {
      // Bursts and waits, as a disk has them; the mean is 1 a millisecond.
      for (; until < at; until += 50) done += random() < 0.3 ? 50 / 0.3 : 0;
      return done;
    },
    60_000,
  );
  const words = said.map(([, seconds]) => seconds).filter((seconds) => seconds !== null);
  let changes = 0;
  let back = 0;
  for (let at = 1; at < words.length; at += 1) {
    changes += Number(words[at] !== words[at - 1]);
    back += Number((words[at] ?? 0) > (words[at - 1] ?? 0));
  }
  assert.ok(changes <= 15, `${changes} changes in a minute`);
  assert.ok(back <= 1, `${back} times it said more than before`);
});

test('what becomes slower is said to take longer, soon', () => {
  const said = watch(60_000, (at) => (at < 10_000 ? at * 2 : 20_000 + (at - 10_000) / 4), 30_000);
  const at = (ms: number): number => said.find(([time]) => time === ms)?.[1] ?? 0;
  assert.ok(at(9_900) <= 25, `${at(9_900)}`);
  assert.ok(at(25_000) >= 110, `${at(25_000)}`);
});

test('another part of the work begins anew', () => {
  const left = new TimeLeft();
  for (let at = 0; at <= 4_000; at += 100) left.see(at, 10_000, at);
  assert.ok(left.see(4_100, 10_000, 4_100) !== null);
  assert.equal(left.see(10, 10_000, 4_200), null, 'less is done than before');
  for (let at = 4_200; at <= 8_000; at += 100) left.see(at - 4_000, 10_000, at);
  assert.equal(left.see(4_100, 20_000, 8_100), null, 'there is another end');
  assert.equal(new TimeLeft().see(0, 0, 0), null);
});

test('seconds as a person names them', () => {
  for (const [seconds, rounded, words] of [
    [0.2, 5, 'a few seconds left'],
    [12, 10, 'about 10 seconds left'],
    [44, 40, 'about 40 seconds left'],
    [58, 60, 'about 1 minute left'],
    [89, 90, 'about 2 minutes left'],
    [130, 120, 'about 2 minutes left'],
    [3_570, 3_600, 'about 1 hour left'],
    [5_000, 5_400, 'about 1 h 30 min left'],
    [10_900, 10_800, 'about 3 hours left'],
  ] as const) {
    assert.equal(roundSeconds(seconds), rounded);
    assert.equal(progress.left(rounded), words);
  }
});
