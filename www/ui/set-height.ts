// Sets an element's height in pixels from a template; the page's policy allows no style attributes.
import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { ElementPart } from 'lit/directive.js';

class SetHeight extends Directive {
  render(_pixels: number): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [pixels]: [number]): typeof noChange {
    if (part.element instanceof HTMLElement) part.element.style.setProperty('height', `${pixels}px`);
    return noChange;
  }
}

export const setHeight = directive(SetHeight);
