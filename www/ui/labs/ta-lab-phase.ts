// The lab of the phase transition: LASSO runs on ever more people, point by point, with theory's curves under the dots.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../../charts/chart.ts';
import { phaseCurve } from '../../charts/phase-curve.ts';
import { labPhase as words } from '../../messages/en/lab-phase.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import type { PhaseCurves, PhaseSettings, PhaseStep } from '../../shared/labs.ts';
import { Lab } from './lab.ts';

const list = [
  { key: 'h2', label: words.settings.h2, low: 0.1, high: 1, initial: 0.5 },
  { key: 'p', label: words.settings.p, low: 100, high: 20_000, initial: 4000, isWhole: true, isLog: true },
  { key: 's', label: words.settings.s, low: 1, high: 50, initial: 25, isWhole: true },
  { key: 'seed', label: words.settings.seed, low: 0, high: 1_000_000, initial: 1, isWhole: true, isPlain: true },
] as const;

type Key = (typeof list)[number]['key'];

/** Recall from which nearly all are found. */
const nearlyAll = 0.9;

export class TaLabPhase extends Lab<Key> {
  static override properties = {
    ...Lab.properties,
    curves: { state: true },
    step: { state: true },
    isStopped: { state: true },
  };

  readonly lab = 'phase-transition';
  readonly list = list;
  readonly texts = words;
  declare private curves: PhaseCurves | null;
  declare private step: PhaseStep | null;
  declare private isStopped: boolean;

  constructor() {
    super();
    this.curves = null;
    this.step = null;
    this.isStopped = false;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    this.step = null;
    this.isStopped = false;
    const settings = this.#asked();
    const { labs } = this.app.ports;
    this.curves = await labs.ask({ kind: 'phase-curves', settings }, { signal });
    this.step = await labs.ask({ kind: 'phase', settings }, { signal, onStep: (step) => (this.step = step) });
  }

  protected override body(): TemplateResult | typeof nothing {
    const { curves, step } = this;
    if (curves === null) return html`<p class="soft" role="status">${words.starting}</p>`;
    const settings = this.#asked();
    const points = step?.points ?? [];
    return html`
      <h2 class="headline" data-testid="lab-headline" data-fingerprint=${step?.finished ? step.fingerprint : nothing}>${this.#headline()}</h2>
      <div class="stack no-print">
        <progress max="1" .value=${step?.share ?? 0} aria-label=${words.progress}></progress>
        <div class="row">
          ${
            step?.finished || this.isStopped
              ? html`<button type="button" class="first" data-testid="run-lab" @click=${() => this.again()}>${words.again}</button>`
              : html`<button type="button" data-testid="stop-lab" @click=${this.#stopRun}>${words.stop}</button>`
          }
          <span class="soft number" data-testid="lab-progress" data-finished=${String(step?.finished ?? false)}>${this.#progress()}</span>
        </div>
      </div>
      <ta-figure .chart=${(width: number): Chart => phaseCurve('phase-transition', settings, curves, points, width)}></ta-figure>
    `;
  }

  protected override hand(): readonly string[] {
    const { h2, p, s } = this.#asked();
    const { hand } = words;
    const each = h2 / s;
    const people = (2 * s * Math.log(p)) / h2;
    const { threshold = null } = this.curves ?? {};
    const needed = threshold === null ? null : Math.round(threshold * s);
    const figure = formatFigure;
    return [
      hand.each(figure(h2), figure(s), figure(each), figure(Math.sqrt(each))),
      hand.chance(figure(p), figure(people), figure(Math.sqrt((2 * Math.log(p)) / people))),
      hand.meet(figure(s), figure(p), figure(h2), figure(people), figure(people / s)),
      needed === null || threshold === null
        ? hand.none
        : hand.threshold(figure(needed, 4), figure(p), figure(needed / p), figure(1 / threshold), figure(threshold)),
    ];
  }

  #asked(): PhaseSettings {
    const { h2, p, s, seed } = this.settings;
    return { h2: Number(h2), p: Number(p), s: Math.min(Number(s), Math.floor(Number(p) / 2)), seed: Number(seed) };
  }

  #headline(): string {
    const { s, h2 } = this.#asked();
    const points = this.step?.points ?? [];
    const last = points.at(-1);
    if (!last) return words.headline.waiting;
    const found = points.find(({ recall }) => recall >= nearlyAll);
    return found
      ? words.headline.found(formatFigure(found.people / s), formatFigure(h2))
      : words.headline.notYet(last.recall.toFixed(2), formatFigure(last.people / s));
  }

  #progress(): string {
    const { step } = this;
    if (this.isStopped) return words.stopped;
    if (step === null) return words.starting;
    if (step.finished) return words.done(step.points.length, step.points.at(-1)?.chosen ?? 0);
    const { now } = step;
    return now ? words.fitting(now.people, now.lambdas, now.lambdas_most, now.chosen) : words.starting;
  }

  readonly #stopRun = (): void => {
    this.stop();
    this.isStopped = true;
  };
}

customElements.define('ta-lab-phase', TaLabPhase);
