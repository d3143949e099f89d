// Tells by its name whether a chosen file is a saved report: no genotype file ends so.

export function isReportName(name: string): boolean {
  return /\.json$/i.test(name);
}
