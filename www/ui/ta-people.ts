// The view of people: whom they are genetically like, how they are related, their results side by side.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { Chart } from '../charts/chart.ts';
import { componentMap } from '../charts/component-map.ts';
import { eyeColour as eyeWords } from '../messages/en/eye-colour.ts';
import { peopleWords as words } from '../messages/en/people.ts';
import { reopen } from '../messages/en/reopen.ts';
import type { Comparison } from '../shared/comparison.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import type { Overview } from '../shared/overview.ts';
import { base } from '../styles/base.ts';
import { pageGrid } from '../styles/page-grid.ts';
import { people as peopleStyle } from '../styles/people.ts';
import type { Appearance } from '../shared/report.ts';
import type { AppState } from './app-state.ts';
import { choosePeople } from './choose-people.ts';
import { comparingProgress } from './comparing-progress.ts';
import { eyeColourCard } from './eye-colour-card.ts';
import { packBytes } from './pack-bytes.ts';
import { StateWatch } from './state-watch.ts';
import './ta-error.ts';
import './ta-figure.ts';
import './ta-kinship.ts';
import './ta-side-by-side.ts';
import './ta-similarity.ts';

/** Cards at once. */
const mostCards = 8;

/** What is said of somebody's looks, and how alike the person is to those whom models were learned from. */
type Look = {
  readonly id: string;
  readonly input: string;
  readonly appearance: Appearance;
  readonly alike: number | null;
};

export class TaPeople extends LitElement {
  static override properties = {
    app: { attribute: false },
    text: { state: true },
    first: { state: true },
    asked: { state: true },
  };

  static override styles = [base, pageGrid, peopleStyle];

