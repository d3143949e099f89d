// The results of many samples: a row for each, a column for each score, only those in sight drawn; a grid for the keyboard.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { absent as absentWords } from '../messages/en/absent.ts';
import { samples as words } from '../messages/en/samples.ts';
import { formatShare } from '../shared/format-share.ts';
import { formatSum } from '../shared/format-sum.ts';
import type { Overview } from '../shared/overview.ts';
import { base } from '../styles/base.ts';
import { samples as samplesStyle } from '../styles/samples.ts';
import { percentileAt } from './percentile-at.ts';
import { percentileShort } from './percentile-short.ts';
import { hasPercentiles } from './result-rows.ts';
import { scoreHash } from './route.ts';
import { RowWindow } from './row-window.ts';
import { cellValue, chooseSamples, chooseScores, sampleCsv } from './sample-table.ts';
import type { Measure, SampleOrder } from './sample-table.ts';
import { saveBlob } from './save-blob.ts';
import { setVars } from './set-vars.ts';

const rowHeight = 44;
const headHeight = 64;
/** More scores than this can be searched among. */
const fewScores = 8;

/** A cell by its place in what is shown: row −1 is the headings, column −1 the samples' names. */
type Cell = { readonly row: number; readonly column: number };

export class TaSamples extends LitElement {
  static override properties = {
    overview: { attribute: false },
    words: { state: true },
    scoreWords: { state: true },
    measure: { state: true },
    order: { state: true },
    active: { state: true },
  };

  static override styles = [base, samplesStyle];

  declare overview: Overview;
  declare private words: string;
  declare private scoreWords: string;
  declare private measure: Measure;
  declare private order: SampleOrder | null;
  declare private active: Cell;
  readonly #narrow = matchMedia('(max-width: 56rem)');
  readonly #window = new RowWindow(this, () => rowHeight);
  #samples: readonly number[] = [];
  #scores: readonly number[] = [];
  #hasFilled = false;
  #hasPercentiles = false;
  #marked = false;

  constructor() {
    super();
    this.words = '';
    this.scoreWords = '';
    this.measure = 'observed';
    this.order = null;
    this.active = { row: 0, column: 0 };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#narrow.addEventListener('change', this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#narrow.removeEventListener('change', this.#redraw);
  }

