// Writes the headers that keep the page private: one place for the page's own policy, the server and the deployment page.

/** Origins the page may read from besides its own, from www/net/hosts.json. @param {Record<string, string>} hosts */
export function originsOf(hosts) {
  return [...new Set(Object.values(hosts).map((url) => new URL(url).origin))];
}

/** @param {Record<string, string>} hosts @param {{ inPage?: boolean }} [options] */
export function contentSecurityPolicy(hosts, { inPage = false } = {}) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    `connect-src 'self' ${originsOf(hosts).join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    // A page cannot say this of itself; only a header can.
    ...(inPage ? [] : ["frame-ancestors 'none'"]),
  ].join('; ');
}

/** @param {Record<string, string>} hosts @param {{ isolation?: boolean }} [options] @returns {Record<string, string>} */
export function headers(hosts, { isolation = true } = {}) {
  return {
    'Content-Security-Policy': contentSecurityPolicy(hosts),
    ...(isolation
      ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
      : {}),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  };
}
