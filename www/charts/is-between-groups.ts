// Tells whether somebody is like several reference groups: then no single group or population describes them.
import type { PlacedPerson } from '../shared/comparison.ts';

/** With less than this of one group, a person is like several. */
const mostlyOne = 0.8;

export function isBetweenGroups({ similarity }: PlacedPerson): boolean {
  return similarity !== null && Object.values(similarity).every(({ q }) => q < mostlyOne);
}
