// What every lab is: its settings from the address and back, its claim first, and at the end what is assumed and the sums.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { labs as words } from '../../messages/en/labs.ts';
import type { ScorerError } from '../../shared/scorer-error.ts';
import { base } from '../../styles/base.ts';
import { labs as labsStyle } from '../../styles/labs.ts';
import { pageGrid } from '../../styles/page-grid.ts';
import type { AppState } from '../app-state.ts';
import { labHash } from '../route.ts';
import type { LabName } from '../route.ts';
import { toScorerError } from '../to-scorer-error.ts';
import { labControls } from './lab-controls.ts';
import type { Setting, Settings } from './lab-settings.ts';
import { readSettings, writeSettings } from './lab-settings.ts';
import '../ta-error.ts';
import '../ta-figure.ts';

export abstract class Lab<Key extends string = string> extends LitElement {
  static override properties = {
    app: { attribute: false },
    query: {},
    settings: { state: true },
    failed: { state: true },
    said: { state: true },
  };

  static override styles = [base, pageGrid, labsStyle];

  declare app: AppState;
  /** The address's settings, as written. */
  declare query: string;
  declare protected settings: Settings<Key>;
  declare protected failed: ScorerError | null;
  declare private said: string;
  #asking = new AbortController();

  abstract readonly lab: LabName;
  abstract readonly list: readonly Setting<Key>[];
  abstract readonly texts: {
    readonly claim: string;
    readonly source: string;
    readonly assumptions: readonly string[];
  };

  constructor() {
    super();
    this.query = '';
    this.settings = {} as Settings<Key>;
    this.failed = null;
    this.said = '';
  }

  override willUpdate(changes: PropertyValues): void {
    if (!changes.has('query')) return;
    this.settings = readSettings(this.list, this.query);
    this.#askAgain();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  /** Asks for what the settings give; a later change ends it by the signal. */
  protected abstract ask(signal: AbortSignal): Promise<void>;

  /** The pictures and what belongs to them. */
  protected abstract body(): TemplateResult | typeof nothing;

  /** The lines of "Check it by hand". */
  protected abstract hand(): readonly string[];

  protected stop(): void {
    this.#asking.abort();
  }

  protected change(change: Partial<Settings<Key>>): void {
    this.settings = { ...this.settings, ...change };
    // No new entry for each step of a slider, and no new view.
    history.replaceState(history.state, '', this.#hash());
    this.#askAgain();
  }

  readonly #askAgain = (): void => {
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.failed = null;
    this.ask(asking.signal).catch((thrown: unknown) => {
      if (!asking.signal.aborted) this.failed = toScorerError(thrown);
    });
  };

  /** Runs again with the same settings. */
  protected again(): void {
    this.#askAgain();
  }

  override render(): TemplateResult {
    const hand = this.hand();
    return html`<div class="page" data-testid="lab" data-lab=${this.lab}>
      <div class="intro">
        <p class="no-print"><a href="#/labs">${words.back}</a></p>
        <h1>${words.names[this.lab]}</h1>
        <p class="lead">${this.texts.claim}</p>
        <p class="soft source">${words.source}: ${this.texts.source}</p>
      </div>
      ${
        this.list.length === 0
          ? nothing
          : html`<section aria-label=${words.settings}>
              ${labControls(this.list, this.settings, (key, value) => this.change({ [key]: value } as Partial<Settings<Key>>))}
              <div class="row no-print">
                <button type="button" @click=${this.#reset}>${words.reset}</button>
                <button type="button" class="plain" @click=${this.#copyLink}>${words.copyLink}</button>
                <span role="status" class="soft">${this.said}</span>
              </div>
            </section>`
      }
      <section aria-label=${words.names[this.lab]}>
        ${
          this.failed
            ? html`<ta-error .error=${this.failed} .heading=${words.failed}><button type="button" @click=${this.#askAgain}>${words.again}</button></ta-error>`
            : this.body()
        }
      </section>
      ${
        hand.length === 0
          ? nothing
          : html`<section aria-labelledby="hand">
              <h2 id="hand">${words.byHand}</h2>
              <ul class="hand" data-testid="by-hand">${hand.map((line) => html`<li>${line}</li>`)}</ul>
            </section>`
      }
      <section aria-labelledby="assumed">
        <h2 id="assumed">${words.assumptions}</h2>
        <ul class="assumed">${this.texts.assumptions.map((line) => html`<li>${line}</li>`)}</ul>
      </section>
    </div>`;
  }

  #hash(): string {
    return labHash(this.lab, writeSettings(this.list, this.settings));
  }

  readonly #reset = (): void => {
    this.change(readSettings(this.list, ''));
  };

  readonly #copyLink = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(new URL(this.#hash(), location.href).href);
      this.said = words.copied;
    } catch {
      this.said = words.copyFailed;
    }
  };
}
