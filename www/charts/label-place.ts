// Finds where a label can stand beside a cloud of points with the least of everything under it.

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Point = readonly [x: number, y: number];

/** How much worse a label on a label is than one on a point. */
const onLabel = 400;

/** The place of a label of this size: around the cloud, inside of the frame, where it hides the fewest points and no other label. */
export function labelPlace(
  cloud: readonly Point[],
  size: { readonly width: number; readonly height: number },
  frame: Box,
  points: readonly Point[],
  taken: readonly Box[],
): Box {
  const { width, height } = size;
  const [left, middle, right] = quantiles(cloud.map(([x]) => x));
  const [top, centre, bottom] = quantiles(cloud.map(([, y]) => y));
  const columns = [left - width - 6, left, middle - width / 2, right - width, right + 6];
  // The outer rows are for those whose neighbours came first.
  const outer = [top - 2 * height - 8, bottom + height + 8];
  const rows = [top - height - 6, top, centre - height / 2, bottom - height, bottom + 6, ...outer];
  const boxes = columns.flatMap((x) => rows.map((y) => inside({ x, y, width, height }, frame)));
  const [first, ...others] = boxes;
  const cost = (box: Box): number => {
    const hidden = points.filter(([x, y]) => covers(box, x, y)).length;
    const crossed = taken.filter((other) => overlap(box, other)).length;
    const away = Math.hypot(box.x + width / 2 - middle, box.y + height / 2 - centre);
    return hidden + crossed * onLabel + away / 40;
  };
  return others.reduce((best, box) => (cost(box) < cost(best) ? box : best), first ?? { x: 0, y: 0, width, height });
}

/** The 5 %, the middle and the 95 % of values: a few people who lie apart do not move a label. */
function quantiles(values: readonly number[]): [number, number, number] {
  const ordered = [...values].sort((one, other) => one - other);
  const at = (share: number): number => ordered[Math.round(share * (ordered.length - 1))] ?? 0;
  return [at(0.05), at(0.5), at(0.95)];
}

function inside({ x, y, width, height }: Box, frame: Box): Box {
  return {
    x: Math.min(Math.max(x, frame.x), frame.x + frame.width - width),
    y: Math.min(Math.max(y, frame.y), frame.y + frame.height - height),
    width,
    height,
  };
}

function covers({ x, y, width, height }: Box, px: number, py: number): boolean {
  return px >= x - 2 && px <= x + width + 2 && py >= y - 2 && py <= y + height + 2;
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
