// Writes where a person stands under one score: in words, as a picture, as figures; or why that is not told.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { percentileCurve } from '../charts/percentile-curve.ts';
import { howGood } from '../messages/en/how-good.ts';
import { referenceGroup } from '../messages/en/reference-groups.ts';
import { standing as words } from '../messages/en/standing.ts';
import { formatPercentile } from '../shared/format-percentile.ts';
import { formatShare } from '../shared/format-share.ts';
import { formatSum } from '../shared/format-sum.ts';
import type { ScoreResult } from '../shared/report.ts';
import { toldAccuracy } from '../shared/told-accuracy.ts';
import { toldDiscrimination } from '../shared/told-discrimination.ts';
import { toldPercentile } from '../shared/told-percentile.ts';
import type { ToldPercentile } from '../shared/told-percentile.ts';
import { accuracySection } from './accuracy-section.ts';
import { discriminationSection } from './discrimination-section.ts';
import { withheldNote } from './withheld-note.ts';

/** With less of the similarity than this, a person is called like a mix of groups. */
const oneGroup = 0.85;

/** Of the reference that it was compared with; null where the report does not say. */
type Reference = { readonly name: string; readonly sha256: string } | null;

/** Null where nobody has compared. */
export function standingSection(result: ScoreResult, reference: Reference): TemplateResult | null {
  const { percentile } = result;
  if (percentile === undefined) return null;
  const told = toldPercentile(percentile);
  return html`<section class="standing" aria-labelledby="standing" data-testid="standing" data-told=${told ? 'yes' : 'no'}>
    <h2 id="standing">${words.title}</h2>
    ${told ? toldSection(result, told, reference) : withheldNote(words.withheld, percentile.withheld ?? words.damaged, words.withheldNote)}
  </section>`;
}

function toldSection(result: ScoreResult, told: ToldPercentile, reference: Reference): TemplateResult {
  const [value, low, high] = [told.value, told.low, told.high].map(formatPercentile) as [string, string, string];
  const accuracy = toldAccuracy(told.accuracy);
  const discrimination = toldDiscrimination(told.discrimination);
  return html`<div class="sentences">
      <p class="finding" data-testid="finding">${words.higher(value, low, high)}</p>
      <p>${words.rangeMeans(told.level)} <a class="no-print" href="#/how-good">${howGood.link}</a></p>
    </div>
    <ta-figure .chart=${(width: number) => percentileCurve(result.id, told, width)}></ta-figure>
    <div class="pair">
      <div class="stack">
        <h3>${words.restsOn}</h3>
        <ul>
          <li>${words.group(referenceGroup(told.group), formatShare(told.share), told.share < oneGroup)}</li>
          <li>${words.basis[told.basis]}</li>
          <li>${words.covered(formatShare(told.covered))}</li>
        </ul>
      </div>
      <div class="stack">
        <h3>${words.notMeaning}</h3>
        <ul>
          ${words.limits.map((text) => html`<li>${text}</li>`)}
        </ul>
      </div>
    </div>
    ${discrimination ? discriminationSection(discrimination) : accuracySection(result.id, accuracy, told.level)}
    <div class="stack">
      <h3 id="figures">${words.figures}</h3>
      <dl class="facts">
        ${figures(result, told, reference).map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}
      </dl>
    </div>`;
}

function figures(
  { z_norm2 }: ScoreResult,
  told: ToldPercentile,
  reference: Reference,
): readonly (readonly [string, string])[] {
  const { figure } = words;
  return [
    [figure.percentile, formatPercentile(told.value)],
    [figure.range, words.range(formatPercentile(told.low), formatPercentile(told.high))],
    [figure.level, words.levelText(told.level)],
    [figure.basis, words.figureBasis[told.basis]],
    [figure.group, referenceGroup(told.group)],
    [figure.share, formatShare(told.share)],
    [figure.covered, formatShare(told.covered)],
    ...(typeof z_norm2 === 'number' && Number.isFinite(z_norm2) ? [[figure.z, formatSum(z_norm2, 4)] as const] : []),
    ...(reference === null
      ? []
      : [[figure.reference, words.reference(reference.name, reference.sha256.slice(0, 12))] as const]),
  ];
}
