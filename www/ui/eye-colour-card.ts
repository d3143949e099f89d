// Writes one person's eye colour: in words, as a picture with its table, and what it rests on; or why it is not told.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { eyeColourBars } from '../charts/eye-colour-bars.ts';
import { eyeColour as words } from '../messages/en/eye-colour.ts';
import { formatPercent } from '../shared/format-percent.ts';
import { percentRange } from '../shared/percent-range.ts';
import type { EyeColour } from '../shared/report.ts';
import { eyeColours, toldEyeColour } from '../shared/told-eye-colour.ts';
import type { ToldEyeColour } from '../shared/told-eye-colour.ts';
import { withheldNote } from './withheld-note.ts';

/** `alike`: the person's share of similarity to Europeans, whom the model was learned from; null where it is not known. */
export function eyeColourCard(id: string, eyeColour: EyeColour, alike: number | null = null): TemplateResult {
  const told = toldEyeColour(eyeColour);
  return html`<div class="stack" data-testid="eye-colour" data-call=${told?.call ?? 'withheld'}>
    <h3>${id}</h3>
    ${told ? toldCard(id, told, alike) : withheldNote(words.withheld, 'withheld' in eyeColour ? eyeColour.withheld : words.damaged)}
  </div>`;
}

function toldCard(id: string, told: ToldEyeColour, alike: number | null): TemplateResult {
  const likeliest = eyeColours
    .map((colour) => told[colour])
    .reduce((most, one) => (one.value > most.value ? one : most));
  const { value, low, high } = told.call === 'undefined' ? likeliest : told[told.call];
  const [middle, limit] = [formatPercent(value), formatPercent(told.called_min)];
  return html`<p class="finding">${words.finding(told.call, middle, ...percentRange(low, high), limit)}</p>
    <p>${words.trained(told.trained_in)} ${alike !== null && alike < 0.5 ? html`<strong>${words.unlike(told.trained_in)}</strong>` : nothing}</p>
    <ta-figure .chart=${(width: number) => eyeColourBars(id, told, width)}></ta-figure>
    <div class="stack small">
      <h4>${words.restsOn}</h4>
      <ul>
        <li>${words.sites(told.sites)} ${told.missing.length === 0 ? nothing : words.missing(told.missing)}</li>
        <li>${words.range}</li>
        <li>${words.citation(told.citation)}</li>
      </ul>
    </div>`;
}
