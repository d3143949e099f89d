// Measures in Chromium the lab of the phase transition: the path of 1,500 people and 4,000 variants, and the whole run.

const settings = { h2: 0.5, p: 4000, s: 50, seed: 1 };
const people = 1500;
const aimMs = 2000;

/** In the page: times of each point's path, by the number of people. */
async function runLab(settings) {
  const { labs } = document.querySelector('ta-app').app.ports;
  await labs.ask({ kind: 'phase-curves', settings });
  const began = performance.now();
  let before = began;
  const paths = {};
  const note = ({ points }) => {
    const last = points.at(-1);
    if (!last || last.people in paths) return;
    paths[last.people] = performance.now() - before;
    before = performance.now();
  };
  const end = await labs.ask({ kind: 'phase', settings }, { onStep: note });
  note(end);
  return { paths, whole_ms: performance.now() - began, fingerprint: end.fingerprint };
}

/** Runs in a page of their own each; medians, as load comes and goes. */
export async function measureLabs(browser, site, runs) {
  const found = [];
  for (let at = 0; at < runs; at++) {
    const page = await browser.newPage();
    await page.goto(`${site.url}#/labs`);
    await page.waitForFunction(() => document.querySelector('ta-app')?.app);
    found.push(await page.evaluate(runLab, settings));
    await page.close();
  }
  if (new Set(found.map(({ fingerprint }) => fingerprint)).size !== 1) throw new Error('one run gave several results');
  const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];
  const path_ms = median(found.map(({ paths }) => paths[people]));
  return { settings, people, path_ms, whole_ms: median(found.map(({ whole_ms }) => whole_ms)), aim_ms: aimMs };
}

/** The record as Markdown. */
export function labsTable({ settings, people, path_ms, whole_ms, aim_ms }) {
  const { p, s, h2 } = settings;
  return [
    '',
    '# The labs',
    '',
    `Phase transition in Chromium, one thread, h² = ${h2}, p = ${p}, s = ${s}: the path of ${people} people takes ${Math.round(path_ms)} ms`,
    `(aim ${aim_ms} ms: ${path_ms <= aim_ms ? 'met' : 'not met'}), the whole run of eight paths, people drawn and judged, ${Math.round(whole_ms)} ms.`,
    '',
  ].join('\n');
}
