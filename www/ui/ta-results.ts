// The results: one row for each score and sample, sorted and filtered, saved and printed.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { ref } from 'lit/directives/ref.js';
import { coverageBar } from '../charts/coverage-bar.ts';
import { draw } from '../charts/draw.ts';
import { absent } from '../messages/en/absent.ts';
import { results } from '../messages/en/results.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import { formatSum } from '../shared/format-sum.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import type { Overview } from '../shared/overview.ts';
import { base } from '../styles/base.ts';
import { chart as chartStyle } from '../styles/chart.ts';
import { resultsNarrow } from '../styles/results-narrow.ts';
import { results as resultsStyle } from '../styles/results.ts';
import type { AppState } from './app-state.ts';
import { askedFindings } from './asked-findings.ts';
import { comparisonNote } from './comparison-note.ts';
import { percentileCell } from './percentile-cell.ts';
import { percentilesShown } from './percentiles-shown.ts';
import type { PercentilesShown } from './percentiles-shown.ts';
import { chooseRows, resultRows } from './result-rows.ts';
import type { Column, Order, ResultRow, Shown } from './result-rows.ts';
import { scoreHash } from './route.ts';
import { RowWindow } from './row-window.ts';
import { saveButtons } from './save-buttons.ts';
import { setHeight } from './set-height.ts';
import { StateWatch } from './state-watch.ts';
import './ta-absent.ts';
import './ta-build.ts';
import './ta-error.ts';
import './ta-findings.ts';
import './ta-progress.ts';
import './ta-save-more.ts';

/** With more samples than this, each gets one row. */
const fewSamples = 8;
/** Beside results so many files say what their sums rest on; each says it on its card. */
const fewAnswers = 3;
/** A list of more rows than this is taller than browsers can draw. */
const mostRows = 100_000;

type View = 'pairs' | 'samples';

const numeric: ReadonlySet<Column> = new Set(['observed', 'filled', 'matched', 'excluded', 'unmatched']);

export class TaResults extends LitElement {
  static override properties = {
    app: { attribute: false },
    words: { state: true },
    shown: { state: true },
    order: { state: true },
    view: { state: true },
  };

  static override styles = [base, chartStyle, resultsStyle, resultsNarrow];

  declare app: AppState;
  declare private words: string;
  declare private shown: Shown;
  declare private order: Order | null;
  /** What the person chose; null for what suits the number of samples. */
  declare private view: View | null;
  readonly #narrow = matchMedia('(max-width: 56rem)');
  readonly #window = new RowWindow(this, () => (this.#narrow.matches ? (this.#hasColumn() ? 144 : 112) : 56));
  #percentiles: PercentilesShown = 'none';
  #rows: readonly ResultRow[] = [];
  #chosen: readonly ResultRow[] = [];
  #of: Overview | null = null;

