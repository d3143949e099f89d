// Names the two builds of the engine and that of the labs; the bundler puts the files of www/pkg, www/pkg-threads and
// www/pkg-labs in their place.
declare module 'engine-single' {
  const start: import('../shared/engine-module.ts').EngineModule['default'];
  export default start;
  export const Session: import('../shared/engine-module.ts').EngineModule['Session'];
  export const version: import('../shared/engine-module.ts').EngineModule['version'];
}
declare module 'engine-threads' {
  const start: import('../shared/engine-module.ts').EngineModule['default'];
  export default start;
  export const Session: import('../shared/engine-module.ts').EngineModule['Session'];
  export const version: import('../shared/engine-module.ts').EngineModule['version'];
  export const initThreadPool: (threads: number) => Promise<void>;
}
declare module 'labs-wasm' {
  const start: import('../shared/labs-module.ts').LabsModule['default'];
  export default start;
  export const PhaseLab: import('../shared/labs-module.ts').LabsModule['PhaseLab'];
  export const SharingLab: import('../shared/labs-module.ts').LabsModule['SharingLab'];
  export const phaseCurves: import('../shared/labs-module.ts').LabsModule['phaseCurves'];
  export const dataCurves: import('../shared/labs-module.ts').LabsModule['dataCurves'];
  export const flipCurves: import('../shared/labs-module.ts').LabsModule['flipCurves'];
  export const editCurves: import('../shared/labs-module.ts').LabsModule['editCurves'];
}
