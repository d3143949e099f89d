// Shows a table of a lab: its title, what it counts, and rows of which the first cell is a name.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

export type LabTable = {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
};

export function labTable({ id, title, columns, rows, note }: LabTable): TemplateResult {
  const kind = (at: number): string => (at > 0 ? 'n' : '');
  return html`<div class="stack" data-testid=${id}>
    <h3 id=${id}>${title}</h3>
    ${note === undefined ? nothing : html`<p class="soft">${note}</p>`}
    <div class="scroll" tabindex="0" role="group" aria-labelledby=${id}>
      <table>
        <thead>
          <tr>${columns.map((column, at) => html`<th scope="col" class=${kind(at)}>${column}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows.map((row) => html`<tr>${row.map((cell, at) => html`<td class=${kind(at)}>${cell}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
  </div>`;
}
