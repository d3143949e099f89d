// Texts: results in the formats of other programs.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

export const saveMore = {
  title: 'For other programs',
  fhir: {
    save: 'Save for a medical record (FHIR)',
    note: 'A file that a clinic’s systems can read: HL7 FHIR R4, after its guide for genomic reports. Each number comes with its range and what it rests on, and what is withheld stays withheld. It is marked as preliminary, as no laboratory has looked at it.',
    names:
      'It names nobody. People of 23andMe files and the like are called person-1, person-2 and so on, in the order of the results. Samples of a VCF, BCF, BGEN or PLINK file keep the ids of that file.',
    saved: 'The FHIR file is saved.',
  },
  canRisk: {
    save: 'Save for CanRisk',
    note: 'CanRisk reckons the risk of breast and ovarian cancer from family history, habits and a polygenic score. Copy a line of this text into the header of a CanRisk file, and only one for each cancer.',
    saved: (lines: number) => `${formatCount(lines)} ${plural(lines, 'line is', 'lines are')} saved.`,
    none: 'There is no line to save.',
    /** `why`: as below. */
    without: (count: number, why: string) =>
      `No line for ${formatCount(count)} ${plural(count, 'result', 'results')}: ${why}`,
    why: {
      'no-alpha': 'the score’s pack does not state what CanRisk needs (alpha, a measure of its accuracy).',
      'no-percentile': 'the percentile is withheld.',
      'other-sex': 'the score is for the other sex, or the sex is not known.',
      mixed: 'the genetic background is mixed, and alpha holds for one group.',
      'other-group': 'the pack states alpha for other reference groups alone.',
      'at-the-end': 'the percentile is too near its end to tell how far.',
    } as Readonly<Record<string, string>>,
  },
  schema: 'What each field of the JSON means stands in its',
  schemaLink: 'published schema',
  working: 'Writing the file…',
};
