// The audit table of one score: saved whole, its head shown here.
import { css, html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { score as words } from '../messages/en/score.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { parseCsv } from './parse-csv.ts';
import { RowWindow } from './row-window.ts';
import { saveBlob } from './save-blob.ts';
import { setHeight } from './set-height.ts';
import { toScorerError } from './to-scorer-error.ts';
import './ta-error.ts';

const previewBytes = 4_000_000;
const previewRows = 10_000;

type Preview =
  | { readonly step: 'hidden' | 'loading' }
  | {
      readonly step: 'shown';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly whole: boolean;
    }
  | { readonly step: 'failed'; readonly error: ScorerError };

export class TaAudit extends LitElement {
  static override properties = {
    app: { attribute: false },
    sample: { type: Number },
    score: { type: Number },
    name: {},
    preview: { state: true },
  };

  static override styles = [
    base,
    css`
      .scroller {
        max-height: 28rem;
        margin-top: calc(var(--step) * 2);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: calc(var(--round) * 1.5);
        background: var(--sheet);
      }

      table {
        min-width: 100%;
        font-size: var(--size-1);
      }

      thead th {
        position: sticky;
        top: 0;
        background: var(--sheet);
        box-shadow: 0 1px 0 var(--line-strong);
      }

      th,
      td {
        height: 32px;
        padding: 0 0.75rem;
        white-space: nowrap;
      }

      .spacer td {
        height: auto;
        padding: 0;
        border: 0;
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  declare app: AppState;
  declare sample: number;
  declare score: number;
  /** The score's id, for the file's name. */
  declare name: string;
  declare private preview: Preview;
  readonly #window = new RowWindow(this, () => 33);

  constructor() {
    super();
    this.preview = { step: 'hidden' };
  }

  override willUpdate(changes: PropertyValues): void {
    if (changes.has('sample') || changes.has('score')) this.preview = { step: 'hidden' };
  }

  override render(): TemplateResult {
    const { preview } = this;
    const shown = preview.step === 'shown';
    return html`<div class="row">
        <button type="button" data-testid="save-audit" @click=${this.#save}>${words.auditSave}</button>
        <button type="button" class="plain" aria-expanded=${String(shown)} ?disabled=${preview.step === 'loading'} @click=${this.#toggle}>
          ${shown ? words.auditHide : words.auditShow}
        </button>
        <span class="soft" role="status">${preview.step === 'loading' ? words.auditLoading : ''}</span>
      </div>
      ${preview.step === 'failed' ? html`<ta-error .error=${preview.error}></ta-error>` : nothing}
      ${preview.step === 'shown' ? this.#table(preview.head, preview.rows, preview.whole) : nothing}`;
  }

  #table(head: readonly string[], rows: readonly (readonly string[])[], whole: boolean): TemplateResult {
    const { first, last, above, below } = this.#window.inSight(rows.length);
    return html`<div class="scroller" tabindex="0" role="group" aria-label=${words.auditTable} ${ref(this.#window.attach)}>
        <table aria-rowcount=${rows.length + 1} data-testid="audit-preview">
          <thead>
            <tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          <tbody>
            <tr class="spacer" aria-hidden="true"><td colspan=${head.length}><div ${setHeight(above)}></div></td></tr>
            ${rows
              .slice(first, last)
              .map(
                (row, index) =>
                  html`<tr aria-rowindex=${first + index + 2}>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
              )}
            <tr class="spacer" aria-hidden="true"><td colspan=${head.length}><div ${setHeight(below)}></div></td></tr>
          </tbody>
        </table>
      </div>
      <p class="soft small">${whole ? words.auditAll(rows.length) : words.auditFirst(rows.length)}</p>`;
  }

  async #save(): Promise<void> {
    try {
      saveBlob(await this.app.ports.engine.audit(this.sample, this.score), `${this.name}-audit.csv`);
    } catch (thrown) {
      this.preview = { step: 'failed', error: toScorerError(thrown) };
    }
  }

  async #toggle(): Promise<void> {
    if (this.preview.step === 'shown') {
      this.preview = { step: 'hidden' };
      return;
    }
    this.preview = { step: 'loading' };
    try {
      const blob = await this.app.ports.engine.audit(this.sample, this.score);
      const whole = blob.size <= previewBytes;
      const [head = [], ...rows] = parseCsv(await blob.slice(0, previewBytes).text(), previewRows + 1, whole);
      this.preview = { step: 'shown', head, rows, whole: whole && rows.length < previewRows };
    } catch (thrown) {
      this.preview = { step: 'failed', error: toScorerError(thrown) };
    }
  }
}

customElements.define('ta-audit', TaAudit);
