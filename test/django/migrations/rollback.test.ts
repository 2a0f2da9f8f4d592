import { array, assert, boolean, constantFrom, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import {
  migrationKey,
  type GraphMigration,
  type GraphNode,
} from '../../../src/django/migrations/graph-nodes.ts';
import { rollbackOf } from '../../../src/django/migrations/rollback.ts';
import { build, migrations } from '../../helpers/graph.ts';

/** `shop 2, blog zero`, and behind a bar what is stuck; `unknown` where nothing can be told. */
function rollback(text: string, gone: string, mixed = ''): string {
  return said(migrations(text), gone.split(' '), mixed.split(' '));
}

function said(
  given: readonly GraphMigration[],
  gone: readonly string[],
  mixed: readonly string[] = [],
): string {
  const found = rollbackOf(given, build(given), new Set(gone), new Set(mixed));
  if (!found) return 'unknown';
  const stuck = found.stuck.length > 0 ? ` | ${found.stuck.map(migrationKey).join(' ')}` : '';
  return found.steps.map(({ label, target }) => `${label} ${target}`).join(', ') + stuck;
}

const LINE = 'shop.1; shop.2 < shop.1; shop.3 < shop.2; shop.4 < shop.3';

test.for([
  ['the newest', LINE, 'shop.4', 'shop 3'],
  ['the newest two', LINE, 'shop.3 shop.4', 'shop 2'],
  ['all', LINE, 'shop.1 shop.2 shop.3 shop.4', 'shop zero'],
  ['one in the middle', LINE, 'shop.2', ' | shop.2'],
  ['one in the middle and the newest', LINE, 'shop.2 shop.4', 'shop 3 | shop.2'],
  ['the first', LINE, 'shop.1', ' | shop.1'],
  ['apart', `${LINE}; blog.1; blog.2 < blog.1`, 'shop.4 blog.2', 'shop 3, blog 1'],
  ['what depends on it goes along', `${LINE}; blog.1; blog.2 < blog.1, shop.4`, 'shop.4 blog.2', 'shop 3'],
  ['what depends on it was to stay', `${LINE}; blog.1 < shop.4`, 'shop.4', ' | shop.4'],
  ['what depends on what stays', `${LINE}; blog.1 < shop.3`, 'shop.4 blog.1', 'shop 3, blog zero'],
  ['run_before', `${LINE}; blog.1; blog.2 < blog.1 > shop.4`, 'blog.2', ' | blog.2'],
  ['run_before, with the other', `${LINE}; blog.1; blog.2 < blog.1 > shop.4`, 'blog.2 shop.4', 'blog 1'],
  [
    'a branch that is merged',
    'shop.1; shop.2a < shop.1; shop.2b < shop.1; shop.3 < shop.2a, shop.2b',
    'shop.3 shop.2b',
    'shop 2a | shop.2b',
  ],
  [
    'a merge alone',
    'shop.1; shop.2a < shop.1; shop.2b < shop.1; shop.3 < shop.2a, shop.2b',
    'shop.3',
    'shop 2a',
  ],
  [
    'both sides and the merge',
    'shop.1; shop.2a < shop.1; shop.2b < shop.1; shop.3 < shop.2a, shop.2b',
    'shop.3 shop.2a shop.2b',
    'shop 1',
  ],
  [
    'roots that come together',
    'shop.1a; shop.1b; shop.2 < shop.1a, shop.1b',
    'shop.1b shop.2',
    'shop 1a | shop.1b',
  ],
  ['after a squash', `${LINE}; shop.s = shop.1, shop.2, shop.3`, 'shop.4', 'shop s'],
  [
    'a squash that is new as a whole',
    'shop.1; shop.2 < shop.1; shop.s = shop.1, shop.2',
    'shop.1 shop.2 shop.s',
    'shop zero',
  ],
  ['an app without dependencies inside', 'shop.1; blog.1 < shop.1', 'blog.1', 'blog zero'],
  [
    'what depends on another app alone',
    'shop.1; shop.2 < shop.1; accounts.1; accounts.2 < accounts.1, shop.2',
    'shop.2 accounts.1 accounts.2',
    'shop 1, accounts zero',
  ],
  ['__first__', 'shop.1; shop.2 < shop.1; blog.1 < shop.__first__', 'shop.2 blog.1', 'shop 1, blog zero'],
  ['a migration called zero', 'shop.zero; shop.2 < shop.zero', 'shop.2', ' | shop.2'],
  ['the beginning of another name', 'shop.1; shop.10 < shop.1', 'shop.10', ' | shop.10'],
  ['the same beginning in another app', 'shop.1; shop.2 < shop.1; blog.10', 'shop.2', 'shop 1'],
] as const)('%s', ([, given, gone, expected]) => {
  expect(rollback(given, gone)).toBe(expected);
});

test.for([
  ['two newest ones', 'shop.1; shop.2 < shop.1; shop.3 < shop.1', 'shop.3'],
  ['two newest ones of another app', 'shop.1; shop.2 < shop.1; blog.1; blog.2', 'shop.2'],
  ['a dependency that is missing', 'shop.1; shop.2 < shop.1, shop.0', 'shop.2'],
  ['a circle', 'shop.1 < blog.1; blog.1 < shop.1', 'blog.1'],
] as const)('migrate refuses: %s', ([, given, gone]) => {
  expect(rollback(given, gone)).toBe('unknown');
});

test.for(['dependencies', 'runBefore', 'replaces'] as const)('%s that are not known', (list) => {
  const unclear = (label: string): GraphMigration[] =>
    migrations('shop.1; shop.2 < shop.1; blog.1').map((each) => {
      const unknown = { known: each[list].known, complete: each.label !== label };
      return Object.assign({}, each, { [list]: unknown });
    });
  expect(said(unclear('shop'), ['shop.2'])).toBe('unknown');
  expect(said(unclear('blog'), ['shop.2'])).toBe('shop 1');
});

test('a squash of which a part is to stay', () => {
  const given = 'shop.1; shop.2 < shop.1; shop.s = shop.1, shop.2; shop.3 < shop.s';
  expect(rollback(given, 'shop.2 shop.s shop.3', 'shop.s')).toBe('shop s | shop.s');
});

/** Random histories of two apps: each migration follows the one before it in its app, and some of the other app. */
const history = array(record({ label: constantFrom('shop', 'blog'), other: nat(9), gone: boolean() }), {
  minLength: 1,
  maxLength: 9,
}).map((given) => {
  const keys = given.map(({ label }, index) => ({ label, name: `m${index}x` }));
  const text = given.map(({ label, other }, index) => {
    const parents = keys.filter((key, at) => at < index && (key.label === label || at % 10 === other));
    const own = parents.filter((key) => key.label === label).slice(-1);
    const after = [...own, ...parents.filter((key) => key.label !== label)].map(migrationKey);
    return `${migrationKey(keys[index]!)}${after.length > 0 ? ` < ${after.join(', ')}` : ''}`;
  });
  const gone = keys.filter((_, index) => given[index]!.gone).map(migrationKey);
  return { given: migrations(text.join('; ')), gone };
});

test('whatever the history: the steps unapply nothing that is to stay, and all but what is stuck', () => {
  assert(
    property(history, ({ given, gone }) => {
      const { nodes, ...graph } = build(given);
      const found = rollbackOf(given, { nodes, ...graph }, new Set(gone), new Set());
      const undone = new Set(found!.steps.flatMap((step) => backwards(step, nodes)).map(migrationKey));
      expect([...undone].filter((key) => !gone.includes(key))).toEqual([]);
      expect(gone.filter((key) => !undone.has(key)).sort()).toEqual(found!.stuck.map(migrationKey).sort());
    }),
    { numRuns: 500 },
  );
});

/** What Django unapplies, written after `migration_plan` and `backwards_plan`. */
function backwards(
  { label, target }: { readonly label: string; readonly target: string },
  nodes: ReadonlyMap<string, GraphNode>,
): GraphNode[] {
  const ofApp = [...nodes.values()].filter((node) => node.label === label);
  const first =
    target === 'zero'
      ? ofApp.filter(({ parents }) => [...parents].every((parent) => parent.label !== label))
      : [...nodes.get(`${label}.${target}`)!.children].filter((child) => child.label === label);
  return first.flatMap(withChildren);
}

function withChildren(node: GraphNode): GraphNode[] {
  return [node, ...[...node.children].flatMap(withChildren)];
}
