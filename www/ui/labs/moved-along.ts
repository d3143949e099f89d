// Shows what changing the largest variants of one score does to the other scores that are loaded.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { labSharing as words } from '../../messages/en/lab-sharing.ts';
import { formatCount } from '../../shared/format-count.ts';
import type { Shared } from '../../shared/labs.ts';
import { labTable } from './lab-table.ts';

export function movedAlong({ sharing, moved }: Shared): TemplateResult {
  const name = (at: number): string => sharing.predictors[at]?.id ?? '';
  const rows = moved.flatMap((one) =>
    one === null
      ? []
      : one.others.map(({ predictor, shared, deviations }) => [
          name(one.target),
          formatCount(one.changed),
          name(predictor),
          formatCount(shared),
          deviations === null ? words.unknown : words.deviations(deviations),
        ]),
  );
  const never = moved.flatMap((one, at) => (one === null ? [words.movedNever(name(at))] : []));
  return html`${rows.length === 0 ? nothing : labTable({ id: 'moved', title: words.moved, columns: words.movedColumns, rows, note: words.movedNote })}
    ${never.map((line) => html`<p class="soft">${line}</p>`)}`;
}
