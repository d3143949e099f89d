// Texts: eye colour. No colour is named without its range, and none below the model's own limit.
import { plural } from '../plural.ts';

type Call = 'blue' | 'intermediate' | 'brown' | 'undefined';

export const eyeColour = {
  title: 'Eye colour',
  lead: 'Six places in the DNA tell much about the colour of the eyes. This is a probability, worked out in this page, and no picture of anybody.',
  /** Read by a screen reader before the finding. */
  colours: { blue: 'blue', intermediate: 'green, hazel or mixed', brown: 'brown' },
  rows: { blue: 'Blue', intermediate: 'Green, hazel or mixed', brown: 'Brown' },
  /** `limit`: the probability that a colour's whole range has to reach to be named. Ends of ranges come without a sign. */
  finding: (call: Call, value: string, low: string, high: string, limit: string) =>
    call === 'undefined'
      ? `No colour is named: of none is it at least ${limit} likely over the whole range. The likeliest is at ${value} (range ${low} to ${high}%).`
      : `Eyes that are ${eyeColour.colours[call]}: ${value} likely (range ${low} to ${high}%).`,
  range:
    'The range spans two copies of the model’s published figures, which differ, and whatever the places without a readable call may be. It does not say how often the model is wrong.',
  trained: (people: string) =>
    `The model was learned from ${people}. In people of other backgrounds it is less sure than its figures say.`,
  /** Of somebody with less than half of the similarity. */
  unlike: (people: string) =>
    `This person is genetically more like others than like ${people}: take it with great care.`,
  missing: (names: readonly string[]) =>
    `Not readable in this file: ${names.join(', ')}. The range holds whatever ${plural(names.length, 'it', 'they')} may be.`,
  restsOn: 'What this rests on',
  sites: (sites: number) => `${sites} of 6 places of the IrisPlex model.`,
  citation: (citation: string) => `Model: ${citation}.`,
  withheld: 'Eye colour withheld',
  damaged: {
    why: 'The figures of this prediction are damaged or do not fit each other, so none of them is shown.',
    help: 'Compare again, or save the report anew.',
  },
  chart: {
    /** Without a full stop. */
    title: (call: Call) =>
      call === 'undefined'
        ? 'No eye colour is likely enough to be named'
        : `Most likely ${eyeColour.colours[call]} eyes`,
    sentence: 'Each bar is the probability of a colour. The pale area is its range.',
    /** "97% (83–99)". */
    value: (value: string, low: string, high: string) => `${value} (${low}–${high})`,
    reading: (colour: string, value: string, low: string, high: string) =>
      `${colour}: ${value}, range ${low} to ${high}%.`,
    columns: ['Colour', 'Probability', 'Range, lower end', 'Range, upper end'],
  },
};
