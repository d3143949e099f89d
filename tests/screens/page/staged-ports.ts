// Stands in for engine and network with fixture data, so that every state of every view can be looked at.
import type { EngineState, Progress } from '../../../www/shared/protocol.ts';
import type { Overview } from '../../../www/shared/overview.ts';
import type { GenotypeFile, ScoreResult, StatedRelative } from '../../../www/shared/report.ts';
import { ScorerError } from '../../../www/shared/scorer-error.ts';
import type { LedgerEntry, Offer, Ports, Watch } from '../../../www/ui/ports.ts';
import { uncompared } from '../../unit/fixtures/compared.ts';
import { genotypeFile } from '../../unit/fixtures/genotype-file.ts';
import { overview } from '../../unit/fixtures/overview.ts';
import { howGood } from '../../unit/fixtures/how-good.ts';
import { handful, report } from '../../unit/fixtures/report.ts';
import { stagedComparison } from './staged-comparison.ts';
import { scoreFile } from './staged-score-file.ts';
import { withRelative } from './with-relative.ts';

const engineState: EngineState = {
  variant: 'threads',
  threads: 4,
  reason: 'shared-memory',
  version: '0.1.0',
  memory_bytes: 96_400_000,
  loaded: [],
};

const records: Partial<GenotypeFile> = {
  format: 'vcf',
  reasons: ['its content is VCF'],
  wrapping: ['gzip'],
  member: null,
  chip_guess: null,
  findings: [],
  markers: 4_912_118,
  called: 4_902_000,
  no_calls: 10_118,
  call_rate: 0.99794,
  heterozygous: 2_901_400,
  indels: 910_220,
};

export const samples: readonly Offer[] = [
  {
    id: 'sample-tally',
    name: 'A small score to add up by hand',
    trait: 'Worked example',
    rows: 12,
    bytes: 1_210,
    license: 'CC0',
    citation: null,
    origin: 'sample',
  },
  {
    id: 'sample-wide',
    name: 'A wide score',
    trait: 'Invented trait, 100 000 variants',
    rows: 100_000,
    bytes: 1_900_000,
    license: 'CC0',
    citation: null,
    origin: 'sample',
  },
];

export const found: readonly Offer[] = handful.slice(0, 4).map((result, index) => ({
  id: result.id,
  name: result.name,
  trait: result.trait,
  rows: result.rows,
  bytes: index === 2 ? null : result.rows * 31 + 1800,
  license:
    index === 1 ? 'Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International (CC BY-NC-ND 4.0)' : null,
  citation: result.citation,
  origin: 'catalog',
}));

/** By the beginning of the file's name. */
const kinds: Readonly<Record<string, Partial<GenotypeFile>>> = {
  variants: {
    ...records,
    vendor: 'VCF',
    variants_only: true,
    filtered: 61_204,
  },
  chromosomes: {
    ...records,
    vendor: 'VCF',
    samples: 3,
    sample: '3 samples',
    sample_names: ['Ada', 'Ben', 'Cleo'],
    files: Array.from({ length: 22 }, (_, at) => `chromosomes.chr${at + 1}.vcf.gz`),
  },
  blocks: {
    ...records,
    vendor: 'gVCF',
    reasons: ['its content is VCF', 'it has reference blocks: stretches where nothing but the reference was seen'],
    variants_only: false,
    reference_blocks: 31_840_112,
  },
  study: {
    ...records,
    format: 'plink1',
    vendor: 'PLINK 1',
    reasons: ['its content is PLINK 1'],
    wrapping: [],
    files: ['study.bed', 'study.bim', 'study.fam'],
    sample: '2504 samples',
    samples: 2_504,
    sample_names: ['HG00096', 'HG00097', 'HG00099', 'HG00100', 'HG00101'],
    call_rate: 0,
    called: 0,
    build: null,
    build_evidence: { markers: { GRCh36: 0, GRCh37: 0, GRCh38: 0 }, header: null },
  },
};

/** Nobody stands where the first person does. */
function spread(made: Overview): Overview {
  const { scores, figures } = made;
  const moved = (column: Float64Array): Float64Array =>
    column.map((percentile, place) => {
      const sample = Math.floor(place / Math.max(1, scores.length));
      const by = ((sample * 37 + (place % Math.max(1, scores.length)) * 11 * sample) % 61) - (sample === 0 ? 0 : 30);
      return Math.max(0.5, Math.min(99.5, percentile + (sample === 0 ? 0 : by)));
    });
  const { percentile, percentile_low, percentile_high } = figures;
  return {
    ...made,
    figures: {
      ...figures,
      percentile: moved(percentile),
      percentile_low: moved(percentile_low),
      percentile_high: moved(percentile_high),
    },
  };
}

