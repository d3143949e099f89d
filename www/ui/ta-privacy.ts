// The view on privacy: where the file is, what was requested, what the page may do, and the way to make it all vanish.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { privacy } from '../messages/en/privacy.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import type { LedgerEntry } from './ports.ts';
import { StateWatch } from './state-watch.ts';

export class TaPrivacy extends LitElement {
  static override properties = { app: { attribute: false }, forgetting: { state: true } };

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--step) * 6);
      }

      .intro,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--step) * 1.5);
      }

      table {
        width: 100%;
      }

      td {
        font-size: var(--size-1);
      }

      td.url {
        width: 60%;
        overflow-wrap: anywhere;
      }

      td:first-child,
      td:last-child {
        white-space: nowrap;
      }

      .policy {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.25rem calc(var(--step) * 2);
        font-size: var(--size-1);
      }

      .policy dt {
        font-weight: 600;
      }

      .policy dd {
        overflow-wrap: anywhere;
      }

      @media (max-width: 40rem) {
        thead {
          position: absolute;
          clip-path: inset(50%);
        }

        tr {
          display: grid;
          grid-template-columns: auto 1fr auto;
          gap: 0 var(--step);
          padding: var(--step) 0;
          border-bottom: 1px solid var(--line);
        }

        td,
        td.n {
          padding: 0;
          border: 0;
          text-align: left;
        }

        td.url {
          width: auto;
          grid-column: 1 / -1;
          grid-row: 1;
        }
      }
    `,
  ];

  declare app: AppState;
  declare private forgetting: 'no' | 'now' | 'done';
  #stop: (() => void) | null = null;

  constructor() {
    super();
    this.forgetting = 'no';
    new StateWatch(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.#redraw);
    window.addEventListener('offline', this.#redraw);
  }

  override firstUpdated(): void {
    this.#stop = this.app.ports.net.onLedger(this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.#redraw);
    window.removeEventListener('offline', this.#redraw);
    this.#stop?.();
  }

  override render(): TemplateResult {
    const opened = this.app.state.genotypes.filter((item) => item.step === 'ready' || item.step === 'reading').length;
    return html`
      <div class="intro">
        <h1>${privacy.title}</h1>
        <p class="lead">${privacy.lead}</p>
      </div>
      <section aria-labelledby="file">
        <h2 id="file">${privacy.file}</h2>
        <p>${opened === 0 ? privacy.fileNone : privacy.fileOpen(opened)}</p>
        <div class="row">
          <button type="button" data-testid="forget" ?disabled=${this.forgetting === 'now'} @click=${this.#forget}>
            ${this.forgetting === 'now' ? privacy.forgetting : privacy.forgetButton}
          </button>
          <p role="status">${this.forgetting === 'done' ? privacy.forgotten : ''}</p>
        </div>
        <p class="soft small">${privacy.forgetNote}</p>
      </section>
      ${this.#ledger()} ${this.#policy()} ${this.#engine()}
      <section aria-labelledby="offline">
        <h2 id="offline">${privacy.offline}</h2>
        <p>${navigator.onLine ? privacy.online : privacy.isOffline}</p>
      </section>
    `;
  }

  #ledger(): TemplateResult {
    const entries = this.app.ports.net.ledger();
    const foreign = entries.filter((entry) => !isOwn(entry.url)).length;
    const parts = entries.filter((entry) => entry.part);
    const others = entries.filter((entry) => !entry.part);
    return html`<section aria-labelledby="ledger" data-testid="ledger">
      <h2 id="ledger">${privacy.ledger}</h2>
      <p class="soft">${privacy.ledgerNote}</p>
      <p class="number">${entries.length === 0 ? privacy.ledgerNone : privacy.ledgerCount(entries.length, foreign)}</p>
      ${others.length === 0 ? nothing : this.#entries(others)}
      ${
        parts.length === 0
          ? nothing
          : html`<details>
              <summary>${privacy.ledgerParts(parts.length)}</summary>
              ${this.#entries(parts)}
            </details>`
      }
    </section>`;
  }

  #entries(entries: readonly LedgerEntry[]): TemplateResult {
    const [time, request, received, outcome] = privacy.ledgerColumns;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${time}</th>
          <th scope="col">${request}</th>
          <th scope="col" class="n">${received}</th>
          <th scope="col">${outcome}</th>
        </tr>
      </thead>
      <tbody>${entries.map((entry) => this.#entry(entry))}</tbody>
    </table>`;
  }

  #entry({ time, method, url, bytes, outcome, why }: LedgerEntry): TemplateResult {
    const shown = isOwn(url) ? `${privacy.ownHost} ${new URL(url, location.href).pathname}` : url;
    return html`<tr>
      <td class="number">${time.toTimeString().slice(0, 8)}</td>
      <td class="url">${method} ${shown}${why === '' ? nothing : html`<br /><span class="soft">${why}</span>`}</td>
      <td class="n">${bytes === null ? '–' : formatBytes(bytes)}</td>
      <td>${outcome}</td>
    </tr>`;
  }

  #policy(): TemplateResult {
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
    const rules = policy
      .split(';')
      .map((rule) => rule.trim().split(/\s+/))
      .filter(([name]) => name);
    return html`<section aria-labelledby="policy" data-testid="policy">
      <h2 id="policy">${privacy.policy}</h2>
      <p class="soft">${rules.length === 0 ? privacy.policyMissing : privacy.policyNote}</p>
      ${rules.length === 0 ? nothing : html`<dl class="policy">${rules.map(([name, ...values]) => html`<dt>${name}</dt><dd>${values.join(' ')}</dd>`)}</dl>`}
    </section>`;
  }

  #engine(): TemplateResult {
    const engine = this.app.ports.engine.state ?? this.app.state.engine;
    return html`<section aria-labelledby="engine" data-testid="engine">
      <h2 id="engine">${privacy.engine}</h2>
      ${
        engine === null
          ? html`<p class="soft">${privacy.engineStarting}</p>`
          : html`<dl class="facts">
              <dt>${privacy.version}</dt><dd class="number">${engine.version}</dd>
              <dt>${privacy.build}</dt>
              <dd>${engine.variant === 'threads' ? privacy.builds.threads(engine.threads) : privacy.builds.single}</dd>
              <dt>${privacy.why}</dt><dd>${privacy.reasons[engine.reason] ?? engine.reason}</dd>
              <dt>${privacy.memory}</dt><dd class="number">${formatBytes(engine.memory_bytes)}</dd>
            </dl>`
      }
    </section>`;
  }

  async #forget(): Promise<void> {
    this.forgetting = 'now';
    await this.app.forget();
    this.forgetting = 'done';
  }

  readonly #redraw = (): void => this.requestUpdate();
}

function isOwn(url: string): boolean {
  return new URL(url, location.href).origin === location.origin;
}

customElements.define('ta-privacy', TaPrivacy);
