// Lists the chosen scores, few or thousands, each with its state and the way to remove it.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { errors } from '../messages/en/errors.ts';
import { shelf } from '../messages/en/shelf.ts';
import { formatShare } from '../shared/format-share.ts';
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { RowWindow } from './row-window.ts';
import { setHeight } from './set-height.ts';
import type { ScoreItem } from './state.ts';
import { StateWatch } from './state-watch.ts';
import './ta-error.ts';

const rowHeight = 64;
const errorsShown = 3;

export class TaChosen extends LitElement {
  static override properties = { app: { attribute: false } };

  static override styles = [
    base,
    css`
      .head {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        min-height: 2.75rem;
      }

      .list {
        max-height: min(60vh, 36rem);
        overflow-y: auto;
        border-top: 1px solid var(--line);
      }

      .item {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--step);
        height: 64px;
        border-bottom: 1px solid var(--line);
      }

      .item p {
        overflow: hidden;
        line-height: 1.3;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .item .small {
        color: var(--ink-soft);
      }

      .failures {
        margin-bottom: calc(var(--step) * 2);
      }
    `,
  ];

  declare app: AppState;
  readonly #rows = new RowWindow(this, () => rowHeight);

  constructor() {
    super();
    new StateWatch(this);
  }

  override render(): TemplateResult {
    const { scores } = this.app.state;
    const failed = scores.filter((item) => item.step === 'failed');
    const items = scores.filter((item) => item.step !== 'failed');
    const ready = items.filter((item) => item.step === 'ready');
    const count = (some: readonly ScoreItem[]): number =>
      some.reduce((sum, item) => sum + Math.max(1, item.files.length), 0);
    const { first, last, above, below } = this.#rows.inSight(items.length);
    return html`
      <div class="head">
        <h2 id="title">${shelf.chosen}</h2>
        ${
          scores.length > 1
            ? html`<button type="button" class="plain" @click=${() => this.app.removeScores(scores.map((item) => item.key))}>${shelf.removeAll}</button>`
            : nothing
        }
      </div>
      <p class="soft number" aria-live="polite">${items.length === 0 ? shelf.chosenNone : shelf.chosenCount(count(ready), count(items))}</p>
      ${failed.length === 0 ? nothing : this.#failures(failed)}
      ${
        items.length === 0
          ? nothing
          : html`<div class="list" role="list" aria-labelledby="title" tabindex="0" ${ref(this.#rows.attach)}>
              <div role="presentation" ${setHeight(above)}></div>
              ${items.slice(first, last).map((item, index) => this.#item(item, first + index, items.length))}
              <div role="presentation" ${setHeight(below)}></div>
            </div>`
      }
    `;
  }

  #item(item: ScoreItem, index: number, count: number): TemplateResult {
    const [file] = item.files;
    const name = shelf.several(file?.trait ?? file?.name ?? item.offer?.trait ?? item.name, item.files.length);
    const busy = item.step !== 'ready';
    const far =
      item.progress && item.progress.total > 0 ? ` ${formatShare(item.progress.done / item.progress.total)}` : '';
    const barred = item.files.some((one) => isNonCommercial(one.license ?? null));
    const rows = item.files.reduce((sum, one) => sum + one.rows, 0);
    return html`<div class="item" role="listitem" aria-setsize=${count} aria-posinset=${index + 1} data-step=${item.step}>
      <div>
        <p>${name}</p>
        <p class="small number">${busy ? `${shelf.steps[item.step]}${far}` : [file?.id ?? item.name, shelf.rows(rows), ...(barred ? [shelf.nonCommercialShort] : [])].join(' · ')}</p>
      </div>
      <button
        type="button"
        class="plain"
        aria-label=${busy ? shelf.cancelOf(name) : shelf.removeOf(name)}
        @click=${() => this.app.removeScores([item.key])}
      >
        ${shelf.remove}
      </button>
    </div>`;
  }

  #failures(failed: readonly ScoreItem[]): TemplateResult {
    return html`<div class="failures stack">
      <p>${shelf.failed(failed.length)}</p>
      ${failed.slice(0, errorsShown).map(
        (item) => html`<ta-error .error=${item.error} .name=${item.name}>
          ${item.offer ? html`<button type="button" @click=${() => item.offer && this.app.addOffers([item.offer])}>${errors.again}</button>` : nothing}
          <button type="button" @click=${() => this.app.removeScores([item.key])}>${errors.dismiss}</button>
        </ta-error>`,
      )}
      ${failed.length > errorsShown ? html`<p class="soft">${shelf.moreFailed(failed.length - errorsShown)}</p>` : nothing}
    </div>`;
  }
}

customElements.define('ta-chosen', TaChosen);
