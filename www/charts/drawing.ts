// Describes an SVG picture as plain data, so that a chart is a pure function and its test is a text.

export type Drawing = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Drawing | string)[];
};

/** One element of a picture. */
export function drawing(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Drawing | string)[]
): Drawing {
  return { tag, attributes, children };
}
