// The file doctor: what a genotype file is, how we know, and what to look at first.
import { css, html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { chromosomeRecords } from '../charts/chromosome-records.ts';
import { chromosomeStrip } from '../charts/chromosome-strip.ts';
import type { Chart } from '../charts/chart.ts';
import { doctor } from '../messages/en/doctor.ts';
import { open } from '../messages/en/open.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { askedFindings } from './asked-findings.ts';
import { allFacts, isOfRecords, mainFacts } from './file-facts.ts';
import type { GenotypeItem } from './state.ts';
import './ta-absent.ts';
import './ta-build.ts';
import './ta-figure.ts';
import './ta-findings.ts';
import './ta-merged.ts';

export class TaDoctor extends LitElement {
  static override properties = { app: { attribute: false }, item: { attribute: false } };

  static override styles = [
    base,
    css`
      article {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--step) * 3);
      }

      .head {
        display: flex;
        justify-content: space-between;
        align-items: start;
        gap: calc(var(--step) * 2);
      }

      h2 {
        overflow-wrap: anywhere;
      }

      .badge {
        display: inline-block;
        padding: 0 0.5rem;
        border: 1px solid var(--line-strong);
        border-radius: 999px;
        color: var(--ink-soft);
        font-size: var(--size-1);
        font-weight: 400;
      }

      .summary {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr));
        gap: calc(var(--step) * 2) calc(var(--step) * 3);
        padding-bottom: calc(var(--step) * 3);
        border-bottom: 1px solid var(--line);
      }

      .summary dt {
        color: var(--ink-soft);
        font-size: var(--size-1);
      }

      .summary dd {
        font-size: var(--size-4);
        font-weight: 600;
        line-height: 1.3;
      }

      .fine::before {
        content: '✓ ';
        color: var(--ink-soft);
      }

      .facts ul {
        padding-left: 1.125rem;
      }

      .facts .soft {
        display: block;
      }
    `,
  ];

  declare app: AppState;
  declare item: GenotypeItem;
  #chart: ((width: number) => Chart) | null = null;

  override willUpdate(changes: PropertyValues<this>): void {
    const { file } = this.item;
    if (changes.get('item')?.file === file || !file) return;
    const chart = isOfRecords(file) ? chromosomeRecords : chromosomeStrip;
    this.#chart = (width) => chart(file, width);
  }

  override render(): TemplateResult | typeof nothing {
    const { file, sample } = this.item;
    if (!file) return nothing;
    const findings = file.findings.filter(({ code }) => !askedFindings.has(code));
    const decisions = this.#decisions();
    return html`<article class="card" data-testid="doctor">
      <div class="head">
        <div>
          <h2>${file.name}</h2>
          ${file.files.length > 1 ? html`<p class="soft small" data-testid="together">${doctor.together(file.files.length)}</p>` : nothing}
          ${sample ? html`<span class="badge">${open.sampleBadge}</span>` : nothing}
        </div>
        <button type="button" class="no-print" aria-label=${open.closeOf(file.name)} @click=${this.#close}>${open.close}</button>
      </div>
      ${decisions}
      <dl class="summary">
        ${mainFacts(file).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${file.merged.length > 0 ? html`<ta-merged .files=${file.merged}></ta-merged>` : nothing}
      ${decisions.length > 0 || findings.some((finding) => finding.severity === 'fix') ? nothing : html`<p class="fine">${doctor.fine}</p>`}
      ${findings.length === 0 ? nothing : html`<ta-findings .findings=${findings}></ta-findings>`}
      <details>
        <summary>${doctor.more}</summary>
        <div class="stack wide">
          <dl class="facts">
            ${allFacts(file).map(
              ({ name, value, note, reasons = [] }) => html`<dt>${name}</dt>
                <dd>
                  ${value}${note ? html`<span class="soft">${note}</span>` : nothing}
                  ${reasons.length === 0 ? nothing : html`<ul class="soft">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
                </dd>`,
            )}
          </dl>
          <ta-figure .chart=${this.#chart}></ta-figure>
        </div>
      </details>
    </article>`;
  }

  /** What the person has to decide comes before what the file is. */
  #decisions(): readonly TemplateResult[] {
    const { file } = this.item;
    const decisions: TemplateResult[] = [];
    if (file?.build === null) decisions.push(html`<ta-build .app=${this.app}></ta-build>`);
    if (file?.variants_only) decisions.push(html`<ta-absent .app=${this.app} .item=${this.item}></ta-absent>`);
    return decisions;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

customElements.define('ta-doctor', TaDoctor);