const never = <T>(watch: Watch | undefined): Promise<T> =>
  new Promise((_, fail) => watch?.signal?.addEventListener('abort', () => fail(new ScorerError('cancelled', {}, ''))));

/** `pause`: the steps that never end, so that they can be seen. */
export function stagedPorts(
  pause: ReadonlySet<string>,
  scores: readonly ScoreResult[],
  people: readonly string[],
  commercial: boolean,
): Ports {
  let given = 0;
  let opened = 0;
  let relatives: readonly StatedRelative[] = [];
  const progress = (watch: Watch | undefined, one: Progress): void => watch?.onProgress?.(one);
  const ledger: LedgerEntry[] = [
    '',
    'assets/index-4f1c.js',
    'assets/worker-91ab.js',
    'assets/engine-threads-77.wasm',
    'samples/shelf.json',
  ].map((path, index) => ({
    time: new Date(2026, 10, 21, 9, 14, index * 2),
    method: 'GET',
    url: new URL(path, location.href.replace(/[#?].*/, '')).href,
    bytes: 4_200 * (index + 1) ** 3,
    outcome: 'done',
    why: index === 4 ? 'the list of samples' : 'part of this page',
    part: index !== 4,
  }));
  ledger.push({
    time: new Date(2026, 10, 21, 9, 15, 2),
    method: 'GET',
    url: 'https://www.pgscatalog.org/rest/score/PGS000001',
    bytes: 3_811,
    outcome: 'done',
    why: 'the card of a score',
    part: false,
  });
  ledger.push({
    time: new Date(2026, 10, 21, 9, 15, 9),
    method: 'GET',
    url: 'https://ftp.ebi.ac.uk/pub/databases/spot/pgs/scores/PGS000001/ScoringFiles/Harmonized/PGS000001_hmPOS_GRCh37.txt.gz',
    bytes: 4_187,
    outcome: 'done',
    why: 'a whole scoring file',
    part: false,
  });
  const made: Overview = overview(scores.map(uncompared), people);
  let compared = false;
  const files: GenotypeFile[] = [];
  return {
    threads: null,
    answers: { recall: async () => null, keep: async () => {} },
    labs: { ask: () => Promise.reject(new Error('no lab is staged')), end: async () => {} },
    engine: {
      state: engineState,
      start: async () => engineState,
      async sort(chosen) {
        return chosen.map(({ name }, place) => ({
          kind: name.includes('.chain') ? ('chain' as const) : ('genotypes' as const),
          files: [place],
        }));
      },
      addChain: async ({ name }) => ({
        input: name,
        bytes: 227_698,
        sha256: name,
        from: name.startsWith('hg38') ? 'GRCh38' : 'GRCh37',
        to: name.startsWith('hg38') ? 'GRCh37' : 'GRCh38',
      }),
      async merge(places) {
        if (places.some((place) => files[place]?.name.startsWith('stranger')))
          throw new ScorerError(
            'people-differ',
            { role: 'genotypes', input: 'stranger.txt' },
            'The files are of different people: of 121204 markers that both have a call at, 70811 have the same. Leave them as they are: each is scored by itself.',
          );
        const some = places.map((place) => files[place] ?? genotypeFile());
        const agreement = {
          shared: 121_204,
          agreeing: 121_017,
          other_strand: 31,
          conflicting: 156,
          filled: 1_902,
          added: 533_870,
          not_lifted: 12,
        };
        const shown = genotypeFile({
          name: some.map(({ name }) => name).join(' + '),
          format: 'merged',
          vendor: 'Several files of one person',
          merged: some.map(({ name, vendor, markers }, place) => ({
            name,
            vendor,
            markers,
            agreement: place === 0 ? null : agreement,
          })),
        });
        const [first = 0, ...others] = places;
        files[first] = shown;
        for (const other of others.toReversed()) files.splice(other, 1);
        return shown;
      },
      async open(file, watch) {
        if (pause.has('open')) {
          progress(watch, { phase: 'reading', done: 6_310_400, total: 16_402_331 });
          return never(watch);
        }
        if (file.name.startsWith('broken'))
          throw new ScorerError(
            'bad-position',
            { role: 'genotypes', input: file.name, line: 214_071, byte: 5_310_882, field: 'position' },
            'The position is not a whole number within the chromosome. Check that the columns are in the order the header says.',
          );
        opened += 1;
        const shown = genotypeFile({
          name: file.name,
          sample: people[opened - 1] ?? file.name,
          ...(file.name.startsWith('old')
            ? {
                vendor: 'FamilyTreeDNA',
                build: 'GRCh36',
                wrapping: ['gzip'],
                member: null,
                build_evidence: { markers: { GRCh36: 388, GRCh37: 0, GRCh38: 0 }, header: 'GRCh37' },
                findings: [
                  {
                    code: 'old-build',
                    count: 1,
                    severity: 'fix',
                    text: 'The positions are of GRCh36, although the header says GRCh37. Variants are found by rsID instead, and those without one are not found.',
                  },
                ],
              }
            : {}),
          ...kinds[file.name.split('.')[0] ?? ''],
        });
        files.push(shown);
        return shown;
      },
      async setAbsent(place, absent) {
        const shown = { ...(files[place] ?? genotypeFile()), absent };
        files[place] = shown;
        return shown;
      },
      close: async () => {},
      async addScore(file, watch) {
        if (pause.has('add')) {
          progress(watch, { phase: 'reading', done: 3_000, total: 10_000 });
          return never(watch);
        }
        if (file.name.startsWith('broken'))
          throw new ScorerError(
            'score-column-missing',
            { role: 'scores', input: file.name, line: 1 },
            'The header has no column effect_weight. Choose a scoring file, or name its columns as the PGS Catalog does.',
          );
        const result = scores[given];
        given += 1;
        return result ? [scoreFile(result, given - 1)] : [];
      },
      removeScore: async () => {},
      async setOptions(written) {
        if (written.build === '99')
          throw new ScorerError('bad-option', { role: 'options', field: 'build' }, 'build must be one of: 36, 37, 38.');
        return made.options;
      },
      async score(watch) {
        compared = false;
        if (!pause.has('score')) return { ...made, files };
        progress(watch, { phase: 'scoring', done: 312, total: 5_000, unit: 'scores' });
        return never(watch);
      },
      async compare(_reference, stated, watch) {
        if (pause.has('compare')) {
          progress(watch, { phase: 'placing', done: 3, total: 8, unit: 'people' });
          return never(watch);
        }
        if (pause.has('refuse'))
          throw new ScorerError(
            'network',
            {},
            'The reference pack could not be loaded. Check the connection and try again.',
          );
        compared = true;
        relatives = stated.relatives;
        return { comparison: stagedComparison(people), overview: { ...spread(overview(scores, people)), files } };
      },
      async result(sample, score) {
        const one = scores[score] ?? (handful[0] as ScoreResult);
        const observed_sum = made.figures.observed_sum[sample * scores.length + score] ?? 0;
        const stated = relatives.find((of) => of.sample === sample && of.score === score)?.relative;
        return { ...(compared ? withRelative(one, stated) : uncompared(one)), observed_sum };
      },
      audit: async () =>
        new Blob([
          'row,variant,chromosome,position,effect_allele,other_allele,effect_weight,state,match_kind,dosage,contribution\r\n',
          ...Array.from(
            { length: 3000 },
            (_, row) =>
              `${row + 1},rs${row * 17 + 1001},${1 + (row % 22)},${row * 7919 + 12000},A,G,0.0${(row % 89) + 10},matched,refalt,${row % 3},0.0${row % 77}\r\n`,
          ),
        ]),
      save: async () => new Blob([JSON.stringify(report(compared ? scores : scores.map(uncompared), people))]),
      forget: async () => engineState,
    },
    net: {
      samples: async () => samples,
      samplePerson: async (watch) =>
        pause.has('sample') ? never(watch) : { name: 'sample-person.txt.gz', blob: new Blob(['x'.repeat(4000)]) },
      sampleFamily: async () =>
        ['mother', 'father'].map((who) => ({ name: `sample-${who}.txt.gz`, blob: new Blob(['x']) })),
      search: async (text) =>
        text === 'nothing'
          ? []
          : text === 'offline'
            ? Promise.reject(
                new ScorerError(
                  'network',
                  {},
                  'www.pgscatalog.org could not be reached. Check the connection and try again.',
                ),
              )
            : found,
      async download(offer, _build, watch) {
        if (pause.has('download')) {
          progress(watch, { phase: 'reading', done: 1_204_000, total: 4_800_000 });
          return never(watch);
        }
        return { name: `${offer.id}.txt.gz`, blob: new Blob(['x']) };
      },
      size: async () => 352_118,
      reference: async () => ({ name: 'ancestry-core.tallele-panel', blob: new Blob(['x']) }),
      howGood: async () =>
        pause.has('refuse')
          ? Promise.reject(
              new ScorerError('network', {}, 'The figures could not be loaded. Check the connection and try again.'),
            )
          : pause.has('how-good')
            ? never(undefined)
            : new Blob([JSON.stringify(howGood())]),
      hosts: () => ['www.pgscatalog.org', 'ftp.ebi.ac.uk'],
      ledger: () => ledger,
      onLedger: () => () => {},
      forget: async () => [],
    },
    commercial,
  };
}
