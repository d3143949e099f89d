// Gives each reference group a shape of its own, as the outline of every one of its people in a single path.

type Point = readonly [x: number, y: number];

/** Outlines about a point at 0, 0 of about the same weight, for a radius of 1. */
const outlines: readonly (readonly Point[])[] = [
  [],
  [
    [0, -1.25],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
  [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  [
    [-0.4, -1.25],
    [0.4, -1.25],
    [0.4, -0.4],
    [1.25, -0.4],
    [1.25, 0.4],
    [0.4, 0.4],
    [0.4, 1.25],
    [-0.4, 1.25],
    [-0.4, 0.4],
    [-1.25, 0.4],
    [-1.25, -0.4],
    [-0.4, -0.4],
  ],
  [
    [0, 1.25],
    [1.15, -0.85],
    [-1.15, -0.85],
  ],
];

export const shapeCount = outlines.length;

/** Circle, triangle, square, diamond, cross, turned triangle, and from the start again. */
export function groupPath(group: number, points: readonly Point[], radius: number): string {
  const outline = outlines[group % shapeCount] ?? [];
  return points
    .map((point) => (outline.length === 0 ? circle(point, radius) : polygon(outline, point, radius)))
    .join('');
}

/** A star of five points about a point. */
export function starPath([x, y]: Point, radius: number): string {
  const corners = Array.from({ length: 10 }, (_, corner): Point => {
    const angle = (corner * Math.PI) / 5;
    const far = corner % 2 === 0 ? 1 : 0.45;
    return [far * Math.sin(angle), -far * Math.cos(angle)];
  });
  return polygon(corners, [x, y], radius);
}

function circle([x, y]: Point, radius: number): string {
  const r = tidy(radius);
  return `M${tidy(x - radius)} ${tidy(y)}a${r} ${r} 0 1 0 ${tidy(2 * radius)} 0a${r} ${r} 0 1 0 ${tidy(-2 * radius)} 0z`;
}

function polygon(outline: readonly Point[], [x, y]: Point, radius: number): string {
  return `M${outline.map(([dx, dy]) => `${tidy(x + dx * radius)} ${tidy(y + dy * radius)}`).join('L')}z`;
}

function tidy(value: number): number {
  return Math.round(value * 10) / 10;
}