  constructor() {
    super();
    this.words = '';
    this.shown = 'all';
    this.order = null;
    this.view = null;
    new StateWatch(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#narrow.addEventListener('change', this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#narrow.removeEventListener('change', this.#redraw);
  }

  override willUpdate(
    changes: PropertyValues<{ words: string; shown: Shown; order: Order | null; view: View | null }>,
  ): void {
    const report = this.#report();
    const fresh = report !== this.#of;
    if (fresh) this.#of = report;
    this.#percentiles = percentilesShown(this.app.state, report);
    const bySample = this.#view() === 'samples';
    if (bySample) void import('./ta-samples.ts');
    if (fresh || changes.has('view')) this.#rows = report && !bySample ? resultRows(report) : [];
    if (fresh || changes.has('view') || changes.has('words') || changes.has('shown') || changes.has('order'))
      this.#chosen = chooseRows(this.#rows, this.words, this.shown, this.order);
  }

  override render(): TemplateResult {
    const { report } = this.app.state;
    return html`
      <div class="intro">
        <h1>${results.title}</h1>
        ${this.#of ? html`<p class="lead">${results.meaning} ${results.afterMeaning[this.#percentiles]}</p>` : nothing}
      </div>
      ${this.#answers()} ${this.#progress()}
      ${report.step === 'failed' && this.app.state.optionsError === null ? html`<ta-error .error=${report.error}><button type="button" @click=${() => this.app.scoreAgain()}>${results.retry}</button></ta-error>` : nothing}
      ${report.step === 'none' ? this.#empty() : nothing}
      ${this.#of ? this.#full(this.#of, report.step === 'ready') : nothing}
    `;
  }

  /** Questions that are still open, and what the sums of files of variants alone rest on. */
  #answers(): readonly TemplateResult[] {
    const ready = this.app.state.genotypes.filter((item) => item.step === 'ready');
    const unknown = ready.filter((item) => item.file?.build === null).map((item) => item.name);
    const build = html`<ta-build class="answer" .app=${this.app} .files=${unknown}></ta-build>`;
    const asked = ready.filter((item) => item.file?.variants_only);
    const openFirst = [...asked].sort((one, other) => Number(!!one.file?.absent) - Number(!!other.file?.absent));
    return [
      ...(unknown.length > 0 ? [build] : []),
      ...openFirst
        .slice(0, fewAnswers)
        .map((item) => html`<ta-absent class="answer" named .app=${this.app} .item=${item}></ta-absent>`),
      ...(asked.length > fewAnswers
        ? [html`<p class="answer"><a href="#/open">${absent.more(asked.length - fewAnswers)}</a></p>`]
        : []),
    ];
  }

  #view(): View {
    const samples = this.#of?.samples.length ?? 0;
    const rows = samples * (this.#of?.scores.length ?? 0);
    if (samples < 2) return 'pairs';
    if (rows > mostRows) return 'samples';
    return this.view ?? (samples > fewSamples ? 'samples' : 'pairs');
  }

  #report(): Overview | null {
    const { report } = this.app.state;
    return report.step === 'ready' ? report.report : 'last' in report ? report.last : null;
  }

  #empty(): TemplateResult {
    const { genotypes, scores } = this.app.state;
    const opened = genotypes.some((item) => item.step === 'ready');
    const ready = scores.some((item) => item.step === 'ready');
    return html`<div class="stack" data-testid="results-empty">
      <p>${results.empty} ${opened ? (ready ? '' : results.emptyScores) : results.emptyFile}</p>
      <div class="row">
        ${
          opened && ready
            ? html`<button type="button" class="first" @click=${() => this.app.scoreAgain()}>${results.again}</button>`
            : opened
              ? html`<a class="button first" href="#/shelf">${results.choose}</a>`
              : html`<a class="button first" href="#/open">${results.openFile}</a>`
        }
      </div>
    </div>`;
  }

  #progress(): TemplateResult | typeof nothing {
    const { report, scores } = this.app.state;
    if (report.step === 'waiting') {
      const ready = scores.filter((item) => item.step === 'ready').length;
      return html`<ta-progress class="card" .label=${results.waiting} .detail=${results.waitingOf(ready, scores.length)} .done=${ready} .total=${scores.length}></ta-progress>`;
    }
    if (report.step !== 'scoring') return nothing;
    const { progress } = report;
    return html`<ta-progress
      class="card"
      .label=${progress?.phase === 'hashing' ? results.hashing : results.scoring}
      .detail=${progress ? (progress.unit === 'scores' ? results.scoringOf(progress.done, progress.total) : results.bytesOf(formatBytes(progress.done), formatBytes(progress.total))) : ''}
      .done=${progress?.done ?? 0}
      .total=${progress?.total ?? 0}
      .cancel=${results.cancel}
      @cancel=${() => this.app.cancelScoring()}
    ></ta-progress>`;
  }

  #full(report: Overview, ready: boolean): TemplateResult {
    const bySample = this.#view() === 'samples';
    const findings = report.findings.filter(({ code }) => !askedFindings.has(code));
    return html`<section class=${classMap({ full: true, older: !ready })} data-testid="results" data-state=${ready ? 'ready' : 'older'} aria-busy=${String(!ready)}>
      ${ready ? nothing : html`<p class="soft">${results.older}</p>`}
      ${this.#percentiles === 'none' ? nothing : comparisonNote(this.app)} ${this.#controls(ready, bySample)}
      ${bySample ? html`<ta-samples .overview=${report}></ta-samples>` : this.#chosen.length === 0 ? this.#none() : this.#table()}
      ${ready ? html`<ta-save-more class="no-print" .app=${this.app}></ta-save-more>` : nothing}
      <details class="no-print">
        <summary>${results.explainTitle}</summary>
        <dl class="facts">${[...(this.#hasColumn() ? [results.explainPercentile] : []), ...results.explain].map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>
      </details>
      ${
        findings.length === 0
          ? nothing
          : html`<section class="run">
              <h2>${results.findings}</h2>
              <ta-findings named .people=${report.samples.length} .findings=${findings}></ta-findings>
            </section>`
      }
    </section>`;
  }

  #controls(ready: boolean, bySample: boolean): TemplateResult {
    return html`<div class=${classMap({ controls: true, 'no-print': true, few: bySample })}>
      ${bySample ? nothing : this.#filters()} ${this.#views()}
      ${saveButtons(this.app, ready)}
      ${bySample ? nothing : html`<p class="count soft number" aria-live="polite">${results.count(this.#chosen.length, this.#rows.length)}</p>`}
    </div>`;
  }

  /** One row a sample, or one for each of its scores: only where there is something to choose. */
  #views(): TemplateResult | typeof nothing {
    const samples = this.#of?.samples.length ?? 0;
    if (samples < 2 || samples * (this.#of?.scores.length ?? 0) > mostRows) return nothing;
    const now = this.#view();
    return html`<div class="filter">
      <label for="view">${results.view}</label>
      <select id="view" @change=${this.#viewChosen} data-testid="view">
        ${(Object.keys(results.views) as View[]).map((view) => html`<option value=${view} ?selected=${view === now}>${results.views[view]}</option>`)}
      </select>
    </div>`;
  }

  #filters(): TemplateResult {
    return html`
      <div class="filter">
        <label for="words">${results.filter}</label>
        <input id="words" type="search" autocomplete="off" .value=${this.words} @input=${this.#typed} data-testid="filter" />
      </div>
      <div class="filter">
        <label for="shown">${results.state}</label>
        <select id="shown" @change=${this.#show} data-testid="filter-state">
          ${this.#states().map(
            (shown) => html`<option value=${shown} ?selected=${shown === this.shown}>${results.states[shown]}</option>`,
          )}
        </select>
      </div>
      <div class="filter narrow">
        <label for="order">${results.sortBy}</label>
        <select id="order" @change=${this.#sortChosen}>
          <option value="" ?selected=${this.order === null}>–</option>
          ${this.#columns().map((column) => html`<option value=${column} ?selected=${this.order?.column === column}>${results.columns[column]}</option>`)}
        </select>
      </div>`;
  }

  #states(): readonly Shown[] {
    const all = Object.keys(results.states) as Shown[];
    return all.filter((shown) => (shown !== 'told' && shown !== 'withheld') || this.#percentiles === 'told');
  }

  #hasColumn(): boolean {
    return this.#percentiles === 'told' || this.#percentiles === 'comparing';
  }

  #columns(): readonly Column[] {
    const several = (this.#of?.samples.length ?? 0) > 1;
    const filled = this.#rows.some((row) => row.filled !== null);
    return (Object.keys(results.columns) as Column[]).filter(
      (column) =>
        (column !== 'sample' || several) &&
        (column !== 'filled' || filled) &&
        (column !== 'percentile' || this.#hasColumn()),
    );
  }

  #table(): TemplateResult {
    const columns = this.#columns();
    const { first, last, above, below } = this.#window.inSight(this.#chosen.length);
    const shape = columns.map((column) => `with-${column}`).join(' ');
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${results.table} ${ref(this.#window.attach)}>
      <div role="table" class=${shape} aria-label=${results.table} aria-rowcount=${this.#chosen.length + 1} aria-colcount=${columns.length}>
        <div role="rowgroup" class="heads">
          <div role="row" class="line head" aria-rowindex="1">
            ${columns.map((column) => this.#head(column))}
          </div>
        </div>
        <div role="rowgroup">
          <div role="presentation" ${setHeight(above)}></div>
          ${this.#chosen.slice(first, last).map((row, index) => this.#line(row, first + index, columns))}
          <div role="presentation" ${setHeight(below)}></div>
        </div>
      </div>
    </div>`;
  }

  #head(column: Column): TemplateResult {
    const here = this.order?.column === column;
    const sorted = here ? (this.order?.down ? 'descending' : 'ascending') : 'none';
    return html`<div role="columnheader" class=${`cell ${column} ${numeric.has(column) ? 'n' : ''}`} aria-sort=${sorted}>
      <button type="button" class="plain" title=${results.sort(results.columns[column])} @click=${() => this.#sort(column)}>
        ${results.columns[column]}<span class="arrow" aria-hidden="true">${here ? (this.order?.down ? '↓' : '↑') : ''}</span>
      </button>
    </div>`;
  }

  #line(row: ResultRow, index: number, columns: readonly Column[]): TemplateResult {
    return html`<div role="row" class="line" aria-rowindex=${index + 2} data-testid="result-row">
      ${columns.map(
        (column) =>
          html`<div role="cell" class=${`cell ${column} ${numeric.has(column) ? 'n number' : ''}`} data-label=${results.columns[column]}>${this.#cell(row, column)}</div>`,
      )}
    </div>`;
  }

  #cell(row: ResultRow, column: Column): unknown {
    switch (column) {
      case 'name':
        return html`<a href=${scoreHash(row.sample, row.score)}>${row.title}</a><span class="id">${row.id}</span>`;
      case 'sample':
        return row.sampleId;
      case 'percentile':
        return percentileCell(row, this.#percentiles === 'comparing');
      case 'observed':
        return html`<span class="sum" title=${results.exact(String(row.observed))}>${formatSum(row.matched === 0 ? null : row.observed)}</span>`;
      case 'filled':
        return html`<span title=${row.filled === null ? '' : results.exact(String(row.filled))}>${formatSum(row.filled)}</span>`;
      case 'coverage':
        return html`${draw(coverageBar(row.coverage))}<span class="number">${formatShare(row.coverage)}</span>`;
      case 'matched':
        return html`${formatCount(row.matched)}<span class="of"> ${results.ofRows('', formatCount(row.rows)).trim()}</span>`;
      case 'excluded':
        return formatCount(row.excluded);
      case 'unmatched':
        return formatCount(row.absent);
      case 'flags':
        return html`${row.assumed ? html`<span class="flag fix">${absent.flag}</span>` : nothing}${row.fix > 0 ? html`<span class="flag fix">${results.fix(row.fix)}</span>` : nothing}${row.notes > 0 ? html`<span class="flag">${results.notes(row.notes)}</span>` : nothing}`;
    }
  }

  #none(): TemplateResult {
    return html`<div class="none stack">
      <p>${results.none}</p>
      <div><button type="button" @click=${this.#clear}>${results.showAll}</button></div>
    </div>`;
  }

  #sort(column: Column): void {
    const { order } = this;
    // Names begin with A, numbers with the largest; the third press gives back the file's own order.
    const down = column !== 'name' && column !== 'sample';
    if (order?.column !== column) this.order = { column, down };
    else this.order = order.down === down ? { column, down: !down } : null;
    this.#window.toTop();
  }

  #sortChosen(event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const column = this.#columns().find((one) => one === (event.target as HTMLSelectElement).value);
    this.order = column === undefined ? null : { column, down: column !== 'name' && column !== 'sample' };
    this.#window.toTop();
  }

  #typed(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.words = event.target.value;
    this.#window.toTop();
  }

  #show(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.shown = event.target.value as Shown;
    this.#window.toTop();
  }

  #viewChosen(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.view = event.target.value as View;
  }

  #clear(): void {
    this.words = '';
    this.shown = 'all';
  }

  readonly #redraw = (): void => this.requestUpdate();
}

customElements.define('ta-results', TaResults);
