// The file doctor: what a genotype file is, how we know, and what to look at first.
import { css, html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { chromosomeStrip } from '../charts/chromosome-strip.ts';
import type { Chart } from '../charts/chart.ts';
import { doctor } from '../messages/en/doctor.ts';
import { open } from '../messages/en/open.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import type { Build, GenotypeFile } from '../shared/report.ts';
import { base } from '../styles/base.ts';
import './ta-figure.ts';
import './ta-findings.ts';

export class TaDoctor extends LitElement {
  static override properties = { file: { attribute: false }, sample: { type: Boolean } };

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

  declare file: GenotypeFile;
  declare sample: boolean;
  #chart: (width: number) => Chart = () => chromosomeStrip(this.file, 0);

  override willUpdate(changes: PropertyValues): void {
    const { file } = this;
    if (changes.has('file')) this.#chart = (width) => chromosomeStrip(file, width);
  }

  override render(): TemplateResult {
    const { file } = this;
    return html`<article class="card" data-testid="doctor">
      <div class="head">
        <div>
          <h2>${file.name}</h2>
          ${this.sample ? html`<span class="badge">${open.sampleBadge}</span>` : nothing}
        </div>
        <button type="button" class="no-print" aria-label=${open.closeOf(file.name)} @click=${this.#close}>${open.close}</button>
      </div>
      <dl class="summary">
        ${[
          [doctor.vendor, file.vendor],
          [doctor.build, file.build ?? doctor.buildUnknown],
          [doctor.callRate, doctor.callRateText(file.call_rate, file.called, file.markers).split(':')[0]],
          [doctor.sex, doctor.sexes[file.sex]],
        ].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${file.findings.some((finding) => finding.severity === 'fix') ? nothing : html`<p class="fine">${doctor.fine}</p>`}
      ${file.findings.length === 0 ? nothing : html`<ta-findings .findings=${file.findings}></ta-findings>`}
      <details>
        <summary>${doctor.more}</summary>
        <div class="stack wide">
          ${this.#facts()}
          <ta-figure .chart=${this.#chart}></ta-figure>
        </div>
      </details>
    </article>`;
  }

  #facts(): TemplateResult {
    const { file } = this;
    const on = (name: string): number => file.chromosomes.find((row) => row.chromosome === name)?.markers ?? 0;
    const { duplicates: twice, sex_evidence: sex } = file;
    const wrapping = file.wrapping.length === 0 ? doctor.plain : file.wrapping.join(', ');
    const rows: readonly (readonly [string, unknown])[] = [
      [doctor.vendor, html`${file.vendor}${this.#reasons(file.reasons)}`],
      [doctor.size, html`<span class="number">${formatBytes(file.bytes)}</span>`],
      [doctor.wrapping, doctor.member(wrapping, file.member)],
      [
        doctor.build,
        html`${file.build ?? doctor.buildUnknown}<span class="soft">${doctor.buildNote}</span>${this.#reasons(buildReasons(file))}`,
      ],
      [doctor.sample, file.sample],
      [
        doctor.sex,
        html`${doctor.sexes[file.sex]}<span class="soft">${doctor.sexEvidence(sex.x_heterozygous, sex.x_calls, sex.y_calls, sex.y_markers)}</span>`,
      ],
      [doctor.callRate, doctor.callRateText(file.call_rate, file.called, file.markers)],
      [doctor.noCalls, doctor.noCallsText(file.no_calls)],
      [doctor.heterozygous, doctor.heterozygousText(file.heterozygous, file.called)],
      [doctor.special, doctor.specialText(on('X'), file.pseudo_autosomal, on('Y'), on('MT'))],
      [doctor.duplicates, doctor.duplicatesText(twice.agreeing, twice.conflicting)],
      [doctor.indels, doctor.indelsText(file.indels)],
      [doctor.order, file.sorted ? doctor.sorted : doctor.unsorted],
      [doctor.chip, file.chip_guess ?? doctor.chipUnknown],
    ];
    return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  #reasons(reasons: readonly string[]): TemplateResult | typeof nothing {
    if (reasons.length === 0) return nothing;
    return html`<ul class="soft">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

function buildReasons(file: GenotypeFile): string[] {
  const { markers, header } = file.build_evidence;
  const reasons: string[] = [];
  const all = Math.max(...Object.values(markers));
  if (all === 0 || file.build === null) reasons.push(doctor.buildNoMarkers);
  else
    for (const build of Object.keys(markers) as Build[])
      if (markers[build] > 0)
        reasons.push(
          doctor.buildMarkers(
            markers[build],
            build,
            Object.values(markers).reduce((sum, one) => sum + one, 0),
          ),
        );
  reasons.push(doctor.buildHeader(header));
  if (header !== null && file.build !== null && header !== file.build) reasons.push(doctor.buildDiffers);
  return reasons;
}

customElements.define('ta-doctor', TaDoctor);
