// Asks for the build of a file that does not tell it.
import { html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { build as words } from '../messages/en/build.ts';
import { doctor } from '../messages/en/doctor.ts';
import type { Build } from '../shared/report.ts';
import { base } from '../styles/base.ts';
import { decision } from '../styles/decision.ts';
import type { AppState } from './app-state.ts';

const builds = Object.keys(words.choices) as Build[];

export class TaBuild extends LitElement {
  static override properties = {
    app: { attribute: false },
    files: { attribute: false },
    chosen: { state: true },
    asking: { state: true },
  };

  static override styles = [base, decision];

  declare app: AppState;
  /** Which files it is about, where that does not go without saying. */
  declare files: readonly string[];
  declare private chosen: Build | null;
  declare private asking: boolean;

  constructor() {
    super();
    this.files = [];
    this.chosen = null;
    this.asking = false;
  }

  override render(): TemplateResult {
    // Beside results the question is one line until it is taken up.
    if (this.files.length > 0 && !this.asking)
      return html`<div class="mark" data-testid="build-mark">
        <p><strong>${doctor.foundIn(this.files.slice(0, 3), this.files.length - 3)}:</strong> ${words.open}</p>
        <button type="button" class="plain no-print" @click=${this.#ask}>${words.choose}</button>
      </div>`;
    return html`<form class="decision" data-testid="build-question" aria-labelledby="build-title" @submit=${this.#use}>
      <h2 id="build-title">${words.title}</h2>
      ${this.files.length > 0 ? html`<p class="soft">${doctor.foundIn(this.files.slice(0, 3), this.files.length - 3)}</p>` : nothing}
      <p>${words.ask}</p>
      <fieldset>
        <legend>${words.legend}</legend>
        ${builds.map(
          (build) => html`<div class="choice">
            <input type="radio" name="build" id=${`build-${build}`} value=${build} .checked=${this.chosen === build} @change=${() => this.#choose(build)} />
            <label for=${`build-${build}`}>${words.choices[build]}</label>
          </div>`,
        )}
      </fieldset>
      <p class="soft">${words.where}</p>
      <div class="row"><button type="submit" class="first" ?disabled=${this.chosen === null}>${words.use}</button>${this.asking ? html`<button type="button" @click=${this.#keep}>${words.keep}</button>` : nothing}</div>
    </form>`;
  }

  #ask(): void {
    this.asking = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  #keep(): void {
    this.asking = false;
  }

  #choose(build: Build): void {
    this.chosen = build;
  }

  #use(event: Event): void {
    event.preventDefault();
    if (this.chosen) void this.app.setOptions({ build: this.chosen.replace('GRCh', '') });
  }
}

customElements.define('ta-build', TaBuild);
