// Checks that a value read from a file has the shape that its type says, and says where it has not.

/** Where a value is not what it should be: a path such as `samples[0].scores[3].rows`. */
export class Misshapen {
  readonly at: string;

  constructor(at: string) {
    this.at = at;
  }
}

/** Throws where the value does not fit. */
export type Shape = (value: unknown, at: string) => void;

const fail = (at: string): never => {
  throw new Misshapen(at);
};

const when =
  (fits: (value: unknown) => boolean): Shape =>
  (value, at) => {
    if (!fits(value)) fail(at);
  };

export const text = when((value) => typeof value === 'string');
export const flag = when((value) => typeof value === 'boolean');
export const number = when((value) => typeof value === 'number' && Number.isFinite(value));
/** A whole number from 0 that is exact. */
export const count = when((value) => Number.isSafeInteger(value) && Number(value) >= 0);

export function between(low: number, high: number): Shape {
  return when((value) => typeof value === 'number' && value >= low && value <= high);
}

export function oneOf(...allowed: readonly (string | number)[]): Shape {
  return when((value) => allowed.some((one) => one === value));
}

export function orNull(shape: Shape): Shape {
  return (value, at) => {
    if (value !== null) shape(value, at);
  };
}

export function list(shape: Shape): Shape {
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at);
    for (const [place, item] of value.entries()) shape(item, `${at}[${place}]`);
  };
}

/** Names that the file gives, each with a value of one shape. */
export function table(shape: Shape): Shape {
  return (value, at) => {
    for (const [name, item] of Object.entries(asObject(value, at))) shape(item, join(at, name));
  };
}

/** Each part by its name. What is added to a format within its version is let through unread. */
export function parts(
  needed: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
  whole: (value: Readonly<Record<string, unknown>>, at: string) => void = () => {},
): Shape {
  return (value, at) => {
    const found = asObject(value, at);
    for (const [name, shape] of Object.entries(needed)) shape(own(found, name), join(at, name));
    for (const [name, shape] of Object.entries(optional))
      if (own(found, name) !== undefined) shape(own(found, name), join(at, name));
    whole(found, at);
  };
}

export function asObject(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(at);
  return value as Readonly<Record<string, unknown>>;
}

function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
