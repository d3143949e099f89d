// Stands before the engine: while a saved report is looked at, what is asked of results is answered from it.
import { reopen as words } from '../messages/en/reopen.ts';
import { ScorerError } from '../shared/scorer-error.ts';
import type { EnginePort } from './ports.ts';
import { reportCsv } from '../exports/report-csv.ts';
import type { Reopened } from './state.ts';

export function engineOrReport(engine: EnginePort, reopened: () => Reopened): EnginePort {
  return {
    get state() {
      return engine.state;
    },
    start: (threads) => engine.start(threads),
    sort: (files) => engine.sort(files),
    addChain: (file) => engine.addChain(file),
    merge: (files) => engine.merge(files),
    open: (file, watch) => engine.open(file, watch),
    setAbsent: (file, absent) => engine.setAbsent(file, absent),
    close: (file) => engine.close(file),
    addScore: (file, watch) => engine.addScore(file, watch),
    removeScore: (score) => engine.removeScore(score),
    setOptions: (options) => engine.setOptions(options),
    score: (watch) => engine.score(watch),
    compare: (reference, stated, watch) => engine.compare(reference, stated, watch),
    forget: () => engine.forget(),
    async result(sample, score) {
      const shown = reopened();
      if (shown.step !== 'ready') return engine.result(sample, score);
      const found = shown.report.samples[sample]?.scores[score];
      if (found === undefined) throw new ScorerError('out-of-order', { input: shown.name }, words.errors.notReport);
      return found;
    },
    async audit(sample, score) {
      const shown = reopened();
      if (shown.step !== 'ready') return engine.audit(sample, score);
      throw new ScorerError('report-only', { input: shown.name }, words.errors.audit);
    },
    async save(as) {
      const shown = reopened();
      if (shown.step !== 'ready') return engine.save(as);
      return as === 'json' ? shown.blob : new Blob([reportCsv(shown.report)], { type: 'text/csv' });
    },
  };
}
