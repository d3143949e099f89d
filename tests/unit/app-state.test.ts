// Holds the page's state to its promises: one request at a time, the latest wish wins, a cancel leaves nothing behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offer } from '../../www/ui/ports.ts';
import { started } from './fixtures/started.ts';

const file = (name: string): File => new File(['x'], name);
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const offer = (id: string): Offer => ({
  id,
  name: null,
  trait: null,
  rows: 1,
  bytes: 1,
  license: null,
  citation: null,
  origin: 'catalog',
});

test('a file and a score lead to a report by themselves', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file('a')]);
  assert.equal(app.state.report.step, 'none');
  await app.addScores([file('s')]);
  await turn();
  assert.equal(app.state.report.step, 'ready');
  assert.deepEqual(fake.log, ['open a', 'add s', 'score']);
});

test('scoring waits until all that is on its way has come', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s'), file('t'), file('u')]);
  await turn();
  assert.deepEqual(
    fake.log.filter((line) => line === 'score'),
    ['score'],
  );
  assert.equal(fake.log.at(-1), 'score');
});

test('a change while scoring ends the older run, and the newer report is kept', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file('a')]);
  fake.hold = new Set(['score']);
  await app.addScores([file('s')]);
  await turn();
  const step = (): string => app.state.report.step;
  assert.equal(step(), 'scoring');
  const [older] = fake.held;
  void app.setOptions({ palindromes: 'keep' });
  await turn();
  // The older run is still at work: it must not hold up, or overwrite, what comes after.
  await app.addScores([file('t')]);
  await turn();
  assert.equal(older?.signal?.aborted, true);
  fake.held.at(-1)?.go();
  await turn();
  assert.equal(step(), 'ready');
  older?.go();
  await turn();
  assert.equal(step(), 'ready');
  assert.ok(fake.log.indexOf('options {"palindromes":"keep"}') < fake.log.lastIndexOf('score'));
});

test('a cancelled file leaves nothing behind', async () => {
  const { fake, app } = await started();
  fake.hold = new Set(['open']);
  const opening = app.openGenotypes([file('a'), file('b')]);
  await turn();
  const [first, second] = app.state.genotypes;
  assert.ok(first && second);
  void app.closeGenotype(second.key);
  await app.closeGenotype(first.key);
  await opening;
  assert.deepEqual(app.state.genotypes, []);
  assert.deepEqual(fake.log, ['open a'], 'the second was never asked for');
});

test('a cancel that comes too late closes what was opened', async () => {
  const { fake, app } = await started();
  fake.hold = new Set(['open']);
  void app.openGenotypes([file('a')]);
  await turn();
  const [held] = fake.held;
  held?.go();
  const [item] = app.state.genotypes;
  assert.ok(item);
  await app.closeGenotype(item.key);
  await turn();
  assert.deepEqual(fake.log, ['open a', 'close 0']);
  assert.deepEqual(app.state.genotypes, []);
});

test('places are counted among what is open at that moment', async () => {
  const { fake, app } = await started();
  fake.scoresPerFile = 2;
  await app.openGenotypes([file('a'), file('b'), file('c')]);
  await app.addScores([file('s'), file('t')]);
  await turn();
  fake.log.length = 0;
  const [a, , c] = app.state.genotypes;
  const [s] = app.state.scores;
  assert.ok(a && c && s);
  void app.closeGenotype(a.key);
  void app.closeGenotype(c.key);
  await app.removeScores([s.key]);
  await turn();
  assert.deepEqual(fake.log, ['close 0', 'close 1', 'remove 1', 'remove 0', 'score']);
  assert.equal(app.scoreFile(1)?.id, 't');
  assert.equal(app.scoreFile(2), null);
});

test('an error stays with its file, and the others go on', async () => {
  const { app } = await started();
  await app.openGenotypes([file('broken'), file('b')]);
  assert.deepEqual(
    app.state.genotypes.map((item) => [item.step, item.error?.code, item.error?.place.line]),
    [
      ['failed', 'empty', 1],
      ['ready', undefined, undefined],
    ],
  );
});

test('the same offer is fetched once, three at a time, in the build of the file', async () => {
  const { fake, app } = await started();
  fake.hold = new Set(['download']);
  void app.addOffers(['1', '2', '3', '4', '5'].map(offer));
  void app.addOffers([offer('2')]);
  await turn();
  assert.deepEqual(fake.log, ['download 1 GRCh37', 'download 2 GRCh37', 'download 3 GRCh37']);
  fake.held[0]?.go();
  await turn();
  assert.ok(fake.log.includes('add 1'));
  assert.ok(fake.log.includes('download 4 GRCh37'));
  assert.equal(app.state.scores.length, 5);
});

test('a failed offer can be tried again', async () => {
  const { fake, app } = await started();
  fake.hold = new Set(['download']);
  const adding = app.addOffers([offer('1')]);
  await turn();
  fake.held[0]?.fail(new Error('lost'));
  await adding;
  assert.deepEqual(
    app.state.scores.map((item) => item.step),
    ['failed'],
  );
  fake.hold.clear();
  await app.addOffers([offer('1')]);
  await turn();
  assert.deepEqual(
    app.state.scores.map((item) => item.step),
    ['ready'],
  );
});

