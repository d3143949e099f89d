// The view "How good is this?": what was tested, on whom, what came out, in words, then as pictures, and how to repeat it.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../charts/chart.ts';
import { heldDots } from '../charts/held-dots.ts';
import { quantilePlots } from '../charts/quantile-plots.ts';
import { rangeWidths } from '../charts/range-widths.ts';
import { howGood as words } from '../messages/en/how-good.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatPercent } from '../shared/format-percent.ts';
import type { HowGood, HowGoodFile, HowGoodSet } from '../shared/how-good.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import { base } from '../styles/base.ts';
import { pageGrid } from '../styles/page-grid.ts';
import type { AppState } from './app-state.ts';
import { readHowGood } from './read-how-good.ts';
import { toScorerError } from './to-scorer-error.ts';
import './ta-error.ts';
import './ta-figure.ts';

/** With all variants the range holds by itself. */
const lacks = (file: HowGoodFile): boolean => file.removal !== 'none';

export class TaHowGood extends LitElement {
  static override properties = { app: { attribute: false }, figures: { state: true } };

  static override styles = [
    base,
    pageGrid,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(var(--step) * 3);
      }

      section + section {
        padding-top: calc(var(--step) * 4);
        border-top: 1px solid var(--line);
      }

      .words {
        display: grid;
        gap: var(--step);
      }

      ol,
      ul {
        padding-left: 1.25rem;
      }

      li + li {
        margin-top: var(--step);
      }

