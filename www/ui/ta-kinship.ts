// Says how the people in different files are related: the same person at once, all else when somebody asks for it.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { kinshipWords as words } from '../messages/en/kinship.ts';
import type { KinPair, Kinship } from '../shared/comparison.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import type { Overview } from '../shared/overview.ts';
import { base } from '../styles/base.ts';
import { orderPairs } from './order-pairs.ts';
import { partyName } from './party-name.ts';
import { hasPercentiles } from './result-rows.ts';
import './ta-siblings.ts';

export class TaKinship extends LitElement {
  static override properties = {
    kinship: { attribute: false },
    people: { type: Number },
    overview: { attribute: false },
  };

  static override styles = [
    base,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--step) * 2);
      }

      .same {
        border-left: 4px solid var(--ink);
      }

      .same h3,
      .same li,
      th {
        overflow-wrap: anywhere;
      }

      ul {
        list-style: none;
      }

      details > * + * {
        margin-top: calc(var(--step) * 2);
      }

      .scroll {
        max-height: 36rem;
        overflow: auto;
      }

      table {
        width: 100%;
        max-width: 60rem;
      }

      tbody th {
        font-weight: 600;
      }

      .small-label {
        display: none;
      }

      @media (max-width: 46rem) {
        .scroll {
          max-height: none;
        }

        thead {
          display: none;
        }

        tr {
          display: grid;
          grid-template-columns: 1fr 1fr 1fr;
          align-items: end;
          gap: 0 var(--step);
          padding: calc(var(--step) * 1.5) 0;
          border-bottom: 1px solid var(--line);
        }

        th,
        td,
        td.n,
        td.n + td {
          padding: 0.125rem 0;
          border: 0;
          text-align: left;
          white-space: normal;
        }

        tbody th,
        .text {
          grid-column: 1 / -1;
        }

        .small-label {
          display: block;
          color: var(--ink-soft);
          font-size: var(--size-1);
        }
      }

      @media print {
        section {
          display: block;
        }

        section > * + * {
          margin-top: 0.5rem;
        }

        .same {
          padding-left: 0.75rem;
        }

        .scroll {
          max-height: none;
          overflow: visible;
        }

        tr {
          break-inside: avoid;
        }
      }
    `,
  ];

  declare kinship: Kinship | null;
  declare people: number;
  /** Results to tell siblings apart by; null where there are none. */
  declare overview: Overview | null;

  override render(): TemplateResult {
    return html`<section aria-labelledby="kinship" data-testid="kinship">
      <h2 id="kinship">${words.title}</h2>
      ${this.kinship === null ? html`<p>${words.tooMany(this.people)}</p>` : this.#found(this.kinship)}
    </section>`;
  }

  override updated(): void {
    this.#toggled();
  }

  /** What is shown is printed too: relations once they are asked for, a file that is there twice always. */
  readonly #toggled = (): void => {
    this.toggleAttribute('data-shown', this.renderRoot.querySelector('details[open], .same') !== null);
  };

  #found({ pairs, pairs_compared, sites, listed }: Kinship): TemplateResult {
    const name = partyName(pairs);
    const same = pairs.filter(({ relation }) => relation === 'same');
    const ordered = orderPairs(pairs);
    const siblings = pairs.filter(({ relation }) => relation === 'full-siblings');
    const { overview } = this;
    return html`${same.length === 0 ? nothing : this.#same(same, name)}
      <p>${words.before}</p>
      <details data-testid="relations" @toggle=${this.#toggled}>
        <summary>${words.show(pairs.length)}</summary>
        ${pairs.some(({ relation }) => relation === 'parent-child') ? html`<p>${words.parentChild}</p>` : nothing}
        ${pairs.length === 0 ? html`<p>${words.none}</p>` : this.#table(ordered, name)}
        <p class="soft small">${words.compared(pairs_compared, sites)} ${listed === 'related' ? words.onlyRelated : ''} ${words.explain}</p>
        ${
          siblings.length > 0 && overview !== null && hasPercentiles(overview)
            ? html`<ta-siblings .pairs=${siblings} .overview=${overview} .nameOf=${name}></ta-siblings>`
            : nothing
        }
      </details>`;
  }

  #same(pairs: readonly KinPair[], name: (party: KinPair['a']) => string): TemplateResult {
    return html`<div class="card same stack" role="note" data-testid="same-person">
      <h3>${words.sameTitle}</h3>
      <ul>${pairs.map(({ a, b }) => html`<li>${words.same(name(a), name(b))}</li>`)}</ul>
      <p>${words.sameNext} <a class="no-print" href="#/open">${words.seeFiles}</a></p>
    </div>`;
  }

  #table(pairs: readonly KinPair[], name: (party: KinPair['a']) => string): TemplateResult {
    const [who, what, phi, ibs0, places] = words.columns;
    const label = (text: string | undefined): TemplateResult => html`<span class="small-label">${text}</span>`;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">${who}</th>
            <th scope="col">${what}</th>
            <th scope="col" class="n">${phi}</th>
            <th scope="col" class="n">${ibs0}</th>
            <th scope="col" class="n">${places}</th>
          </tr>
        </thead>
        <tbody>
          ${pairs.map(
            (pair) => html`<tr data-relation=${pair.relation ?? 'withheld'}>
              <th scope="row">${words.pair(name(pair.a), name(pair.b))}</th>
              <td class="text">${pair.text ?? pair.withheld?.text ?? ''}</td>
              <td class="n">${label(phi)}${pair.phi === null ? '–' : pair.phi.toFixed(3).replace('-', '−')}</td>
              <td class="n">${label(ibs0)}${formatShare(pair.ibs0)}</td>
              <td class="n">${label(places)}${formatCount(pair.sites)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('ta-kinship', TaKinship);
