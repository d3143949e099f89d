// Chooses the build to fetch catalog files in: the one asked for, else the first genotype file's.
import type { CatalogBuild } from './ports.ts';
import type { State } from './state.ts';

export function catalogBuild({ options, genotypes }: State): CatalogBuild {
  const build = options?.build ?? genotypes.find((item) => item.file?.build)?.file?.build;
  return build === 'GRCh38' ? 'GRCh38' : 'GRCh37';
}
