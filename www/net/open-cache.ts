// Opens a part of the browser's Cache Storage; nothing where the browser has none or refuses it, as some do in private windows.

export async function openCache(name: string): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(name);
  } catch {
    return undefined;
  }
}