  override willUpdate(changes: PropertyValues): void {
    const fresh = changes.has('overview');
    if (fresh) {
      this.#hasFilled = this.overview.figures.filled_sum.some((sum) => !Number.isNaN(sum));
      this.#marked = this.overview.figures.fixes.some((count) => count > 0);
      this.#hasPercentiles = hasPercentiles(this.overview);
      const isThere =
        (this.measure !== 'filled' || this.#hasFilled) && (this.measure !== 'percentile' || this.#hasPercentiles);
      if (!isThere) this.measure = 'observed';
      if (this.order && (this.order.score ?? 0) >= this.overview.scores.length) this.order = null;
    }
    if (fresh || changes.has('scoreWords')) this.#scores = chooseScores(this.overview, this.scoreWords);
    if (fresh || changes.has('words') || changes.has('order') || changes.has('measure'))
      this.#samples = chooseSamples(this.overview, this.words, this.measure, this.order);
  }

  override render(): TemplateResult {
    const { samples, scores } = this.overview;
    const [shown, of] = [this.#samples.length, this.#scores.length];
    const all = shown === samples.length && of === scores.length;
    return html`<div class="controls no-print">
        <div class="filter">
          <label for="words">${words.find}</label>
          <input id="words" type="search" autocomplete="off" .value=${this.words} @input=${this.#typed} data-testid="find-sample" />
        </div>
        ${
          scores.length <= fewScores
            ? nothing
            : html`<div class="filter">
              <label for="scores">${words.findScore}</label>
              <input id="scores" type="search" autocomplete="off" .value=${this.scoreWords} @input=${this.#typedScore} data-testid="find-score" />
            </div>`
        }
        <div class="filter">
          <label for="measure">${words.measure}</label>
          <select id="measure" @change=${this.#measured} data-testid="measure">
            ${(Object.keys(words.measures) as Measure[])
              .filter(
                (measure) =>
                  (measure !== 'filled' || this.#hasFilled) && (measure !== 'percentile' || this.#hasPercentiles),
              )
              .map(
                (measure) =>
                  html`<option value=${measure} ?selected=${measure === this.measure}>${words.measures[measure]}</option>`,
              )}
          </select>
        </div>
        <div class="saves">
          <button type="button" data-testid="save-table" ?disabled=${shown === 0 || of === 0} @click=${this.#save}>${words.save}</button>
        </div>
        <p class="count soft number" aria-live="polite">${all ? words.count(shown, of) : words.countOf(shown, samples.length, of, scores.length)}</p>
      </div>
      ${shown === 0 || of === 0 ? this.#none() : this.#grid()}`;
  }

  #grid(): TemplateResult {
    const { column, first } = this.#widths();
    const rows = this.#window.inSight(this.#samples.length);
    const columns = this.#window.columnsInSight(this.#scores.length, column, first);
    const shown = this.#scores.slice(columns.first, columns.last);
    // Where the active cell is out of sight, the first one drawn takes its place in the order of the Tab key.
    const within = (at: number, from: number, to: number): boolean => at === -1 || (at >= from && at < to);
    const active = {
      row: within(this.active.row, rows.first, rows.last) ? this.active.row : rows.first,
      column: within(this.active.column, columns.first, columns.last) ? this.active.column : columns.first,
    };
    const vars = {
      '--wide': `${first + this.#scores.length * column}px`,
      '--first': `${first}px`,
      '--column': `${column}px`,
      '--left': `${columns.above}px`,
      '--above': `${rows.above}px`,
      '--below': `${rows.below}px`,
    } as const;
    return html`<div class="scroller" ${ref(this.#window.attach)}>
        <div
          role="grid"
          class="grid"
          aria-label=${words.table}
          aria-describedby="keys"
          aria-rowcount=${this.#samples.length + 1}
          aria-colcount=${this.#scores.length + 1}
          @keydown=${this.#pressed}
          @focusin=${this.#focused}
          ${setVars(vars)}
          data-testid="sample-table"
        >
          <div role="rowgroup" class="heads">
            <div role="row" class="line head" aria-rowindex="1">
              ${this.#head(null, -1, words.sample, active)}
              ${shown.map((score, index) => this.#head(score, columns.first + index, this.#title(score), active))}
            </div>
          </div>
          <div role="rowgroup" class="body">
            ${this.#samples
              .slice(rows.first, rows.last)
              .map((sample, index) => this.#line(sample, rows.first + index, shown, columns.first, active))}
          </div>
        </div>
      </div>
      ${this.#marked ? html`<p class="soft small">${words.marked}</p>` : nothing}
 ${this.measure === 'percentile' ? html`<p class="soft small">${words.percentiles}</p>` : nothing}
      <p id="keys" class="soft small no-print">${words.keys}</p>
      ${columns.last < this.#scores.length ? html`<p class="on-paper">${words.printed(columns.last)}</p>` : nothing}`;
  }

  #head(score: number | null, column: number, title: string, active: Cell): TemplateResult {
    const id = score === null ? '' : (this.overview.scores[score]?.id ?? '');
    const here = this.order !== null && this.order.score === score;
    const sorted = here ? (this.order?.down ? 'descending' : 'ascending') : 'none';
    return html`<div role="columnheader" class=${score === null ? 'id' : 'cell'} aria-colindex=${column + 2} aria-sort=${sorted}>
      <button
        type="button"
        class="plain"
        data-row="-1"
        data-column=${column}
        tabindex=${active.row === -1 && active.column === column ? 0 : -1}
        title=${score === null ? words.sortSamples : words.sortScore(`${title}, ${id}`)}
        @click=${() => this.#sort(score)}
      >
        <span class="words"><span class="title">${title}</span>${id === '' || id === title ? nothing : html`<span class="small">${id}</span>`}</span><span class="arrow" aria-hidden="true">${here ? (this.order?.down ? '↓' : '↑') : ''}</span>
      </button>
    </div>`;
  }

  #line(sample: number, row: number, scores: readonly number[], firstColumn: number, active: Cell): TemplateResult {
    const { id = '', input = '', absent = null } = this.overview.samples[sample] ?? {};
    return html`<div role="row" class="line" aria-rowindex=${row + 2} data-testid="sample-row">
      <div
        role="rowheader"
        class="id"
        aria-colindex="1"
        data-row=${row}
        data-column="-1"
        tabindex=${active.row === row && active.column === -1 ? 0 : -1}
        title=${`${id}, ${input}`}
      >
        ${absent === 'hom-ref' ? html`<span class="mark" title=${absentWords.flag}>◆<span class="unseen">${absentWords.flag}</span></span>` : nothing}<span>${id}</span>
      </div>
      ${scores.map((score, index) => this.#cell(sample, score, row, firstColumn + index, active))}
    </div>`;
  }

