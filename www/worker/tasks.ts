// Answers one request with the session's methods: what is long is begun and stepped, what is short is called.
import type { Session } from '../shared/engine-module.ts';
import type { Overview } from '../shared/overview.ts';
import type { Answers, Request } from '../shared/protocol.ts';
import type { WholeFiles } from './whole-files.ts';

type Task = Exclude<Request, { kind: 'start' }>;
export type Answer = { readonly answer: Answers[keyof Answers]; readonly transfer: Transferable[] };

const mediaTypes = { json: 'application/json', csv: 'text/csv' } as const;

function asFile(bytes: Uint8Array, type: string): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
}

function overviewOf(session: Session): Answer {
  const answer = session.takeOverview();
  return { answer, transfer: Object.values(answer.figures).map(({ buffer }) => buffer) };
}

/** People can be compared before anything is added up: then there is no report, and no table of it. */
function overviewIfScored(session: Session): Answer {
  try {
    return overviewOf(session);
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'out-of-order')
      return { answer: null, transfer: [] };
    throw thrown;
  }
}

export async function answerTask(
  session: Session,
  task: Task,
  files: WholeFiles,
  stepToEnd: () => Promise<void>,
): Promise<Answer> {
  const plain = (answer: Answers[keyof Answers]): Answer => ({ answer, transfer: [] });
  switch (task.kind) {
    case 'open':
    case 'add-score': {
      const { blob, name, beside = [] } = task.file;
      if (task.kind === 'open' && beside.length > 0) {
        session.beginOpenSet([{ name, blob }, ...beside]);
        await stepToEnd();
        return plain(session.takeOpened());
      }
      const stored = await files.read(blob);
      try {
        if (task.kind === 'open') session.beginOpen(blob, name, stored);
        else session.beginAddScore(blob, name, stored);
        await stepToEnd();
      } finally {
        // What is read again, for an audit perhaps, is read from the file.
        stored.bytes = null;
      }
      return plain(task.kind === 'open' ? session.takeOpened() : session.takeAdded());
    }
    case 'sort':
      return plain(session.sortFiles(task.files));
    case 'add-chain':
      return plain(session.addChain(task.file.blob, task.file.name));
    case 'merge':
      return plain(session.mergeFiles(task.genotype_files));
    case 'score':
      await files.hashed();
      session.beginScore();
      await stepToEnd();
      return overviewOf(session);
    case 'compare': {
      const relatives = task.relatives.flatMap(({ sample, score, relative }) => [
        sample,
        score,
        Number(relative === 'affected'),
      ]);
      const { blob, name } = task.reference;
      session.beginComparison(blob, name, task.age_years, Float64Array.from(relatives));
      await stepToEnd();
      const comparison = session.takeComparison();
      if (comparison === null) throw { code: 'out-of-order', place: {}, text: 'The comparison did not end.' };
      const { answer, transfer } = overviewIfScored(session);
      return { answer: { comparison, overview: answer as Overview | null }, transfer };
    }
    case 'result':
      return plain(session.result(task.sample, task.score));
    case 'set-absent':
      return plain(session.setAbsent(task.genotype_file, task.absent));
    case 'close':
      session.close(task.genotype_file);
      return plain(null);
    case 'remove-score':
      session.removeScore(task.score);
      return plain(null);
    case 'set-options':
      return plain(session.setOptions(task.options));
    case 'audit':
      return plain(asFile(session.audit(task.sample, task.score), 'text/csv'));
    case 'save':
      return plain(new Blob(session.save(task.as), { type: mediaTypes[task.as] }));
    case 'contributions': {
      const answer = session.contributions(task.sample, task.score);
      return { answer, transfer: [answer.dosage.buffer, answer.contribution.buffer] };
    }
  }
}
