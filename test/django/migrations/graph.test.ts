import { expect, test } from 'vitest';
import { migrationKey } from '../../../src/django/migrations/graph-nodes.ts';
import type { Graph } from '../../../src/django/migrations/graph.ts';
import { build, migration, migrations } from '../../helpers/graph.ts';

/** `child < parent` for each edge. */
const edges = ({ nodes }: Graph): string[] =>
  [...nodes.values()]
    .flatMap((node) => [...node.parents].map((parent) => `${migrationKey(node)} < ${migrationKey(parent)}`))
    .toSorted();

test.for([
  ['a dependency on an app of somebody else', 'shop.1 < auth.1'],
  ['the first migration of one', 'shop.1 < auth.__first__'],
  ['the latest migration of one', 'shop.1 < auth.__latest__'],
  ['a migration to run before one', 'shop.1 > auth.1'],
  ['a setting that cannot be resolved', 'shop.1 < settings.OWNER_MODEL'],
  ['before the app of such a setting', 'shop.1 > settings.OWNER_MODEL'],
  ['the first of an app without migrations', 'shop.1 < plain.__first__'],
  ['the latest of an app without migrations', 'shop.1 < plain.__latest__'],
  ['the first of its own app', 'shop.2 < shop.__first__; shop.1'],
  ['before the first of its own app', 'shop.2 > shop.__first__; shop.1'],
  ['names of every object', 'shop.constructor < __proto__.toString'],
  ['what replaces nothing that is there', 'shop.1; shop.2 = shop.0'],
  ['what replaces a migration of somebody else', 'shop.1 = auth.1'],
  ['two migrations of one name', 'shop.1; blog.1; shop.1'],
] as const)('no error and no edge: %s', ([, text]) => {
  const given = migrations(text);
  const graph = build(given);
  expect([graph.error, edges(graph)]).toEqual([undefined, []]);
  expect(new Set(graph.nodes.keys())).toEqual(new Set(given.map(migrationKey)));
});

test('no migrations make no graph', () => {
  expect(build([])).toEqual({ nodes: new Map(), error: undefined });
});

test.for([
  ['a dependency', 'shop.1; shop.2 < shop.1', ['shop.2 < shop.1']],
  ['one that is said twice', 'shop.1; shop.2 < shop.1, shop.1', ['shop.2 < shop.1']],
  ['run_before', 'shop.1; blog.1 > shop.1', ['shop.1 < blog.1']],
  ['the app of a setting', 'accounts.1; shop.1 < settings.AUTH_USER_MODEL', ['shop.1 < accounts.1']],
  [
    'the first of another app',
    'shop.1; shop.2 < shop.1; blog.1 < shop.__first__',
    ['blog.1 < shop.1', 'shop.2 < shop.1'],
  ],
  [
    'the latest of another app',
    'shop.1; shop.2 < shop.1; blog.1 < shop.__latest__',
    ['blog.1 < shop.2', 'shop.2 < shop.1'],
  ],
  [
    'the first by name, where there are two',
    'shop.1; shop.0; blog.1 < shop.__first__; blog.2 < shop.__latest__',
    ['blog.1 < shop.0', 'blog.2 < shop.0'],
  ],
  [
    'a migration that is called __first__',
    'shop.__first__; shop.1; blog.1 < shop.__first__',
    ['blog.1 < shop.__first__'],
  ],
  [
    'a squash takes the place of what it replaces',
    'shop.1; shop.2 < shop.1, accounts.1; shop.3 < shop.2; accounts.1; shop.s = shop.1, shop.2',
    ['shop.3 < shop.s', 'shop.s < accounts.1'],
  ],
  ['a squash of a squash', 'shop.1; shop.s = shop.1; shop.t = shop.s; blog.1 < shop.1', ['blog.1 < shop.t']],
  [
    'a squash that replaces migrations of two apps',
    'shop.1; blog.1; shop.s = shop.1, blog.1; accounts.1 < blog.1',
    ['accounts.1 < shop.s'],
  ],
] as const)('%s, in whatever order they come', ([, text, expected]) => {
  for (const given of [migrations(text), migrations(text).toReversed()]) {
    const graph = build(given);
    expect([graph.error, edges(graph)]).toEqual([undefined, expected]);
  }
});

test.for<readonly [error: string, what: RegExp, name: string, text: string, closed?: boolean]>([
  ['NodeNotFoundError', /shop\.2 .*\('shop', '1'\)/, 'a parent that is missing', 'shop.2 < shop.1'],
  ['NodeNotFoundError', /blog\.1 .*\('shop', '9'\)/, 'one of another app', 'shop.1; blog.1 < shop.9'],
  ['NodeNotFoundError', /blog\.1 .*\('shop', '9'\)/, 'a child that is missing', 'shop.1; blog.1 > shop.9'],
  ['NodeNotFoundError', /\('plain', '1'\)/, 'a migration of an app that has none', 'shop.1 < plain.1'],
  [
    'NodeNotFoundError',
    /\('nowhere', '1'\)/,
    'one of an app that is not installed',
    'shop.1 < nowhere.1',
    true,
  ],
  ['ValueError', /unknown app: nowhere/, 'the first of such an app', 'shop.1 < nowhere.__first__', true],
  ['ValueError', /no migrations: empty/, 'the first of an empty package', 'shop.1 < empty.__first__'],
  ['ValueError', /no migrations: accounts/, 'the same by a setting', 'shop.1 < settings.AUTH_USER_MODEL'],
  ['CircularDependencyError', /^shop\.1$/, 'a migration that waits for itself', 'shop.1 < shop.1'],
  [
    'CircularDependencyError',
    /^blog\.1, shop\.1$|^shop\.1, blog\.1$/,
    'run_before',
    'shop.1 < blog.1 > blog.1; blog.1',
  ],
  ['CommandError', /starting at shop\.1$/, 'a migration that replaces itself', 'shop.1 = shop.1'],
  ['CommandError', /Cyclical squash/, 'two that replace each other', 'shop.1 = shop.2; shop.2 = shop.1'],
])('%s %s: %s', ([error, what, , text, closed]) => {
  const graph = build(migrations(text), closed);
  expect(graph.error).toEqual({ error, what: expect.stringMatching(what) as string });
});

const LONG = 50_000;

test('50 000 squashes of squashes come down to the last of them, and in a circle to an error', () => {
  const chain = Array.from({ length: LONG }, (_, index) =>
    migration(`shop.${index}`, { replaces: index === 0 ? [] : [`shop.${index - 1}`] }),
  );
  for (const given of [chain, chain.toReversed()]) {
    const { nodes, error } = build(given);
    expect([error, [...nodes.keys()]]).toEqual([undefined, [`shop.${LONG - 1}`]]);
  }
  const ring = build([migration('shop.0', { replaces: [`shop.${LONG - 1}`] }), ...chain.slice(1)]);
  expect(ring.error?.error).toBe('CommandError');
});
