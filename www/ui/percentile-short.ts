// Writes a percentile into a cell of the table of many samples: figures with their range, or a dash that says why when read aloud.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { samples as words } from '../messages/en/samples.ts';
import { withheldReason } from '../messages/en/withheld.ts';
import type { PercentileAt } from './percentile-at.ts';
import { percentileFigures } from './percentile-figures.ts';

export function percentileShort({ percentile, withheld }: PercentileAt): TemplateResult | string {
  if (percentile) return percentileFigures(percentile);
  return withheld === null
    ? '–'
    : html`<span class="withheld" title=${words.withheld(withheldReason(withheld))}
        ><span aria-hidden="true">–</span><span class="unseen">${words.withheld(withheldReason(withheld))}</span></span
      >`;
}
