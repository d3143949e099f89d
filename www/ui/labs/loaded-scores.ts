// Names the files of the scores that are chosen and read: what the labs compare.
import type { InputFile } from '../../shared/protocol.ts';
import type { State } from '../state.ts';

export function loadedScores({ scores }: State): readonly InputFile[] {
  return scores.flatMap(({ step, source }) => (step === 'ready' && source ? [source] : []));
}
