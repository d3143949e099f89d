// Shows how far something is, with the way to stop it.
import { css, html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { progress as words } from '../messages/en/progress.ts';
import { base } from '../styles/base.ts';
import { TimeLeft } from './time-left.ts';

export class TaProgress extends LitElement {
  static override properties = {
    label: {},
    detail: {},
    done: { type: Number },
    total: { type: Number },
    cancel: {},
    cancelLabel: {},
  };

  static override styles = [
    base,
    css`
      .row {
        justify-content: space-between;
        flex-wrap: nowrap;
      }

      .words {
        min-width: 0;
      }

      .words p {
        overflow-wrap: anywhere;
      }

      progress {
        display: block;
        width: 100%;
        height: 6px;
        margin-top: var(--step);
        border: 0;
        border-radius: 3px;
        background: var(--faint);
        appearance: none;
        overflow: hidden;
      }

      progress::-webkit-progress-bar {
        background: var(--faint);
      }

      progress::-webkit-progress-value {
        background: var(--press);
      }

      progress::-moz-progress-bar {
        background: var(--press);
      }
    `,
  ];

  declare label: string;
  declare detail: string | undefined;
  declare done: number;
  /** 0 while the end is not known. */
  declare total: number;
  declare cancel: string | undefined;
  declare cancelLabel: string | undefined;
  #left: number | null = null;
  readonly #time = new TimeLeft();

  override willUpdate(changes: PropertyValues): void {
    if (this.total > 0 && (changes.has('done') || changes.has('total')))
      this.#left = this.#time.see(this.done, this.total, performance.now());
  }

  override render(): TemplateResult {
    return html`<div class="row">
        <div class="words">
          <p>${this.label}</p>
          ${this.detail ? html`<p class="soft small number">${this.detail}${this.#left === null ? nothing : html`, <span data-testid="time-left">${words.left(this.#left)}</span>`}</p>` : nothing}
        </div>
        ${this.cancel ? html`<button type="button" aria-label=${this.cancelLabel ?? this.cancel} @click=${this.#stop}>${this.cancel}</button>` : nothing}
      </div>
      ${
        this.total > 0
          ? html`<progress aria-label=${this.label} max=${this.total} .value=${Math.min(this.done, this.total)}></progress>`
          : html`<progress aria-label=${this.label}></progress>`
      }`;
  }

  #stop(): void {
    this.dispatchEvent(new CustomEvent('cancel'));
  }
}

customElements.define('ta-progress', TaProgress);
