// Shows several people's results side by side: a row for each score, a column for each person.
import { html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { sideWords as words } from '../messages/en/side-by-side.ts';
import { formatSum } from '../shared/format-sum.ts';
import type { Overview } from '../shared/overview.ts';
import { base } from '../styles/base.ts';
import { chart as chartStyle } from '../styles/chart.ts';
import { sideBySide as sideStyle } from '../styles/side-by-side.ts';
import { choosePeople } from './choose-people.ts';
import { percentileCell } from './percentile-cell.ts';
import { hasPercentiles } from './result-rows.ts';
import { scoreHash } from './route.ts';
import { chooseScores } from './sample-table.ts';
import { percentileAt } from './percentile-at.ts';

/** People side by side. */
const mostPeople = 8;
/** People to choose from at once, beside those chosen. */
const mostOffered = 12;
const mostScores = 100;
/** With fewer scores there is nothing to look for. */
const fewScores = 20;

export class TaSideBySide extends LitElement {
  static override properties = {
    overview: { attribute: false },
    comparing: { type: Boolean },
    older: { type: Boolean },
    chosen: { state: true },
    person: { state: true },
    text: { state: true },
  };

  static override styles = [base, chartStyle, sideStyle];

  /** Null while there are no results. */
  declare overview: Overview | null;
  declare comparing: boolean;
  declare older: boolean;
  /** Names of those chosen, which outlive a new run; null for the first ones. */
  declare private chosen: readonly string[] | null;
  declare private person: string;
  declare private text: string;

  constructor() {
    super();
    this.overview = null;
    this.comparing = false;
    this.older = false;
    this.chosen = null;
    this.person = '';
    this.text = '';
  }

  override render(): TemplateResult {
    const { overview } = this;
    return html`<section aria-labelledby="side" data-testid="side-by-side">
      <h2 id="side">${words.title}</h2>
      ${
        overview === null
          ? html`<p>${words.none}</p><div class="no-print"><a class="button" href="#/shelf">${words.choose}</a></div>`
          : this.#full(overview)
      }
    </section>`;
  }

  #full(overview: Overview): TemplateResult {
    const people = this.#people(overview);
    const found = chooseScores(overview, this.text);
    const told = hasPercentiles(overview);
    return html`${this.older ? html`<p class="soft">${words.older}</p>` : nothing}
      <p>${told ? words.note : words.sumsOnly}</p>
      ${overview.samples.length > mostPeople ? this.#choose(overview, people) : nothing}
      ${
        overview.scores.length <= fewScores
          ? nothing
          : html`<div class="find no-print">
                <label for="score">${words.findScore}</label>
                <input id="score" type="search" autocomplete="off" .value=${this.text} @input=${this.#typed} />
              </div>
              <p class="soft" aria-live="polite">${words.scoresShown(Math.min(found.length, mostScores), found.length)}</p>`
      }
      ${this.#table(overview, people, found.slice(0, mostScores))}
      ${told && overview.reference ? html`<p class="soft small">${words.withReference(overview.reference.name)}</p>` : nothing}`;
  }

  #people({ samples }: Overview): readonly number[] {
    const { chosen } = this;
    const places = samples.flatMap((sample, place) =>
      chosen === null || chosen.includes(nameOf(sample)) ? [place] : [],
    );
    return places.slice(0, mostPeople);
  }

  #choose(overview: Overview, people: readonly number[]): TemplateResult {
    const { shown } = choosePeople(overview.samples, this.person, mostOffered + people.length);
    const offered = [...people, ...shown.filter((place) => !people.includes(place)).slice(0, mostOffered)];
    return html`<details class="no-print">
      <summary>${words.people(people.length, overview.samples.length)}</summary>
      <div class="choose">
        <p class="soft">${words.peopleNote(mostPeople)}</p>
        <label for="person">${words.findPerson}</label>
        <input id="person" type="search" autocomplete="off" .value=${this.person} @input=${this.#sought} />
        <ul>
          ${offered.map((place) => {
            const isChosen = people.includes(place);
            return html`<li><label>
              <input type="checkbox" .checked=${isChosen} ?disabled=${!isChosen && people.length >= mostPeople} @change=${() => this.#turn(overview, people, place)} />
              ${overview.samples[place]?.id}
            </label></li>`;
          })}
        </ul>
      </div>
    </details>`;
  }

  #table(overview: Overview, people: readonly number[], scores: readonly number[]): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">${words.score}</th>
            ${people.map((place) => html`<th scope="col">${overview.samples[place]?.id}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${scores.map((score) => this.#line(overview, people, score))}
        </tbody>
      </table>
    </div>`;
  }

  #line(overview: Overview, people: readonly number[], score: number): TemplateResult {
    const of = overview.scores[score];
    const title = of?.trait ?? of?.name ?? of?.id ?? '';
    return html`<tr data-testid="side-row">
      <th scope="row">${title}<span>${of?.id}</span></th>
      ${people.map((sample) => {
        const sum = overview.figures.observed_sum[sample * overview.scores.length + score] ?? null;
        const person = overview.samples[sample]?.id ?? '';
        return html`<td>
          <div class="cell">
            ${percentileCell(percentileAt(overview, sample * overview.scores.length + score), this.comparing)}
            <a href=${scoreHash(sample, score)} aria-label=${`${words.page(title, person)}, ${words.sum(formatSum(sum))}`}>${words.sum(formatSum(sum))}</a>
          </div>
        </td>`;
      })}
    </tr>`;
  }

  #turn(overview: Overview, people: readonly number[], place: number): void {
    const next = people.includes(place) ? people.filter((one) => one !== place) : [...people, place];
    this.chosen = next.flatMap((one) => {
      const sample = overview.samples[one];
      return sample === undefined ? [] : [nameOf(sample)];
    });
  }

  #sought(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.person = event.target.value;
  }

  #typed(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value;
  }
}

function nameOf({ id, input }: { readonly id: string; readonly input: string }): string {
  return `${id}\n${input}`;
}

customElements.define('ta-side-by-side', TaSideBySide);
