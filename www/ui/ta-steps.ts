// Shows the steps, what each holds, and where the person is.
import { css, html, LitElement } from 'lit';
import type { TemplateResult } from 'lit';
import { shell } from '../messages/en/shell.ts';
import { base } from '../styles/base.ts';
import type { AppState } from './app-state.ts';
import type { Route } from './route.ts';
import { StateWatch } from './state-watch.ts';

export class TaSteps extends LitElement {
  static override properties = { app: { attribute: false }, view: {} };

  static override styles = [
    base,
    css`
      ol {
        display: flex;
        justify-content: center;
        gap: calc(var(--step) * 1);
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
      }

      a {
        display: grid;
        min-width: 6.5rem;
        min-height: 2.75rem;
        padding: 0.25rem 0.75rem;
        border-bottom: 3px solid transparent;
        color: var(--ink);
        line-height: 1.25;
        text-decoration: none;
      }

      a:hover {
        background: var(--press-soft);
      }

      a span:first-child {
        font-weight: 600;
      }

      a span + span {
        color: var(--ink-soft);
        font-size: var(--size-1);
        white-space: nowrap;
      }

      a[data-here] {
        border-bottom-color: var(--ink);
      }

      @media (max-width: 46rem) {
        ol {
          justify-content: space-between;
          gap: 0;
        }

        li {
          flex: 1 1 0;
        }

        a {
          width: 100%;
          min-width: 0;
          padding: 0.25rem 0.375rem;
        }

        a span + span {
          overflow: hidden;
          font-size: 0.8125rem;
          text-overflow: ellipsis;
        }
      }
    `,
  ];

  declare app: AppState;
  declare view: Route['view'];

  constructor() {
    super();
    new StateWatch(this);
  }

  override render(): TemplateResult {
    const { genotypes, scores, report, comparison } = this.app.state;
    const opened = genotypes.filter((item) => item.step === 'ready').length;
    const ready = scores.reduce((count, item) => count + (item.step === 'ready' ? item.files.length : 0), 0);
    const steps = [
      ['open', shell.files(opened)],
      ['shelf', shell.scores(ready)],
      ['results', shell.results[report.step]],
      ['people', shell.people(comparison.step === 'ready' ? comparison.comparison.people.length : comparison.step)],
    ] as const;
    const here = this.view === 'score' ? 'results' : this.view;
    return html`<nav aria-label=${shell.steps}>
      <ol>
        ${steps.map(
          ([view, holds]) => html`<li>
            <a href=${`#/${view}`} aria-current=${here === view ? (this.view === view ? 'page' : 'step') : 'false'} ?data-here=${here === view}>
              <span>${shell.views[view]}</span><span>${holds}</span>
            </a>
          </li>`,
        )}
      </ol>
    </nav>`;
  }
}

customElements.define('ta-steps', TaSteps);
