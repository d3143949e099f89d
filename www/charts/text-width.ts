// Estimates how wide a text will stand in the page's face, without a page.

/** Pixels at 13 px; generous, so that labels never touch. */
export function textWidth(text: string): number {
  let width = 0;
  for (const sign of text) width += /[ilj.,·|' \u00a0\u202f]/.test(sign) ? 4 : /[mwMW%@]/.test(sign) ? 11 : 7;
  return width;
}
