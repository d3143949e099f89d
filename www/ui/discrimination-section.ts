// Writes how well a score tells people with its disease from others, where no share of the differences is known.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { accuracy } from '../messages/en/accuracy.ts';
import { discrimination as words } from '../messages/en/discrimination.ts';
import { referenceGroup } from '../messages/en/reference-groups.ts';
import { formatCount } from '../shared/format-count.ts';
import { formatShare } from '../shared/format-share.ts';
import type { Discrimination } from '../shared/report.ts';

export function discriminationSection({
  auc,
  low,
  high,
  people,
  cases,
  group,
  citation,
}: Discrimination): TemplateResult {
  const [value, least, most] = [auc, low, high].map((share) => share.toFixed(2)) as [string, string, string];
  const who = [formatCount(people), formatCount(cases), formatShare(cases / people)] as const;
  return html`<div class="stack" data-testid="accuracy" data-auc=${auc}>
    <h3>${accuracy.title}</h3>
    <ul>
      <li>${words.pairs(String(Math.round(auc * 100)), value, least, most)}</li>
      <li>${group === null ? words.elsewhere(...who) : words.measured(referenceGroup(group), ...who)}</li>
      <li>${words.limits}</li>
      <li>${accuracy.citation(citation)}</li>
    </ul>
  </div>`;
}
