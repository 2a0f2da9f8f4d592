/** Rewrites that releases of Django force upon old migrations; what they make means the same to a database. */
import { lastPart } from '../../../python/bindings.ts';
import { UNKNOWN } from '../../../python/values.ts';
import type { Call, Part } from './calls.ts';
import { successorOf, upgradedForm, type Renaming } from './spellings.ts';

/** A call in the words of the newest Django, and which of its words are new. */
export interface Upgraded {
  readonly call: Call;
  readonly renamings: readonly Renaming[];
}

/** What is done to the arguments of a class, before or while it gets another name. */
interface Rewrite {
  readonly callee?: string;
  readonly parts: (parts: Map<string, Part>) => void;
  readonly renaming: Renaming;
  /** Whether it has to be done to these arguments. */
  readonly applies: (parts: ReadonlyMap<string, Part>) => boolean;
}

const always = (): boolean => true;

const given = (form: string): Part => ({ form, value: UNKNOWN, call: undefined, names: [], line: 0 });

function setDefault(parts: Map<string, Part>, name: string, form: string): void {
  if (!parts.has(name)) parts.set(name, given(form));
}

const onDelete: Rewrite = {
  parts: (parts) => setDefault(parts, 'on_delete', '@django.db.models.CASCADE'),
  renaming: { from: 'no on_delete', to: 'on_delete=CASCADE' },
  applies: (parts) => !parts.has('on_delete') && !parts.has('**') && !parts.has('*'),
};

const REWRITES: ReadonlyMap<string, Rewrite> = new Map(
  Object.entries({
    // Django 5.1, forced by 6.0
    CheckConstraint: {
      parts: (parts) => {
        const check = parts.get('check');
        parts.delete('check');
        if (check) parts.set('condition', check);
      },
      renaming: { from: 'CheckConstraint(check=)', to: 'condition=' },
      applies: (parts) => parts.has('check') && !parts.has('condition'),
    },
    // Django 1.9
    CommaSeparatedIntegerField: {
      callee: 'django.db.models.CharField',
      parts: (parts) =>
        setDefault(parts, 'validators', '[@django.core.validators.validate_comma_separated_integer_list]'),
      renaming: { from: 'CommaSeparatedIntegerField', to: 'CharField' },
      applies: always,
    },
    // Django 2.0
    ForeignKey: onDelete,
    OneToOneField: onDelete,
    // Django 2.1, forced by 4.0
    NullBooleanField: {
      callee: 'django.db.models.BooleanField',
      parts: (parts) => setDefault(parts, 'null', 'True'),
      renaming: { from: 'NullBooleanField', to: 'BooleanField(null=True)' },
      applies: always,
    },
  } satisfies Record<string, Rewrite>),
);

/** The call as the newest Django wants it written. */
export function upgraded(call: Call): Upgraded {
  const renamings: Renaming[] = [];
  const parts = new Map(
    [...call.parts].map(([name, part]) => [name, { ...part, form: upgradedForm(part.form, renamings) }]),
  );
  let { callee } = call;
  const successor = callee === undefined ? undefined : successorOf(callee);
  if (callee !== undefined && successor !== undefined) {
    renamings.push(renaming(callee, successor));
    callee = successor;
  }
  const rewrite = callee === undefined ? undefined : rewriteFor(callee);
  if (!rewrite?.applies(parts)) return { call: { ...call, callee, parts }, renamings };
  rewrite.parts(parts);
  renamings.push(rewrite.renaming);
  return { call: { ...call, callee: rewrite.callee ?? callee, parts }, renamings };
}

function rewriteFor(callee: string): Rewrite | undefined {
  const name = callee.startsWith('django.db.models.') ? callee.slice('django.db.models.'.length) : '';
  return REWRITES.get(name);
}

function renaming(from: string, to: string): Renaming {
  return lastPart(from) === lastPart(to) ? { from, to } : { from: lastPart(from), to: lastPart(to) };
}

/** Whether two lists of renamings tell of a rewrite; how, from the first to the second. */
export function rewritten(before: readonly Renaming[], after: readonly Renaming[]): string[] {
  const olds = new Set(before.map(({ from }) => from));
  const news = new Set(after.map(({ from }) => from));
  const said = [
    ...before.filter(({ from }) => !news.has(from)).map(({ from, to }) => `${from} is ${to} now`),
    ...after.filter(({ from }) => !olds.has(from)).map(({ from, to }) => `${to} is ${from} now`),
  ];
  return [...new Set(said)];
}
