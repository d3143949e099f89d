// Lists every message between the page and the labs' worker: one union each way.
import type {
  DataCurves,
  DataSettings,
  EditCurves,
  EditSettings,
  FlipCurves,
  FlipSettings,
  PhaseCurves,
  PhaseSettings,
  PhaseStep,
  Shared,
} from './labs.ts';
import type { EngineFault, LoadedFile } from './protocol.ts';

export type LabsRequest =
  /** Steps a run to its end and posts each step; it can be cancelled. */
  | { readonly kind: 'phase'; readonly settings: PhaseSettings }
  | { readonly kind: 'phase-curves'; readonly settings: PhaseSettings }
  | { readonly kind: 'data'; readonly settings: DataSettings }
  | { readonly kind: 'flips'; readonly settings: FlipSettings }
  | { readonly kind: 'edits'; readonly settings: EditSettings }
  /** Reads scoring files and packs, compares them, and forgets them. */
  | { readonly kind: 'share'; readonly files: readonly { readonly name: string; readonly blob: Blob }[] };

export type LabsAnswers = {
  phase: PhaseStep;
  'phase-curves': PhaseCurves;
  data: DataCurves;
  flips: FlipCurves;
  edits: EditCurves;
  share: Shared;
};

/** Page → worker. */
export type ToLabs =
  | { readonly id: number; readonly request: LabsRequest }
  | { readonly id: number; readonly cancel: true };

/** Worker → page. */
export type FromLabs =
  /** The files of its own that the worker loaded, for the request ledger. */
  | { readonly loaded: readonly LoadedFile[] }
  | { readonly id: number; readonly step: PhaseStep }
  | { readonly id: number; readonly answer: LabsAnswers[keyof LabsAnswers] }
  /** After a fatal one the worker does no more work. */
  | { readonly id: number; readonly error: EngineFault; readonly fatal?: boolean };
