// The lab "Polygenicity and flips": how many variants a trait is made of, how few would move it, and what moves along.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../../charts/chart.ts';
import { flipCurve } from '../../charts/flip-curve.ts';
import { spectrumCurve } from '../../charts/spectrum-curve.ts';
import { labEdits } from '../../messages/en/lab-edits.ts';
import { labFlips as words } from '../../messages/en/lab-flips.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import type { EditCurves, EditSettings, FlipCurves, Shared } from '../../shared/labs.ts';
import { labHash } from '../route.ts';
import { StateWatch } from '../state-watch.ts';
import { editSection } from './edit-section.ts';
import { Lab } from './lab.ts';
import { loadedScores } from './loaded-scores.ts';
import { movedAlong } from './moved-along.ts';

const list = [
  { key: 'n', label: words.settings.n, low: 10, high: 100_000, initial: 10_000, isWhole: true, isLog: true },
  { key: 'h2', label: words.settings.h2, low: 0.01, high: 1, initial: 0.5 },
  { key: 'effects', label: words.settings.effects, initial: 'normal', choices: words.effects },
  { key: 'seed', label: words.settings.seed, low: 0, high: 1_000_000, initial: 1, isWhole: true, isPlain: true },
  { key: 'edits', label: labEdits.settings.edits, low: 1, high: 1000, initial: 50, isWhole: true, isLog: true },
  {
    key: 'people',
    label: labEdits.settings.people,
    low: 1000,
    high: 1e8,
    initial: 200_000,
    isWhole: true,
    isLog: true,
  },
  { key: 'traits', label: labEdits.settings.traits, low: 0, high: 8, initial: 3, isWhole: true },
  { key: 'rg', label: labEdits.settings.rg, low: -1, high: 1, initial: 0.2 },
  { key: 'tolerance', label: labEdits.settings.tolerance, low: 0, high: 5, initial: 0.1 },
  { key: 'off', label: labEdits.settings.off, low: 0, high: 0.1, initial: 0.001 },
  { key: 'clean', label: labEdits.settings.clean, low: 0.01, high: 1, initial: 0.9 },
  { key: 'cells', label: labEdits.settings.cells, low: 0.01, high: 1, initial: 0.9 },
] as const;

/** Standard deviations from the mean that people have been seen at. */
const seen = 5;

type Key = (typeof list)[number]['key'];
type Found = { readonly settings: EditSettings; readonly curves: FlipCurves; readonly plan: EditCurves };

export class TaLabFlips extends Lab<Key> {
  static override properties = { ...Lab.properties, found: { state: true }, shared: { state: true } };

  readonly lab = 'polygenicity-and-flips';
  readonly list = list;
  declare private found: Found | null;
  declare private shared: Shared | null;

  constructor() {
    super();
    this.found = null;
    this.shared = null;
    new StateWatch(this);
  }

  get texts() {
    const plan = this.found?.plan;
    // How many neighbours a cause has comes with the answer.
    const assumed = plan === undefined ? [] : labEdits.assumptions(plan.neighbours, plan.neighbours_r2);
    return {
      ...words,
      source: `${words.source} ${labEdits.source}`,
      assumptions: [...words.assumptions, ...assumed],
    };
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { effects, ...numbers } = this.settings;
    const number = (key: Exclude<Key, 'effects'>): number => Number(numbers[key]);
    const settings: EditSettings = {
      n: number('n'),
      h2: number('h2'),
      effects: effects === 'equal' ? 'equal' : 'normal',
      seed: number('seed'),
      edits: number('edits'),
      people: number('people'),
      traits: number('traits'),
      rg: number('rg'),
      tolerance: number('tolerance'),
      off: number('off'),
      clean: number('clean'),
      cells: number('cells'),
    };
    const { labs } = this.app.ports;
    const [curves, plan] = await Promise.all([
      labs.ask({ kind: 'flips', settings }, { signal }),
      labs.ask({ kind: 'edits', settings }, { signal }),
    ]);
    this.found = { settings, curves, plan };
    const files = loadedScores(this.app.state);
    if (this.shared === null && files.length > 1) this.shared = await labs.ask({ kind: 'share', files }, { signal });
  }

  protected override body(): TemplateResult | typeof nothing {
    if (this.found === null) return nothing;
    const { settings, curves, plan } = this.found;
    const { spread, spectrum } = curves;
    return html`
      <h2 class="headline" data-testid="lab-headline" data-flips=${curves.flips} data-best=${curves.needed?.[0] ?? 'none'} data-any=${curves.needed?.[1] ?? 'none'}>
        ${
          curves.flips > 2 * settings.n
            ? words.headline.never(formatFigure(curves.flips), formatFigure(2 * settings.n))
            : words.headline.enough(formatFigure(curves.flips))
        }
      </h2>
      <p>${words.sentence(formatFigure(settings.n), formatFigure(curves.reach), formatFigure(curves.limit))} ${curves.reach > seen ? words.beyond : nothing}</p>
      <p class="soft">${words.caution}</p>
      <ta-figure .chart=${(width: number): Chart => flipCurve('flips', curves, width)}></ta-figure>
      ${
        spread === null
          ? nothing
          : html`<ta-figure .chart=${(width: number): Chart => spectrumCurve('spectrum', spread, spectrum, width)}></ta-figure>`
      }
      <h2>${labEdits.title}</h2>
      <p class="soft">${labEdits.caution}</p>
      ${editSection(settings, plan)}
      ${
        this.shared === null
          ? html`<div class="stack">
              <h3>${words.pleiotropy.title}</h3>
              <p class="soft">${words.pleiotropy.none}</p>
              <p class="no-print"><a href="#/shelf">${words.pleiotropy.link}</a></p>
            </div>`
          : html`${movedAlong(this.shared)}
              <p class="no-print"><a href=${labHash('shared-or-separate')}>${words.pleiotropy.open}</a></p>`
      }
    `;
  }

  protected override hand(): readonly string[] {
    if (this.found === null) return [];
    const { settings, curves, plan } = this.found;
    const { n, h2, effects } = settings;
    const { hand } = words;
    const figure = (value: number): string => formatFigure(value, 4);
    const beta = Math.sqrt((2 * h2) / n);
    const average = 1 / ((4 / 3) * Math.sqrt(2 / Math.PI) * beta);
    return [
      hand.flip(figure(h2), figure(n), figure(beta)),
      hand.flips(figure(n), figure(h2), figure(curves.flips)),
      hand.genetic(figure(n), figure(curves.flips_genetic)),
      hand.reach(figure(n), figure(h2), figure(curves.reach)),
      ...(effects === 'normal' ? [hand.mean(figure(average))] : []),
      labEdits.hand.study(figure(settings.people), figure(Math.sqrt(2 / settings.people))),
      labEdits.hand.gain,
      labEdits.hand.clean(figure(settings.off), figure(plan.edits), figure(plan.clean)),
    ];
  }
}

customElements.define('ta-lab-flips', TaLabFlips);
