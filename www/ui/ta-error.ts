// Shows one error: what happened, where, and what to do next.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { errors } from '../messages/en/errors.ts';
import { options } from '../messages/en/options.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import { base } from '../styles/base.ts';

export class TaError extends LitElement {
  static override properties = { error: { attribute: false }, name: {}, heading: {} };

  static override styles = [
    base,
    css`
      h2 {
        font-size: var(--size-3);
        overflow-wrap: anywhere;
      }

      .card {
        border-left: 4px solid var(--ink);
      }

      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0 calc(var(--step) * 3);
        font-size: var(--size-1);
      }

      dl div {
        display: flex;
        gap: var(--step);
      }

      dt {
        color: var(--ink-soft);
      }

      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare error: ScorerError;
  /** The file's name, where the error belongs to one. */
  declare name: string | undefined;
  /** What did not work, where it is not the reading of a file. */
  declare heading: string | undefined;

  override render(): TemplateResult {
    const { code, place, message } = this.error;
    const where = errors.places(place);
    const help = errors.help[code];
    return html`<div class="card stack" role="alert" data-testid="error" data-code=${code} data-place=${JSON.stringify(place)}>
      <h2>${this.heading ?? (place.role === 'options' ? options.error : errors.title(this.name ?? place.input))}</h2>
      <p>${message}</p>
      ${help === undefined ? nothing : html`<p>${help}</p>`}
      <dl>
        <div><dt>${errors.code}</dt><dd>${code}</dd></div>
        ${where === '' ? nothing : html`<div><dt>${errors.place}</dt><dd class="number">${where}</dd></div>`}
      </dl>
      <div class="row"><slot></slot></div>
    </div>`;
  }
}

customElements.define('ta-error', TaError);
