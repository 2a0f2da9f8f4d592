/** Dotted names (Python reference, "The import statement"). */
import { lookUp, type Scope } from './scope.ts';
import type { Expression } from './syntax.ts';

/** How many `A = B` are followed; more is taken for a cycle. */
const MAX_ALIASES = 20;

/**
 * The dotted name that `expression`, a name or a chain of attributes, stands for: `models.CharField` after
 * `from django.db import models` is `django.db.models.CharField`. Relative imports keep their dots (`.fields.X`).
 * Classes and functions of the module are their own bare name. A name bound nowhere is undefined, or the bare name if
 * a star import may have bound it. Names bound to several things, and everything else, are undefined.
 */
export const resolveName = (scope: Scope, expression: Expression): string | undefined => {
  let attributes = '';
  let node = expression;
  for (let aliases = 0; aliases <= MAX_ALIASES;) {
    if (node.kind === 'attribute') {
      attributes = `.${node.name}${attributes}`;
      node = node.value;
      continue;
    }
    if (node.kind !== 'name') return undefined;
    const binding = lookUp(scope, node.name);
    switch (binding?.kind) {
      case 'import':
        return binding.name + attributes;
      case 'definition':
        return node.name + attributes;
      case 'value':
        node = binding.expression;
        aliases++;
        break;
      case 'unknown':
        return undefined;
      case undefined:
        return scope.star ? node.name + attributes : undefined;
    }
  }
  return undefined;
};

/**
 * The absolute name of what `level` dots and a name stand for in a module of `home`, its package (`''` for none);
 * undefined above the top (Python reference, "Package Relative Imports").
 */
export const absoluteName = (home: string, level: number, name: string): string | undefined => {
  if (level === 0) return name;
  const parts = home === '' ? [] : home.split('.');
  const kept = parts.length - level + 1;
  if (kept < 1) return undefined;
  return [...parts.slice(0, kept), ...(name === '' ? [] : [name])].join('.');
};
