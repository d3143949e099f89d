// Texts: the lab of the phase transition.
import { formatCount } from '../../shared/format-count.ts';
import { plural } from '../plural.ts';

const variants = (count: number): string => `${formatCount(count)} ${plural(count, 'variant', 'variants')}`;

export const labPhase = {
  claim:
    'A search with an L1 penalty (LASSO) among thousands of variants finds next to nothing with few people, and then, within a small factor, nearly every variant that matters. Where that happens depends on the people for each causal variant, n/s, and on the heritability: about 30 at h² = 0.5.',
  source:
    'S. Vattikuti, J. Lee, C. Chang, S. Hsu, C. Chow: GigaScience 3:10, 2014. The threshold without noise: D. Donoho, J. Tanner: PNAS 102:9452, 2005. The curves: D. Donoho, A. Maleki, A. Montanari: IEEE Trans. Inf. Theory 57:6920, 2011.',
  settings: {
    h2: 'Heritability, h²',
    p: 'Variants looked through, p',
    s: 'Causal variants, s',
    seed: 'Seed',
  },
  run: 'Run',
  stop: 'Stop',
  again: 'Run again',
  stopped: 'Stopped. What was found so far stays.',
  starting: 'Drawing the people…',
  fitting: (people: number, lambdas: number, most: number, chosen: number) =>
    `Fitting ${formatCount(people)} people: ${lambdas} of at most ${most} values of λ, ${variants(chosen)} not 0`,
  done: (points: number, chosen: number) =>
    `Done: ${points} ${plural(points, 'path', 'paths')}, the last with ${variants(chosen)} chosen.`,
  progress: 'Progress of the run',
  headline: {
    waiting: 'Nothing has been found yet',
    /** `ratio`: people for each causal variant at which 9 of 10 are found first. */
    found: (ratio: string, h2: string) =>
      `With ${ratio} people for each causal variant, nearly all are found at h² = ${h2}`,
    notYet: (recall: string, ratio: string) =>
      `With ${ratio} people for each causal variant, ${recall} of them are found`,
  },
  titles: {
    waiting: 'The curves are what theory expects',
    theory: 'The run adds its dots one by one, from few people to many.',
  },
  title: (ratio: string, recall: string, r2: string) =>
    `At n/s = ${ratio}: ${recall} of the causal variants found, ${r2} of what could be predicted`,
  sentence: (people: string) => `From ${people} people. Dots are the run, lines are theory.`,
  recall: 'Share found',
  accuracy: 'R² ÷ h²',
  axis: 'people for each causal variant, n/s',
  share: 'share',
  threshold: (ratio: string) => `without noise: ${ratio}`,
  reading: (ratio: string, people: string, recall: string, r2: string, chosen: number) =>
    `${ratio} people for each causal variant, ${people} in all: ${recall} found, R² ÷ h² ${r2}, ${variants(chosen)} chosen`,
  toCome: (ratio: string, recall: string, r2: string) =>
    `${ratio} people for each causal variant: not run yet; theory has ${recall} found, R² ÷ h² ${r2}`,
  columns: [
    'n/s',
    'People',
    'Chosen',
    'Share found',
    'Share of chosen that is causal',
    'R²',
    'R² ÷ h²',
    'Share found, theory',
    'R² ÷ h², theory',
  ],
  assumptions: [
    'Variants are independent of each other, with frequencies spread evenly from 0.05 to 0.5. Real neighbours are correlated, which makes the causal one harder to tell from those beside it.',
    'Effects are additive, and all of one size with either sign. Where sizes differ, the large ones are found first.',
    'λ is the value that predicts 500 other people best. It lets many small false effects in, so more variants are chosen than are causal.',
    'R² is that in 1000 people who were used for nothing else.',
    'The theory holds in the limit of many variants. With few causal ones, single runs scatter around it: take another seed.',
  ],
  hand: {
    each: (h2: string, s: string, each: string, r: string) =>
      `Each causal variant explains h²/s = ${h2}/${s} = ${each} of the variance: a correlation of √${each} = ${r} with the trait.`,
    chance: (p: string, n: string, chance: string) =>
      `The largest correlation by chance among p = ${p} variants is about √(2 ln p / n): with n = ${n} that is ${chance}.`,
    meet: (s: string, p: string, h2: string, n: string, ratio: string) =>
      `The two are equal at n = 2·s·ln p / h² = 2 × ${s} × ln ${p} / ${h2} = ${n}, that is n/s = ${ratio}. LASSO gets there with somewhat fewer, as what it has explained no longer counts as noise.`,
    threshold: (n: string, p: string, delta: string, rho: string, ratio: string) =>
      `Without noise theory has it sharp: with δ = n/p = ${n}/${p} = ${delta}, ρ(δ) = ${rho} effects can be found for each person, and 1/ρ = ${ratio} people are needed for each effect.`,
    none: 'Without noise, more people than variants would be needed here: the threshold is only told for n below p.',
  },
};
