// Registers the service worker and says when the page is ready to work without a network.

export type Keeping = {
  /** The address of the service worker itself, which the browser asks for anew each time. */
  readonly onAsked?: (url: string) => void;
  /** Addresses of the page's own files that the service worker has fetched to keep. */
  readonly onKept?: (urls: readonly string[]) => void;
};

/** True once everything is kept; false where the browser has no service workers or the host sends none. */
export async function register({ onAsked, onKept }: Keeping = {}): Promise<boolean> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return false;
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ kept?: readonly string[] }>) => {
    if (data?.kept) onKept?.(data.kept);
  });
  serviceWorker.startMessages();
  try {
    const script = new URL('service-worker.js', document.baseURI);
    onAsked?.(script.href);
    const registration = await serviceWorker.register(script);
    const { installing } = registration;
    if (registration.active || !installing) return true;
    return await new Promise((done) => {
      installing.addEventListener('statechange', () => {
        if (installing.state === 'activated') done(true);
        if (installing.state === 'redundant') done(false);
      });
    });
  } catch {
    return false;
  }
}
