// Puts chosen files that belong together into one: PLINK's three files of one name, BGEN with its samples. They are told apart by
// their endings alone, since the engine looks at what they hold.
import type { InputFile } from '../shared/protocol.ts';

/** The ending of the genotypes, and of what belongs to them. */
const families = [
  { main: /\.bed$/i, beside: /\.(bim|fam)$/i },
  { main: /\.pgen$/i, beside: /\.(pvar|pvar\.zst|psam)$/i },
  { main: /\.bgen$/i, beside: /\.(sample|bgen\.bgi)$/i },
] as const;

const stem = (name: string) => name.replace(/\.(bed|bim|fam|pgen|pvar|pvar\.zst|psam|bgen|bgen\.bgi|sample)$/i, '');

export function groupSets(files: readonly File[]): readonly InputFile[] {
  const taken = new Set<File>();
  const sets = new Map<File, readonly File[]>();
  for (const file of files) {
    const family = families.find(({ main }) => main.test(file.name));
    if (!family) continue;
    const beside = files.filter(
      (other) => !taken.has(other) && family.beside.test(other.name) && stem(other.name) === stem(file.name),
    );
    for (const other of beside) taken.add(other);
    sets.set(file, beside);
  }
  return files
    .filter((file) => !taken.has(file))
    .map((file) => {
      const beside = (sets.get(file) ?? []).map((other) => ({ name: other.name, blob: other }));
      return beside.length > 0 ? { name: file.name, blob: file, beside } : { name: file.name, blob: file };
    });
}
