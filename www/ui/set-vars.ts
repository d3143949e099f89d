// Sets custom properties of an element from a template; the page's policy allows no style attributes.
import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { ElementPart } from 'lit/directive.js';

type Vars = Readonly<Record<`--${string}`, string>>;

class SetVars extends Directive {
  render(_vars: Vars): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [vars]: [Vars]): typeof noChange {
    if (part.element instanceof HTMLElement)
      for (const [name, value] of Object.entries(vars)) part.element.style.setProperty(name, value);
    return noChange;
  }
}

export const setVars = directive(SetVars);
