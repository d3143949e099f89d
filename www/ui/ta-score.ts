// The page of one score: its reading in words, the worked sum, charts, what is missing, how it was matched, its card.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { Chart } from '../charts/chart.ts';
import { chromosomeSums } from '../charts/chromosome-sums.ts';
import { coverageColumn } from '../charts/coverage-column.ts';
import { largestVariants } from '../charts/largest-variants.ts';
import { reason } from '../messages/en/reasons.ts';
import { score as words } from '../messages/en/score.ts';
import { standing as standingWords } from '../messages/en/standing.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import { formatSum } from '../shared/format-sum.ts';
import type { Overview, SampleLine } from '../shared/overview.ts';
import type { MatchKind, ScoreResult } from '../shared/report.ts';
import { toldPercentile } from '../shared/told-percentile.ts';
import { base } from '../styles/base.ts';
import { pageGrid } from '../styles/page-grid.ts';
import { score as scoreStyle } from '../styles/score.ts';
import type { AppState } from './app-state.ts';
import { comparisonNote } from './comparison-note.ts';
import { ageField } from './age-field.ts';
import { relativeField } from './relative-field.ts';
import { riskSection } from './risk-section.ts';
import { scoreCard } from './score-card.ts';
import { standingSection } from './standing-section.ts';
import { StateWatch } from './state-watch.ts';
import './ta-absent.ts';
import './ta-audit.ts';
import './ta-error.ts';
import './ta-figure.ts';
import './ta-findings.ts';
import './ta-worked-sum.ts';

type Draw = (width: number) => Chart;

export class TaScore extends LitElement {
  static override properties = {
    app: { attribute: false },
    sample: { type: Number },
    score: { type: Number },
    copied: { state: true },
    result: { state: true },
  };

  static override styles = [base, pageGrid, scoreStyle];

  declare app: AppState;
  /** Places in the report, from 0. */
  declare sample: number;
  declare score: number;
  declare private copied: boolean;
  /** Null while it is on its way; "gone" where the report has no such entry. */
  declare private result: ScoreResult | 'gone' | null;
  /** The report that it was asked of. */
  #asked: Overview | null = null;
  #of: ScoreResult | null = null;
  #charts: { readonly coverage: Draw; readonly chromosomes: Draw; readonly largest: Draw } | null = null;

  constructor() {
    super();
    this.copied = false;
    this.result = null;
    new StateWatch(this);
  }

  override willUpdate(changes: PropertyValues): void {
    const elsewhere = changes.has('score') || changes.has('sample');
    if (elsewhere) {
      this.copied = false;
      this.result = null;
      this.#asked = null;
    }
    const { report } = this.app.state;
    // What is shown of an older report stays until the next is there.
    if (report.step === 'ready' && report.report !== this.#asked) void this.#ask(report.report);
    const result = this.result === 'gone' ? null : this.result;
    if (result === this.#of) return;
    this.#of = result;
    this.#charts = result && {
      coverage: (width) => coverageColumn(result, width),
      chromosomes: (width) => chromosomeSums(result, width),
      largest: (width) => largestVariants(result, width),
    };
  }

  override render(): TemplateResult {
    const report = this.#asked;
    const sample = report?.samples[this.sample];
    const result = this.#of;
    if (this.result === null && this.app.state.report.step !== 'none' && this.app.state.report.step !== 'failed')
      return html`<p class="soft" role="status">${words.loading}</p>`;
    if (!report || !sample || !result)
      return html`<div class="intro">
        <h1>${words.gone}</h1>
        <p><a href="#/results">${words.back}</a></p>
      </div>`;
    return html`<div class="page" data-testid="score">
      <div class="intro">
        <a class="back" href="#/results">← ${words.back}</a>
        <h1>${result.trait ?? result.name ?? result.id}</h1>
        <p class="soft">${[result.id, result.name !== result.id && result.trait ? result.name : null, words.for(sample.id)].filter(Boolean).join(' · ')}</p>
      </div>
      ${this.#answer(sample)} ${this.#standing(result, report.reference)} ${this.#reading(result)}
      ${
        result.findings.length === 0
          ? nothing
          : html`<section aria-labelledby="notes">
            <h2 id="notes">${words.notes}</h2>
            <ta-findings .findings=${result.findings}></ta-findings>
          </section>`
      }
      <section aria-labelledby="worked">
        <h2 id="worked">${words.worked}</h2>
        <p class="soft">${words.workedNote}</p>
        <ta-worked-sum .result=${result}></ta-worked-sum>
      </section>
      ${this.#pictures(result)} ${this.#missing(result)} ${this.#evidence(result)}
      ${scoreCard(result, this.app.scoreFile(this.score))}
      <section aria-labelledby="audit" class="no-print">
        <h2 id="audit">${words.audit}</h2>
        <p class="soft">${words.auditNote}</p>
        <ta-audit .app=${this.app} .sample=${this.sample} .score=${this.score} .name=${result.id}></ta-audit>
      </section>
    </div>`;
  }

  async #ask(overview: Overview): Promise<void> {
    this.#asked = overview;
    const { sample, score } = this;
    const place = sample * overview.scores.length + score;
    const found = await this.app.ports.engine.result(sample, score).catch(() => null);
    if (this.#asked !== overview || this.sample !== sample || this.score !== score) return;
    // The engine's lists may have moved on since; what it answers has to be what the table shows.
    const same =
      found?.id === overview.scores[score]?.id && found?.observed_sum === overview.figures.observed_sum[place];
    this.result = found && same ? found : 'gone';
  }

  /** What the sum of a file of variants alone rests on. */
  #answer(sample: SampleLine): readonly TemplateResult[] {
    const { genotypes } = this.app.state;
    const of = genotypes.filter(
      ({ step, file, name }) => step === 'ready' && file?.variants_only && name === sample.input,
    );
    return of.map((item) => html`<ta-absent named .app=${this.app} .item=${item}></ta-absent>`);
  }

