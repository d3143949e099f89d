// Writes the buttons by which results are saved as JSON or CSV, or printed.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { results as words } from '../messages/en/results.ts';
import type { AppState } from './app-state.ts';
import { saveBlob } from './save-blob.ts';

export function saveButtons(app: AppState, ready: boolean): TemplateResult {
  const save = async (as: 'json' | 'csv'): Promise<void> =>
    saveBlob(await app.ports.engine.save(as), `tallele-report.${as}`);
  return html`<div class="saves">
    <button type="button" data-testid="save-json" ?disabled=${!ready} @click=${() => save('json')}>${words.saveJson}</button>
    <button type="button" data-testid="save-csv" ?disabled=${!ready} @click=${() => save('csv')}>${words.saveCsv}</button>
    <button type="button" data-testid="print" @click=${() => window.print()}>${words.print}</button>
  </div>`;
}
