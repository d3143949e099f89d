// Shows one score that can be had: what it is, how large, under which licence, and the button that fetches it.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { shelf } from '../messages/en/shelf.ts';
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import { base } from '../styles/base.ts';
import type { Offer } from './ports.ts';

export class TaOffer extends LitElement {
  static override properties = {
    offer: { attribute: false },
    bytes: { attribute: false },
    chosen: { type: Boolean },
    commercial: { type: Boolean },
  };

  static override styles = [
    base,
    css`
      :host {
        padding: calc(var(--step) * 2) 0;
        border-top: 1px solid var(--line);
      }

      .offer {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 calc(var(--step) * 2);
        align-items: start;
      }

      .name {
        font-weight: 600;
      }

      .meta {
        font-size: var(--size-1);
        color: var(--ink-soft);
      }

      .terms {
        margin-top: calc(var(--step) / 2);
        font-size: var(--size-1);
      }

      .terms > * + * {
        margin-top: 0.125rem;
      }

      .barred {
        font-weight: 600;
      }

      .added {
        display: inline-flex;
        align-items: center;
        min-height: 2.75rem;
        color: var(--ink-soft);
      }

      @media (max-width: 30rem) {
        .offer:not(:has(.added)) {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--step);
        }
      }
    `,
  ];

  declare offer: Offer;
  /** Null while nobody has said it. */
  declare bytes: number | null;
  declare chosen: boolean;
  /** Whether this page is run commercially. */
  declare commercial: boolean;

  override render(): TemplateResult {
    const { offer } = this;
    const meta = [offer.id, offer.rows === null ? '' : shelf.rows(offer.rows)].filter((part) => part !== '');
    const catalog = offer.origin === 'catalog';
    const barred = isNonCommercial(offer.license);
    return html`<div class="offer">
      <div>
        <p class="name">${offer.trait ?? offer.name ?? offer.id}</p>
        <p class="meta number-text">${offer.name && offer.trait ? `${offer.name} · ` : ''}${meta.join(' · ')}</p>
        ${
          catalog
            ? html`<div class="terms">
                ${barred ? html`<p class="barred">${shelf.nonCommercial} ${this.commercial ? shelf.refusedShort : nothing}</p>` : nothing}
                <p><span class="soft">${shelf.license}:</span> ${offer.license ?? shelf.licenseUnknown}</p>
                ${offer.citation ? html`<p><span class="soft">${shelf.citation}:</span> ${offer.citation}</p>` : nothing}
              </div>`
            : nothing
        }
      </div>
      ${
        this.chosen
          ? html`<span class="added">${shelf.added}</span>`
          : barred && this.commercial
            ? nothing
            : html`<button
              type="button"
              class="number"
              data-testid="add-offer"
              data-id=${offer.id}
              aria-label=${catalog ? shelf.downloadOf(offer.id, this.bytes) : shelf.addOf(offer.trait ?? offer.name ?? offer.id)}
              @click=${this.#take}
            >
              ${catalog ? shelf.download(this.bytes) : shelf.add}
            </button>`
      }
    </div>`;
  }

  #take(): void {
    this.dispatchEvent(new CustomEvent('take'));
  }
}

customElements.define('ta-offer', TaOffer);
