// Chooses which of many people are shown: those whose names have every word, as many as fit.

/** Places of those shown, in their order, and how many fit the words. */
export function choosePeople(
  people: readonly { readonly id: string; readonly input: string }[],
  text: string,
  most: number,
): { readonly shown: readonly number[]; readonly found: number } {
  const wanted = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = people.flatMap(({ id, input }, place) => {
    const name = `${id}\n${input}`.toLowerCase();
    return wanted.every((word) => name.includes(word)) ? [place] : [];
  });
  return { shown: found.slice(0, most), found: found.length };
}
