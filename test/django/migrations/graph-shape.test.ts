import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  migrationKey,
  type GraphMigration,
  type GraphNode,
} from '../../../src/django/migrations/graph-nodes.ts';
import { findCycle, leavesOf, rootsOf } from '../../../src/django/migrations/graph-shape.ts';
import { build, migration, migrations, type Neighbours } from '../../helpers/graph.ts';

test('nothing has neither leaves nor roots nor cycles', () => {
  expect([leavesOf(new Map()), rootsOf(new Map()), findCycle(new Map())]).toEqual([
    new Map(),
    new Map(),
    undefined,
  ]);
});

test('leaves and roots are counted within an app, and sorted', () => {
  const { nodes } = build(migrations('shop.3 < shop.1, blog.1; shop.2 < shop.1; blog.1 < shop.1; shop.1'));
  expect(leavesOf(nodes)).toEqual(
    new Map([
      ['shop', ['2', '3']],
      ['blog', ['1']],
    ]),
  );
  expect(rootsOf(nodes)).toEqual(
    new Map([
      ['shop', ['1']],
      ['blog', ['1']],
    ]),
  );
});

test.for([
  ['in a circle', 'shop.1 < shop.2; shop.2 < shop.1'],
  ['that waits for itself', 'shop.1 < shop.1'],
] as const)('what is %s has neither end', ([, text]) => {
  const { nodes } = build(migrations(text));
  expect([leavesOf(nodes).size, rootsOf(nodes).size]).toEqual([0, 0]);
});

test('a circle between apps leaves each its ends', () => {
  const { nodes, error } = build(migrations('shop.1 < blog.1; blog.1 < shop.1'));
  expect(error?.error).toBe('CircularDependencyError');
  expect(leavesOf(nodes)).toEqual(
    new Map([
      ['shop', ['1']],
      ['blog', ['1']],
    ]),
  );
});

const KEYS = ['shop.1', 'shop.2', 'shop.3', 'shop.4', 'blog.1', 'blog.2', 'accounts.1'];

/** Some of the keys, each with a few neighbours among them. */
const someMigrations = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1 }).chain((keys) => {
  const few = (count: number) => fc.array(fc.constantFrom(...keys), { maxLength: count });
  const rest = fc.record({ after: few(2), before: few(1) });
  return fc.tuple(...keys.map((key) => rest.map((neighbours) => migration(key, neighbours))));
});

/** True when they can be taken away one by one, each when it waits for no other any more. */
function hasOrder(nodes: ReadonlyMap<string, GraphNode>): boolean {
  const left = new Set(nodes.values());
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const node of left) if (![...node.parents].some((parent) => left.has(parent))) left.delete(node);
  }
  return left.size === 0;
}

test('a cycle is found where there is one, and in it each is followed by one that waits for it', () => {
  fc.assert(
    fc.property(someMigrations, (given) => {
      const { nodes, error } = build(given);
      const cycle = findCycle(nodes);
      expect(cycle === undefined).toBe(hasOrder(nodes));
      expect(error).toEqual(
        cycle && { error: 'CircularDependencyError', what: cycle.map(migrationKey).join(', ') },
      );
      for (const [index, node] of cycle?.entries() ?? []) {
        expect(node.children).toContain(cycle![(index + 1) % cycle!.length]);
      }
      expect(new Set(cycle).size).toBe(cycle?.length ?? 0);
    }),
    { numRuns: 1000 },
  );
});

test('whoever has a child is its parent, with squashes, too', () => {
  const squashed = fc
    .tuple(someMigrations, fc.subarray(KEYS))
    .map(([given, replaces]) => given.concat(migration('shop.s', { replaces })));
  fc.assert(
    fc.property(squashed, (given) => {
      const { nodes } = build(given);
      for (const node of nodes.values()) {
        for (const parent of node.parents)
          expect([parent.children.has(node), nodes.get(migrationKey(parent))]).toEqual([true, parent]);
        for (const child of node.children)
          expect([child.parents.has(node), nodes.get(migrationKey(child))]).toEqual([true, child]);
      }
    }),
    { numRuns: 500 },
  );
});

const LONG = 50_000;
const numbered = (neighbours: (index: number) => Neighbours): GraphMigration[] =>
  Array.from({ length: LONG }, (_, index) => migration(`shop.${index}`, neighbours(index)));
const CHAIN = numbered((index) => ({ after: index === 0 ? [] : [`shop.${index - 1}`] }));

test.for([
  ['forwards', CHAIN],
  ['backwards', CHAIN.toReversed()],
] as const)('a chain of 50 000 migrations, %s, has one leaf and one root', ([, chain]) => {
  const { nodes, error } = build(chain);
  expect(error).toBeUndefined();
  expect(leavesOf(nodes).get('shop')).toEqual([`${LONG - 1}`]);
  expect(rootsOf(nodes).get('shop')).toEqual(['0']);
});

test('a circle of 50 000 is found whole', () => {
  const { nodes } = build([migration('shop.0', { after: [`shop.${LONG - 1}`] }), ...CHAIN.slice(1)]);
  expect(findCycle(nodes)).toHaveLength(LONG);
});

test('a fan of 50 000 has as many leaves', () => {
  const { nodes } = build(numbered((index) => ({ after: index === 0 ? [] : ['shop.0'] })));
  expect(leavesOf(nodes).get('shop')).toHaveLength(LONG - 1);
});
