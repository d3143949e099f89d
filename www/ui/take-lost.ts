// Takes the keys of what an engine that began anew could not open again out of the list of what is open.

/** Answers with the keys; `places` are those before. */
export function takeLost(keys: number[], places: readonly number[]): ReadonlySet<number> {
  const gone = new Set(places.map((place) => keys[place]).filter((key) => key !== undefined));
  const left = keys.filter((key) => !gone.has(key));
  keys.splice(0, keys.length, ...left);
  return gone;
}
