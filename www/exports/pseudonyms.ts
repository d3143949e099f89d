// Names the people of a report without their names: a consumer file is often called after its person.
import type { Report } from '../shared/report.ts';

/** Formats that name their samples themselves, by what the laboratory or the study calls them. */
const named: ReadonlySet<string> = new Set(['vcf', 'bcf', 'plink1', 'plink2', 'bgen']);

/** One for each sample, in the report's order: the sample's own id where its file gives one, "person-3" elsewhere. */
export function pseudonyms({ inputs, samples }: Report): readonly string[] {
  const formats = new Map(inputs.filter(({ role }) => role === 'genotypes').map(({ name, format }) => [name, format]));
  const bare = (name: string): string => name.replace(/(\.[a-z0-9]{1,6}){1,3}$/i, '');
  return samples.map(({ id, input }, place) => {
    // A file without a name inside passes on its own.
    const isNamed = named.has(formats.get(input) ?? '') && id !== bare(input) && id !== input;
    return isNamed ? id : `person-${place + 1}`;
  });
}
