// Says what texts a choice of the matching rules has.

export type OptionField = {
  /** What it says while nothing is chosen, where that is not the rules’ own choice. */
  readonly unset?: string;
  readonly label: string;
  readonly help: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
};
