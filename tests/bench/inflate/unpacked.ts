// Says what the page asks of the worker that unpacks a file, and what it answers.
export type UnpackAsked = {
  readonly file: File;
  readonly threads: number;
};

export type Unpacked = {
  readonly inflate_ms: number;
  readonly text_bytes: number;
};
