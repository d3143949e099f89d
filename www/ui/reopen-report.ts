// Reads a saved report into what the page shows of results; loaded when somebody opens one.
import { isNonCommercial } from '../shared/is-non-commercial.ts';
import type { Overview } from '../shared/overview.ts';
import type { Report } from '../shared/report.ts';
import { licenceRefused } from './licence-refused.ts';
import { overviewOf } from './overview-of.ts';
import { readReport } from './read-report.ts';

/**
 * `at`: when the file was saved. On a page that is run commercially a report with a score whose licence bars that is refused,
 * as the score itself is.
 */
export async function reopenReport(
  file: File,
  isCommercial: boolean,
): Promise<{ readonly report: Report; readonly overview: Overview; readonly at: Date }> {
  const report = await readReport(file.name, file);
  const scores = isCommercial ? report.samples.flatMap((sample) => sample.scores) : [];
  const barred = scores.find(({ license }) => isNonCommercial(license));
  if (barred) throw licenceRefused(file.name, barred.license);
  return { report, overview: overviewOf(report), at: new Date(file.lastModified) };
}