  declare app: AppState;
  /** What is looked for among many people. */
  declare private text: string;
  /** The first of the two components drawn, from 0. */
  declare private first: number;
  /** Somebody pressed the button and the sums are still being added up. */
  declare private asked: boolean;
  #comparison: Comparison | null = null;
  #map: (width: number) => Chart = () => {
    throw new Error('nobody is placed');
  };

  constructor() {
    super();
    this.text = '';
    this.first = 0;
    this.asked = false;
    new StateWatch(this);
  }

  override willUpdate(changes: PropertyValues<{ first: number }>): void {
    const { comparison } = this.app.state;
    const now = comparison.step === 'ready' ? comparison.comparison : null;
    if (comparison.step !== 'none') this.asked = false;
    if (now === null || (now === this.#comparison && !changes.has('first'))) {
      this.#comparison = now;
      return;
    }
    this.#comparison = now;
    const { first } = this;
    this.#map = (width) => componentMap(now, [first, first + 1], width);
  }

  override render(): TemplateResult {
    const { genotypes, reopened } = this.app.state;
    const isReopened = reopened.step === 'ready';
    const opened = genotypes.filter(({ step }) => step === 'ready').length;
    return html`<div class="page" data-testid="people">
      <div class="intro">
        <div class="top">
          <h1>${words.title}</h1>
          ${opened > 0 || isReopened ? html`<button type="button" data-testid="print" @click=${() => window.print()}>${words.print}</button>` : nothing}
        </div>
        <p class="lead">${words.lead}</p>
      </div>
      ${isReopened ? html`<p>${reopen.noPeople}</p>${this.#side()} ${this.#eyes()}` : opened === 0 ? this.#empty() : html`${this.#similarity(opened)} ${this.#kinship()} ${this.#side()} ${this.#eyes()}`}
    </div>`;
  }

  #empty(): TemplateResult {
    return html`<div class="stack">
      <p>${words.empty}</p>
      <div><a class="button first" href="#/open">${words.openFile}</a></div>
    </div>`;
  }

  #similarity(opened: number): TemplateResult {
    return html`<section aria-labelledby="similarity">
      <h2 id="similarity">${words.similarity}</h2>
      <p><strong>${words.notIdentity}</strong> ${words.meaning}</p>
      ${this.#step(opened)}
    </section>`;
  }

  #step(opened: number): TemplateResult {
    const { comparison, report } = this.app.state;
    switch (comparison.step) {
      case 'none':
      case 'stopped':
        if (report.step === 'failed')
          return html`<p>${words.sumsStopped} <a href="#/results">${words.seeResults}</a></p>`;
        return this.asked
          ? html`<p role="status">${words.afterSums}</p>`
          : html`<div class="card stack" data-testid="compare-offer">
              <h3>${words.askTitle}</h3>
              <p>${words.askWhy(opened)}</p>
              <p class="soft">${words.askNote(formatBytes(packBytes))}</p>
              <div><button type="button" class="first" data-testid="compare" @click=${this.#compare}>${words.ask}</button></div>
            </div>`;
      case 'comparing':
        return html`<div class="card stack">
          ${comparingProgress(this.app, comparison.progress)}
          <p class="soft small">${words.comparingNote}</p>
        </div>`;
      case 'failed':
        return html`<ta-error .error=${comparison.error} .heading=${words.failed}>
          <button type="button" @click=${this.#compare}>${words.again}</button>
        </ta-error>`;
      case 'ready':
        return html`${this.#cards(comparison.comparison)} ${this.#drawn(comparison.comparison)}`;
    }
  }

  #cards({ people, reference }: Comparison): TemplateResult {
    const { shown, found } = choosePeople(people, this.text, mostCards);
    return html`${
      people.length <= mostCards
        ? nothing
        : html`<div class="find no-print">
              <label for="find">${words.find}</label>
              <input id="find" type="search" autocomplete="off" .value=${this.text} @input=${this.#typed} />
            </div>
            <p class="soft" aria-live="polite">${found === 0 ? words.noneFound : words.shown(shown.length, found)}</p>`
    }
      <ul class="cards">
        ${shown.map((place) => html`<li class="card"><ta-similarity .person=${people[place]} .sites=${reference.sites}></ta-similarity></li>`)}
      </ul>`;
  }

  #drawn({ people, reference }: Comparison): TemplateResult {
    const { name, origin, sites, licence, group_of } = reference;
    const isPlaced = people.some(({ pcs }) => pcs !== null);
    return html`${
      isPlaced
        ? html`<div class="stack below map" data-testid="map">
            <h2>${words.map}</h2>
            <p class="soft">${words.mapWhat}</p>
            ${reference.width < 4 ? nothing : this.#components()}
            <ta-figure .chart=${this.#map}></ta-figure>
          </div>`
        : nothing
    }
      <p class="soft small">${words.referenceText(name, origin, sites, group_of.length)} ${words.licence(licence)}</p>`;
  }

  #components(): TemplateResult {
    return html`<div class="choice no-print">
      <label for="components">${words.components}</label>
      <select id="components" @change=${this.#turn}>
        ${[0, 2].map((first) => html`<option value=${first} ?selected=${first === this.first}>${words.componentPair(first + 1, first + 2)}</option>`)}
      </select>
    </div>`;
  }

  #kinship(): TemplateResult | typeof nothing {
    const { comparison } = this.app.state;
    if (comparison.step !== 'ready' || comparison.comparison.people.length < 2) return nothing;
    return html`<ta-kinship class="below" .kinship=${comparison.comparison.kinship} .people=${comparison.comparison.people.length} .overview=${this.#overview()}></ta-kinship>`;
  }

  #overview(): Overview | null {
    const { report } = this.app.state;
    return report.step === 'ready' ? report.report : 'last' in report ? report.last : null;
  }

  /** For two people or more. */
  #side(): TemplateResult | typeof nothing {
    const overview = this.#overview();
    const { genotypes, report, comparison } = this.app.state;
    const people = overview?.samples.length ?? genotypes.reduce((sum, { file }) => sum + (file?.samples ?? 0), 0);
    if (people < 2) return nothing;
    return html`<ta-side-by-side class="below" .overview=${overview} ?comparing=${comparison.step === 'comparing'} ?older=${report.step !== 'ready' && overview !== null}></ta-side-by-side>`;
  }

  /** For those whose cards are shown. */
  #eyes(): TemplateResult | typeof nothing {
    const people = this.#looks();
    if (people.length === 0) return nothing;
    const { shown } = choosePeople(people, this.text, mostCards);
    return html`<section class="below" aria-labelledby="eyes">
      <h2 id="eyes">${eyeWords.title}</h2>
      <p>${eyeWords.lead}</p>
      <ul class="cards">
        ${shown.map((place) => {
          const person = people[place];
          return person === undefined
            ? nothing
            : html`<li class="card">${eyeColourCard(person.id, person.appearance.eye_colour, person.alike)}</li>`;
        })}
      </ul>
    </section>`;
  }

  /** Everybody of whom something is said, from the comparison or a saved report. */
  #looks(): readonly Look[] {
    const { comparison, reopened } = this.app.state;
    if (reopened.step === 'ready')
      return reopened.report.samples.flatMap(({ id, input, appearance }) =>
        appearance ? [{ id, input, appearance, alike: null }] : [],
      );
    if (comparison.step !== 'ready') return [];
    const { people, appearance } = comparison.comparison;
    return people.flatMap(({ id, input, similarity }, place) => {
      const of = appearance[place];
      return of === undefined ? [] : [{ id, input, appearance: of, alike: similarity?.['EUR']?.q ?? null }];
    });
  }

  #typed(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value;
  }

  #turn(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.first = Number(event.target.value);
  }

  #compare(): void {
    const { report } = this.app.state;
    this.asked = report.step === 'waiting' || report.step === 'scoring';
    void this.app.compare();
  }
}

customElements.define('ta-people', TaPeople);
