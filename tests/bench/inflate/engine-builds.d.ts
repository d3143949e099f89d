// Names the two builds of the engine with what only the bench asks for.
declare module 'engine-single' {
  export default function start(): Promise<unknown>;
  export function unpackedBytes(file: Blob, name: string): number;
}
declare module 'engine-threads' {
  export default function start(): Promise<unknown>;
  export function initThreadPool(threads: number): Promise<void>;
  export function unpackedBytes(file: Blob, name: string): number;
}
