// Runs the engine over rows made up on the spot, so that the browser has compiled its best code before the first real file.
import type { EngineModule } from '../shared/engine-module.ts';

/**
 * A browser first runs wasm in a quickly made form and compiles well what has run for a while. This many rows are enough for
 * that in Chromium, and take it about 50 ms; a first file opens in half the time then.
 */
const rows = 40_000;
const chromosomes = 22;
const bases = ['A', 'C', 'G', 'T'] as const;

const base = (at: number) => bases[at % bases.length];

/** A row's rsID, chromosome and position, in genome order. */
function place(row: number): string {
  const perChromosome = Math.ceil(rows / chromosomes);
  return `rs${1000 + row}\t${1 + Math.floor(row / perChromosome)}\t${10_000 + (row % perChromosome) * 977}`;
}

function blobOf(header: string, line: (row: number) => string): Blob {
  const lines = [header];
  for (let row = 0; row < rows; row++) lines.push(line(row));
  return new Blob([lines.join('\n'), '\n']);
}

async function gzip(blob: Blob): Promise<Blob> {
  if (typeof CompressionStream !== 'function') return blob;
  return new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/** Ends early once `interrupted`. What the engine held before is not touched. */
export async function warmUp(
  engine: EngineModule,
  interrupted: () => boolean,
  pause: () => Promise<void>,
): Promise<void> {
  const genotypes = blobOf('# rsid\tchromosome\tposition\tgenotype', (row) => {
    return `${place(row)}\t${base(row)}${base(row + (row >> 2))}`;
  });
  const header = 'rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect';
  const score = await gzip(
    blobOf(
      header,
      (row) => `${place(row)}\t${base(row)}\t${base(row + 1)}\t0.0${1 + (row % 97)}\t0.${10 + (row % 80)}`,
    ),
  );
  const session = new engine.Session();
  const stepToEnd = async () => {
    while (!interrupted() && !session.step(1 << 18).finished) await pause();
  };
  const tasks = [
    () => session.beginOpen(genotypes, 'warm-up', null),
    () => session.takeOpened(),
    () => session.beginAddScore(score, 'warm-up', null),
    () => session.takeAdded(),
    () => session.beginScore(),
    () => session.takeOverview(),
  ];
  try {
    for (const [at, task] of tasks.entries()) {
      if (interrupted()) return;
      task();
      if (at % 2 === 0) await stepToEnd();
    }
  } finally {
    session.free();
  }
}