  #cell(sample: number, score: number, row: number, column: number, active: Cell): TemplateResult {
    const value = cellValue(this.overview, this.measure, sample, score);
    const { figures, scores } = this.overview;
    const place = sample * scores.length + score;
    const look = (figures.fixes[place] ?? 0) > 0;
    // A sum of nothing is no number.
    const sum = figures.matched[place] === 0 && this.measure === 'observed' ? null : value;
    return html`<div role="gridcell" class="cell number" aria-colindex=${column + 2}>
      <a
        href=${scoreHash(sample, score)}
        data-row=${row}
        data-column=${column}
        tabindex=${active.row === row && active.column === column ? 0 : -1}
        title=${this.measure === 'coverage' || this.measure === 'percentile' || Number.isNaN(value) ? '' : String(value)}
        >${look ? html`<span class="mark" aria-hidden="true">◆</span><span class="unseen">${words.look}</span>` : nothing}${this.measure === 'percentile' ? percentileShort(percentileAt(this.overview, place)) : this.measure === 'coverage' ? formatShare(value) : formatSum(sum)}</a
      >
    </div>`;
  }

  #none(): TemplateResult {
    return html`<div class="none stack">
      <p>${words.none}</p>
      <div><button type="button" @click=${this.#clear}>${words.showAll}</button></div>
    </div>`;
  }

  #title(score: number): string {
    const { trait = null, name = null, id = '' } = this.overview.scores[score] ?? {};
    return trait ?? name ?? id;
  }

  #widths(): { readonly column: number; readonly first: number } {
    return this.#narrow.matches ? { column: 116, first: 128 } : { column: 136, first: 184 };
  }

  #sort(score: number | null): void {
    const { order } = this;
    // Names begin with A, numbers with the largest; the third press gives back the file's own order.
    const down = score !== null;
    if (order === null || order.score !== score) this.order = { score, down };
    else this.order = order.down === down ? { score, down: !down } : null;
    this.#window.toTop();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const { row, column } = this.active;
    const [lastRow, lastColumn] = [this.#samples.length - 1, this.#scores.length - 1];
    const page = this.#window.rowsOfPage(headHeight);
    const far = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, Cell>> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      PageDown: { row: row + page, column },
      PageUp: { row: Math.max(0, row - page), column },
      Home: far ? { row: 0, column: -1 } : { row, column: -1 },
      End: far ? { row: lastRow, column: lastColumn } : { row, column: lastColumn },
    };
    const to = moves[event.key];
    if (!to || event.altKey) return;
    event.preventDefault();
    const clamp = (value: number, last: number): number => Math.min(Math.max(value, -1), last);
    void this.#go({ row: clamp(to.row, lastRow), column: clamp(to.column, lastColumn) });
  };

  async #go(cell: Cell): Promise<void> {
    const { column, first } = this.#widths();
    this.active = cell;
    this.#window.bringInSight(cell.row, cell.column, column, first, headHeight);
    await this.updateComplete;
    const place = `[data-row="${cell.row}"][data-column="${cell.column}"]`;
    this.renderRoot.querySelector<HTMLElement>(place)?.focus({ preventScroll: true });
  }

  readonly #focused = (event: FocusEvent): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const { row, column } = event.target.dataset;
    if (row !== undefined && column !== undefined) this.active = { row: Number(row), column: Number(column) };
  };

  #typed(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.words = event.target.value;
    this.#window.toTop();
  }

  #typedScore(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.scoreWords = event.target.value;
    this.#window.toTop();
  }

  #measured(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.measure = event.target.value as Measure;
  }

  #clear(): void {
    this.words = '';
    this.scoreWords = '';
  }

  #save(): void {
    saveBlob(
      sampleCsv(this.overview, this.measure, this.#samples, this.#scores),
      `tallele-samples-${this.measure}.csv`,
    );
  }

  readonly #redraw = (): void => this.requestUpdate();
}

customElements.define('ta-samples', TaSamples);
