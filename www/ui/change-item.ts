// Changes one item of a list by its key, in a new list.

export function changeItem<Item extends { readonly key: number }>(
  items: readonly Item[],
  key: number,
  change: Partial<Item>,
): readonly Item[] {
  const index = items.findIndex((item) => item.key === key);
  const item = items[index];
  if (item === undefined) return items;
  const next = [...items];
  next[index] = { ...item, ...change };
  return next;
}
