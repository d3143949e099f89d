// One person's card: which reference groups their DNA is most like, and how sure that is, or why it is not told.
import { html, LitElement } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { Chart } from '../charts/chart.ts';
import { isBetweenGroups } from '../charts/is-between-groups.ts';
import { similarityBars } from '../charts/similarity-bars.ts';
import { populationTitle } from '../messages/en/populations.ts';
import { peopleWords as words } from '../messages/en/people.ts';
import type { PlacedPerson } from '../shared/comparison.ts';
import { formatShare } from '../shared/format-share.ts';
import { base } from '../styles/base.ts';
import { people as peopleStyle } from '../styles/people.ts';
import './ta-figure.ts';

export class TaSimilarity extends LitElement {
  static override properties = { person: { attribute: false }, sites: { type: Number } };

  static override styles = [base, peopleStyle];

  declare person: PlacedPerson;
  /** All sites of the panel. */
  declare sites: number;
  #draw: (width: number) => Chart = () => similarityBars(this.person, 320);

  override willUpdate(changes: PropertyValues): void {
    const { person } = this;
    if (changes.has('person')) this.#draw = (width) => similarityBars(person, width);
  }

  override render(): TemplateResult {
    const { id, input } = this.person;
    return html`<div class="stack" data-testid="similarity" data-state=${this.#state()}>
      <div class="who">
        <h3>${id}</h3>
        ${input === id ? '' : html`<p class="soft small">${words.from(input)}</p>`}
      </div>
      ${this.#told()} ${this.#facts()}
    </div>`;
  }

  #state(): 'told' | 'outside' | 'withheld' {
    const { similarity, outside } = this.person;
    return similarity === null ? 'withheld' : outside === false ? 'told' : 'outside';
  }

  #told(): TemplateResult {
    const { id, withheld } = this.person;
    switch (this.#state()) {
      case 'told':
        return html`<ta-figure .chart=${this.#draw}></ta-figure>`;
      case 'outside':
        return html`<div class="state">
          <h4>${words.outsideTitle}</h4>
          <p>${words.outside(id)}</p>
          <p>${words.outsideMeans}</p>
        </div>`;
      case 'withheld':
        return html`<div class="state">
          <h4>${words.fewTitle}</h4>
          <p>${withheld?.text ?? ''}</p>
          <p>${words.fewMeans}</p>
        </div>`;
    }
  }

  #facts(): TemplateResult {
    const { sites, coverage, taken_as_reference, nearest_population } = this.person;
    const rows: (readonly [string, string])[] = [
      [words.sites, words.sitesOf(sites, this.sites, formatShare(coverage))],
    ];
    if (taken_as_reference > 0) rows.push([words.takenAsReference, words.takenAsReferenceText(taken_as_reference)]);
    // The population nearest to a mixture is one that its parts do not come from.
    if (this.#state() === 'told' && nearest_population !== null && !isBetweenGroups(this.person))
      rows.push([words.nearestPopulation, populationTitle(nearest_population)]);
    return html`<dl class="facts">${rows.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
  }
}

customElements.define('ta-similarity', TaSimilarity);
