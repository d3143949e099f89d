// Holds the page together: name, steps, the view of the address, drops anywhere, what is read aloud, the printed foot.
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { shell } from '../messages/en/shell.ts';
import { base } from '../styles/base.ts';
import { frame } from '../styles/frame.ts';
import type { AppState } from './app-state.ts';
import { announce } from './announce.ts';
import { printedFoot } from './printed-foot.ts';
import { readRoute } from './route.ts';
import type { Route } from './route.ts';
import type { State } from './state.ts';
import { StateWatch } from './state-watch.ts';
import { wordmark } from './wordmark.ts';
import './ta-bad-option.ts';
import './ta-error.ts';
import './ta-open.ts';
import './ta-reopened.ts';
import './ta-steps.ts';
import './ta-theme.ts';

const views: Readonly<Record<Route['view'], () => Promise<unknown>>> = {
  open: () => Promise.resolve(),
  shelf: () => import('./ta-shelf.ts'),
  results: () => import('./ta-results.ts'),
  people: () => import('./ta-people.ts'),
  score: () => import('./ta-score.ts'),
  privacy: () => import('./ta-privacy.ts'),
  'how-good': () => import('./ta-how-good.ts'),
  labs: () => import('./ta-labs.ts'),
};

export class TaApp extends LitElement {
  static override properties = {
    app: { attribute: false },
    route: { state: true },
    loaded: { state: true },
    dragging: { state: true },
    said: { state: true },
  };

  static override styles = [base, frame];

  declare app: AppState;
  declare private route: Route;
  declare private loaded: Route['view'] | 'failed' | null;
  declare private dragging: boolean;
  declare private said: string;
  #last: State | null = null;
  #focus = false;

  constructor() {
    super();
    this.route = readRoute(location.hash);
    this.loaded = null;
    this.dragging = false;
    this.said = '';
    new StateWatch(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#moved);
    window.addEventListener('dragover', this.#over);
    window.addEventListener('dragleave', this.#left);
    window.addEventListener('drop', this.#dropped);
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#moved);
    window.removeEventListener('dragover', this.#over);
    window.removeEventListener('dragleave', this.#left);
    window.removeEventListener('drop', this.#dropped);
  }

  override willUpdate(): void {
    const words = announce(this.#last, this.app.state);
    this.#last = this.app.state;
    if (words !== null) this.said = words;
  }

  override updated(changes: PropertyValues): void {
    if (!changes.has('loaded') || this.loaded !== this.route.view) return;
    document.title = shell.title(shell.views[this.route.view]);
    if (!this.#focus) return;
    this.#focus = false;
    void this.#focusHeading();
  }

  override render(): TemplateResult {
    const { state } = this.app;
    return html`
      <div class="bar">
        <header>
          <button type="button" class="skip" @click=${this.#skip}>${shell.skip}</button>
          <a class="name" href="#/open">${wordmark()}<span>${shell.name}</span></a>
          <ta-steps .app=${this.app} .view=${this.route.view}></ta-steps>
          <div class="aside">
            <a href="#/labs" aria-current=${this.route.view === 'labs' ? 'page' : 'false'}>${shell.views.labs}</a>
            <a href="#/privacy" aria-current=${this.route.view === 'privacy' ? 'page' : 'false'}>${shell.views.privacy}</a>
            <ta-theme></ta-theme>
          </div>
        </header>
      </div>
      <main id="content" tabindex="-1">
        ${state.engineError ? html`<ta-error .error=${state.engineError}></ta-error>` : nothing}
        ${state.optionsError ? html`<ta-bad-option class="above" .app=${this.app}></ta-bad-option>` : nothing}
        <ta-reopened .app=${this.app} .view=${this.route.view}></ta-reopened>
        ${this.#view()}
      </main>
      <div class="bar foot"><footer>
        <p class="screen">${shell.promise} <a href="#/privacy">${shell.privacy}</a> · <a href="#/how-good">${shell.views['how-good']}</a></p>
        <p class="number" data-testid="version">
          ${state.engine ? shell.version(state.engine.version) : shell.engineStarting}
        </p>
        ${printedFoot(state)}
      </footer></div>
      <p class="unseen" role="status" aria-live="polite">${this.said}</p>
      ${
        this.dragging
          ? html`<div class="drop">${this.route.view === 'shelf' ? shell.dropScores : shell.dropGenotypes}</div>`
          : nothing
      }
    `;
  }

  #view(): TemplateResult {
    if (this.loaded === 'failed') return html`<p role="alert">${shell.loadFailed}</p>`;
    if (this.loaded !== this.route.view) return html`<p class="soft">${shell.loading}</p>`;
    switch (this.route.view) {
      case 'open':
        return html`<ta-open .app=${this.app}></ta-open>`;
      case 'shelf':
        return html`<ta-shelf .app=${this.app}></ta-shelf>`;
      case 'results':
        return html`<ta-results .app=${this.app}></ta-results>`;
      case 'people':
        return html`<ta-people .app=${this.app}></ta-people>`;
      case 'score':
        return html`<ta-score .app=${this.app} .sample=${this.route.sample} .score=${this.route.score}></ta-score>`;
      case 'privacy':
        return html`<ta-privacy .app=${this.app}></ta-privacy>`;
      case 'how-good':
        return html`<ta-how-good .app=${this.app}></ta-how-good>`;
      case 'labs':
        return html`<ta-labs .app=${this.app} .lab=${this.route.lab} .query=${this.route.query}></ta-labs>`;
    }
  }

  async #load(): Promise<void> {
    const { view } = this.route;
    try {
      await views[view]();
      if (this.route.view === view) this.loaded = view;
    } catch {
      this.loaded = 'failed';
    }
  }

  async #focusHeading(): Promise<void> {
    const view = this.renderRoot.querySelector('main')?.lastElementChild;
    if (view instanceof LitElement) await view.updateComplete;
    // A lab stands in the view of the labs.
    const within = [...(view?.shadowRoot?.children ?? [])].map((child) => child.shadowRoot?.querySelector('h1'));
    const heading = view?.shadowRoot?.querySelector('h1') ?? within.find((inner) => inner);
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }

  readonly #moved = (): void => {
    this.route = readRoute(location.hash);
    this.#focus = true;
    this.loaded = null;
    void this.#load();
  };

  #skip(): void {
    this.renderRoot.querySelector('main')?.focus();
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dragging = true;
  };

  readonly #left = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.dragging = false;
  };

  readonly #dropped = (event: DragEvent): void => {
    this.dragging = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    if (this.route.view === 'shelf') {
      void this.app.addScores(files);
      return;
    }
    void this.app.openGenotypes(files);
    if (this.route.view !== 'open') location.hash = '#/open';
  };
}

customElements.define('ta-app', TaApp);
