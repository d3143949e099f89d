// Lists the files of its own that a worker has loaded, for the request ledger.
import type { LoadedFile } from '../shared/protocol.ts';

export function loadedFiles(): LoadedFile[] {
  return performance
    .getEntriesByType('resource')
    .filter((entry) => entry instanceof PerformanceResourceTiming)
    .map(({ name, transferSize, encodedBodySize }) => ({
      url: name,
      bytes: transferSize,
      from: transferSize === 0 && encodedBodySize > 0 ? 'cache' : 'network',
    }));
}
