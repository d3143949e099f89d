// Writes that a number is not told: why, and what would help.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { standing as words } from '../messages/en/standing.ts';

export function withheldNote(
  title: string,
  { why, help, code }: { readonly why: string; readonly help: string; readonly code?: string },
  note?: string,
): TemplateResult {
  return html`<div class="withheld" data-testid="withheld" data-code=${code ?? 'not-a-number'}>
    <h3>${title}</h3>
    <p>${why}</p>
    <p><span class="soft">${words.help}:</span> ${help}</p>
    ${note === undefined ? nothing : html`<p class="soft">${note}</p>`}
  </div>`;
}
