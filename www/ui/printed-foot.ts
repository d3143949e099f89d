// Writes what must stand on paper: made when, from which files, compared by which reference. The program's version stands above.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { shell } from '../messages/en/shell.ts';
import type { State } from './state.ts';

/** More files than this are counted. */
const mostFiles = 40;

export function printedFoot({ report, comparison, genotypes }: State): TemplateResult | typeof nothing {
  const reference =
    comparison.step === 'ready'
      ? comparison.comparison.reference
      : report.step === 'ready'
        ? report.report.reference
        : null;
  const inputs: readonly { readonly name: string; readonly sha256: string | null }[] =
    report.step === 'ready'
      ? report.report.inputs
      : genotypes.filter(({ step }) => step === 'ready').map(({ name }) => ({ name, sha256: null }));
  if (inputs.length === 0) return nothing;
  const made = report.step === 'ready' ? shell.print.made(minute(report.at)) : shell.print.looked(minute(new Date()));
  const line = (name: string, sha256: string | null): TemplateResult =>
    html`<li>${name}${sha256 === null ? nothing : ` · SHA-256 ${sha256}`}</li>`;
  return html`<div class="printed">
    <p>${made} UTC. ${shell.print.inputs}:</p>
    <ul>
      ${inputs.slice(0, mostFiles).map(({ name, sha256 }) => line(name, sha256))}
      ${inputs.length > mostFiles ? html`<li>${shell.print.more(inputs.length - mostFiles)}</li>` : nothing}
      ${reference === null ? nothing : line(shell.print.reference(reference.name), reference.sha256)}
    </ul>
  </div>`;
}

/** "2026-11-21 13:05". */
function minute(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
