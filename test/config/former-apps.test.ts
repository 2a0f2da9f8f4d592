import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateConfig } from '../../src/config/validate.ts';

const validate = (formerApps: unknown) => validateConfig({ formerApps }, []);

test.for<readonly [formerApps: unknown, read: Readonly<Record<string, readonly string[]>>]>([
  [undefined, {}],
  [null, {}],
  [{}, {}],
  [{ profile_app: ['workspace_app', 'core'] }, { profile_app: ['workspace_app', 'core'] }],
  [{ profile_app: 'core' }, { profile_app: ['core'] }],
  [{ profile_app: [] }, { profile_app: [] }],
  [{ profile_app: null }, { profile_app: [] }],
  [
    { a: 'b', c: ['d'] },
    { a: ['b'], c: ['d'] },
  ],
  [{ größe: ['_größe2'] }, { größe: ['_größe2'] }],
])('reads %j', ([formerApps, read]) => {
  const { config, errors, warnings } = validate(formerApps);
  expect(config.formerApps).toEqual(read);
  expect([...errors, ...warnings]).toEqual([]);
});

const TABLE = 'expected a table from a label to its former labels';
const LABELS = 'expected a former label or a list of them';

test.for<readonly [formerApps: unknown, error: string]>([
  ['core', `formerApps is "core", ${TABLE}`],
  [['core'], `formerApps is ["core"], ${TABLE}`],
  [false, `formerApps is false, ${TABLE}`],
  [new Map([['a', 'b']]), `formerApps is {}, ${TABLE}`],
  [{ shop: 1 }, `formerApps.shop is 1, ${LABELS}`],
  [{ shop: false }, `formerApps.shop is false, ${LABELS}`],
  [{ shop: '' }, `formerApps.shop is "", ${LABELS}`],
  [{ shop: { core: true } }, `formerApps.shop is {"core":true}, ${LABELS}`],
  [{ shop: ['core', null] }, `formerApps.shop is ["core",null], ${LABELS}`],
  [{ shop: ['core', ['a']] }, `formerApps.shop is ["core",["a"]], ${LABELS}`],
  [{ shop: 'apps.core' }, `formerApps.shop is "apps.core", ${LABELS}`],
  [{ shop: ['my-app'] }, `formerApps.shop is ["my-app"], ${LABELS}`],
  [{ 'my-app': 'core' }, 'a key of formerApps is "my-app", expected the label of an app'],
  [{ '': 'core' }, 'a key of formerApps is "", expected the label of an app'],
  [{ 'a\nb': 'core' }, String.raw`a key of formerApps is "a\nb", expected the label of an app`],
])('refuses %j', ([formerApps, error]) => {
  const { config, errors } = validate(formerApps);
  expect(errors).toEqual([error]);
  expect(config.formerApps).toEqual({});
});

test('what is right beside an error is kept, and every error is said', () => {
  const { config, errors } = validate({ a: 1, b: ['c'], 'd-e': 'f' });
  expect(config.formerApps).toEqual({ b: ['c'] });
  expect(errors).toHaveLength(2);
});

test.for(['__proto__', 'constructor', 'toString'])('%s is a label as any other', (label) => {
  const { config, errors } = validate(JSON.parse(`{"${label}": ["core"]}`));
  expect(errors).toEqual([]);
  expect([...new Map(Object.entries(config.formerApps))]).toEqual([[label, ['core']]]);
  expect(Object.getPrototypeOf(config.formerApps)).toBe(Object.prototype);
});

test('whatever stands there, what is read are labels, and reads again as the same', () => {
  const text = fc.oneof(fc.constantFrom('__proto__', 'shop', 'core', 'my-app'), fc.string());
  const likely = fc.dictionary(text, fc.oneof(text, fc.array(text), fc.anything()));
  fc.assert(
    fc.property(fc.oneof(likely, fc.anything()), (formerApps) => {
      const { config } = validate(formerApps);
      for (const [label, former] of Object.entries(config.formerApps)) {
        for (const name of [label, ...former]) expect(name).toMatch(/^[^\s\d.-][^\s.-]*$/);
      }
      const again = validate(config.formerApps);
      expect(again.errors).toEqual([]);
      expect(Object.entries(again.config.formerApps)).toEqual(Object.entries(config.formerApps));
    }),
  );
});
