// Holds what is said of edits: hypothetical, never the gain without how sure it is, and nothing of limits that do not bind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labEdits } from '../../www/messages/en/lab-edits.ts';
import { editSection } from '../../www/ui/labs/edit-section.ts';
import { editCurves, editSettings } from './fixtures/labs.ts';
import { templateText } from './fixtures/template-text.ts';

test('a plan says what is left of the gain, and why', () => {
  const text = templateText(editSection(editSettings, editCurves));
  assert.match(text, /40 edits would gain 1\.4 standard deviations on average, not 2\.2/);
  assert.match(text, /31\.5 of 40 are, on average/);
  assert.match(text, /The chance that all of them are causes is <0\.1%/);
  assert.match(text, /No more than 40 edits keep a chance of 96\.0%/);
  assert.match(text, /A cell has all of its edits with a chance of 1\.5%/);
  assert.match(text, /No choice within the limits gains more than 1\.41/);
  assert.match(text, /a disease that 10\.0% get, and moved down as far, 0\.4% would/);
  assert.match(text, /Trait 2[\s\S]*−0\.04[\s\S]*0\.31/);
  assert.doesNotMatch(text, /NaN|undefined|null/);
});

test('limits that do not bind are not spoken of', () => {
  const settings = { ...editSettings, off: 0, cells: 1, traits: 0 };
  const plan = {
    ...editCurves,
    edits_clean: null,
    clean: 1,
    cells_with_all: 1,
    moved: [],
    moved_free: [],
    is_best: true,
  };
  const text = templateText(editSection(settings, { ...plan, all_causal: 0 }));
  assert.match(text, /all of them are causes is <0\.1%/);
  assert.doesNotMatch(text, /elsewhere|nothing else is changed|A cell has|Trait 1|not proven/);
  assert.match(text, /No other choice within the limits gains more/);
});

test('a plan of nothing says so and draws nothing', () => {
  const none = { ...editCurves, edits: 0, points: [{ edits: 0, intended: 0, expected: 0, free: 0 }] };
  assert.equal(templateText(editSection(editSettings, none)).trim(), labEdits.nothing);
});

test('the words call it hypothetical and advise nobody', () => {
  assert.match(labEdits.caution, /^Hypothetical\. Nobody can make such edits in people, and nothing here advises/);
});
