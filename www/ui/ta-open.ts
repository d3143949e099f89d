// The first view: opens genotype files, shows each one's progress and its file doctor.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { errors } from '../messages/en/errors.ts';
import { open } from '../messages/en/open.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import type { ChainItem, GenotypeItem } from './state.ts';
import { StateWatch } from './state-watch.ts';
import './ta-error.ts';
import './ta-progress.ts';

export class TaOpen extends LitElement {
  static override properties = { app: { attribute: false } };

  static override styles = [
    base,
    css`
      .intro {
        display: grid;
        gap: calc(var(--step) * 2);
        margin-bottom: calc(var(--step) * 4);
      }

      .zone {
        position: relative;
        display: grid;
        justify-items: center;
        gap: calc(var(--step) * 1.5);
        padding: calc(var(--step) * 7) calc(var(--step) * 3);
        border: 1.5px dashed var(--line-strong);
        border-radius: calc(var(--round) * 2);
        background: var(--sheet);
        text-align: center;
      }

      .zone.small {
        grid-template-columns: auto 1fr auto;
        justify-items: start;
        align-items: center;
        padding: calc(var(--step) * 2);
        text-align: left;
      }

      .zone .drop {
        font-size: var(--size-4);
        font-weight: 600;
      }

      .file {
        position: relative;
      }

      .file input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        opacity: 0;
        cursor: pointer;
      }

      .file:focus-within {
        outline: 3px solid var(--press);
        outline-offset: 2px;
      }

      .sample {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--step) calc(var(--step) * 2);
        margin-top: calc(var(--step) * 2);
      }

      .spaced {
        margin-top: calc(var(--step) * 3);
      }

      .chain {
        display: flex;
        flex-wrap: wrap;
        gap: 0 calc(var(--step) * 2);
        max-width: none;
        padding: calc(var(--step) * 1.5) calc(var(--step) * 2);
        border: 1px solid var(--line);
        border-radius: calc(var(--round) * 1.5);
        background: var(--sheet);
        overflow-wrap: anywhere;
      }

      .promise {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.5ch;
        margin-top: calc(var(--step) * 4);
      }

      .next {
        position: sticky;
        bottom: 0;
        z-index: 1;
        margin-top: calc(var(--step) * 3);
        padding: calc(var(--step) * 2) 0;
        border-top: 1px solid var(--line);
        background: var(--paper);
      }

      @media (max-width: 40rem) {
        .zone {
          padding: calc(var(--step) * 4) calc(var(--step) * 2);
        }

        .zone.small {
          grid-template-columns: 1fr;
        }
      }

      @media print {
        .zone,
        .sample,
        .promise,
        .next {
          display: none;
        }
      }
    `,
  ];

  declare app: AppState;

  constructor() {
    super();
    new StateWatch(this);
  }

  override willUpdate(): void {
    const ready = this.app.state.genotypes.filter((item) => item.step === 'ready').length;
    if (ready > 0) void import('./ta-doctor.ts');
    if (ready > 1) void import('./ta-merge.ts');
  }