  /** Where the person stands and at what risk; before anybody has compared, why that is not known. */
  #standing(result: ScoreResult, reference: Overview['reference']): TemplateResult {
    const { comparison } = this.app.state;
    const section = standingSection(result, reference);
    // A saved report says what was stated, and takes nothing new.
    const isReopened = this.app.state.reopened.step === 'ready';
    const relative = isReopened ? nothing : relativeField(this.app, this.sample, this.score);
    if (section) return html`${section} ${riskSection(result, isReopened ? html`` : ageField(this.app), relative)}`;
    if (comparison.step !== 'none' && comparison.step !== 'ready') return html`${comparisonNote(this.app)}`;
    return html`<p class="soft" data-testid="no-standing">${standingWords.none}</p>`;
  }

  #reading(result: ScoreResult): TemplateResult {
    const sentences = [
      words.found(result.rows, result.matched),
      words.excluded(result.excluded),
      words.missing(result.unmatched, result.no_call),
      result.filled_sum === null
        ? result.matched < result.rows
          ? words.notFilled
          : ''
        : result.filled_rows > 0
          ? words.filled(result.filled_rows, formatSum(result.filled_sum), result.filled_from)
          : '',
    ].filter((sentence) => sentence !== '');
    // Beside a percentile the sum is not the strongest thing on the page.
    return html`<div class=${toldPercentile(result.percentile) ? 'reading quiet' : 'reading'}>
      <div>
        <dl class="sum">
          <dt>${words.sum}</dt>
          <dd class="number" title=${String(result.observed_sum)} data-testid="observed-sum">${formatSum(result.observed_sum)}</dd>
        </dl>
        <button type="button" class="plain no-print small" @click=${() => this.#copy(result)}>${this.copied ? words.copied : words.exact}</button>
      </div>
      <div class="sentences">${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
    </div>`;
  }

  #pictures(result: ScoreResult): TemplateResult | typeof nothing {
    if (!this.#charts) return nothing;
    const { coverage, chromosomes, largest } = this.#charts;
    return html`<section aria-labelledby="coverage">
        <h2 id="coverage">${words.coverage}</h2>
        <ta-figure class="coverage" .chart=${coverage}></ta-figure>
      </section>
      ${
        result.matched === 0
          ? nothing
          : html`<section aria-labelledby="charts">
              <h2 id="charts">${words.charts}</h2>
              <div class="pair">
                <ta-figure .chart=${largest}></ta-figure>
                <ta-figure .chart=${chromosomes}></ta-figure>
              </div>
            </section>`
      }`;
  }

  #missing(result: ScoreResult): TemplateResult {
    const [variant, chromosome, weight, share, why] = words.missingColumns;
    return html`<section aria-labelledby="missing">
      <h2 id="missing">${words.missingTitle}</h2>
      ${
        result.missing.length === 0
          ? html`<p>${words.missingNone}</p>`
          : html`<p class="soft">${words.missingNote(result.coverage.share_of)}</p>
              <div class="scroll" tabindex="0" role="group" aria-labelledby="missing">
                <table class="missing" data-testid="missing">
                  <thead>
                    <tr>
                      <th scope="col">${variant}</th>
                      <th scope="col" class="on">${chromosome}</th>
                      <th scope="col" class="n">${weight}</th>
                      <th scope="col" class="n">${share}</th>
                      <th scope="col" class="why">${why}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${result.missing.map(
                      (row) => html`<tr>
                        <th scope="row">${row.variant}<span class="reason">${reason(row.reason)}</span></th>
                        <td class="on">${row.chromosome ?? '–'}</td>
                        <td class="n">${row.effect_weight.replace('-', '−')}</td>
                        <td class="n">${formatShare(row.share)}</td>
                        <td class="why">${reason(row.reason)}</td>
                      </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
      }
      ${
        result.unsupported.length === 0
          ? nothing
          : html`<h3>${words.unsupported}</h3>
              <ul>${result.unsupported.map((row) => html`<li>${words.unsupportedRow(row.reason, row.rows, row.share_of_weight)}</li>`)}</ul>`
      }
    </section>`;
  }

  #evidence(result: ScoreResult): TemplateResult {
    const kinds = (Object.entries(result.kinds) as [MatchKind, number][]).filter(([, rows]) => rows > 0);
    return html`<section aria-labelledby="evidence">
      <h2 id="evidence">${words.evidence}</h2>
      <dl class="facts">
        <dt>${words.positions}</dt><dd>${words.positionsText[result.positions]}</dd>
        <dt>${words.joined}</dt><dd class="number-text">${words.joinedText(result.joined.position, result.joined.rsid)}</dd>
        <dt>${words.strand}</dt><dd>${words.strandText(result.strand.direct, result.strand.flipped)}</dd>
        ${
          kinds.length === 0
            ? nothing
            : html`<dt>${words.kinds}</dt>
                <dd><ul>${kinds.map(([kind, rows]) => html`<li>${formatCount(rows)} ${kind}: <span class="soft">${words.kindsText[kind]}</span></li>`)}</ul></dd>`
        }
      </dl>
    </section>`;
  }

  async #copy(result: ScoreResult): Promise<void> {
    try {
      await navigator.clipboard.writeText(String(result.observed_sum));
      this.copied = true;
    } catch {
      this.copied = false;
    }
  }
}

customElements.define('ta-score', TaScore);
