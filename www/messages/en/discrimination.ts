// Texts: how well a score tells people with its disease from others, where that is all that is known of its accuracy.
// Numbers arrive already written.

export const discrimination = {
  pairs: (pairs: string, auc: string, low: string, high: string) =>
    `Of one person with the disease and one without it, both picked at random, the one with it has the higher score in about ${pairs} of 100 pairs (AUC ${auc}, 95% interval ${low} to ${high}). Chance alone gives 50. This is of the whole score.`,
  measured: (group: string, people: string, cases: string, share: string) =>
    `That was measured in people of the reference group that you are most like, ${group}: ${people} people, ${cases} of them (${share}) with the disease.`,
  elsewhere: (people: string, cases: string, share: string) =>
    `That was measured in ${people} people, ${cases} of them (${share}) with the disease. Nobody measured it for people like you by themselves, and in other groups it is lower as a rule.`,
  limits:
    'It says how the score puts people in order. How common the disease is, and so how likely it is for you, does not follow from it.',
};
