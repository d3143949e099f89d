// Writes a picture as SVG text: for snapshots, and as a file that stands alone.
import type { Drawing } from './drawing.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}

function write(node: Drawing | string, indent: string): string {
  if (typeof node === 'string') return escaped(node);
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  if (node.children.length === 0) return `${indent}<${node.tag}${attributes}/>\n`;
  if (node.children.every((child) => typeof child === 'string'))
    return `${indent}<${node.tag}${attributes}>${node.children.map((child) => write(child, '')).join('')}</${node.tag}>\n`;
  const inside = node.children.map((child) => write(child, `${indent} `)).join('');
  return `${indent}<${node.tag}${attributes}>\n${inside}${indent}</${node.tag}>\n`;
}

/** The picture as text; `style` goes inside, for a file that has no page around it. */
export function svgText(picture: Drawing, style?: string): string {
  const alone: Drawing = {
    ...picture,
    attributes: { xmlns: 'http://www.w3.org/2000/svg', ...picture.attributes },
    children:
      style === undefined
        ? picture.children
        : [{ tag: 'style', attributes: {}, children: [style] }, ...picture.children],
  };
  return write(alone, '');
}
