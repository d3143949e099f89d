// Names the two builds of the engine; the bundler puts the files of www/pkg and www/pkg-threads in their place.
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
