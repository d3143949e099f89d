// Finds where a text stops being JSON (RFC 8259): browsers say it each in their own way, or not at all.
import type { Place } from '../shared/scorer-error.ts';

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

const blank = /[ \t\n\r]*/y;
const string = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const plain = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/** Line from 1 and byte from 0 of the first sign that cannot stand where it is; of the end, where more is expected. */
export function jsonFault(json: string): Place {
  const before = json.slice(0, faultAt(json));
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line += 1;
  return { line, byte: new TextEncoder().encode(before).length };
}

function faultAt(json: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = skip(blank, json, 0);
  while (at < json.length) {
    const sign = json.charAt(at);
    const closes = expected.endsWith('-or-end') && sign === (open.at(-1) === '{' ? '}' : ']');
    let next = at + 1;
    if (closes) {
      open.pop();
      expected = 'comma-or-end';
    } else if (expected === 'colon' && sign === ':') expected = 'value';
    else if (expected === 'comma-or-end' && sign === ',') expected = open.at(-1) === '{' ? 'key' : 'value';
    else if (expected === 'key' || expected === 'key-or-end') {
      next = skip(string, json, at);
      expected = 'colon';
    } else if (expected === 'value' || expected === 'value-or-end') {
      if (sign === '{' || sign === '[') {
        open.push(sign);
        expected = sign === '{' ? 'key-or-end' : 'value-or-end';
      } else {
        next = skip(sign === '"' ? string : plain, json, at);
        expected = 'comma-or-end';
      }
    } else return at;
    if (next === at) return at;
    at = skip(blank, json, next);
    // Nothing stands after the whole.
    if (open.length === 0) return at;
  }
  return at;
}

/** Where what fits the pattern ends; `from` where nothing does. */
function skip(pattern: RegExp, json: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(json) ? pattern.lastIndex : from;
}
