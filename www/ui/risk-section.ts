// Writes the absolute risk under one score: in words and as people beside the average; or why that is not told.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { riskCurve } from '../charts/risk-curve.ts';
import { riskIcons } from '../charts/risk-icons.ts';
import { risk as words } from '../messages/en/risk.ts';
import { formatShare } from '../shared/format-share.ts';
import { peopleOf } from '../shared/people-of.ts';
import type { ScoreResult } from '../shared/report.ts';
import { toldRisk } from '../shared/told-risk.ts';
import type { ToldRisk } from '../shared/told-risk.ts';
import { withheldNote } from './withheld-note.ts';

/** `age` and `relative`: where the person says from which age it counts, and what is known of relatives; for scores that can
 * tell a risk. */
export function riskSection(
  result: ScoreResult,
  age: TemplateResult,
  relative: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { absolute_risk: risk } = result;
  const told = toldRisk(risk);
  return html`<section class="risk" aria-labelledby="risk" data-testid="risk" data-told=${told ? 'yes' : 'no'}>
    <h2 id="risk">${words.title}</h2>
    ${told ? toldSection(result, told) : whyNot(risk)} ${countsFromAnAge(risk) ? age : nothing} ${told ? relative : nothing}
  </section>`;
}

function countsFromAnAge(risk: ScoreResult['absolute_risk']): boolean {
  if (risk === undefined) return false;
  return 'withheld' in risk ? risk.withheld.code === 'ages-not-covered' : risk.from_years !== undefined;
}

function whyNot(risk: ScoreResult['absolute_risk']): TemplateResult {
  if (risk === undefined) return html`<p class="soft">${words.notAsked}</p>`;
  const why = 'withheld' in risk ? risk.withheld : words.damaged;
  // The percentile above has said why, and what would help.
  if ('code' in why && why.code === 'no-percentile')
    return html`<p class="soft" data-testid="withheld" data-code=${why.code}>${why.why}</p>`;
  return withheldNote(words.withheld, why);
}

function toldSection(result: ScoreResult, told: ToldRisk): TemplateResult {
  const { value, low, high, average, of } = peopleOf(told);
  const trait = result.trait ?? result.name ?? result.id;
  const { family_history: history } = told;
  const without = history?.without ? peopleOf({ ...history.without, average: told.average }, of) : null;
  const stated = history && without ? history.relative : undefined;
  return html`<div class="sentences">
      <p class="finding">${words.told(trait, value, low, high, of, told.from_years, told.to_years, stated)} ${words.average(average, of)}</p>
      ${without ? html`<p data-testid="without-relative">${words.without(without.value, without.low, without.high, of)}</p>` : nothing}
      ${history?.withheld ? html`<p data-testid="relative-withheld">${history.withheld.why} ${history.withheld.help}</p>` : nothing}
      <p>${words.level(told.level)} ${words.otherCauses}</p>
    </div>
    <ta-figure .chart=${(width: number) => riskIcons(result.id, told, width)}></ta-figure>
    ${
      riskCurve(result.id, told, 640) === null
        ? nothing
        : html`<ta-figure .chart=${(width: number) => riskCurve(result.id, told, width)}></ta-figure>`
    }
    <div class="stack">
      <h3>${words.restsOn}</h3>
      <ul>
        <li>${words.citation(told.citation)}</li>
        <li>${words.r2(formatShare(told.r2))}</li>
        <li>${words.kept(formatShare(told.accuracy_kept))}</li>
        ${history?.heritability == null ? nothing : html`<li>${words.heritability(formatShare(history.heritability))}</li>`}
      </ul>
    </div>`;
}
