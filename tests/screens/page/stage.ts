// Puts the page on the stage in the state that the address asks for.
import type { Offer } from '../../../www/ui/ports.ts';
import { AppState } from '../../../www/ui/app-state.ts';
import { readOptions } from '../../../www/ui/read-options.ts';
import { readTheme } from '../../../www/ui/read-theme.ts';
import { TaApp } from '../../../www/ui/ta-app.ts';
import { comparedScores, uncompared } from '../../unit/fixtures/compared.ts';
import { handful, manyScores, report } from '../../unit/fixtures/report.ts';
import { stagedPorts } from './staged-ports.ts';

readTheme();
const query = new URLSearchParams(location.search);
const words = (name: string): string[] => (query.get(name) ?? '').split(',').filter((word) => word !== '');
const many = Number(query.get('many') ?? 0);
const scores = query.has('compared')
  ? comparedScores
  : (many > 0 ? manyScores(many) : handful).map((result) => uncompared(result));
const files = words('files');
const crowd = Number(query.get('people') ?? 0);
const people =
  crowd > 0
    ? Array.from({ length: crowd }, (_, place) => `HG${String(place + 96).padStart(5, '0')}`)
    : query.has('family')
      ? ['Ada', 'Ben']
      : query.has('names')
        ? words('names')
        : ['genome_Ada'];
const app = new AppState(
  stagedPorts(new Set(words('pause')), scores, people, query.has('commercial')),
  readOptions(location.search).written,
);
const page = new TaApp();
page.app = app;
document.body.append(page);
await app.start();
const opening = app.openGenotypes(files.map((name) => new File(['x'.repeat(1000)], name)));
const isPaused = query.has('pause') && !query.has('compare');
if (!isPaused) await opening;
const offers: Offer[] = query.has('scores')
  ? scores.map(({ id, name, trait, rows }) => ({
      id,
      name,
      trait,
      rows,
      bytes: rows * 31,
      license: null,
      citation: null,
      origin: 'catalog' as const,
    }))
  : [];
const adding = app.addOffers(offers);
if (!isPaused) await adding;
const saved = query.get('saved');
if (saved !== null) {
  const text = JSON.stringify(report(comparedScores, ['Ada', 'Ben']));
  await app.openReport(new File([saved === 'cut' ? text.slice(0, 4000) : text], 'tallele-report.json'));
}
const broken = app.addScores(words('broken').map((name) => new File(['x'], name)));
if (!query.has('pause')) await broken;
const comparing = query.has('compare') ? app.compare() : Promise.resolve();
if (!query.has('pause')) await comparing;
document.documentElement.dataset.staged = 'true';