  override render(): TemplateResult {
    const { genotypes, chains } = this.app.state;
    const some = genotypes.length > 0;
    return html`
      <div class="intro">
        <h1>${open.title}</h1>
        ${some ? nothing : html`<p class="lead">${open.lead}</p>`}
      </div>
      ${
        some
          ? html`<section class="stack wide" aria-label=${open.files}>
              ${repeat(
                genotypes,
                (item) => item.key,
                (item) => this.#item(item),
              )}
            </section>
            <ta-merge .app=${this.app}></ta-merge>
            ${this.#chains(chains)}
            <div class="stack spaced">${this.#zone(true)}</div>`
          : html`${this.#zone(false)}${this.#chains(chains)}`
      }
      ${this.#sample()}
      ${this.#next()}
      <p class="promise"><span>${open.privacy}</span> <a href="#/privacy">${open.ledger}</a></p>
    `;
  }

  #zone(small: boolean): TemplateResult {
    return html`<div class=${small ? 'zone small' : 'zone'}>
      ${small ? nothing : html`<p class="drop">${open.drop}</p><p class="soft">${open.or}</p>`}
      <label class=${small ? 'button file' : 'button first file'}>
        ${small ? open.more : open.choose}
        <input type="file" multiple data-testid="genotype-input" @change=${this.#chosen} />
      </label>
      <p class="soft small">${open.formats}</p>
    </div>`;
  }

  #sample(): TemplateResult | typeof nothing {
    if (this.app.state.genotypes.some((item) => item.step !== 'failed')) return nothing;
    return html`<div class="sample">
      <div class="row">
        <button type="button" data-testid="try-sample" @click=${() => this.app.openSample()}>${open.sample}</button>
        <button type="button" data-testid="try-family" @click=${() => this.app.openSample('family')}>${open.family}</button>
      </div>
      <p class="soft">${open.sampleNote}</p>
    </div>`;
  }

  #item(item: GenotypeItem): TemplateResult {
    const close = (): void => void this.app.closeGenotype(item.key);
    if (item.step === 'failed' && item.error)
      return html`<ta-error .error=${item.error} .name=${item.name || open.sample}>
        <button type="button" @click=${close}>${errors.dismiss}</button>
      </ta-error>`;
    if (item.step === 'ready' && item.file)
      return html`<ta-doctor .app=${this.app} .item=${item} @close=${close}></ta-doctor>`;
    const { progress } = item;
    const label =
      item.name === ''
        ? open.fetching
        : item.step === 'sorting'
          ? open.sorting(item.name, item.files)
          : item.step === 'waiting'
            ? open.waiting(item.name)
            : progress?.phase === 'hashing'
              ? open.hashing(item.name)
              : open.reading(item.name);
    return html`<ta-progress
      class="card"
      .label=${label}
      .detail=${progress ? open.of(formatBytes(progress.done), formatBytes(progress.total)) : formatBytes(item.bytes)}
      .done=${progress?.done ?? 0}
      .total=${progress?.total ?? 0}
      .cancel=${open.cancel}
      .cancelLabel=${open.cancelOf(item.name)}
      @cancel=${close}
    ></ta-progress>`;
  }

  #chains(chains: readonly ChainItem[]): TemplateResult | typeof nothing {
    if (chains.length === 0) return nothing;
    return html`<section class="stack spaced" aria-label=${open.chains}>
      ${chains.map(({ key, name, step, file, error }) => {
        if (error && step === 'failed')
          return html`<ta-error .error=${error} .name=${name}>
            <button type="button" @click=${() => this.app.dismissChain(key)}>${errors.dismiss}</button>
          </ta-error>`;
        return html`<p class="chain" data-testid="chain">
          <strong>${name}</strong><span>${file ? open.chain(file.from, file.to) : open.chainReading}</span>
        </p>`;
      })}
    </section>`;
  }

  #next(): TemplateResult | typeof nothing {
    const { genotypes, report } = this.app.state;
    if (!genotypes.some((item) => item.step === 'ready')) return nothing;
    const rows = report.step === 'ready' ? report.report.samples.length * report.report.scores.length : 0;
    const count = this.app.state.scores.length;
    return html`<div class="next row">
      ${
        report.step === 'ready'
          ? html`<a class="button first" href="#/results">${open.nextResults(rows)}</a>
              <a class="button" href="#/shelf">${open.nextShelf}</a>`
          : report.step === 'none'
            ? html`<a class="button first" href="#/shelf">${open.nextShelf}</a>`
            : report.step === 'failed'
              ? html`<a class="button first" href="#/results">${open.nextFailed}</a>`
              : html`<p class="soft">${open.adding(count)}</p>`
      }
    </div>`;
  }

  #chosen(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    if (files.length > 0) void this.app.openGenotypes(files);
  }
}

customElements.define('ta-open', TaOpen);
