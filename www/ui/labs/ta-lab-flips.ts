// The lab "Polygenicity and flips": how many variants a trait is made of, how few would move it, and what moves along.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../../charts/chart.ts';
import { flipCurve } from '../../charts/flip-curve.ts';
import { spectrumCurve } from '../../charts/spectrum-curve.ts';
import { labFlips as words } from '../../messages/en/lab-flips.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import type { FlipCurves, FlipSettings, Shared } from '../../shared/labs.ts';
import { labHash } from '../route.ts';
import { StateWatch } from '../state-watch.ts';
import { Lab } from './lab.ts';
import { loadedScores } from './loaded-scores.ts';
import { movedAlong } from './moved-along.ts';

const list = [
  { key: 'n', label: words.settings.n, low: 10, high: 100_000, initial: 10_000, isWhole: true, isLog: true },
  { key: 'h2', label: words.settings.h2, low: 0.01, high: 1, initial: 0.5 },
  { key: 'effects', label: words.settings.effects, initial: 'normal', choices: words.effects },
  { key: 'seed', label: words.settings.seed, low: 0, high: 1_000_000, initial: 1, isWhole: true, isPlain: true },
] as const;

/** Standard deviations from the mean that people have been seen at. */
const seen = 5;

type Key = (typeof list)[number]['key'];

export class TaLabFlips extends Lab<Key> {
  static override properties = { ...Lab.properties, found: { state: true }, shared: { state: true } };

  readonly lab = 'polygenicity-and-flips';
  readonly list = list;
  readonly texts = words;
  declare private found: { readonly settings: FlipSettings; readonly curves: FlipCurves } | null;

  declare private shared: Shared | null;

  constructor() {
    super();
    this.found = null;
    this.shared = null;
    new StateWatch(this);
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { n, h2, effects, seed } = this.settings;
    const settings = {
      n: Number(n),
      h2: Number(h2),
      effects: effects === 'equal' ? 'equal' : 'normal',
      seed: Number(seed),
    } as const;
    const { labs } = this.app.ports;
    this.found = { settings, curves: await labs.ask({ kind: 'flips', settings }, { signal }) };
    const files = loadedScores(this.app.state);
    if (this.shared === null && files.length > 1) this.shared = await labs.ask({ kind: 'share', files }, { signal });
  }

  protected override body(): TemplateResult | typeof nothing {
    if (this.found === null) return nothing;
    const { settings, curves } = this.found;
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
    const { settings, curves } = this.found;
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
    ];
  }
}

customElements.define('ta-lab-flips', TaLabFlips);
