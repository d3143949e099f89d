// Offers the results as a FHIR bundle and as lines for CanRisk, and says of the latter why there is none.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CanRiskLine } from '../exports/can-risk.ts';
import { saveMore as words } from '../messages/en/save-more.ts';
import type { Report } from '../shared/report.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { saveBlob } from './save-blob.ts';
import { toScorerError } from './to-scorer-error.ts';
import './ta-error.ts';

type Said =
  | { readonly step: 'nothing' | 'working' | 'fhir' }
  | { readonly step: 'canrisk'; readonly lines: readonly CanRiskLine[] }
  | { readonly step: 'failed'; readonly error: ScorerError };

export class TaSaveMore extends LitElement {
  static override properties = { app: { attribute: false }, said: { state: true } };

  static override styles = [
    base,
    css`
      .format {
        gap: var(--step);
        justify-items: start;
      }

      .formats {
        padding-bottom: calc(var(--step) * 3);
      }

      ul {
        padding-left: 1.25rem;
      }
    `,
  ];

  declare app: AppState;
  declare private said: Said;

  constructor() {
    super();
    this.said = { step: 'nothing' };
  }

  override render(): TemplateResult {
    const { fhir, canRisk } = words;
    return html`<details data-testid="save-more">
      <summary>${words.title}</summary>
      <div class="stack wide formats">
        <div class="stack format">
          <button type="button" data-testid="save-fhir" @click=${this.#saveFhir}>${fhir.save}</button>
          <p>${fhir.note}</p>
          <p class="soft">${fhir.names}</p>
        </div>
        <div class="stack format">
          <button type="button" data-testid="save-canrisk" @click=${this.#saveCanRisk}>${canRisk.save}</button>
          <p>${canRisk.note}</p>
        </div>
        <div role="status" class="stack format" data-testid="saved-more" ?hidden=${this.said.step === 'nothing'}>${this.#status()}</div>
        <p class="soft">${words.schema} <a href="schema/report-1.json" target="_blank" rel="noreferrer">${words.schemaLink}</a>.</p>
      </div>
    </details>`;
  }

  #status(): TemplateResult | typeof nothing {
    switch (this.said.step) {
      case 'nothing':
        return nothing;
      case 'working':
        return html`<p>${words.working}</p>`;
      case 'fhir':
        return html`<p>${words.fhir.saved}</p>`;
      case 'canrisk':
        return this.#canRisk(this.said.lines);
      case 'failed':
        return html`<ta-error .error=${this.said.error}></ta-error>`;
    }
  }

  #canRisk(lines: readonly CanRiskLine[]): TemplateResult {
    const { canRisk } = words;
    const told = lines.filter(({ line }) => line !== null).length;
    const counts = new Map<string, number>();
    for (const { why } of lines) if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1);
    return html`<p>${told === 0 ? canRisk.none : canRisk.saved(told)}</p>
      ${counts.size === 0 ? nothing : html`<ul>${[...counts].map(([why, count]) => html`<li>${canRisk.without(count, canRisk.why[why] ?? why)}</li>`)}</ul>`}`;
  }

  readonly #saveFhir = (): Promise<void> =>
    this.#write(async (report) => {
      const { fhirBundle } = await import('../exports/fhir-bundle.ts');
      const { report: shown } = this.app.state;
      const bundle = fhirBundle(report, shown.step === 'ready' ? shown.at : new Date());
      const json = `${JSON.stringify(bundle, null, 2)}\n`;
      saveBlob(new Blob([json], { type: 'application/fhir+json' }), 'tallele-fhir.json');
      return { step: 'fhir' };
    });

  readonly #saveCanRisk = (): Promise<void> =>
    this.#write(async (report) => {
      const { canRiskLines, canRiskText } = await import('../exports/can-risk.ts');
      const lines = canRiskLines(report);
      const text = canRiskText(lines);
      if (text !== '') saveBlob(new Blob([text], { type: 'text/plain' }), 'tallele-canrisk.txt');
      return { step: 'canrisk', lines };
    });

  /** Both are written of the whole report, as it is saved. */
  async #write(write: (report: Report) => Promise<Said>): Promise<void> {
    if (this.said.step === 'working') return;
    this.said = { step: 'working' };
    try {
      const { readReport } = await import('./read-report.ts');
      this.said = await write(await readReport('tallele-report.json', await this.app.ports.engine.save('json')));
    } catch (thrown) {
      this.said = { step: 'failed', error: toScorerError(thrown) };
    }
  }
}

customElements.define('ta-save-more', TaSaveMore);
