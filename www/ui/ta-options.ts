// The rules of matching, each with a plain word on what it does.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { options as words } from '../messages/en/options.ts';
import type { OptionField } from '../messages/option-field.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { StateWatch } from './state-watch.ts';

type Field = keyof typeof words.fields;

/** Every rule but the one on places that a file does not list, which is asked for each file. */
const names = Object.keys(words.fields) as Field[];

export class TaOptions extends LitElement {
  static override properties = { app: { attribute: false } };

  static override styles = [
    base,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        gap: calc(var(--step) * 3);
        margin-top: calc(var(--step) * 2);
      }

      .field {
        display: grid;
        align-content: start;
        gap: calc(var(--step) / 2);
      }
    `,
  ];

  declare app: AppState;

  constructor() {
    super();
    new StateWatch(this);
  }

  override render(): TemplateResult {
    return html`<p class="soft">${words.lead}</p>
      <div class="fields">${names.map((name) => this.#field(name))}</div>`;
  }

  #field(name: Field): TemplateResult {
    const { label, help, choices, unset }: OptionField = words.fields[name];
    const { written, options } = this.app.state;
    const chosen = (written[name] ?? '').replace(/^GRCh/, '');
    const now = options?.[name];
    const byRules = choices.find(
      ([value]) => written[name] === undefined && value === String(now ?? '').replace(/^GRCh/, ''),
    );
    const id = `option-${name}`;
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} data-testid=${id} aria-describedby=${`${id}-help`} @change=${(event: Event) => this.#choose(name, event)}>
        ${name === 'rules' ? nothing : html`<option value="" ?selected=${chosen === ''}>${unset ?? (name === 'build' ? words.byFile : words.byRules(byRules?.[1] ?? null))}</option>`}
        ${choices.map(
          ([value, text]) =>
            html`<option value=${value} ?selected=${value === chosen || (name === 'rules' && chosen === '' && value === 'tallele')}>${text}</option>`,
        )}
      </select>
      <p id=${`${id}-help`} class="soft small">${help}</p>
    </div>`;
  }

  #choose(name: Field, event: Event): void {
    if (event.target instanceof HTMLSelectElement) void this.app.setOptions({ [name]: event.target.value });
  }
}

customElements.define('ta-options', TaOptions);
