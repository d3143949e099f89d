// The shelf: sample scores, a search in the PGS Catalog, scoring files of one's own, and the rules of matching.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { options as optionWords } from '../messages/en/options.ts';
import { shelf } from '../messages/en/shelf.ts';
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import { catalogBuild } from './catalog-build.ts';
import type { Offer } from './ports.ts';
import { StateWatch } from './state-watch.ts';
import { toScorerError } from './to-scorer-error.ts';
import './ta-chosen.ts';
import './ta-error.ts';
import './ta-offer.ts';
import './ta-options.ts';

const shown = 25;

type Search =
  | { readonly step: 'none' }
  | { readonly step: 'searching' }
  | { readonly step: 'found'; readonly text: string; readonly offers: readonly Offer[] }
  | { readonly step: 'failed'; readonly error: ScorerError };

export class TaShelf extends LitElement {
  static override properties = {
    app: { attribute: false },
    samples: { state: true },
    search: { state: true },
    sizes: { state: true },
  };

  static override styles = [
    base,
    css`
      .intro {
        display: grid;
        gap: calc(var(--step) * 2);
        margin-bottom: calc(var(--step) * 5);
      }

      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 22rem);
        gap: calc(var(--step) * 6);
        align-items: start;
      }

      .chosen {
        position: sticky;
        top: calc(var(--step) * 2);
      }

      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        min-height: 2.75rem;
      }

      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: calc(var(--step) / 2) var(--step);
        margin: calc(var(--step) * 1.5) 0;
      }

      form label,
      form p {
        grid-column: 1 / -1;
      }

      .file {
        position: relative;
        margin-top: calc(var(--step) * 1.5);
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

      .next {
        display: grid;
        gap: var(--step);
        margin-top: calc(var(--step) * 3);
      }

      .results {
        margin-top: var(--step);
      }

      @media (max-width: 56rem) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }

        .chosen {
          display: contents;
        }

        .next {
          position: sticky;
          bottom: 0;
          z-index: 1;
          margin-top: 0;
          padding: calc(var(--step) * 2) 0;
          border-top: 1px solid var(--line);
          background: var(--paper);
        }
      }
    `,
  ];

  declare app: AppState;
  declare private samples: readonly Offer[] | 'failed' | null;
  declare private search: Search;
  declare private sizes: ReadonlyMap<string, number>;
  #abort: AbortController | null = null;

  constructor() {
    super();
    this.samples = null;
    this.search = { step: 'none' };
    this.sizes = new Map();
    new StateWatch(this);
  }

