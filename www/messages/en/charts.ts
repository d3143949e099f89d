// Texts: charts. Titles state what was found and carry no full stop; sentences do. Numbers arrive already written.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';
import { reason } from './reasons.ts';

const copies = (dosage: number): string => `${String(dosage)} ${plural(dosage, 'copy', 'copies')}`;

export const charts = {
  /** Shown under every chart. */
  keyboard: 'Use the arrow keys to read the values one by one.',
  copySvg: 'Copy as SVG',
  copyCsv: 'Copy as CSV',
  copied: 'Copied.',
  copyFailed: 'Your browser did not allow copying.',
  table: 'The numbers as a table',
  chromosomeSums: {
    title: (chromosome: string, sum: string) => `Chromosome ${chromosome} moves your sum most: ${sum}`,
    nothing: 'No chromosome adds anything to your sum',
    sentence: (up: number, upSum: string, down: number, downSum: string) =>
      `${up === 0 ? 'No chromosome adds to it' : `${up} ${plural(up, 'chromosome adds', 'chromosomes add')} ${upSum}`}; ${down === 0 ? 'none takes away' : `${down} ${plural(down, 'takes', 'take')} away ${downSum.replace('−', '')}`}. Bars to the right raise the sum, bars to the left lower it.`,
    none: 'nothing counted',
    reading: (chromosome: string, sum: string, matched: number, rows: number) =>
      `Chromosome ${chromosome}: ${sum}, from ${formatCount(matched)} of ${formatCount(rows)} ${plural(rows, 'variant', 'variants')}.`,
    columns: ['Chromosome', 'Variants in the score', 'Counted', 'Sum'],
  },
  largestVariants: {
    title: (variant: string, contribution: string) => `${variant} contributes most: ${contribution}`,
    nothing: 'No variant adds anything to your sum',
    sentence: (count: number) =>
      `The ${count === 1 ? 'one variant' : `${count} variants`} that ${plural(count, 'moves', 'move')} your sum most. Each contribution is the effect weight times your copies of the effect allele.`,
    /** A row's label: variant, copies, allele. */
    label: (variant: string, dosage: number, allele: string) => `${variant} · ${dosage} × ${allele}`,
    reading: (variant: string, dosage: number, allele: string, weight: string, contribution: string) =>
      `${variant}: ${copies(dosage)} of ${allele} at weight ${weight} contribute ${contribution}.`,
    columns: ['Variant', 'Chromosome', 'Effect allele', 'Effect weight', 'Copies', 'Contribution'],
  },
  chromosomeStrip: {
    title: (count: number, rate: string) =>
      `${rate} of the markers on ${count} ${plural(count, 'chromosome', 'chromosomes')} were read`,
    empty: 'The file has no markers.',
    sentence: (chromosome: string, rate: string) =>
      `The lowest share is on chromosome ${chromosome}, ${rate}. Dark is what the laboratory could read, pale is what it could not.`,
    value: (markers: string, rate: string) => `${markers} · ${rate}`,
    reading: (chromosome: string, called: string, markers: string, rate: string) =>
      `Chromosome ${chromosome}: ${called} of ${markers} markers read, ${rate}.`,
    columns: ['Chromosome', 'Markers', 'Read', 'Not read'],
  },
  chromosomeRecords: {
    title: (records: string, count: number) =>
      `${records} places on ${count} ${plural(count, 'chromosome', 'chromosomes')}`,
    empty: 'The file lists no places.',
    sentence: (chromosome: string, records: string) => `Most are on chromosome ${chromosome}: ${records}.`,
    reading: (chromosome: string, records: string) => `Chromosome ${chromosome}: ${records} places.`,
    columns: ['Chromosome', 'Places'],
  },
  coverageColumn: {
    title: (matched: string, rows: string) => `${matched} of ${rows} variants count towards your sum`,
    sentence: (rows: string, of: 'variance' | 'weight', share: string) =>
      of === 'variance'
        ? `That is ${rows} of the variants, and ${share} of the differences between people that this score can show.`
        : `That is ${rows} of the variants, and ${share} of the sizes of all effect weights together.`,
    /** Each stands after a count: "70 counted". */
    matched: 'counted',
    excluded: (code: string) => `left out: ${reason(code)}`,
    noCall: 'in your file without a reading',
    unmatched: 'not found in your file',
    reading: (label: string, rows: string, share: string) => `${rows} ${label}, ${share} of the score’s variants.`,
    columns: ['What happened', 'Variants', 'Share'],
  },
  heldDots: {
    title: (good: number, all: number) =>
      all === 1
        ? good === 1
          ? 'The range held as often as it should'
          : 'The range did not hold as often as it should'
        : good === all
          ? `In all ${all} ways of lacking variants the range held as often as it should`
          : `In ${good === 0 ? 'none' : good} of ${all} ways of lacking variants the range held as often as it should`,
    sentence: (level: string, low: string, high: string) =>
      `Each dot is how often the range held the percentile that all variants give. It says ${level}; the grey band is ${low} to ${high}. Dots of few people scatter more.`,
    reading: (label: string, group: string, held: string, people: number) =>
      `${label}, ${group}: the range held in ${held}, over ${formatCount(people)} ${plural(people, 'person', 'people')}.`,
    everybody: 'everybody',
    columns: ['What the files hold', 'Background', 'People', 'Percentiles', 'Range held'],
  },
  quantilePlots: {
    uniform: (groups: number) =>
      `Percentiles are spread evenly in ${groups === 1 ? 'the group' : `all ${groups} groups`}`,
    odd: (groups: readonly string[]) => `Percentiles are not spread evenly: ${groups.join(', ')}`,
    sentence: (tests: number, least: string) =>
      `The line shows how many of 100 percentiles lie below each value; spread evenly it follows the dashed diagonal. Of ${formatCount(tests)} Kolmogorov–Smirnov ${plural(tests, 'test', 'tests')} none may fall below p = ${least}.`,
    people: (people: number) => `${formatCount(people)} ${plural(people, 'person', 'people')}`,
    reading: (group: string, people: number, far: string, p: string) =>
      `${group}, ${formatCount(people)} ${plural(people, 'person', 'people')}: at most ${far} points off the diagonal; smallest p ${p}.`,
    columns: ['Background', 'People', 'Percentiles', 'Tests', 'Smallest p'],
    below: (percentile: number) => `% below ${percentile}`,
  },
  rangeWidths: {
    title: (most: string, narrow: string, least: string, wide: string) =>
      most === least
        ? `With ${most} of a score the range is ${narrow} points wide`
        : `With ${most} of a score the range is ${narrow} points wide, with ${least} it is ${wide}`,
    sentence:
      'Each bar is the usual width of the range (the median), in points of 100. Where a file holds less of a score, the range says less.',
    label: (covered: string) => `${covered} held`,
    value: (points: string) => `${points} points`,
    withheld: (points: string) => `${points}, withheld`,
    reading: (label: string, covered: string, points: string, told: boolean) =>
      `${label}, ${covered} of the score: ${points} points wide${told ? '' : ', so no percentile is told'}.`,
    columns: ['What the files hold', 'Share of the score', 'Width, points', 'Told'],
    yes: 'yes',
    no: 'no, withheld',
  },
  similarityBars: {
    title: (group: string, share: string) => `Most like the ${group} reference group: ${share}`,
    mixed: (group: string, share: string) =>
      `Like several reference groups, most of all like the ${group} one: ${share}`,
    sentence:
      'Each bar is the share of the DNA that is most like that group’s. Nine times in ten the share lies in the pale area.',
    unsure: 'Each bar is the share of the DNA that is most like that group’s. How sure the shares are is not known.',
    /** "99% (97–100)" */
    value: (share: string, low: string, high: string) => `${share} (${low}–${high})`,
    valueUnsure: (share: string) => `${share} (unsure)`,
    reading: (group: string, share: string, low: string, high: string) => `${group}: ${share}, from ${low} to ${high}.`,
    readingUnsure: (group: string, share: string) => `${group}: ${share}; how sure that is, is not known.`,
    columns: ['Reference group', 'Code', 'Share', 'Standard error', 'Low (90%)', 'High (90%)'],
  },
  componentMap: {
    /** One person, inside and outside of the reference. */
    near: (name: string, group: string) => `${name} lies nearest to the ${group} reference people`,
    /** Of somebody who is like several groups. */
    between: (name: string) => `${name} lies between the reference groups`,
    apart: (name: string) => `${name} lies apart from all reference people`,
    allNear: (count: number, group: string) => `All ${formatCount(count)} lie nearest to the ${group} reference people`,
    spread: (count: number, groups: number) =>
      `${formatCount(count)} people lie nearest to ${formatCount(groups)} of the reference groups`,
    someApart: (apart: number, count: number) =>
      `${formatCount(apart)} of ${formatCount(count)} people ${plural(apart, 'lies', 'lie')} apart from all reference people`,
    someBetween: (between: number, count: number) =>
      `${formatCount(between)} of ${formatCount(count)} people ${plural(between, 'lies', 'lie')} between the reference groups`,
    sentence: (count: number, people: number) =>
      `Each small shape is one of ${formatCount(count)} reference people. ${plural(people, 'The star is the person in your file; the oval around it shows', 'The stars are the people in your files; the oval around a star shows')} where the true place lies nine times in ten.`,
    axis: (component: number) => `Component ${component}`,
    group: (name: string, people: number, shape: string) =>
      `${name}: ${formatCount(people)} reference people, drawn as ${shape}.`,
    person: (name: string, x: string, y: string, nearest: string) =>
      `${name}: at ${x} and ${y}, nearest to ${nearest}.`,
    personBetween: (name: string, x: string, y: string) => `${name}: at ${x} and ${y}, between the reference groups.`,
    personApart: (name: string, x: string, y: string) => `${name}: at ${x} and ${y}, apart from all reference people.`,
    shapes: ['circles', 'triangles', 'squares', 'diamonds', 'crosses', 'turned triangles'],
    kinds: { person: 'person', group: 'reference group, its middle' },
    columns: (x: number, y: number) => [
      'Name',
      'What',
      'People',
      `Component ${x}`,
      `Standard error ${x}`,
      `Component ${y}`,
      `Standard error ${y}`,
    ],
  },
};
