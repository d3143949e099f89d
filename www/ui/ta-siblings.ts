// Says how far full siblings are apart under each score, where both have a percentile.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { sideWords } from '../messages/en/side-by-side.ts';
import type { KinPair } from '../shared/comparison.ts';
import type { Overview } from '../shared/overview.ts';
import { base } from '../styles/base.ts';
import { siblingDifference } from './sibling-difference.ts';
import { percentileAt } from './percentile-at.ts';

const words = sideWords.siblings;
/** Of one pair. */
const mostScores = 50;

export class TaSiblings extends LitElement {
  static override properties = {
    pairs: { attribute: false },
    overview: { attribute: false },
    nameOf: { attribute: false },
  };

  static override styles = [
    base,
    css`
      section,
      article {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--step);
      }

      article {
        padding-top: var(--step);
        break-inside: avoid;
      }

      h4 {
        margin: 0;
        overflow-wrap: anywhere;
      }

      dl {
        display: grid;
        grid-template-columns: minmax(8rem, 16rem) minmax(0, 1fr);
        gap: var(--step) calc(var(--step) * 3);
      }

      dt {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      @media (max-width: 40rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }

        dd {
          margin-bottom: var(--step);
        }
      }
    `,
  ];

  /** Full siblings only. */
  declare pairs: readonly KinPair[];
  declare overview: Overview;
  declare nameOf: (party: KinPair['a']) => string;

  override render(): TemplateResult {
    return html`<section data-testid="siblings">
      <h3>${words.title}</h3>
      <p class="soft">${words.explain}</p>
      ${this.pairs.map((pair) => this.#pair(pair))}
    </section>`;
  }

  #pair({ a, b }: KinPair): TemplateResult {
    const { overview, nameOf } = this;
    const place = (party: KinPair['a']): number =>
      overview.samples.findIndex(({ id, input }) => id === party.id && input === party.input);
    const [one, other] = [place(a), place(b)];
    const lines = overview.scores.flatMap(({ id, name, trait }, score) => {
      const told = (sample: number) => percentileAt(overview, sample * overview.scores.length + score).percentile;
      const [left, right] = [told(one), told(other)];
      const apart = one < 0 || other < 0 || !left || !right ? null : siblingDifference(left, right);
      return apart === null ? [] : [{ title: trait ?? name ?? id, id, apart }];
    });
    const untold = overview.scores.length - lines.length;
    return html`<article>
      <h4>${words.pair(nameOf(a), nameOf(b))}</h4>
      ${
        lines.length === 0
          ? html`<p>${words.nothing}</p>`
          : html`<dl>
                ${lines.slice(0, mostScores).map(({ title, id, apart }) => html`<dt>${title} <span class="soft small">${id}</span></dt><dd>${this.#sentence(nameOf(a), nameOf(b), apart)}</dd>`)}
              </dl>
              ${lines.length > mostScores ? html`<p class="soft small">${words.more(lines.length - mostScores)}</p>` : nothing}
              ${untold > 0 ? html`<p class="soft small">${words.notTold(untold)}</p>` : nothing}`
      }
    </article>`;
  }

  #sentence(one: string, other: string, { value, low, high }: { value: number; low: number; high: number }): string {
    const written = (number: number): string =>
      number
        .toFixed(1)
        .replace(/^-(?!0\.0$)/, '−')
        .replace('-', '');
    if (low > 0) return words.differ(one, other, written(value), written(low), written(high));
    if (high < 0) return words.differ(other, one, written(-value), written(-high), written(-low));
    return words.unclear(one, other, written(value), written(low), written(high));
  }
}

customElements.define('ta-siblings', TaSiblings);