test('of several options set at once the last is asked for, and an empty one is none', async () => {
  const { fake, app } = await started({ build: '37' });
  void app.setOptions({ rules: 'pgsc_calc_2' });
  void app.setOptions({ build: '' });
  await app.setOptions({ male_x: '2' });
  assert.deepEqual(fake.log, ['options {"rules":"pgsc_calc_2","male_x":"2"}']);
});

test('under an option that is none nothing is scored, until it is put right', async () => {
  const { fake, app } = await started({ palindromes: 'wrong' });
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  assert.equal(app.state.optionsError?.code, 'bad-option');
  assert.equal(app.state.report.step, 'failed');
  assert.ok(!fake.log.includes('score'), fake.log.join());
  await app.setOptions({ palindromes: '' });
  await turn();
  assert.deepEqual([app.state.optionsError, app.state.report.step], [null, 'ready']);
});

test('a restart that lost a file says so', async () => {
  const { fake, app } = await started();
  // Two files of one name: only the place tells which of them is lost.
  await app.openGenotypes([file('a'), file('a')]);
  const why = Object.assign(new Error('stopped'), { code: 'engine-stopped', place: {} });
  app.restarted(why as never, { genotypeFiles: [0], scores: [], chains: [] });
  assert.deepEqual(
    app.state.genotypes.map((item) => item.step),
    ['failed', 'ready'],
  );
  const b = app.state.genotypes[1];
  assert.ok(b);
  await app.closeGenotype(b.key);
  assert.equal(fake.log.at(-1), 'close 0');
});

test('forget leaves nothing chosen', async () => {
  const { fake, app } = await started({ rules: 'pgsc_calc_2' });
  await app.openGenotypes([file('a')]);
  await app.addScores([file('s')]);
  await turn();
  await app.forget();
  const { genotypes, scores, report, written } = app.state;
  assert.deepEqual([genotypes, scores, report, written], [[], [], { step: 'none' }, {}]);
  assert.deepEqual(fake.log.slice(-2), ['forget', 'options {}']);
});

test('scores are read in the order they were chosen, whichever came first', async () => {
  const { fake, app } = await started();
  fake.hold.add('download');
  const adding = app.addOffers([offer('1'), offer('2'), offer('3')]);
  await turn();
  for (const at of [2, 1, 0]) {
    fake.held[at]?.go();
    await turn();
  }
  await adding;
  await turn();
  assert.deepEqual(
    fake.log.filter((what) => what.startsWith('add ')),
    ['add 1', 'add 2', 'add 3'],
  );
});

test('an answer on places that a file does not list is told to the engine, kept, and used the next time', async () => {
  const { fake, app } = await started();
  fake.doctor = { variants_only: true };
  await app.openGenotypes([file('other'), file('genome.vcf')]);
  await app.addScores([file('s')]);
  await turn();
  const item = app.state.genotypes[1];
  assert.ok(item);
  assert.deepEqual([item.file?.absent, item.recalled, fake.answers.size], [null, false, 0]);
  const before = app.state.report;
  assert.equal(before.step, 'ready');
  const stop = app.subscribe(() => {
    const { genotypes, report } = app.state;
    assert.ok(genotypes[1]?.file?.absent === null || report !== before, 'no older sum beside the answer');
  });
  await app.answerAbsent(item.key, 'hom-ref');
  await turn();
  stop();
  assert.deepEqual(fake.log.slice(-3), ['absent 1 hom-ref', 'score', 'compare panel']);
  assert.equal(app.state.genotypes[1]?.file?.absent, 'hom-ref');
  assert.deepEqual([...fake.answers], [['genome.vcf', 'hom-ref']]);
  await app.closeGenotype(item.key);
  await app.openGenotypes([file('genome.vcf')]);
  await turn();
  const again = app.state.genotypes[1];
  assert.deepEqual([again?.file?.absent, again?.recalled], ['hom-ref', true]);
  assert.deepEqual(fake.log.slice(-4), ['open genome.vcf', 'absent 1 hom-ref', 'score', 'compare panel']);
});

test('what was said of a file of variants alone is not asked of other files', async () => {
  const { fake, app } = await started();
  fake.answers.set('chip.txt', 'hom-ref');
  await app.openGenotypes([file('chip.txt')]);
  await turn();
  assert.deepEqual(fake.log, ['open chip.txt']);
});

test('a stated build reads those files again that do not tell theirs, and no others', async () => {
  const { fake, app } = await started();
  await app.openGenotypes([file('told')]);
  fake.doctor = { build: null, build_evidence: { markers: { GRCh36: 0, GRCh37: 0, GRCh38: 0 }, header: null } };
  await app.openGenotypes([file('untold')]);
  await turn();
  fake.log.length = 0;
  await app.setOptions({ build: '38' });
  await turn();
  assert.deepEqual(fake.log, ['options {"build":"38"}', 'close 1', 'open untold']);
  await app.setOptions({ male_x: '2' });
  await turn();
  assert.deepEqual(fake.log.slice(3), ['options {"build":"38","male_x":"2"}']);
  assert.deepEqual(
    app.state.genotypes.map((item) => [item.name, item.step]),
    [
      ['told', 'ready'],
      ['untold', 'ready'],
    ],
  );
});

