// Shows the sum as it would stand on paper: weight times copies, line by line, and the total.
import { css, html, LitElement, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { score as words } from '../messages/en/score.ts';
import type { ScoreResult } from '../shared/report.ts';
import { base } from '../styles/base.ts';
import { workedFactor } from './worked-factor.ts';
import { workedSum } from './worked-sum.ts';

export class TaWorkedSum extends LitElement {
  static override properties = { result: { attribute: false } };

  static override styles = [
    base,
    css`
      table {
        width: 100%;
        max-width: 36rem;
      }

      th,
      td {
        padding-right: 0;
      }

      tbody th {
        width: 40%;
        padding-right: 0.75rem;
        white-space: nowrap;
      }

      .rest th {
        white-space: normal;
      }

      td.sign {
        width: 1.5rem;
        padding: 0.375rem 0;
        color: var(--ink-soft);
        text-align: center;
      }

      td.n,
      td.n + td,
      td + td.n {
        padding-left: 0.5rem;
      }

      td.n + td.sign {
        padding: 0.375rem 0.25rem;
      }

      tfoot th,
      tfoot td {
        border-top: 2px solid var(--ink);
        border-bottom: 0;
        font-weight: 600;
      }

      .rest th,
      .rest td {
        color: var(--ink-soft);
      }

      @media (max-width: 30rem) {
        table {
          font-size: 0.9375rem;
        }

        thead th,
        thead th.n {
          white-space: normal;
          vertical-align: bottom;
        }

        tbody th {
          padding-right: 0.25rem;
        }

        th.n,
        td.n,
        td.n + td,
        td + td.n {
          padding-left: 0.125rem;
        }

        td.sign {
          width: 1rem;
        }

        tbody th {
          width: auto;
        }
      }
    `,
  ];

  declare result: ScoreResult;

  override render(): TemplateResult {
    const { result } = this;
    const { terms, rest, rounding, total } = workedSum(result);
    const lines = terms.map((term) => ({ ...term, factor: workedFactor(term.row) }));
    if (result.matched === 0) return html`<p>${words.empty}</p>`;
    const { variant, weight, copies, contribution } = words.workedColumns;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.worked}><table data-testid="worked-sum">
      <thead>
        <tr>
          <th scope="col">${variant}</th>
          <th scope="col" class="n">${weight}</th>
          <td class="sign" aria-hidden="true"></td>
          <th scope="col" class="n">${copies}</th>
          <td class="sign"></td>
          <th scope="col" class="n">${contribution}</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ row, text, factor }) => html`<tr>
            <th scope="row">${row.variant}</th>
            <td class="n">${factor.weight}</td>
            <td class="sign">${factor.sign}</td>
            <td class="n">${factor.copies}</td>
            <td class="sign">=</td>
            <td class="n">${text}</td>
          </tr>`,
        )}
        ${
          rest === null
            ? nothing
            : html`<tr class="rest"><th scope="row" colspan="5">${rest.nothing ? words.zeros(rest.count) : words.rest(rest.count)}</th><td class="n">${rest.text}</td></tr>`
        }
        ${rounding === null ? nothing : html`<tr class="rest"><th scope="row" colspan="5">${words.rounding}</th><td class="n">${rounding}</td></tr>`}
      </tbody>
      <tfoot>
        <tr><th scope="row" colspan="5">${words.total}</th><td class="n">${total}</td></tr>
      </tfoot>
    </table></div>
    ${lines.some(({ factor }) => factor.counted) ? html`<p class="soft small">${words.workedCounted}</p>` : nothing}`;
  }
}

customElements.define('ta-worked-sum', TaWorkedSum);
