// Says whether a file's own markers tell its build: then no statement of the person's changes it.
import type { GenotypeFile } from '../shared/report.ts';

export function isBuildTold({ build, build_evidence: { markers } }: GenotypeFile): boolean {
  return build !== null && Object.values(markers).some((votes) => votes > 0);
}
