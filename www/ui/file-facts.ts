// Chooses what the file doctor says of a file: a consumer file lists markers of one person, a file of records much else.
import { doctor } from '../messages/en/doctor.ts';
import { formatBytes } from '../shared/format-bytes.ts';
import { formatCount } from '../shared/format-count.ts';
import type { Build, GenotypeFile } from '../shared/report.ts';

export type Fact = {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly reasons?: readonly string[];
};

const recordFormats: ReadonlySet<string> = new Set(['vcf', 'bcf', 'plink1', 'plink2', 'bgen']);

/** Whether the file lists REF and ALT, as those of laboratories and studies do. */
export const isOfRecords = ({ format }: GenotypeFile): boolean => recordFormats.has(format);

/** The four or so that stand large. */
export function mainFacts(file: GenotypeFile): readonly (readonly [string, string])[] {
  const several = file.samples > 1;
  return [
    [doctor.vendor, file.vendor],
    [doctor.build, file.build ?? doctor.buildUnknown],
    several
      ? [doctor.samples, formatCount(file.samples)]
      : [
          isOfRecords(file) ? doctor.callRateRecords : doctor.callRate,
          doctor.callRateShort(file.call_rate ?? 0, file.called ?? 0),
        ],
    several ? [doctor.records, formatCount(file.markers)] : [doctor.sex, doctor.sexes[file.sex]],
  ];
}

/** Everything, in the order of reading. */
export function allFacts(file: GenotypeFile): readonly Fact[] {
  const records = isOfRecords(file);
  const single = file.samples === 1;
  const on = (name: string): number => file.chromosomes.find((row) => row.chromosome === name)?.markers ?? 0;
  const { duplicates: twice, sex_evidence: sex } = file;
  const packing =
    file.wrapping.length === 0 || file.wrapping[0] === 'plain' ? doctor.unpacked : file.wrapping.join(', ');
  const facts: (Fact | false)[] = [
    { name: doctor.vendor, value: file.vendor, reasons: file.reasons },
    file.files.length > 0 && { name: doctor.set, value: file.files.join(', ') },
    { name: doctor.size, value: formatBytes(file.bytes) },
    { name: doctor.wrapping, value: doctor.member(packing, file.member) },
    {
      name: doctor.build,
      value: file.build ?? doctor.buildUnknown,
      note: doctor.buildNote,
      reasons: buildReasons(file),
    },
    single
      ? { name: doctor.sample, value: file.sample }
      : { name: doctor.samples, value: doctor.samplesText(file.sample_names, file.samples) },
    single && {
      name: doctor.sex,
      value: doctor.sexes[file.sex],
      note: doctor.sexEvidence(sex.x_heterozygous, sex.x_calls, sex.y_calls, sex.y_markers, records),
    },
    !single && { name: doctor.sex, value: doctor.sexesText(file.sexes) },
    records && { name: doctor.records, value: doctor.recordsText(file.markers) },
    records && single && { name: doctor.reference, value: doctor.referenceText(file) },
    records && { name: doctor.filters, value: doctor.filtersText(file.filtered) },
    single && {
      name: records ? doctor.callRateRecords : doctor.callRate,
      value: doctor.callRateText(file.call_rate ?? 0, file.called ?? 0, file.markers, records),
    },
    single && { name: doctor.noCalls, value: doctor.noCallsText(file.no_calls ?? 0, records) },
    single && {
      name: doctor.heterozygous,
      value: doctor.heterozygousText(file.heterozygous ?? 0, file.called ?? 0, records),
    },
    {
      name: doctor.special,
      value: doctor.specialText(on('X'), file.pseudo_autosomal, on('Y'), on('MT'), records),
    },
    !records && { name: doctor.duplicates, value: doctor.duplicatesText(twice.agreeing, twice.conflicting) },
    {
      name: doctor.indels,
      value: records ? doctor.recordIndelsText(file.indels) : doctor.indelsText(file.indels),
    },
    { name: doctor.order, value: file.sorted ? doctor.sorted : records ? doctor.recordsUnsorted : doctor.unsorted },
    !records && { name: doctor.chip, value: file.chip_guess ?? doctor.chipUnknown },
  ];
  return facts.filter((fact) => fact !== false);
}

function buildReasons(file: GenotypeFile): string[] {
  const { markers, header } = file.build_evidence;
  const reasons: string[] = [];
  const all = Object.values(markers).reduce((sum, votes) => sum + votes, 0);
  if (all === 0) reasons.push(doctor.buildNoMarkers);
  else
    for (const build of Object.keys(markers) as Build[])
      if (markers[build] > 0) reasons.push(doctor.buildMarkers(markers[build], build, all));
  reasons.push(doctor.buildHeader(header));
  // What the scores' alleles tell is among the findings.
  const byFit = file.findings.some(({ code }) => code === 'build-by-fit');
  if (!byFit && all === 0 && file.build !== null && file.build !== header) reasons.push(doctor.buildStated(file.build));
  else if (header !== null && all > 0 && file.build !== null && header !== file.build)
    reasons.push(doctor.buildDiffers);
  return reasons;
}
