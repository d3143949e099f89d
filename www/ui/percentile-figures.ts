// Writes a percentile with its range in figures, "71 (63–78)", and in words to be read aloud.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { standing as words } from '../messages/en/standing.ts';
import { formatPercentile } from '../shared/format-percentile.ts';
import type { PercentileAt } from './percentile-at.ts';

export function percentileFigures(percentile: NonNullable<PercentileAt['percentile']>): TemplateResult {
  const [value, low, high] = [percentile.value, percentile.low, percentile.high].map(formatPercentile) as [
    string,
    string,
    string,
  ];
  return html`<span class="told number" data-testid="percentile"
    ><span aria-hidden="true">${value} <span class="range">(${words.range(low, high)})</span></span
    ><span class="unseen">${words.shortAloud(value, low, high)}</span></span
  >`;
}
