// Asks what places count as that a file of variants alone does not list, and afterwards says so wherever numbers rest on it.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { absent as words } from '../messages/en/absent.ts';
import type { Absent } from '../shared/report.ts';
import { base } from '../styles/base.ts';
import { decision } from '../styles/decision.ts';
import type { AppState } from './app-state.ts';
import type { GenotypeItem } from './state.ts';

const choices = Object.keys(words.choices) as Absent[];

export class TaAbsent extends LitElement {
  static override properties = {
    app: { attribute: false },
    item: { attribute: false },
    named: { type: Boolean },
    chosen: { state: true },
    asking: { state: true },
  };

  static override styles = [base, decision];

  declare app: AppState;
  declare item: GenotypeItem;
  /** Says which file it is about, where several may be meant. */
  declare named: boolean;
  declare private chosen: Absent | null;
  declare private asking: boolean;

  constructor() {
    super();
    this.named = false;
    this.chosen = null;
    this.asking = false;
  }

  override willUpdate(changes: PropertyValues<this>): void {
    const before = changes.get('item');
    if (before && before.file?.absent !== this.item.file?.absent) this.asking = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { file, recalled, key, name } = this.item;
    if (!file?.variants_only) return nothing;
    // Beside results the question is one line until it is taken up; before them it stands in full.
    if ((file.absent || this.named) && !this.asking)
      return html`<div class="mark" data-testid="absent-mark" data-absent=${file.absent ?? 'open'}>
        <p>${this.named ? html`<strong>${name}:</strong> ` : nothing}${file.absent ? words.marks[file.absent] : words.open}${recalled ? html` <span class="soft">${words.recalled}</span>` : nothing}</p>
        <button type="button" class="plain no-print" @click=${this.#ask}>${file.absent ? words.change : words.answer}</button>
      </div>`;
    const chosen = this.chosen ?? file.absent;
    return html`<form class="decision" data-testid="absent-question" aria-labelledby="absent-title" @submit=${this.#use}>
      <h2 id="absent-title">${words.title}</h2>
      ${this.named ? html`<p class="soft">${words.of(name)}</p>` : nothing}
      <p>${words.ask}</p>
      <p class="soft">${words.evidence(file.markers)}</p>
      <fieldset>
        <legend>${words.legend}</legend>
        ${choices.map((value) => {
          const { label, help } = words.choices[value];
          const id = `absent-${key}-${value}`;
          return html`<div class="choice">
            <input type="radio" name="absent" id=${id} value=${value} .checked=${chosen === value} aria-describedby=${`${id}-help`} @change=${() => this.#choose(value)} />
            <label for=${id}>${label}</label>
            <p id=${`${id}-help`} class="soft">${help}</p>
          </div>`;
        })}
      </fieldset>
      <p class="soft">${words.unsure}</p>
      <div class="row">
        <button type="submit" class="first" ?disabled=${chosen === null}>${words.use}</button>
        ${this.asking ? html`<button type="button" @click=${this.#keep}>${words.keep}</button>` : nothing}
      </div>
      <p class="soft small">${file.absent ? nothing : html`${words.open} `}${words.remembers}</p>
    </form>`;
  }

  #choose(value: Absent): void {
    this.chosen = value;
  }

  #ask(): void {
    this.asking = true;
    this.chosen = null;
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  #keep(): void {
    this.asking = false;
  }

  #use(event: Event): void {
    event.preventDefault();
    const answer = this.chosen ?? this.item.file?.absent;
    if (answer && answer !== this.item.file?.absent) void this.app.answerAbsent(this.item.key, answer);
    else this.asking = false;
  }
}

customElements.define('ta-absent', TaAbsent);
