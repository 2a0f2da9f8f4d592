/** Operators (Python reference, "Operator precedence"). */
import type { Token } from './tokens.ts';

/** How tightly a binary operator binds, or 0 if `text` is none. */
export const precedence = (text: string): number => {
  switch (text) {
    case '|':
      return 1;
    case '^':
      return 2;
    case '&':
      return 3;
    case '<<':
    case '>>':
      return 4;
    case '+':
    case '-':
      return 5;
    case '*':
    case '/':
    case '//':
    case '%':
    case '@':
      return 6;
    default:
      return 0;
  }
};

/** Whether an expression goes on with `token` in a way that is not read: a comparison, `and`, `if`, `:=`, … */
export const goesOn = (token: Token | undefined): boolean => {
  switch (token?.text) {
    case 'if':
    case 'and':
    case 'or':
    case 'in':
    case 'not':
    case 'is':
    case '<':
    case '>':
    case '==':
    case '!=':
    case '<=':
    case '>=':
    case '<>':
    case ':=':
      return true;
    case undefined:
    default:
      return false;
  }
};
