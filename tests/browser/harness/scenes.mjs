// Goes through every view of the built page in turn, with real files in a real engine, and stops where there is something to see.
import { join } from 'node:path';
import { root } from '../../../www/build/paths.mjs';
import { goTo, seeResults, trySample } from './built-page.mjs';
import { recordFolder, study, variantsOnly, withBlocks } from './record-files.mjs';

const broken = (name) => join(root, 'tests/broken', name, 'input.txt');
const openFirst = (page, scope) => page.locator(`${scope} summary`).first().click();

/** A genome's variants, a gVCF, and a study of many people whose build nothing tells. */
function recordFiles() {
  const files = recordFolder();
  process.once('exit', files.remove);
  return [
    files.write('genome.vcf', variantsOnly()),
    files.write('genome.g.vcf', withBlocks()),
    files.write('study.vcf', study({ samples: 300, told: false })),
  ];
}

async function seeScore(page, at) {
  await seeResults(page);
  await page.getByTestId('result-row').nth(at).getByRole('link').click();
  await page.locator('ta-score h1').waitFor();
  // The charts are drawn once their width is known.
  await page.locator('ta-figure figure').first().waitFor();
}

async function seeLab(page, name) {
  await goTo(page, 'labs');
  await page.getByRole('link', { name }).click();
  await page.getByTestId('lab-headline').waitFor();
  await page.locator('ta-figure figure').last().waitFor();
}

/** name → what to do to be there, from where the one before ends. The page reads from a mirror of the catalog. */
export const scenes = {
  open: (page) => goTo(page, 'open'),
  'results-empty': (page) => goTo(page, 'results'),
  shelf: (page) => goTo(page, 'shelf'),
  'open-errors': async (page) => {
    await goTo(page, 'open');
    await page.getByTestId('genotype-input').setInputFiles([broken('pdf'), broken('position-word')]);
    await page.getByTestId('error').nth(1).waitFor();
  },
  'open-doctor': async (page) => {
    for (let left = 2; left > 0; left -= 1) await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await trySample(page);
    await openFirst(page, 'ta-doctor');
    await page.locator('ta-doctor ta-figure figure').waitFor();
  },
  'shelf-chosen': async (page) => {
    await goTo(page, 'shelf');
    await page.getByTestId('search').fill('breast');
    await page.keyboard.press('Enter');
    await page.getByText('2 scores found').waitFor();
    await page.getByTestId('score-input').setInputFiles(broken('genotypes-as-score'));
    await page.getByTestId('error').waitFor();
    await openFirst(page, 'ta-shelf [data-testid=options]');
  },
  results: async (page) => {
    await seeResults(page);
    await openFirst(page, 'ta-results');
  },
  score: async (page) => {
    await seeScore(page, 1);
    await page.getByRole('button', { name: 'Show it here' }).click();
    await page.getByTestId('audit-preview').waitFor();
    await openFirst(page, 'ta-figure');
  },
  'score-models': (page) => seeScore(page, 3),
  privacy: (page) => goTo(page, 'privacy'),
  'open-records': async (page) => {
    await goTo(page, 'open');
    await page.getByTestId('genotype-input').setInputFiles(recordFiles());
    await page.getByTestId('doctor').nth(3).waitFor();
    await page.getByTestId('doctor').nth(3).locator('summary').first().click();
    await page.locator('ta-doctor ta-figure figure').last().waitFor();
  },
  labs: (page) => goTo(page, 'labs'),
  'lab-phase': async (page) => {
    await page.getByRole('link', { name: 'Phase transition' }).click();
    await page.locator('[data-testid=lab-progress][data-finished=true]').waitFor({ timeout: 60_000 });
  },
  'lab-data': (page) => seeLab(page, 'How much data?'),
  'lab-flips': (page) => seeLab(page, 'Polygenicity and flips'),
  'lab-sharing': (page) => seeLab(page, 'Shared or separate?'),
  'results-samples': async (page) => {
    await seeResults(page);
    await page.getByTestId('sample-table').waitFor();
  },
};

export const sizes = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
];

/** Takes light or dark by the page's own button. */
export async function useColours(page, theme) {
  const button = page.getByRole('button', { name: `Use ${theme} colours` });
  if ((await button.count()) > 0) await button.click();
}
