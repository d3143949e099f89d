// Says what the labs' wasm build offers its worker.
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
  Pleiotropy,
  Sharing,
} from './labs.ts';

/** Every method throws `{ code, place, text }` when it cannot do its work. */
export interface PhaseLab {
  step(): PhaseStep;
  free(): void;
}

export interface SharingLab {
  /** A scoring file or a pack. */
  add(file: { readonly name: string; readonly blob: Blob }): void;
  compare(): Sharing;
  moveOne(target: number): Pleiotropy | null;
  free(): void;
}

export interface LabsModule {
  default(input?: { module_or_path?: unknown }): Promise<unknown>;
  PhaseLab: new (settings: PhaseSettings) => PhaseLab;
  SharingLab: new () => SharingLab;
  phaseCurves(settings: PhaseSettings): PhaseCurves;
  dataCurves(settings: DataSettings): DataCurves;
  flipCurves(settings: FlipSettings): FlipCurves;
  editCurves(settings: EditSettings): EditCurves;
}
