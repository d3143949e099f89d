// Shows how the files of one person that were merged agree with each other.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { merge as words } from '../messages/en/merge.ts';
import { formatCount } from '../shared/format-count.ts';
import type { MergedFile } from '../shared/report.ts';
import { base } from '../styles/base.ts';

type Agreement = NonNullable<MergedFile['agreement']>;
const rows = Object.keys(words.rows) as (keyof Agreement)[];
/** Said only where there is something to say. */
const rare: ReadonlySet<string> = new Set(['other_strand', 'not_lifted']);

export class TaMerged extends LitElement {
  static override properties = { files: { attribute: false } };

  static override styles = [
    base,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--step) * 2);
      }

      h3 {
        font-size: var(--size-2);
      }

      ol {
        display: grid;
        gap: calc(var(--step) * 2);
        list-style: none;
      }

      .name {
        overflow-wrap: anywhere;
      }

      dl {
        max-width: 32rem;
        margin-top: var(--step);
      }

      dl div {
        display: flex;
        justify-content: space-between;
        gap: calc(var(--step) * 2);
        padding: calc(var(--step) * 0.5) 0;
        border-bottom: 1px solid var(--line);
      }

      dt {
        color: var(--ink-soft);
      }
    `,
  ];

  declare files: readonly MergedFile[];

  override render(): TemplateResult {
    return html`<section data-testid="merged" aria-labelledby="merged-title">
      <h3 id="merged-title">${words.shown}</h3>
      <ol>
        ${this.files.map(
          ({ name, vendor, markers, agreement }) => html`<li>
            <p><strong class="name">${name}</strong> <span class="soft">${words.of(vendor, markers)}</span></p>
            ${agreement === null ? html`<p>${words.first}</p>` : this.#agreement(agreement)}
          </li>`,
        )}
      </ol>
    </section>`;
  }

  #agreement(agreement: Agreement): TemplateResult {
    return html`<p>${words.verdict(agreement.agreeing + agreement.other_strand, agreement.shared)}</p>
      <dl>
        ${rows.map((row) =>
          rare.has(row) && agreement[row] === 0
            ? nothing
            : html`<div data-row=${row}><dt>${words.rows[row]}</dt><dd class="number">${formatCount(agreement[row])}</dd></div>`,
        )}
      </dl>`;
  }
}

customElements.define('ta-merged', TaMerged);
