// Texts: the view on privacy. Statements of fact that the page's tests hold.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const privacy = {
  title: 'Where your data is',
  lead: 'Your DNA file is read in this page, on this device. It is not uploaded, not stored, and gone when you close the page.',
  file: 'Your file now',
  fileNone: 'No file is open.',
  fileOpen: (count: number) =>
    `${formatCount(count)} ${plural(count, 'file is', 'files are')} open in this page’s memory, and nowhere else.`,
  ledger: 'What was requested',
  ledgerNote:
    'Every request this page has made since it was loaded. None of them carries anything of your file: scores are fetched whole, never by variant.',
  ledgerNone: 'Nothing has been requested since the page was loaded.',
  ledgerCount: (count: number, foreign: number) =>
    `${formatCount(count)} ${plural(count, 'request', 'requests')}, ${formatCount(foreign)} of them to another host.`,
  ledgerParts: (count: number) => `${formatCount(count)} for parts of this page itself`,
  ledgerColumns: ['Time', 'Request', 'Received', 'Outcome'],
  ownHost: 'this site',
  policy: 'What the page is allowed to do',
  policyNote:
    'The browser itself holds the page to this policy. The page could not send your file to any host that is not listed under connect-src, even by mistake.',
  policyMissing: 'The page carries no policy here. This happens while developing; a page put on a server has one.',
  engine: 'The engine',
  engineStarting: 'The engine is starting.',
  version: 'Version',
  build: 'Build',
  builds: { single: 'one thread', threads: (threads: number) => `${threads} threads` },
  memory: 'Memory so far',
  why: 'Why this build',
  /** By the engine's own codes. */
  reasons: {
    'shared-memory': 'This page is isolated, so threads may share memory.',
    'one-thread-asked': 'One thread was asked for in the address.',
    'one-core': 'This device offers one core.',
    'not-isolated': 'The server does not isolate this page, so threads cannot share memory.',
    'no-shared-memory': 'This browser does not offer shared memory.',
    'pool-failed': 'The threads could not be started; one thread gives the same numbers.',
    'pool-silent': 'The threads did not answer in time; one thread gives the same numbers.',
  } as Readonly<Record<string, string>>,
  offline: 'Without a network',
  online:
    'You are online. After its first load, the page also works without a network; only the catalog’s search and downloads need one.',
  isOffline: 'You are offline. Everything works but the catalog’s search and downloads.',
  forget: 'Forget everything',
  forgetNote:
    'Closes your files, empties the memory they were read into, and deletes downloaded scores, the page’s copy for offline use, and your settings and answers from this browser.',
  forgetButton: 'Forget everything',
  forgetting: 'Forgetting…',
  forgotten: 'Everything is gone.',
};
