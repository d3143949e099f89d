// Texts: the frame around an error. The engine's own sentence stands inside and says what to do next.
import { formatCount } from '../../shared/format-count.ts';
import type { Place } from '../../shared/scorer-error.ts';

export const errors = {
  /** Headings; no blame. */
  title: (name: string | undefined) => (name ? `${name} could not be read` : 'This did not work'),
  code: 'Code',
  place: 'Place',
  /** Parts of the place, joined by commas; counted from 1 for lines and from 0 for bytes. */
  places: (place: Place): string =>
    [
      place.line === undefined ? '' : `line ${formatCount(place.line)}`,
      place.field === undefined ? '' : `field ${place.field}`,
      place.byte === undefined ? '' : `byte ${formatCount(place.byte)}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  /** What this page can do about it, by the engine's code. */
  help: {
    'build-mismatch':
      'A chain file from UCSC, such as hg19ToHg38.over.chain.gz, carries positions from one build to another, and back. Open it as you open a DNA file; the sums come by themselves.',
  } as Readonly<Record<string, string>>,
  dismiss: 'Dismiss',
  again: 'Try again',
};
