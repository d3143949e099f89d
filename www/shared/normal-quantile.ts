// Finds where a share of the standard normal distribution lies below: Wichura's AS 241 (PPND7), to seven digits.

/** z with `share` of people below; the share is kept off 0 and 1 by a millionth. */
export function normalQuantile(share: number): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, share));
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const top = ((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
    const under = ((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1;
    return (q * top) / under;
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  // Beyond r = 5 the share is closer to the end than a millionth.
  const s = r - 1.6;
  const top = ((0.17023821103 * s + 1.3067284816) * s + 2.75681539) * s + 1.4234372777;
  const under = (0.12021132975 * s + 0.7370016425) * s + 1;
  return (q < 0 ? -1 : 1) * (top / under);
}
