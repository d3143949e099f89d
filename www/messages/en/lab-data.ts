// Texts: the lab "How much data?".
import { formatCount } from '../../shared/format-count.ts';

export const labData = {
  claim:
    'A score’s accuracy grows with the people it was trained on, and ends at the heritability. How fast depends on how many loci vary independently: some 30\u202f000 to 70\u202f000 in one population. A prediction to within 10 points of a trait with a standard deviation of 15 needs R² = 5/9, and a trait whose variants hold more than that.',
  source:
    'H. Daetwyler, B. Villanueva, J. Woolliams: PLoS ONE 3:e3395, 2008. N. Wray and others: Nature Reviews Genetics 14:507, 2013. People for each variant: S. Vattikuti and others: GigaScience 3:10, 2014.',
  settings: {
    h2: 'Heritability, h²',
    m: 'Independent loci, M',
    sd: 'Standard deviation of the trait',
    within: 'Prediction to within ±',
    s: 'Variants to be found, s',
  },
  presets: 'Examples',
  examples: {
    points: '±10 points of 15, h² = 0.6',
    common: '±10 points of 15, h² = 0.25',
    height: 'Height: ±4 cm of 6.5, h² = 0.8',
  },
  headline: {
    people: (people: string) => `About ${people} people are needed`,
    never: (floor: string) => `No number of people is enough: ±${floor} is the least`,
    nothing: 'Nothing need be predicted: everybody’s average is as near',
  },
  sentence: {
    people: (wanted: string, within: string, sd: string, fewer: string) =>
      `±${within} of ±${sd} needs R² = ${wanted}. Where what is explained no longer counts as noise, ${fewer} people are enough.`,
    never: (wanted: string, h2: string) =>
      `It would need R² = ${wanted}, more than the h² = ${h2} that all variants together hold.`,
    nothing: (within: string, sd: string) => `±${within} is no nearer than the trait’s own ±${sd}.`,
  },
  select: (s: string, people: string) =>
    `To find ${s} variants one by one, L1-penalised regression needs about 30 people for each at h² = 0.5: ${people}. Height, with some 10\u202f000, came out at a few hundred thousand.`,
  at: (people: string, accuracy: string) => `With ${people} people R² is ${accuracy}`,
  drawn: 'Drawn through: every locus not yet known counts as noise. Dashed: what is explained no longer does.',
  accuracy: 'R²',
  selfConsistent: 'R², noise falling',
  residual: (within: string) => `needed for ±${within}`,
  limit: (h2: string) => `h² = ${h2}`,
  axis: 'people trained on',
  reading: (people: string, accuracy: string, consistent: string, residual: string) =>
    `${people} people: R² ${accuracy}, or ${consistent} with noise falling; ±${residual} is left open`,
  columns: ['People', 'R²', 'R², noise falling', 'Left open, ±'],
  assumptions: [
    'Everybody is of one population, and the score is used in the same one. In others it is less accurate.',
    'h² is what the variants that are read can hold. Twins give about 0.6 for such traits as test scores; common variants alone, as chips read them, 0.2 to 0.25. With those no number of people comes below ±13 of 15.',
    '±10 is one standard deviation of what stays open: about 68 of 100 people are as near. If 95 of 100 were meant, R² would have to be 0.884.',
    'Effects are additive and many, and of sizes that M stands for. M is not known well; try 30\u202f000 and 70\u202f000.',
  ],
  hand: {
    wanted: (within: string, sd: string, wanted: string) => `R² = 1 − (${within}/${sd})² = ${wanted}.`,
    people: (m: string, wanted: string, h2: string, people: string) =>
      `N = M·R² / (h²(h² − R²)) = ${m} × ${wanted} / (${h2} × (${h2} − ${wanted})) = ${people}.`,
    never: (h2: string, sd: string, floor: string) =>
      `With any number of people R² stays below h² = ${h2}, so that ${sd} × √(1 − ${h2}) = ${floor} stays open.`,
    at: (people: string, h2: string, m: string, accuracy: string) =>
      `With N = ${people}: R² = h²/(1 + M/(N·h²)) = ${h2}/(1 + ${m}/(${people} × ${h2})) = ${accuracy}.`,
    select: (s: number) => `30 × ${formatCount(s)} = ${formatCount(30 * s)} people.`,
  },
};
