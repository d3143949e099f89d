// The view of the labs: the index of them, or the one that the address names.
import { html, LitElement } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { labs as words } from '../messages/en/labs.ts';
import { shell } from '../messages/en/shell.ts';
import { base } from '../styles/base.ts';
import { labs as labsStyle } from '../styles/labs.ts';
import { pageGrid } from '../styles/page-grid.ts';
import type { AppState } from './app-state.ts';
import { labHash, labNames } from './route.ts';
import type { LabName } from './route.ts';

const load: Readonly<Record<LabName, () => Promise<unknown>>> = {
  'phase-transition': () => import('./labs/ta-lab-phase.ts'),
  'how-much-data': () => import('./labs/ta-lab-data.ts'),
  'polygenicity-and-flips': () => import('./labs/ta-lab-flips.ts'),
  'shared-or-separate': () => import('./labs/ta-lab-sharing.ts'),
};

export class TaLabs extends LitElement {
  static override properties = {
    app: { attribute: false },
    lab: {},
    query: {},
    loaded: { state: true },
  };

  static override styles = [base, pageGrid, labsStyle];

  declare app: AppState;
  declare lab: LabName | null;
  declare query: string;
  declare private loaded: LabName | 'failed' | null;
  #loading: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.lab = null;
    this.query = '';
    this.loaded = null;
  }

  override willUpdate(changes: PropertyValues): void {
    if (changes.has('lab') && this.lab !== null) this.#loading = this.#load(this.lab);
  }

  /** Complete once the lab itself stands. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.#loading;
    await super.getUpdateComplete();
    const inner = this.renderRoot.firstElementChild;
    if (inner instanceof LitElement) await inner.updateComplete;
    return done;
  }

  override render(): TemplateResult {
    const { lab } = this;
    if (lab === null) return this.#index();
    if (this.loaded === 'failed') return html`<p role="alert">${shell.loadFailed}</p>`;
    if (this.loaded !== lab) return html`<p class="soft">${words.loading}</p>`;
    const { app, query } = this;
    switch (lab) {
      case 'phase-transition':
        return html`<ta-lab-phase .app=${app} .query=${query}></ta-lab-phase>`;
      case 'how-much-data':
        return html`<ta-lab-data .app=${app} .query=${query}></ta-lab-data>`;
      case 'polygenicity-and-flips':
        return html`<ta-lab-flips .app=${app} .query=${query}></ta-lab-flips>`;
      case 'shared-or-separate':
        return html`<ta-lab-sharing .app=${app} .query=${query}></ta-lab-sharing>`;
    }
  }

  #index(): TemplateResult {
    return html`<div class="page" data-testid="labs">
      <div class="intro">
        <h1>${words.title}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      <ul class="index">
        ${labNames.map(
          (lab) => html`<li class="card">
            <h2><a href=${labHash(lab)}>${words.names[lab]}</a></h2>
            <p class="soft">${words.asks[lab]}</p>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  async #load(lab: LabName): Promise<void> {
    try {
      await load[lab]();
      if (this.lab === lab) this.loaded = lab;
    } catch {
      this.loaded = 'failed';
    }
  }
}

customElements.define('ta-labs', TaLabs);
