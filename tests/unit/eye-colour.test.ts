// Holds the promise that no eye colour is named without its range and what it rests on, over random and damaged predictions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentRange } from '../../www/shared/percent-range.ts';
import type { EyeColour } from '../../www/shared/report.ts';
import { eyeColours, toldEyeColour } from '../../www/shared/told-eye-colour.ts';
import { eyeColourCard } from '../../www/ui/eye-colour-card.ts';
import { eyeColourBars } from '../../www/charts/eye-colour-bars.ts';
import { eyeColour } from './fixtures/comparison.ts';
import { seeded } from './fixtures/seeded.ts';
import { templateText } from './fixtures/template-text.ts';

const rounds = 3000;
const withheld = { code: 'key-site-missing', why: 'No call at the key place.', help: 'Another file may have it.' };
const text = (told: EyeColour): string => templateText(eyeColourCard('Ada', told));

/** Three probabilities with ranges around them, and the colour that they allow to be named. */
function whole(random: () => number): EyeColour {
  const weights = [random() ** 4, random() ** 4, random() ** 4];
  const all = weights.reduce((sum, one) => sum + one, 0);
  const [blue, intermediate, brown] = weights.map((one) => {
    const value = one / all;
    return { value, low: value * (1 - random() * 0.5), high: value + (1 - value) * random() * 0.5 };
  });
  assert.ok(blue && intermediate && brown);
  const colours = { blue, intermediate, brown };
  const call = eyeColours.find((colour) => colours[colour].low >= 0.7) ?? 'undefined';
  const missing = ['rs1', 'rs2', 'rs3'].slice(0, Math.floor(random() * 4));
  return eyeColour({ ...colours, call, missing, sites: 6 - missing.length });
}

test('a colour is named only with its range, its model and whose eyes it was learned from; else there is no number', () => {
  const random = seeded(53);
  const broken = [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, -1, 2, '0.9', '', {}, []];
  const seen = { named: 0, undefined: 0, withheld: 0, damaged: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const sound = whole(random);
    assert.ok(toldEyeColour(sound), JSON.stringify(sound));
    const parts = Object.keys(sound);
    const part = parts[Math.floor(random() * parts.length)] ?? 'blue';
    const dice = random();
    const told = (
      dice < 0.15
        ? { withheld }
        : dice < 0.45
          ? { ...sound, [part]: broken[Math.floor(random() * broken.length)] }
          : sound
    ) as EyeColour;
    const shown = toldEyeColour(told);
    const words = text(told);
    assert.doesNotMatch(words, /NaN|undefined|null|Infinity/, words);
    if (shown === null) {
      seen['withheld' in told ? 'withheld' : 'damaged'] += 1;
      assert.doesNotMatch(words, /\d/, words);
      assert.match(words, 'withheld' in told ? /No call at the key place\..*Another file may/s : /damaged/);
      continue;
    }
    seen[shown.call === 'undefined' ? 'undefined' : 'named'] += 1;
    assert.match(words, /\d%.* \(range \d+ to \d+%\)/, words);
    assert.match(words, /learned from Europeans.*IrisPlex: S\. Walsh/s, words);
    if (shown.call === 'undefined') assert.match(words, /No colour is named/);
    else {
      const { low, high } = shown[shown.call];
      assert.ok(words.includes(`range ${percentRange(low, high).join(' to ')}%`), words);
      assert.ok(shown[shown.call].low >= 0.7, 'never below the model’s own limit');
    }
  }
  assert.ok(Math.min(...Object.values(seen)) > 150, JSON.stringify(seen));
});

test('somebody unlike those whom the model was learned from is told so', () => {
  const words = (alike: number | null): string => templateText(eyeColourCard('Ada', eyeColour(), alike));
  assert.match(words(0.3), /more like others than like Europeans/);
  for (const alike of [0.9, null]) assert.doesNotMatch(words(alike), /more like others/);
});

test('a call that its ranges do not allow is not shown', () => {
  assert.equal(toldEyeColour(eyeColour({ call: 'blue' })), null);
  assert.equal(toldEyeColour(eyeColour({ brown: { value: 0.93, low: 0.69, high: 0.97 } })), null);
  assert.ok(toldEyeColour(eyeColour({ brown: { value: 0.93, low: 0.69, high: 0.97 }, call: 'undefined' })));
  assert.equal(toldEyeColour(eyeColour({ missing: ['rs1'] })), null, 'sites and missing ones are six');
  assert.equal(toldEyeColour(undefined), null);
});

test('ranges in the picture are rounded outwards', () => {
  const { drawing, readings } = eyeColourBars(
    'Ada',
    eyeColour({ brown: { value: 0.93, low: 0.8749, high: 0.9701 } }),
    400,
  );
  assert.match(JSON.stringify(drawing), /93% \(87–98\)/);
  assert.equal(readings.length, 3);
  assert.deepEqual(percentRange(0.07, 0.97), ['7', '97']);
  assert.deepEqual(percentRange(0, 1), ['0', '100']);
});
