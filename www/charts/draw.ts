// Turns a picture into live SVG elements; nothing is parsed, so no text can become markup.
import type { Drawing } from './drawing.ts';

export function draw(picture: Drawing): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', picture.tag);
  for (const [name, value] of Object.entries(picture.attributes)) element.setAttribute(name, String(value));
  element.append(...picture.children.map((child) => (typeof child === 'string' ? child : draw(child))));
  return element;
}
