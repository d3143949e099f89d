// Shows how far a comparison is, with the way to stop it.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { standing as words } from '../messages/en/standing.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import { formatCount } from '../shared/format-count.ts';
import type { Progress } from '../shared/protocol.ts';
import type { AppState } from './app-state.ts';
import './ta-progress.ts';

export function comparingProgress(app: AppState, progress: Progress | null): TemplateResult {
  return html`<ta-progress
    role="status"
    .label=${words.steps[progress?.phase ?? 'reading'] ?? words.comparing}
    .detail=${detail(progress)}
    .done=${progress?.done ?? 0}
    .total=${progress?.total ?? 0}
    .cancel=${words.stop}
    .cancelLabel=${words.stopLabel}
    @cancel=${() => app.stopComparing()}
  ></ta-progress>`;
}

/** Files of people are read at once, and have nothing to count. */
function detail(progress: Progress | null): string | undefined {
  if (progress === null || progress.total === 0) return undefined;
  const { done, total, unit } = progress;
  if (unit === 'people') return words.peopleOf(formatCount(done), formatCount(total));
  if (unit === 'scores') return words.scoresOf(formatCount(done), formatCount(total));
  return words.bytesOf(formatBytes(done), formatBytes(total));
}
