import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  POSTGRES_SIGNATURES,
  SIGNATURES,
  signatureOf,
} from '../../src/django/migrations/operation-signatures.ts';
import { DJANGO_PYTHON, DJANGOS, IN_CI } from '../helpers/python.ts';

/** Operations by the names under which they can be imported, with the names of their positional parameters. */
type Signatures = Readonly<Record<string, readonly string[]>>;

// What django.contrib.postgres.operations imports of its neighbours needs psycopg, and is used only when it runs.
const ASK = `
import inspect, json, sys, types
signals = sys.modules["django.contrib.postgres.signals"] = types.ModuleType("signals")
signals.get_citext_oids = signals.get_hstore_oids = signals.register_type_handlers = None
from django.db import migrations
from django.contrib.postgres import operations as postgres
from django.db.migrations.operations import base
from django.db.migrations import operations
found = {}
for module in migrations, operations, operations.models, operations.fields, operations.special, postgres:
    for name, value in vars(module).items():
        if inspect.isclass(value) and issubclass(value, base.Operation) and not name.startswith("_"):
            parameters = inspect.signature(value).parameters.values()
            found[f"{module.__name__}.{name}"] = [p.name for p in parameters if p.kind == p.POSITIONAL_OR_KEYWORD]
print(json.dumps(found))
`;

/** Classes that stand in those modules and that no migration can hold. */
const ABSTRACT =
  /\.(?:Operation|ModelOperation|FieldOperation|CollationOperation|IndexOperation|ModelOptionOperation|AlterTogetherOptionOperation|AlterModelTableOperation)$/;

function ask(python: string): Signatures {
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', ASK], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as Signatures;
}

const skip = DJANGO_PYTHON === undefined && !IN_CI;

test('there is a Django to ask', { skip }, () => {
  expect(DJANGO_PYTHON).toBeDefined();
});

test.for(DJANGOS)(
  'Django $version: its operations are known, and their positional parameters',
  ({ python }) => {
    const theirs = Object.entries(ask(python)).filter(([name]) => !ABSTRACT.test(name));
    expect(theirs.length).toBeGreaterThan(60);
    const ours = theirs.map(([name, parameters]) => {
      const signature = signatureOf(name);
      return [name, signature?.parameters.slice(0, parameters.length)];
    });
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  },
);

test('the newest of them has all that we know', { skip }, () => {
  const all = new Map<string, number>();
  for (const { python } of DJANGOS)
    for (const [name, parameters] of Object.entries(ask(python))) {
      const last = name.slice(name.lastIndexOf('.') + 1);
      all.set(last, Math.max(all.get(last) ?? 0, parameters.length));
    }
  // Parameters that came after the newest Django of this machine cannot be looked for.
  for (const [name, parameters] of [...SIGNATURES, ...POSTGRES_SIGNATURES]) {
    expect(all.get(name), name).toBeDefined();
    expect(all.get(name), name).toBeLessThanOrEqual(parameters.length);
  }
});
