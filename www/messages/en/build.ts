// Texts: the question which build a file's positions are counted on, where nothing in the file tells.
import type { Build } from '../../shared/report.ts';

export const build = {
  title: 'Which build is this file on?',
  ask: 'The build is the edition of the human reference map that positions are counted on. Neither the file’s header nor its markers tell which one it is. Until you choose, the scores you add are asked; where they do not tell either, GRCh37 is taken. On the wrong build, variants are not found.',
  where: 'The laboratory’s letter or web page often names it: as GRCh38 or hg38, or as GRCh37 or hg19.',
  legend: 'Build of this file',
  choices: {
    GRCh38: 'GRCh38, also called hg38',
    GRCh37: 'GRCh37, also called hg19',
    GRCh36: 'GRCh36, also called hg18; files from before 2010',
  } satisfies Record<Build, string>,
  open: 'nothing tells which build it is on, so GRCh37 was taken.',
  choose: 'Choose the build',
  keep: 'Not now',
  use: 'Use this build',
};
