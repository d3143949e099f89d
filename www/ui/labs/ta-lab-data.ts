// The lab "How much data?": accuracy against people, heritability and loci, and how near a prediction can come.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../../charts/chart.ts';
import { dataCurve } from '../../charts/data-curve.ts';
import { labData as words } from '../../messages/en/lab-data.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import type { DataCurves, DataSettings } from '../../shared/labs.ts';
import { Lab } from './lab.ts';

const list = [
  { key: 'h2', label: words.settings.h2, low: 0.05, high: 1, initial: 0.6 },
  { key: 'm', label: words.settings.m, low: 1000, high: 1_000_000, initial: 60_000, isWhole: true, isLog: true },
  { key: 'sd', label: words.settings.sd, low: 0.1, high: 1000, initial: 15, isLog: true },
  { key: 'within', label: words.settings.within, low: 0.01, high: 1000, initial: 10, isLog: true },
  { key: 's', label: words.settings.s, low: 1, high: 1_000_000, initial: 10_000, isWhole: true, isLog: true },
] as const;

type Key = (typeof list)[number]['key'];

const examples: Readonly<Record<keyof typeof words.examples, Partial<Record<Key, number>>>> = {
  points: { h2: 0.6, m: 60_000, sd: 15, within: 10 },
  common: { h2: 0.25, m: 60_000, sd: 15, within: 10 },
  height: { h2: 0.8, m: 60_000, sd: 6.5, within: 4, s: 10_000 },
};

export class TaLabData extends Lab<Key> {
  static override properties = { ...Lab.properties, found: { state: true } };

  readonly lab = 'how-much-data';
  readonly list = list;
  readonly texts = words;
  declare private found: { readonly settings: DataSettings; readonly curves: DataCurves } | null;

  constructor() {
    super();
    this.found = null;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { h2, m, sd, within, s } = this.settings;
    const settings = { h2: Number(h2), m: Number(m), sd: Number(sd), within: Number(within), s: Number(s) };
    this.found = { settings, curves: await this.app.ports.labs.ask({ kind: 'data', settings }, { signal }) };
  }

  protected override body(): TemplateResult | typeof nothing {
    if (this.found === null) return nothing;
    const { settings, curves } = this.found;
    const drawn = (width: number): Chart => dataCurve('how-much-data', settings, curves, width);
    const names = Object.keys(examples) as (keyof typeof examples)[];
    return html`
      <div class="row no-print" role="group" aria-label=${words.presets}>
        ${names.map((name) => html`<button type="button" @click=${() => this.change(examples[name])}>${words.examples[name]}</button>`)}
      </div>
      <h2 class="headline" data-testid="lab-headline" data-people=${curves.people ?? 'none'} data-floor=${curves.floor}>${headline(curves)}</h2>
      <p>${sentence(settings, curves)}</p>
      <ta-figure .chart=${drawn}></ta-figure>
      <p data-testid="people-to-select">${words.select(formatFigure(settings.s), formatFigure(curves.people_to_select))}</p>
    `;
  }

  protected override hand(): readonly string[] {
    if (this.found === null) return [];
    const { settings, curves } = this.found;
    const { h2, m, sd, within, s } = settings;
    const { hand } = words;
    const figure = (value: number): string => formatFigure(value, 4);
    const { wanted, people, floor } = curves;
    const at = curves.points.find((point) => Math.abs(point.people - 1e6) < 1);
    return [
      ...(wanted === null ? [] : [hand.wanted(figure(within), figure(sd), figure(wanted))]),
      ...(wanted === null
        ? []
        : people === null
          ? [hand.never(figure(h2), figure(sd), figure(floor))]
          : [hand.people(figure(m), figure(wanted), figure(h2), figure(people))]),
      ...(at ? [hand.at(figure(1e6), figure(h2), figure(m), figure(at.accuracy))] : []),
      hand.select(s),
    ];
  }
}

function headline({ wanted, people, floor }: DataCurves): string {
  if (wanted === null) return words.headline.nothing;
  return people === null ? words.headline.never(formatFigure(floor)) : words.headline.people(formatFigure(people));
}

function sentence({ h2, sd, within }: DataSettings, { wanted, people_self_consistent: fewer }: DataCurves): string {
  const figure = formatFigure;
  if (wanted === null) return words.sentence.nothing(figure(within), figure(sd));
  return fewer === null
    ? words.sentence.never(figure(wanted), figure(h2))
    : words.sentence.people(figure(wanted), figure(within), figure(sd), figure(fewer));
}

customElements.define('ta-lab-data', TaLabData);
