// Finds what to read aloud when the page's state has changed.
import { shell } from '../messages/en/shell.ts';
import type { State } from './state.ts';

/** The most telling difference in words, or null. */
export function announce(before: State | null, now: State): string | null {
  if (before === null || before === now) return null;
  if (now.report.step === 'ready' && before.report !== now.report)
    return shell.said.scored(now.report.report.samples.length * now.report.report.scores.length);
  if (now.report.step === 'scoring' && before.report.step !== 'scoring') return shell.said.scoring;
  if (before.merging.step === 'merging' && now.merging.step !== 'merging')
    return now.merging.step === 'none' ? shell.said.merged : shell.said.notMerged;
  if (before.comparison.step === 'comparing' && now.comparison.step === 'ready') return shell.said.compared;
  if (before.comparison.step === 'comparing' && now.comparison.step === 'failed') return shell.said.notCompared;
  for (const item of now.chains) {
    const old = before.chains.find((other) => other.key === item.key);
    if (old?.step === item.step) continue;
    if (item.step === 'ready') return shell.said.opened(item.name);
    if (item.step === 'failed') return shell.said.failed(item.name);
  }
  for (const item of now.genotypes) {
    const old = before.genotypes.find((other) => other.key === item.key);
    if (old?.step === item.step) continue;
    if (item.step === 'ready') return shell.said.opened(item.name);
    if (item.step === 'failed') return shell.said.failed(item.name);
  }
  return null;
}
