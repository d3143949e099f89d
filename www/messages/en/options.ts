// Texts: the rules of matching. Each choice says what it does, in plain words; values are the engine's own.
import type { Options } from '../../shared/report.ts';
import type { OptionField } from '../option-field.ts';

export const options = {
  title: 'How variants are matched',
  lead: 'The defaults suit a consumer DNA file. Every choice is written into the report.',
  /** First choice of each list: what the rule set would do. */
  byRules: (now: string | null) => (now === null ? 'As the rules say' : `As the rules say: ${now}`),
  byFile: 'Your file’s own',
  error: 'This choice is not possible',
  useDefault: 'Use the default instead',
  fields: {
    rules: {
      label: 'Rules',
      help: 'Tallele’s own rules join by position and fall back to the rsID. The pgsc_calc rules repeat what that program, version 2, counts and leaves out.',
      choices: [
        ['tallele', 'Tallele'],
        ['pgsc_calc_2', 'pgsc_calc 2'],
      ],
    },
    build: {
      label: 'Build',
      help: 'The edition of the reference map your positions are read on. Change it only if the file doctor is wrong about your file.',
      choices: [
        ['36', 'GRCh36'],
        ['37', 'GRCh37'],
        ['38', 'GRCh38'],
      ],
    },
    palindromes: {
      label: 'A/T and C/G variants',
      help: 'Their letters read the same on both strands of DNA, so a file on the other strand cannot be noticed. Leaving them out is the careful choice.',
      choices: [
        ['exclude', 'leave out'],
        ['keep', 'count as they are'],
        ['frequency', 'count where frequencies settle it'],
      ],
    },
    multiallelic: {
      label: 'Places with more than two alleles',
      help: 'Some places in the genome come in three or four versions. Counting looks only at copies of the effect allele.',
      choices: [
        ['include', 'count'],
        ['exclude', 'leave out'],
      ],
    },
    duplicates: {
      label: 'The same variant twice in a score',
      help: 'A few scores list a variant more than once.',
      choices: [
        ['first', 'count the first'],
        ['exclude', 'leave all out'],
        ['sum', 'count each'],
      ],
    },
    male_x: {
      label: 'One X chromosome',
      help: 'Where a person has one X, its single allele can stand for one copy or for two.',
      choices: [
        ['1', 'one copy'],
        ['2', 'two copies'],
      ],
    },
    dosage: {
      label: 'Copies in VCF, BCF and PLINK 2 files',
      help: 'Imputed files bring the expected number of copies beside the most likely one.',
      choices: [
        ['gt', 'the most likely (GT)'],
        ['ds', 'the expected (DS)'],
        ['gp', 'expected from probabilities (GP)'],
      ],
    },
    pass_only: {
      label: 'Records that failed a filter',
      help: 'The laboratory’s own filters mark records it does not trust.',
      choices: [
        ['false', 'count'],
        ['true', 'leave out'],
      ],
    },
    min_gq: {
      label: 'Least genotype quality (GQ)',
      help: 'Calls below it count as no reading.',
      unset: 'any',
      choices: [
        ['10', '10'],
        ['20', '20'],
        ['30', '30'],
      ],
    },
    min_dp: {
      label: 'Least number of reads (DP)',
      help: 'Calls on fewer reads count as no reading.',
      unset: 'any',
      choices: [
        ['5', '5'],
        ['10', '10'],
        ['20', '20'],
      ],
    },
  } satisfies Record<Exclude<keyof Options, 'absent' | 'merge'>, OptionField>,
};
