// Texts: how people in different files are related. What is found may be news to a family: nothing is said of anybody else.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const kinshipWords = {
  title: 'How these people are related',
  /** Before anything is shown. */
  before:
    'The files are compared with each other. That can show relations that people did not expect, or that they did not wish to know. A file may also have been swapped or bear the wrong name.',
  show: (pairs: number) => `Show ${pairs === 1 ? 'how these two are related' : `all ${formatCount(pairs)} pairs`}`,
  sameTitle: 'Two of your files look like one person',
  same: (one: string, other: string) => `${one} and ${other} look like the same person, or identical twins.`,
  sameNext: 'If one of them is here by mistake, close it. Two files of one person can be merged where you opened them.',
  seeFiles: 'See the files',
  tooMany: (people: number) =>
    `Relations are told here for up to 50 people. For ${formatCount(people)} there is the command line: tallele kinship.`,
  none: 'No pair looks closely related.',
  parentChild:
    'Parent and child: at nearly every place compared the two have a letter in common, as a parent and a child do. It does not say which of them is the parent, and it says nothing about anybody else’s parents.',
  pair: (one: string, other: string) => `${one} and ${other}`,
  columns: ['Who', 'What it looks like', 'Kinship φ', 'Nothing in common', 'Places'],
  explain:
    'Kinship φ is about 0.5 for the same person, 0.25 for parent and child or full siblings, 0.125 for half-siblings or a grandparent, and 0 for people who are not related (KING-robust). “Nothing in common” (IBS0) is the share of places at which the two have no letter in common: close to none for parent and child.',
  compared: (pairs: number, sites: number) =>
    `${formatCount(pairs)} ${plural(pairs, 'pair', 'pairs')} compared at up to ${formatCount(sites)} places.`,
  onlyRelated: 'Only related pairs are listed.',
  table: 'Relations between the people in your files',
};
