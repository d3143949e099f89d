// Writes how accurate a score is in people like this one: in words, as a picture with its table; or that nobody says.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { accuracyBars } from '../charts/accuracy-bars.ts';
import { accuracy as words } from '../messages/en/accuracy.ts';
import { formatPercentile } from '../shared/format-percentile.ts';
import { formatShare } from '../shared/format-share.ts';
import type { Accuracy } from '../shared/report.ts';

/** `level`: how often the ranges hold. Null where the pack or the report says nothing of accuracy. */
export function accuracySection(id: string, accuracy: Accuracy | null, level: number): TemplateResult {
  if (accuracy === null)
    return html`<div class="stack">
      <h3>${words.title}</h3>
      <p>${words.explainsUnknown}</p>
    </div>`;
  const { r2, kept, is_measured, citation, genetic_low: low, genetic_high: high } = accuracy;
  return html`<div class="stack" data-testid="accuracy">
    <h3>${words.title}</h3>
    <ul>
      <li>${words.explains(formatShare(r2), Math.sqrt(1 - r2))}</li>
      <li>${words.kept(formatShare(Math.min(kept, 1)), is_measured)}</li>
      ${low === null || high === null ? nothing : html`<li>${words.genetic(formatPercentile(low), formatPercentile(high), level)}</li>`}
      <li>${words.citation(citation)}</li>
    </ul>
    <ta-figure .chart=${(width: number) => accuracyBars(id, accuracy, width)}></ta-figure>
  </div>`;
}
