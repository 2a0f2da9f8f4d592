import { pair } from '../advice/words.ts';
import type { Change } from '../change.ts';
import { byKey } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named, type Reference, type References } from '../django/migrations/references.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const migration = (...parents: readonly (readonly [label: string, name: string])[]) =>
  `from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [${parents.map(([label, name]) => `("${label}", "${name}")`).join(', ')}]
    operations = []
`;

const BEFORE = {
  'blog/migrations/0001_initial.py': migration(),
  'shop/migrations/0001_initial.py': migration(),
};

export default defineRule({
  name: 'circular-dependency',
  summary: 'migrations wait for each other in a circle',
  why:
    'Django orders migrations by their dependencies. A circle has no order, and Django loads none of them ' +
    '(CircularDependencyError): migrate, makemigrations, runserver and the tests stop for everybody.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies',
  bad: {
    before: BEFORE,
    after: {
      ...BEFORE,
      'blog/migrations/0002_item.py': migration(['blog', '0001_initial'], ['shop', '0002_post']),
      'shop/migrations/0002_post.py': migration(['shop', '0001_initial'], ['blog', '0002_item']),
    },
  },
  good: {
    before: BEFORE,
    after: {
      ...BEFORE,
      'blog/migrations/0002_item.py': migration(['blog', '0001_initial'], ['shop', '0001_initial']),
      'shop/migrations/0002_post.py': migration(['shop', '0001_initial'], ['blog', '0002_item']),
    },
  },

  *check(change) {
    if (change.before.shapes.some(({ cycle }) => cycle)) return;
    const standing = byKey(change.after.migrations);
    for (const { cycle } of change.after.shapes) {
      const on = (cycle ?? []).flatMap((key) => standing.get(migrationKey(key)) ?? []);
      const closing = closingReference(on, change);
      const at = closing?.from ?? on[0];
      if (!cycle || !at) continue;
      const way = [...cycle, cycle[0]!].map((key) => visible(migrationKey(key)));
      yield {
        path: at.path,
        line: closing?.to.line ?? at.line,
        column: closing ? 1 : at.column,
        subject: migrationKey(at),
        message: `migrations wait for each other, each for the one before it: ${shortened(way)}: Django loads none (CircularDependencyError)`,
        hint: howToBreak(closing, at),
        data: { cycle: cycle.map(migrationKey) },
      };
    }
  },
});

function shortened(way: readonly string[]): string {
  return way.length > 6 ? [...way.slice(0, 3), '…', ...way.slice(-2)].join(' → ') : way.join(' → ');
}

/** What the change made one migration on a circle say of another one on it. */
interface Closing {
  readonly from: Migration;
  readonly to: Reference;
  readonly list: 'dependencies' | 'run_before';
}

/** The one to give up: of a migration that was there before, else the least usual one. */
function closingReference(on: readonly Migration[], { before }: Change): Closing | undefined {
  const keys = new Set(on.map(migrationKey));
  const known = byKey(before.migrations);
  const candidates = on.flatMap((from): (Closing & { readonly rank: number })[] => {
    const old = known.get(migrationKey(from)) ?? [];
    const look = (list: Closing['list'], listOf: (each: Migration) => References) => {
      const earlier = new Set(old.flatMap((each) => named(listOf(each)).map(migrationKey)));
      const fresh = named(listOf(from)).filter(
        (to) => keys.has(migrationKey(to)) && !earlier.has(migrationKey(to)),
      );
      return fresh.map((to) => {
        const unusual = list === 'run_before' ? 1 : to.label === from.label ? 3 : 2;
        return { from, to, list, rank: old.length > 0 ? 0 : unusual };
      });
    };
    return [
      ...look('dependencies', ({ dependencies }) => dependencies),
      ...look('run_before', ({ runBefore }) => runBefore),
    ];
  });
  return candidates.toSorted((one, other) => one.rank - other.rank)[0];
}

function howToBreak(closing: Closing | undefined, { path }: Migration): string {
  const last = 'and put what needs both into a migration of its own, which follows both';
  return closing
    ? [`take this out of the ${closing.list} of ${showPath(path)}:`, `    ${pair(closing.to)}`, last].join(
        '\n',
      )
    : [`take one of them out of the dependencies of ${showPath(path)}`, last].join('\n');
}
