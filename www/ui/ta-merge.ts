// Offers to merge open files of one person, and says why they were not.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { merge as words } from '../messages/en/merge.ts';
import { base } from '../styles/base.ts';
import { decision } from '../styles/decision.ts';
import type { AppState } from './app-state.ts';
import { isOfRecords } from './file-facts.ts';
import type { GenotypeItem, State } from './state.ts';
import { StateWatch } from './state-watch.ts';
import './ta-error.ts';

/** Files that can be merged: those of consumer tests, and not the sample person. */
const mergeable = ({ genotypes }: State): readonly GenotypeItem[] =>
  genotypes.filter(({ step, sample, file }) => step === 'ready' && !sample && file !== null && !isOfRecords(file));

export class TaMerge extends LitElement {
  static override properties = { app: { attribute: false }, chosen: { state: true } };

  static override styles = [
    base,
    decision,
    css`
      form {
        margin-top: calc(var(--step) * 4);
      }

      ul {
        padding-left: 1.25rem;
      }

      h2 {
        font-size: var(--size-3);
      }

      label {
        font-weight: 400;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare app: AppState;
  /** Keys that a person has chosen or left out; of two files both are meant. */
  declare private chosen: ReadonlySet<number>;

  constructor() {
    super();
    this.chosen = new Set();
    new StateWatch(this);
  }

  override render(): TemplateResult | typeof nothing {
    const { state } = this.app;
    const items = mergeable(state);
    if (items.length < 2) return nothing;
    const two = items.length === 2;
    const keys = items.map(({ key }) => key).filter((key) => two || this.chosen.has(key));
    const busy = state.merging.step === 'merging';
    return html`<form class="card stack" data-testid="merge-offer" aria-labelledby="merge-title" @submit=${(event: Event) => this.#use(event, keys)}>
      <h2 id="merge-title">${words.title}</h2>
      <p>${words.ask}</p>
      ${
        two
          ? html`<ul class="soft">${items.map(({ name }) => html`<li>${name}</li>`)}</ul>`
          : html`<fieldset>
              <legend>${words.legend}</legend>
              ${items.map(
                ({ key, name }) => html`<div class="choice">
                  <input type="checkbox" id=${`merge-${key}`} .checked=${this.chosen.has(key)} @change=${() => this.#choose(key)} />
                  <label for=${`merge-${key}`}>${name}</label>
                </div>`,
              )}
            </fieldset>`
      }
      <div class="row"><button type="submit" ?disabled=${keys.length < 2 || busy}>${busy ? words.merging : words.use}</button></div>
      ${state.merging.step === 'failed' ? html`<ta-error .error=${state.merging.error} .heading=${words.failed}></ta-error>` : nothing}
    </form>`;
  }

  #choose(key: number): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(key)) chosen.add(key);
    this.chosen = chosen;
  }

  #use(event: Event, keys: readonly number[]): void {
    event.preventDefault();
    void this.app.mergeGenotypes(keys);
  }
}

customElements.define('ta-merge', TaMerge);