test('what belongs together is opened as one, and a chain file is added before the sums', async () => {
  const { fake, app } = await started();
  await app.addScores([file('s')]);
  await app.openGenotypes([file('2.set'), file('x.chain'), file('me'), file('1.set')]);
  await turn();
  assert.deepEqual(fake.log, ['add s', 'chain x.chain', 'open 2.set', 'open me', 'score', 'compare panel']);
  assert.deepEqual(
    app.state.genotypes.map(({ name, source }) => [name, source?.beside?.map((other) => other.name)]),
    [
      ['2.set', ['1.set']],
      ['me', undefined],
    ],
  );
  assert.deepEqual(
    app.state.chains.map(({ step, file: chain }) => [step, chain?.from, chain?.to]),
    [['ready', 'GRCh37', 'GRCh38']],
  );
  // By itself it opens nothing, and what was refused before is scored anew.
  await app.openGenotypes([file('y.chain'), file('x.chain')]);
  await turn();
  assert.deepEqual(fake.log.slice(6), ['chain y.chain', 'chain x.chain', 'score', 'compare panel']);
  assert.deepEqual([app.state.genotypes.length, app.state.chains.length], [2, 2], 'the same file stands once');
});

test('a chain file that is broken says so, and holds nothing up', async () => {
  const { fake, app } = await started();
  await app.addScores([file('s')]);
  await app.openGenotypes([file('me'), file('broken.chain')]);
  await turn();
  const [chain] = app.state.chains;
  assert.ok(chain);
  assert.deepEqual([chain.error?.code, app.state.report.step, fake.log.at(-1)], ['record-corrupt', 'ready', 'score']);
  app.dismissChain(chain.key);
  assert.deepEqual(app.state.chains, []);
});

test('files of one person are merged into the first, wherever they stand, and scored anew', async () => {
  const { fake, app } = await started();
  await app.openGenotypes(['a', 'b', 'c', 'd'].map(file));
  await app.addScores([file('s')]);
  await turn();
  fake.log.length = 0;
  const [, b, c, d] = app.state.genotypes;
  assert.ok(b && c && d);
  await app.mergeGenotypes([d.key, b.key]);
  await turn();
  assert.deepEqual(fake.log, ['merge 1 3', 'score', 'compare panel']);
  assert.deepEqual(
    app.state.genotypes.map(({ name }) => name),
    ['a', 'b + d', 'c'],
  );
  await app.closeGenotype(c.key);
  assert.ok(fake.log.includes('close 2'), fake.log.join());
});

test('files of different people stay as they are, and the page says why until something changes', async () => {
  const { app } = await started();
  await app.openGenotypes([file('a'), file('stranger')]);
  const [a, stranger] = app.state.genotypes;
  assert.ok(a && stranger);
  await app.mergeGenotypes([a.key, stranger.key]);
  const { merging } = app.state;
  assert.equal(merging.step === 'failed' && merging.error.code, 'people-differ');
  assert.equal(app.state.genotypes.length, 2);
  await app.closeGenotype(stranger.key);
  assert.equal(app.state.merging.step, 'none');
});

test('merged files that tell no build are read again together once it is stated', async () => {
  const { fake, app } = await started();
  fake.doctor = { build: null, build_evidence: { markers: { GRCh36: 0, GRCh37: 0, GRCh38: 0 }, header: null } };
  await app.openGenotypes([file('a'), file('b')]);
  const [a, b] = app.state.genotypes;
  assert.ok(a && b);
  await app.mergeGenotypes([a.key, b.key]);
  fake.log.length = 0;
  await app.setOptions({ build: '38' });
  await turn();
  assert.deepEqual(fake.log, ['options {"build":"38"}', 'close 0', 'open a', 'open b', 'merge 0 1']);
  assert.deepEqual(
    app.state.genotypes.map(({ name, step }) => [name, step]),
    [['a + b', 'ready']],
  );
});

test('nothing is opened of what was let go while it was sorted', async () => {
  const { fake, app } = await started();
  const opening = app.openGenotypes([file('a'), file('b')]);
  const [item] = app.state.genotypes;
  assert.deepEqual([item?.step, item?.files], ['sorting', 2]);
  await app.closeGenotype(item?.key ?? -1);
  await opening;
  assert.deepEqual([fake.log, app.state.genotypes], [[], []]);
});

test('the sample family is opened as four people of their own', async () => {
  const { fake, app } = await started();
  await app.openSample('family');
  assert.deepEqual(
    app.state.genotypes.map(({ name, sample, step }) => [name, sample, step]),
    ['mother', 'father', 'daughter', 'son'].map((name) => [name, true, 'ready']),
  );
  assert.deepEqual(
    fake.log.filter((line) => line.startsWith('open')),
    ['open mother', 'open father', 'open daughter', 'open son'],
  );
});
