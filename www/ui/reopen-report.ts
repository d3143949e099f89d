// Reads a saved report into what the page shows of results; loaded when somebody opens one.
import type { Overview } from '../shared/overview.ts';
import type { Report } from '../shared/report.ts';
import { overviewOf } from './overview-of.ts';
import { readReport } from './read-report.ts';

/** `at`: when the file was saved. */
export async function reopenReport(
  file: File,
): Promise<{ readonly report: Report; readonly overview: Overview; readonly at: Date }> {
  const report = await readReport(file.name, file);
  return { report, overview: overviewOf(report), at: new Date(file.lastModified) };
}
