// Says above every view that what is shown is a saved report, and how to leave it.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { errors } from '../messages/en/errors.ts';
import { reopen as words } from '../messages/en/reopen.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { StateWatch } from './state-watch.ts';
import './ta-error.ts';

export class TaReopened extends LitElement {
  static override properties = { app: { attribute: false }, view: {} };

  static override styles = [
    base,
    css`
      .card,
      ta-error,
      p.reading {
        margin-bottom: calc(var(--step) * 4);
      }

      .title {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare app: AppState;
  declare view: string;

  constructor() {
    super();
    new StateWatch(this);
  }

  override render(): TemplateResult | typeof nothing {
    const { reopened } = this.app.state;
    const close = (label: string): TemplateResult =>
      html`<button type="button" data-testid="close-report" @click=${() => this.app.closeReport()}>${label}</button>`;
    switch (reopened.step) {
      case 'none':
        return nothing;
      case 'reading':
        return html`<p class="reading" role="status">${words.reading(reopened.name)}</p>`;
      case 'failed':
        return html`<ta-error .error=${reopened.error} .name=${reopened.name}>${close(errors.dismiss)}</ta-error>`;
      case 'ready':
        return html`<div class="card stack" role="note" data-testid="reopened">
          <p class="title">${words.title(reopened.name)}</p>
          <p class="soft">${words.note(reopened.report.tallele)}</p>
          <div class="row no-print">
            ${this.view === 'open' || this.view === 'shelf' ? html`<a class="button first" href="#/results">${words.results}</a>` : nothing}
            ${close(words.close)}
          </div>
        </div>`;
    }
  }
}

customElements.define('ta-reopened', TaReopened);
