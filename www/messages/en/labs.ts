// Texts: the labs' index, and what stands in every lab. Symbols (h², n, p, s, N, M, R²) are those of the papers.

export const labs = {
  title: 'Labs',
  lead: 'Claims of the literature about polygenic scores, run in front of you: change a number and see what follows. All of it is computed in this page, on made-up people. Nothing here is about your own result.',
  names: {
    'phase-transition': 'Phase transition',
    'how-much-data': 'How much data?',
    'polygenicity-and-flips': 'Polygenicity and flips',
    'shared-or-separate': 'Shared or separate?',
  },
  /** One sentence each, on the index. */
  asks: {
    'phase-transition':
      'From how many people does a search among thousands of variants find those that matter? Nearly all at once.',
    'how-much-data': 'How near can a prediction come with so many people, and what can no number of people give?',
    'polygenicity-and-flips': 'How many variants is a trait made of, and how few of them would move it?',
    'shared-or-separate': 'Do two scores rest on the same variants, and what moves along when one is moved?',
  },
  back: 'All labs',
  claim: 'Claim',
  source: 'Source',
  settings: 'Settings',
  reset: 'Start over',
  permalink: 'Link to these settings',
  copyLink: 'Copy the link',
  copied: 'Copied.',
  copyFailed: 'The browser did not allow the copy. The address of this page is the link.',
  assumptions: 'What is assumed',
  byHand: 'Check it by hand',
  failed: 'This lab could not be run',
  again: 'Try again',
  /** Of the slider beside a field of the same name. */
  slider: (label: string) => `${label}, by slider`,
  allowed: (low: string, high: string) => `${low} to ${high}`,
  loading: 'Loading the lab…',
};
