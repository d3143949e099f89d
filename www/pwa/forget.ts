// Forgets everything the page has kept in this browser: downloads, own files, settings, databases.

/** Names of what could not be removed; empty when all is gone. The engine forgets by itself. */
export async function forget(): Promise<readonly string[]> {
  const left: string[] = [];
  const tryTo = async (name: string, work: () => unknown) => {
    try {
      await work();
    } catch {
      left.push(name);
    }
  };
  await tryTo('service-worker', async () => {
    for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? [])
      await registration.unregister();
  });
  await tryTo('caches', async () => {
    for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  });
  await tryTo('files', async () => {
    const folder = await navigator.storage?.getDirectory?.();
    if (!folder) return;
    for await (const name of folder.keys()) await folder.removeEntry(name, { recursive: true });
  });
  await tryTo('databases', async () => {
    for (const { name } of (await indexedDB.databases?.()) ?? []) if (name) indexedDB.deleteDatabase(name);
  });
  await tryTo('settings', () => localStorage.clear());
  await tryTo('settings', () => sessionStorage.clear());
  return left;
}
