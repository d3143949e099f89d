// Texts: why each request was made and how it ended, by the ledger's own words.

const purposes: Readonly<Record<string, string>> = {
  'own-file': 'part of this page',
  shelf: 'the list of samples',
  sample: 'a sample file',
  reference: 'figures of reference people',
  'how-good': 'figures of how good percentiles are',
  'catalog-card': 'the card of a score',
  'catalog-search': 'a search in the catalog',
  'scoring-file': 'a whole scoring file',
  'scoring-file-size': 'the size of a scoring file',
};

export const ledger = {
  purpose: (code: string): string => purposes[code] ?? code.replaceAll('-', ' '),
  states: { running: 'on its way', done: 'done', failed: 'failed', cancelled: 'cancelled' },
  fromCache: 'kept from before',
  status: (status: number) => `answer ${status}`,
};
