// Is the PGS Catalog on loopback: its REST and file paths, readable across origins, over real scoring files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../../../www/build/paths.mjs';
import { serveFiles } from '../../../www/build/static-server.mjs';
import { data } from './data.mjs';

const cards = {
  PGS000001: {
    name: 'PRS77_BC',
    trait_reported: 'Breast cancer',
    trait_efo: [{ id: 'MONDO_0004989', label: 'breast carcinoma' }],
    variants_number: 77,
  },
  PGS000002: {
    name: 'PRS77_ERpos',
    trait_reported: 'ER-positive breast cancer',
    trait_efo: [{ id: 'MONDO_0004989', label: 'breast carcinoma' }],
    variants_number: 77,
  },
};
const files = Object.fromEntries(
  ['PGS000001', 'PGS000002'].flatMap((id) =>
    ['GRCh37', 'GRCh38'].map((build) => [
      `/pub/databases/spot/pgs/scores/${id}/ScoringFiles/Harmonized/${id}_hmPOS_${build}.txt.gz`,
      data(`scores/PGScatalog_pygscatalog/${id}_hmPOS_${build}.txt.gz`),
    ]),
  ),
);

const card = (id) => ({
  id,
  weight_type: 'NR',
  variants_genomebuild: 'NR',
  license: 'PGS obtained from the Catalog should be cited appropriately.',
  publication: {
    title: 'A paper',
    firstauthor: 'Mavaddat N',
    journal: 'J Natl Cancer Inst',
    date_publication: '2015-04-08',
    doi: '10.1093/jnci/djv036',
  },
  ...cards[id],
});
const page = (results) => ({ size: results.length, count: results.length, next: null, previous: null, results });

/** What the REST service answers; an unknown id answers with an empty object, as the catalog does. */
function rest(url) {
  const id = /^\/rest\/score\/(PGS\d+)$/.exec(url.pathname)?.[1];
  if (id) return cards[id] ? card(id) : {};
  if (url.pathname === '/rest/score/search') {
    const ids = url.searchParams.get('pgs_ids')?.split(',') ?? Object.keys(cards);
    return page(ids.filter((one) => cards[one]).map(card));
  }
  if (url.pathname === '/rest/trait/search') {
    const hit = 'breast carcinoma'.includes((url.searchParams.get('term') ?? '').toLowerCase());
    return page(
      hit
        ? [
            {
              id: 'MONDO_0004989',
              label: 'breast carcinoma',
              description: null,
              associated_pgs_ids: Object.keys(cards),
              child_associated_pgs_ids: [],
            },
          ]
        : [],
    );
  }
  return null;
}

/**
 * @param {{ cutAfter?: number }} [options] cutAfter: the first answer of a scoring file breaks off after so many bytes.
 */
export async function startMirror({ cutAfter } = {}) {
  /** @type {{ method: string, url: string, range: string | null, body: boolean }[]} */
  const seen = [];
  let cuts = cutAfter === undefined ? 0 : 1;
  const before = (request, response) => {
    const { method = '', headers } = request;
    const body = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    seen.push({ method, url: request.url, range: headers.range ?? null, body });
    const url = new URL(request.url, 'http://localhost');
    const json = rest(url);
    if (json) {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(json));
      return true;
    }
    if (cuts > 0 && method === 'GET' && files[url.pathname]) {
      cuts -= 1;
      const end = response.end.bind(response);
      const write = response.write.bind(response);
      response.write = (chunk) => {
        write(chunk.subarray(0, cutAfter));
        setTimeout(() => response.destroy(), 50);
        return true;
      };
      response.end = () => end;
    }
    return false;
  };
  const { url, close } = await serveFiles({
    find: ({ pathname }) => files[pathname] ?? null,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Last-Modified': 'Fri, 20 Nov 2026 10:00:00 GMT',
    },
    before,
  });
  const hosts = { catalog: `${url}rest`, files: `${url}pub/databases/spot/pgs/scores` };
  mkdirSync(cache, { recursive: true });
  const hostsFile = join(cache, `hosts-${new URL(url).port}.json`);
  writeFileSync(hostsFile, JSON.stringify(hosts));
  return { url, hosts, hostsFile, seen, close };
}
