// Tells whether a licence's words bar commercial use.

/** Reads "CC BY-NC 4.0", "non-commercial", "noncommercial", "academic use only"; no licence says nothing. */
export function isNonCommercial(license: string | null): boolean {
  if (license === null) return false;
  return (
    /non-?\s?commercial|\bBY-NC\b|\bCC[ -]NC\b|\bnot for commercial|\bno commercial use/i.test(license) ||
    /\b(academic|research) (use|purposes) only\b|\bonly for (academic|research)\b/i.test(license)
  );
}
