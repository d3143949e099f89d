// Makes what stands in the lists of files and scores from the moment they are chosen.
import type { InputFile } from '../shared/protocol.ts';
import type { Offer } from './ports.ts';
import type { GenotypeItem, ScoreItem } from './state.ts';

export function newGenotype(key: number, name: string, bytes: number): GenotypeItem {
  const source: InputFile | null = null;
  return {
    key,
    name,
    bytes,
    sample: false,
    files: 1,
    source,
    merged: [],
    step: 'waiting',
    progress: null,
    file: null,
    recalled: false,
    error: null,
  };
}

export function newScore(key: number, name: string, offer: Offer | null, bytes: number | null): ScoreItem {
  return { key, name, offer, bytes, step: 'waiting', progress: null, source: null, files: [], error: null };
}
