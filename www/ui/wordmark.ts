// Draws the wordmark's sign: a tally of four strokes, the fifth laid across in the person's colour.
import { svg } from 'lit';
import type { TemplateResult } from 'lit';

export function wordmark(): TemplateResult {
  return svg`<svg class="sign" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
    <path d="M7 6v20M13 6v20M19 6v20M25 6v20" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
    <path class="cross" d="M3 23.5 29 8.5" fill="none" stroke-width="3" stroke-linecap="round" />
  </svg>`;
}
