// Asks from which age a risk is to count: a person of 60 has lived through what a newborn has before them.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { risk as words } from '../messages/en/risk.ts';
import type { AppState } from './app-state.ts';

/** Risks are told to this age, so that a later one asks for nothing. */
const lastAge = 79;

export function ageField(app: AppState): TemplateResult {
  const take = (event: Event): void => {
    const { value, validity } = event.target as HTMLInputElement;
    if (validity.valid) void app.setAge(value === '' ? null : Number(value));
  };
  return html`<div class="age">
    <label for="age">${words.age}</label>
    <input
      id="age"
      type="number"
      inputmode="numeric"
      min="0"
      max=${lastAge}
      step="1"
      autocomplete="off"
      aria-describedby="age-note"
      data-testid="age"
      .value=${app.state.age_years === null ? '' : String(app.state.age_years)}
      @change=${take}
    />
    <span id="age-note" class="soft">${words.ageNote}</span>
  </div>`;
}
