// Writes a percentile into a cell of the results: bar and figures with their range, why it is withheld, or that it is on its way.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { draw } from '../charts/draw.ts';
import { percentileBar } from '../charts/percentile-bar.ts';
import { standing as words } from '../messages/en/standing.ts';
import { withheldReason } from '../messages/en/withheld.ts';
import type { PercentileAt } from './percentile-at.ts';
import { percentileFigures } from './percentile-figures.ts';

export function percentileCell(
  { percentile, withheld }: PercentileAt,
  comparing: boolean,
): TemplateResult | typeof nothing {
  if (percentile) return html`${percentileFigures(percentile)}${draw(percentileBar(percentile))}`;
  if (withheld !== null)
    return html`<span class="none-told" data-testid="withheld" data-code=${withheld}>${words.withheldShort}<span class="why">${withheldReason(withheld)}</span></span>`;
  return comparing ? html`<span class="soft" aria-label=${words.comparing}>…</span>` : nothing;
}
