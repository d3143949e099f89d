// Shows a chart with its finding, its keyboard reading, its table and its copies.
import { css, html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { Chart } from '../charts/chart.ts';
import { draw } from '../charts/draw.ts';
import { savedStyle } from '../charts/saved-style.ts';
import { svgText } from '../charts/svg-text.ts';
import { tableCsv } from '../charts/table-csv.ts';
import { charts } from '../messages/en/charts.ts';
import { base } from '../styles/base.ts';
import { chart as chartStyle } from '../styles/chart.ts';

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export class TaFigure extends LitElement {
  static override properties = {
    chart: { attribute: false },
    widest: { type: Number },
    width: { state: true },
    now: { state: true },
    copied: { state: true },
  };

  static override styles = [
    base,
    chartStyle,
    css`
      :host {
        max-width: 45rem;
      }

      .picture {
        margin-top: calc(var(--step) * 2);
        border-radius: 3px;
      }

      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: start;
        gap: 0 calc(var(--step) * 2);
        margin-top: var(--step);
      }

      .reading {
        min-height: 1.5em;
        margin-top: var(--step);
        font-size: var(--size-1);
        color: var(--ink-soft);
      }

      .copies {
        display: flex;
        flex-wrap: wrap;
      }

      .copies button {
        font-size: var(--size-1);
      }

      details {
        font-size: var(--size-1);
      }

      details[open] {
        flex-basis: 100%;
      }

      @media print {
        .reading,
        .foot {
          display: none;
        }

        figure {
          break-inside: avoid;
        }
      }
    `,
  ];

  /** Draws for a width in pixels. */
  declare chart: (width: number) => Chart;
  declare widest: number;
  declare private width: number;
  declare private now: number;
  declare private copied: string;
  readonly #size = new ResizeObserver(([entry]) => {
    if (entry) this.width = Math.floor(Math.min(entry.contentRect.width, this.widest));
  });

  constructor() {
    super();
    this.width = 0;
    this.now = -1;
    this.copied = '';
    this.widest = 720;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.width <= 0) return nothing;
    const chart = this.chart(this.width);
    const picture = draw(chart.drawing);
    picture.setAttribute('aria-hidden', 'true');
    picture.querySelector(`[data-mark="${this.now}"]`)?.classList.add('now');
    return html`<figure>
      <figcaption>
        <h3>${chart.title}</h3>
        <p class="soft">${chart.sentence}</p>
      </figcaption>
      ${
        chart.readings.length === 0
          ? nothing
          : html`<div
                class="picture"
                role="group"
                tabindex="0"
                aria-label=${`${chart.title}. ${charts.keyboard}`}
                @keydown=${(event: KeyboardEvent) => this.#key(event, chart)}
                @pointerover=${this.#point}
                @pointerleave=${() => (this.now = -1)}
                @blur=${() => (this.now = -1)}
              >
                ${picture}
              </div>
              <p class="reading" aria-live="polite">${chart.readings[this.now] ?? ''}</p>
              <div class="foot">
                <details>
                  <summary>${charts.table}</summary>
                  <div class="scroll" tabindex="0" role="group" aria-label=${charts.table}>${this.#table(chart)}</div>
                </details>
                <div class="copies no-print">
                  <button type="button" class="plain" @click=${() => this.#copy(svgText(chart.drawing, savedStyle))}>${charts.copySvg}</button>
                  <button type="button" class="plain" @click=${() => this.#copy(tableCsv(chart.table))}>${charts.copyCsv}</button>
                  <span class="unseen" role="status">${this.copied}</span>
                </div>
              </div>`
      }
    </figure>`;
  }

  override willUpdate(changes: PropertyValues): void {
    if (changes.has('chart')) this.now = -1;
  }

  #table({ table }: Chart): TemplateResult {
    return html`<table>
      <thead>
        <tr>${table.columns.map((column) => html`<th scope="col" class=${column.numeric ? 'n' : ''}>${column.label}</th>`)}</tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) =>
            html`<tr>${row.map((text, index) => html`<td class=${table.columns[index]?.numeric ? 'n' : ''}>${text}</td>`)}</tr>`,
        )}
      </tbody>
    </table>`;
  }

  #key(event: KeyboardEvent, chart: Chart): void {
    const last = chart.readings.length - 1;
    const step = steps[event.key];
    if (step !== undefined) this.now = Math.max(0, Math.min(last, this.now + step));
    else if (event.key === 'Home') this.now = 0;
    else if (event.key === 'End') this.now = last;
    else return;
    event.preventDefault();
  }

  #point(event: PointerEvent): void {
    const mark =
      event.target instanceof Element ? event.target.closest('[data-mark]')?.getAttribute('data-mark') : null;
    if (mark) this.now = Number(mark);
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = charts.copied;
    } catch {
      this.copied = charts.copyFailed;
    }
  }
}

customElements.define('ta-figure', TaFigure);
