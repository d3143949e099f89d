// Shows a lab's settings: a field for each number with a slider under it, a list for each choice.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { labs as words } from '../../messages/en/labs.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import type { ChoiceSetting, NumberSetting, Setting, Settings } from './lab-settings.ts';
import { settled } from './lab-settings.ts';

type Change = (key: string, value: number | string) => void;

/** Stops of a slider. */
const stops = 200;

export function labControls(list: readonly Setting[], settings: Settings, change: Change): TemplateResult {
  return html`<fieldset class="controls" data-testid="lab-settings">
    <legend class="unseen">${words.settings}</legend>
    ${list.map((setting) =>
      'choices' in setting
        ? choice(setting, String(settings[setting.key]), change)
        : number(setting, Number(settings[setting.key]), change),
    )}
  </fieldset>`;
}

function choice({ key, label, choices }: ChoiceSetting<string>, value: string, change: Change): TemplateResult {
  const picked = (event: Event): void => change(key, (event.target as HTMLSelectElement).value);
  return html`<div class="control">
    <label for=${key}>${label}</label>
    <select id=${key} .value=${value} @change=${picked}>
      ${Object.entries(choices).map(([name, text]) => html`<option value=${name} ?selected=${name === value}>${text}</option>`)}
    </select>
  </div>`;
}

function number(setting: NumberSetting<string>, value: number, change: Change): TemplateResult {
  const { key, label, low, high, isWhole = false, isPlain = false } = setting;
  const written = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const next = settled(setting, field.value);
    field.value = String(next);
    if (next !== value) change(key, next);
  };
  // Not every browser takes Enter for the end of a change where there is no form.
  const entered = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') written(event);
  };
  const slid = (event: Event): void => change(key, atStop(setting, Number((event.target as HTMLInputElement).value)));
  return html`<div class="control">
    <label for=${key}>${label}</label>
    <input id=${key} type="number" inputmode="decimal" min=${low} max=${high} step=${isWhole ? 1 : 'any'} .value=${String(value)} aria-describedby=${`${key}-allowed`} @change=${written} @keydown=${entered} />
    ${
      isPlain
        ? nothing
        : html`<input type="range" min="0" max=${stops} step="1" .value=${String(stopOf(setting, value))} aria-label=${words.slider(label)} aria-valuetext=${formatFigure(value, 4)} @change=${slid} />`
    }
    <span class="soft small" id=${`${key}-allowed`}>${words.allowed(formatFigure(low, 4), formatFigure(high, 4))}</span>
  </div>`;
}

function stopOf({ low, high, isLog = false }: NumberSetting<string>, value: number): number {
  const share = isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(stops * share);
}

/** Two digits are as many as a slider sets. */
function atStop({ low, high, isWhole = false, isLog = false }: NumberSetting<string>, stop: number): number {
  const share = stop / stops;
  const value = isLog ? low * (high / low) ** share : low + (high - low) * share;
  const short = Number(value.toPrecision(2));
  const within = Math.min(high, Math.max(low, short));
  return isWhole ? Math.round(within) : within;
}
