// Writes a percentile into a cell of the results: bar and figures with their range, why it is withheld, or that it is on its way.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { draw } from '../charts/draw.ts';
import { percentileBar } from '../charts/percentile-bar.ts';
import { standing as words } from '../messages/en/standing.ts';
import { withheldReason } from '../messages/en/withheld.ts';
import { formatPercentile } from '../shared/format-percentile.ts';
import type { ResultRow } from './result-rows.ts';

export function percentileCell(
  { percentile, withheld }: Pick<ResultRow, 'percentile' | 'withheld'>,
  comparing: boolean,
): TemplateResult | typeof nothing {
  if (percentile) {
    const [value, low, high] = [percentile.value, percentile.low, percentile.high].map(formatPercentile) as [
      string,
      string,
      string,
    ];
    return html`<span class="told number" data-testid="percentile"
        ><span aria-hidden="true">${value} <span class="range">(${words.range(low, high)})</span></span
        ><span class="unseen">${words.shortAloud(value, low, high)}</span></span
      >${draw(percentileBar(percentile))}`;
  }
  if (withheld !== null)
    return html`<span class="none-told" data-testid="withheld" data-code=${withheld}>${words.withheldShort}<span class="why">${withheldReason(withheld)}</span></span>`;
  return comparing ? html`<span class="soft" aria-label=${words.comparing}>…</span>` : nothing;
}
