// Switches between light and dark, and remembers the choice.
import { css, html, LitElement, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { shell } from '../messages/en/shell.ts';
import { base } from '../styles/base.ts';
import { themeKey } from './read-theme.ts';

type Theme = 'light' | 'dark';

export class TaTheme extends LitElement {
  static override properties = { theme: { state: true } };

  static override styles = [
    base,
    css`
      button {
        width: 2.75rem;
        padding: 0;
        color: var(--ink-soft);
      }
    `,
  ];

  declare private theme: Theme;
  readonly #system = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    super();
    this.theme = this.#now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#system.addEventListener('change', this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#system.removeEventListener('change', this.#changed);
  }

  override render(): TemplateResult {
    const label = this.theme === 'dark' ? shell.toLight : shell.toDark;
    return html`<button type="button" class="plain" aria-label=${label} title=${label} @click=${this.#switch}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        ${
          this.theme === 'dark'
            ? svg`<circle cx="12" cy="12" r="4.5" fill="none" stroke="currentColor" stroke-width="1.75" />
              <path d="M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />`
            : svg`<path d="M20 14.2A8.4 8.4 0 0 1 9.8 4a8.4 8.4 0 1 0 10.2 10.2z" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" />`
        }
      </svg>
    </button>`;
  }

  #switch(): void {
    const theme: Theme = this.theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(themeKey, theme);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    this.theme = theme;
  }

  #now(): Theme {
    const { theme } = document.documentElement.dataset;
    return theme === 'light' || theme === 'dark' ? theme : this.#system.matches ? 'dark' : 'light';
  }

  readonly #changed = (): void => {
    this.theme = this.#now();
  };
}

customElements.define('ta-theme', TaTheme);