      pre {
        margin: 0;
        padding: calc(var(--step) * 2);
        border-radius: var(--round);
        background: var(--sunk);
        font-size: var(--size-1);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      dd {
        overflow-wrap: anywhere;
      }

      .held {
        font-size: var(--size-3);
      }

      @media print {
        section {
          display: block;
        }

        section > * + * {
          margin-top: 0.75rem;
        }

        ta-figure,
        .facts {
          break-inside: avoid;
        }

        .words:has(h3),
        pre {
          break-after: avoid;
        }
      }
    `,
  ];

  declare app: AppState;
  declare private figures: HowGood | ScorerError | null;

  constructor() {
    super();
    this.figures = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  override render(): TemplateResult {
    const { figures } = this;
    return html`<div class="page" data-testid="how-good">
      <div class="intro">
        <h1>${words.title}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      ${
        figures === null
          ? html`<p class="soft" role="status">${words.loading}</p>`
          : figures instanceof ScorerError
            ? html`<ta-error .error=${figures} .heading=${words.failed}><button type="button" @click=${this.#load}>${words.again}</button></ta-error>`
            : html`${this.#answer(figures)} ${figures.sets.map((set, place) => this.#set(set, place, figures.rule))}
              ${this.#placing(figures)} ${this.#repeat(figures)}`
      }
    </div>`;
  }

  #answer({ rule, sets }: HowGood): TemplateResult {
    const files = sets.flatMap((set) => set.files);
    const lacking = files.filter(lacks);
    const above = lacking.filter(({ held }) => held > rule.held_max).length;
    const below = lacking.filter(({ held }) => held < rule.held_min).length;
    const groups = files.flatMap((file) => file.groups);
    const odd = groups.filter(({ is_uniform }) => !is_uniform).length;
    const [low, high] = [formatPercent(rule.held_min), formatPercent(rule.held_max)];
    return html`<section aria-labelledby="answer">
      <div class="words">
        <p>${words.asked}</p>
        <ol>${words.questions(formatPercent(rule.level)).map((text) => html`<li>${text}</li>`)}</ol>
      </div>
      <h2 id="answer">${words.answer}</h2>
      <div class="words">
        ${lacking.length === 0 ? nothing : html`<p class="held" data-testid="held">${words.heldAll(above, below, lacking.length, low, high)}</p>`}
        ${groups.length === 0 ? nothing : html`<p class="held" data-testid="even">${words.evenAll(odd, groups.length)}</p>`}
        <p>${words.gate(formatPercent(rule.covered_min))}</p>
        <p class="soft">${words.notAsked}</p>
      </div>
    </section>`;
  }

  #set(set: HowGoodSet, place: number, rule: HowGood['rule']): TemplateResult {
    const name = `how-good-${place + 1}`;
    const rows = set.scores.map((score) => score.rows);
    const [least, most] = [Math.min(...rows), Math.max(...rows)];
    const span = least === most ? formatCount(most) : `${formatCount(least)} to ${formatCount(most)}`;
    const [first, ...others] = set.files;
    const lacking = set.files.filter(lacks);
    const plots = (file: HowGoodFile, at: number): TemplateResult =>
      html`<ta-figure .chart=${(width: number): Chart => quantilePlots(`${name}-even-${at}`, file, rule, width)}></ta-figure>`;
    return html`<section aria-labelledby=${name}>
      <div class="words">
        <h2 id=${name}>${set.name}</h2>
        <p>${words.who(set.people, set.fitted, set.compared)} ${set.is_real ? words.real : words.simulated} ${words.background[set.background]}</p>
        ${
          rows.length === 0
            ? nothing
            : html`<p class="soft">${words.scores(
                rows.length,
                span,
                set.scores.filter(({ is_made_up }) => is_made_up).length,
              )}</p>`
        }
      </div>
      ${
        lacking.length === 0
          ? nothing
          : html`<ta-figure .chart=${(width: number): Chart => heldDots(`${name}-held`, lacking, rule, width)}></ta-figure>
              <ta-figure .chart=${(width: number): Chart => rangeWidths(`${name}-wide`, set.files, width)}></ta-figure>`
      }
      ${
        first === undefined
          ? nothing
          : html`<div class="words">
                <h3>${words.even}</h3>
                <p class="soft">${words.evenWith(first.label)}</p>
              </div>
              ${plots(first, 0)}
              ${others.map(
                (file, at) => html`<details>
                  <summary>${words.evenWith(file.label)}</summary>
                  ${plots(file, at + 1)}
                </details>`,
              )}`
      }
    </section>`;
  }

  #placing({ placing = [] }: HowGood): TemplateResult | typeof nothing {
    if (placing.length === 0) return nothing;
    return html`<section aria-labelledby="placing">
      <div class="words">
        <h2 id="placing">${words.placing}</h2>
        <p class="soft">${words.placingNote}</p>
      </div>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="placing">
        <table>
          <thead>
            <tr>${words.placingColumns.map((column) => html`<th scope="col" class="n">${column}</th>`)}</tr>
          </thead>
          <tbody>
            ${placing.map(
              ({ sites, people, nearest_right, median_se }) => html`<tr>
                <td class="n">${formatCount(sites)}</td>
                <td class="n">${formatCount(people)}</td>
                <td class="n">${(100 * nearest_right).toFixed(1)}%</td>
                <td class="n">${(100 * median_se).toFixed(0)} points</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #repeat({ provenance, rule }: HowGood): TemplateResult {
    const { tallele, command, seed, reference, sources, origin, licence } = provenance;
    const { facts } = words;
    const [low, high] = [formatPercent(rule.held_min), formatPercent(rule.held_max)];
    return html`<section aria-labelledby="repeat">
      <div class="words">
        <h2 id="repeat">${words.repeat}</h2>
        <p>${words.repeatNote}</p>
      </div>
      <pre tabindex="0" role="group" aria-labelledby="repeat">${command}</pre>
      <dl class="facts">
        <dt>${facts.rule}</dt><dd>${words.rule(low, high, rule.alpha, rule.tests)}</dd>
        <dt>${facts.version}</dt><dd>${words.version(tallele)}</dd>
        <dt>${facts.seed}</dt><dd class="number">${seed}</dd>
        <dt>${facts.origin}</dt><dd>${origin}</dd>
        <dt>${facts.licence}</dt><dd>${licence}</dd>
        <dt>${facts.reference}</dt><dd>${reference.name}, SHA-256 ${reference.sha256}</dd>
        <dt>${facts.sources}</dt>
        <dd><ul>${sources.map(({ name, what, sha256 }) => html`<li>${name} (${what}), SHA-256 ${sha256}</li>`)}</ul></dd>
      </dl>
    </section>`;
  }

  readonly #load = async (): Promise<void> => {
    this.figures = null;
    try {
      const found = await readHowGood(await this.app.ports.net.howGood());
      this.figures = found ?? new ScorerError('report-corrupt', {}, words.damaged);
    } catch (thrown) {
      this.figures = toScorerError(thrown);
    }
  };
}

customElements.define('ta-how-good', TaHowGood);
