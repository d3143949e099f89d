// Shows what a plan of edits would do to a made-up person, how little of it is sure, and what stops it. Hypothetical.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Chart } from '../../charts/chart.ts';
import { editCurve } from '../../charts/edit-curve.ts';
import { labEdits as words } from '../../messages/en/lab-edits.ts';
import { formatFigure } from '../../shared/format-figure.ts';
import { formatShare } from '../../shared/format-share.ts';
import { formatSigned } from '../../shared/format-signed.ts';
import type { EditCurves, EditSettings } from '../../shared/labs.ts';
import { labTable } from './lab-table.ts';

export function editSection(settings: EditSettings, plan: EditCurves): TemplateResult {
  const figure = formatFigure;
  const { edits, expected, intended, free, causal, deviation, bound, moved, moved_free: movedFree } = plan;
  const lines = [
    words.sentence(figure(free), figure(intended), figure(causal), figure(edits)),
    // A product of many chances may be too small to be told from 0, and is not 0.
    words.all(formatShare(Math.max(plan.all_causal, Number.MIN_VALUE))),
    words.deviation(figure(deviation)),
    plan.is_best ? words.best.proven : words.best.near(figure(bound)),
    ...(plan.edits_clean !== null && plan.edits_clean < settings.edits
      ? [words.budget(figure(plan.edits_clean), formatShare(settings.clean))]
      : []),
    ...(settings.off > 0 ? [words.clean(formatShare(plan.clean))] : []),
    ...(settings.cells < 1 ? [words.cells(formatShare(plan.cells_with_all))] : []),
    ...(plan.risk === null ? [] : [words.risk(formatShare(plan.risk_before), formatShare(plan.risk))]),
  ];
  return html`<div class="stack" data-testid="edits" data-edits=${edits} data-expected=${expected} data-free=${free} data-all-causal=${plan.all_causal}>
    <h3>${edits === 0 ? words.nothing : words.headline(figure(edits), figure(expected), figure(free))}</h3>
    ${edits === 0 ? nothing : html`<p>${lines.join(' ')}</p>`}
    ${edits === 0 ? nothing : html`<ta-figure .chart=${(width: number): Chart => editCurve('edits', plan, width)}></ta-figure>`}
    ${
      edits === 0 || moved.length === 0
        ? nothing
        : labTable({
            id: 'edit-others',
            title: words.others.title,
            columns: words.others.columns,
            rows: moved.map((by, at) => [
              words.others.name(at + 1),
              formatSigned(by, 2),
              formatSigned(movedFree[at] ?? 0, 2),
            ]),
            note: words.others.note,
          })
    }
  </div>`;
}
