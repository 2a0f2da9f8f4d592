import { lastPart } from '../../../python/bindings.ts';
import type { Argument, OperationReading } from '../operation-arguments.ts';
import type { Operation } from '../operation-call.ts';
import { textOf, type Call } from './calls.ts';
import type { Weigh } from './compare-calls.ts';
import type { EditWeight } from './edit.ts';

/**
 * What an operation does to one thing. `set`: it is there from now on; `alter`: it is otherwise; `remove`: it is gone;
 * `rename`: it has the name `to`; `options`: all options that only the state knows are these; `step`: it happens.
 */
export type Verb = 'set' | 'alter' | 'remove' | 'rename' | 'options' | 'step';

/** One thing that a migration does. */
export interface Effect {
  readonly verb: Verb;
  /** What it is done to: `field item.cost`. */
  readonly key: string;
  /** Its name after a `rename`. */
  readonly to?: string;
  /** The key of the model that is created with it. */
  readonly parent?: string;
  /** The operation, by its class. */
  readonly operation: string;
  /** `AddField item.cost` */
  readonly label: string;
  /** Whether the label already says what an edit of it is about. */
  readonly whole?: boolean;
  /** What it does to a database when it comes or goes. */
  readonly weight: EditWeight;
  readonly call: Call;
  readonly weigh: Weigh;
  /** Options that are not there any more when they are this. */
  readonly empty?: boolean;
  /** The options that are given with the verb `options`; undefined when those are not told. */
  readonly entries?: readonly Effect[];
  readonly line: number;
}

/** What an effect of an operation is made of. */
export interface Reading {
  readonly operation: Operation;
  readonly argument: (name: string) => Argument | undefined;
  /** The text of an argument, or its normal form when it is no string. */
  readonly text: (name: string) => string;
  readonly reading: OperationReading;
}

/** Names of models are the same to Django whatever their case. */
export const modelKey = (name: string): string => name.toLowerCase();

/** The operation, ready to have its effects told. */
export function readingOf(operation: Operation, reading: OperationReading): Reading {
  const argument = (name: string): Argument | undefined =>
    operation.arguments.find((each) => each.name === name);
  const text = (name: string): string => {
    const found = argument(name);
    return (found && textOf(found)) ?? found?.form ?? '?';
  };
  return { operation, argument, text, reading };
}

/** The name of what an operation is done to, as it is written. */
export function subjectOf({ argument, text }: Reading): string | undefined {
  const model = argument('model_name') ? text('model_name') : undefined;
  const part = ['name', 'old_name', 'new_name'].find((each) => argument(each));
  const name = part && text(part);
  return model === undefined ? name : name === undefined ? model : `${model}.${name}`;
}

/** `AddField item.cost`, `RunPython forwards` */
export function labelOf(read: Reading): string {
  const { operation, argument } = read;
  const name = lastPart(operation.name);
  const code = argument('code');
  if (!operation.own) return name;
  const said =
    code && /^@?[\w.$\u0080-\uffff]{1,200}$/.test(code.form) ? lastPart(code.form.replace('@', '')) : '';
  return [name, code ? said : (subjectOf(read) ?? '')].filter(Boolean).join(' ');
}
