// Says on every view that an option of the address is none, and offers the way out of it.
import { html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { options as words } from '../messages/en/options.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { StateWatch } from './state-watch.ts';
import './ta-error.ts';

export class TaBadOption extends LitElement {
  static override properties = { app: { attribute: false } };

  static override styles = [base];

  declare app: AppState;

  constructor() {
    super();
    new StateWatch(this);
  }

  override render(): TemplateResult | typeof nothing {
    const { optionsError } = this.app.state;
    if (optionsError === null) return nothing;
    const { field } = optionsError.place;
    return html`<ta-error .error=${optionsError}>
      ${field ? html`<button type="button" data-testid="drop-option" @click=${() => this.app.setOptions({ [field]: '' })}>${words.useDefault}</button>` : nothing}
    </ta-error>`;
  }
}

customElements.define('ta-bad-option', TaBadOption);