  override firstUpdated(): void {
    this.app.ports.net.samples().then(
      (samples) => {
        this.samples = samples;
      },
      () => {
        this.samples = 'failed';
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  override render(): TemplateResult {
    const chosen = new Set(
      this.app.state.scores.filter((item) => item.step !== 'failed').map((item) => item.offer?.id),
    );
    return html`
      <div class="intro">
        <h1>${shelf.title}</h1>
        <p class="lead">${shelf.lead}</p>
      </div>
      <div class="columns">
        <div class="stack wide">
          ${this.#samples(chosen)} ${this.#catalog(chosen)}
          <section aria-labelledby="local">
            <h2 id="local">${shelf.local}</h2>
            <p class="soft">${shelf.localNote}</p>
            <label class="button file">
              ${shelf.localButton}
              <input type="file" multiple data-testid="score-input" @change=${this.#files} />
            </label>
          </section>
          <details data-testid="options" ?open=${this.app.state.optionsError !== null}>
            <summary>${optionWords.title}</summary>
            <ta-options .app=${this.app}></ta-options>
          </details>
        </div>
        <div class="chosen">
          <ta-chosen class="card" .app=${this.app}></ta-chosen>
          ${this.#next()}
        </div>
      </div>
    `;
  }

  #samples(chosen: ReadonlySet<string | undefined>): TemplateResult | typeof nothing {
    const { samples } = this;
    if (samples === null || (samples !== 'failed' && samples.length === 0)) return nothing;
    if (samples === 'failed') return html`<p class="soft" role="status">${shelf.samplesFailed}</p>`;
    const left = samples.filter((offer) => !chosen.has(offer.id));
    return html`<section aria-labelledby="samples">
      <div class="head">
        <h2 id="samples">${shelf.samples}</h2>
        ${left.length > 1 ? html`<button type="button" class="plain" data-testid="add-samples" @click=${() => this.app.addOffers(left)}>${shelf.addAll}</button>` : nothing}
      </div>
      <p class="soft">${shelf.samplesNote}</p>
      <div class="results">
        ${samples.map((offer) => this.#offer(offer, chosen))}
      </div>
    </section>`;
  }

  #catalog(chosen: ReadonlySet<string | undefined>): TemplateResult {
    const [catalog, files] = this.app.ports.net.hosts();
    return html`<section aria-labelledby="catalog">
      <h2 id="catalog">${shelf.catalog}</h2>
      <p class="soft">${shelf.catalogNote(catalog ?? '', files ?? catalog ?? '')}</p>
      <form role="search" @submit=${this.#submit}>
        <label for="search">${shelf.search}</label>
        <input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="hint" data-testid="search" />
        <button type="submit">${shelf.searchButton}</button>
        <p id="hint" class="soft small">${shelf.searchHint}</p>
      </form>
      <div aria-live="polite">${this.#found(chosen)}</div>
    </section>`;
  }

  #found(chosen: ReadonlySet<string | undefined>): TemplateResult | typeof nothing {
    const { search } = this;
    if (search.step === 'none') return nothing;
    if (search.step === 'searching') return html`<p class="soft">${shelf.searching}</p>`;
    if (search.step === 'failed') return html`<ta-error .error=${search.error}></ta-error>`;
    const { offers } = search;
    if (offers.length === 0) return html`<p>${shelf.none(search.text)}</p>`;
    const { commercial } = this.app.ports;
    const left = offers.filter(({ id, license }) => !chosen.has(id) && !(commercial && isNonCommercial(license)));
    const sizes = left.map((offer) => this.#bytes(offer));
    const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    return html`<div class="head">
        <p class="number">${shelf.found(offers.length)}</p>
        ${
          left.length > 1
            ? html`<button type="button" class="plain number" data-testid="download-all" @click=${() => this.app.addOffers(left)}>${shelf.downloadAll(left.length, total)}</button>`
            : nothing
        }
      </div>
      ${offers.slice(0, shown).map((offer) => this.#offer(offer, chosen))}
      ${offers.length > shown ? html`<p class="soft">${shelf.firstOf(shown)}</p>` : nothing}`;
  }

  #offer(offer: Offer, chosen: ReadonlySet<string | undefined>): TemplateResult {
    return html`<ta-offer
      .offer=${offer}
      .bytes=${this.#bytes(offer)}
      .chosen=${chosen.has(offer.id)}
      ?commercial=${this.app.ports.commercial}
      @take=${() => this.app.addOffers([offer])}
    ></ta-offer>`;
  }

  #next(): TemplateResult | typeof nothing {
    const { genotypes, report, scores } = this.app.state;
    const opened = genotypes.some((item) => item.step === 'ready');
    if (opened && (scores.length === 0 || report.step === 'none')) return nothing;
    return html`<div class="next">
      ${
        opened
          ? html`<a class="button first" href="#/results">${shelf.next}</a>`
          : html`<p class="soft">${shelf.needsFile}</p>
              <a class="button" href="#/open">${shelf.openFile}</a>`
      }
    </div>`;
  }

  #bytes(offer: Offer): number | null {
    return this.sizes.get(offer.id) ?? offer.bytes;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>('#search');
    const text = input?.value.trim() ?? '';
    if (text === '') return;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.search = { step: 'searching' };
    try {
      const offers = await this.app.ports.net.search(text, abort.signal);
      if (abort.signal.aborted) return;
      this.search = { step: 'found', text, offers };
      await this.#sizes(offers.slice(0, shown), abort.signal);
    } catch (thrown) {
      if (!abort.signal.aborted) this.search = { step: 'failed', error: toScorerError(thrown) };
    }
  }

  /** Asks how large the files are, one after another; a size that nobody says stays unknown. */
  async #sizes(offers: readonly Offer[], signal: AbortSignal): Promise<void> {
    for (const offer of offers) {
      if (offer.bytes !== null || this.sizes.has(offer.id)) continue;
      const bytes = await this.app.ports.net.size(offer, catalogBuild(this.app.state), signal).catch(() => null);
      if (signal.aborted) return;
      if (bytes !== null) this.sizes = new Map([...this.sizes, [offer.id, bytes]]);
    }
  }

  #files(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    if (files.length > 0) void this.app.addScores(files);
  }
}

customElements.define('ta-shelf', TaShelf);
