import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULTS, type Config } from '../../src/config/config.ts';
import { validateConfig } from '../../src/config/validate.ts';

const RULE_NAMES = ['staged-bytecode', 'renamed-migration'];
const validate = (input: unknown) => validateConfig(input, RULE_NAMES);

test.for<readonly [name: string, input: unknown, config: Partial<Config>]>([
  ['nothing', undefined, {}],
  ['an empty file', null, {}],
  ['an empty table', {}, {}],
  [
    'keys without a value',
    { protected: null, grace: null, rules: null, ignore: null, allow: null, bytecode: null },
    {},
  ],
  ['a nested key without a value', { bytecode: { except: null } }, {}],
  ['empty lists', { protected: [], ignore: [], allow: [], rules: {}, bytecode: {} }, {}],
  [
    'one text for a list',
    { protected: 'origin/release', ignore: 'docs/**' },
    { protected: ['origin/release'], ignore: ['docs/**'] },
  ],
  [
    'lists of texts',
    { protected: ['a', 'b'], bytecode: { except: ['frozen/**'] } },
    { protected: ['a', 'b'], bytecode: { except: ['frozen/**'] } },
  ],
  ['no grace', { grace: 0 }, { grace: 0 }],
  ['a long grace', { grace: 36_500 }, { grace: 36_500 }],
  ['a glob that is not ASCII', { ignore: ['dépôt/**'] }, { ignore: ['dépôt/**'] }],
  [
    'a level for one rule only',
    { rules: { 'renamed-migration': 'off' } },
    { rules: { 'renamed-migration': 'off' } },
  ],
  ['a list of one', { bytecode: { except: 'frozen/**' } }, { bytecode: { except: ['frozen/**'] } }],
  ['half a day', { grace: 0.5 }, { grace: 0.5 }],
  [
    'every level',
    { rules: { 'staged-bytecode': 'warning', 'renamed-migration': 'info' } },
    { rules: { 'staged-bytecode': 'warning', 'renamed-migration': 'info' } },
  ],
  [
    '`off`, which YAML 1.1 reads as false',
    { rules: { 'staged-bytecode': false } },
    { rules: { 'staged-bytecode': 'off' } },
  ],
  [
    'an allowance',
    { allow: [{ rule: 'staged-bytecode', subject: 'a.pyc', reason: 'r' }] },
    { allow: [{ rule: 'staged-bytecode', subject: 'a.pyc', reason: 'r' }] },
  ],
  [
    'what is to be cleaned, and what not',
    { clean: { roots: ['./src/', 'lib'], skip: 'data/**', tools: 'on', migrationNotes: false } },
    { clean: { roots: ['src', 'lib'], skip: ['data/**'], tools: true, migrationNotes: false } },
  ],
  ['the top as what is to be cleaned', { clean: { roots: './', tools: 'off' } }, {}],
  ['nothing to clean', { clean: { roots: null, tools: null, migrationNotes: null } }, {}],
  [
    'more than an allowance needs',
    { allow: [{ rule: 'staged-bytecode', subject: 'a', reason: 'r', until: 2030 }] },
    { allow: [{ rule: 'staged-bytecode', subject: 'a', reason: 'r' }] },
  ],
])('nothing is wrong with %s', ([, input, config]) => {
  expect(validate(input)).toEqual({ config: { ...DEFAULTS, ...config }, errors: [], warnings: [] });
});

test.for<readonly [input: unknown, warning: string]>([
  [{ proteced: 'main' }, 'proteced is not known; did you mean protected?'],
  [{ Rules: {} }, 'Rules is not known; did you mean rules?'],
  [{ reload: { touch: 'wsgi.py' } }, 'reload is not known'],
  [{ clean: { root: [] } }, 'clean.root is not known; did you mean roots?'],
  [{ bytecode: { expect: [] } }, 'bytecode.expect is not known; did you mean except?'],
  [
    { rules: { 'stage-bytecode': 'off' } },
    'rules.stage-bytecode is not known; did you mean staged-bytecode?',
  ],
  [{ rules: { 'future-rule': 'error' } }, 'rules.future-rule is not known'],
])('only warns about what a newer version may know: %j', ([input, warning]) => {
  const { errors, warnings } = validate(input);
  expect(errors).toEqual([]);
  expect(warnings).toEqual([warning]);
});

const TEXTS = 'a text or a list of texts';
const LEVELS = 'off, info, warning, error';
const ALLOWANCE = '{rule, subject, reason}, three texts';

test.for<readonly [input: unknown, error: string]>([
  ['off', `the configuration is "off", expected a table of ${Object.keys(DEFAULTS).join(', ')}`],
  [[], `the configuration is [], expected a table of ${Object.keys(DEFAULTS).join(', ')}`],
  [false, `the configuration is false, expected a table of ${Object.keys(DEFAULTS).join(', ')}`],
  [{ protected: 1 }, `protected is 1, expected ${TEXTS}`],
  [{ protected: '' }, `protected is "", expected ${TEXTS}`],
  [{ protected: ['main', null] }, `protected is ["main",null], expected ${TEXTS}`],
  [{ protected: { main: true } }, `protected is {"main":true}, expected ${TEXTS}`],
  [{ ignore: false }, `ignore is false, expected ${TEXTS}`],
  [{ ignore: ['a', ['b']] }, `ignore is ["a",["b"]], expected ${TEXTS}`],
  [{ grace: '7' }, 'grace is "7", expected a number of days, 0 or more'],
  [{ grace: -1 }, 'grace is -1, expected a number of days, 0 or more'],
  [{ grace: true }, 'grace is true, expected a number of days, 0 or more'],
  [{ grace: [7] }, 'grace is [7], expected a number of days, 0 or more'],
  [{ rules: 'off' }, 'rules is "off", expected a table of staged-bytecode, renamed-migration'],
  [
    { rules: ['staged-bytecode'] },
    'rules is ["staged-bytecode"], expected a table of staged-bytecode, renamed-migration',
  ],
  [{ rules: { 'staged-bytecode': 'warn' } }, `rules.staged-bytecode is "warn", expected ${LEVELS}`],
  [{ rules: { 'staged-bytecode': true } }, `rules.staged-bytecode is true, expected ${LEVELS}`],
  [{ rules: { 'staged-bytecode': null } }, `rules.staged-bytecode is null, expected ${LEVELS}`],
  [{ rules: { 'staged-bytecode': 0 } }, `rules.staged-bytecode is 0, expected ${LEVELS}`],
  [{ allow: {} }, 'allow is {}, expected a list of {rule, subject, reason}'],
  [{ allow: 'staged-bytecode' }, 'allow is "staged-bytecode", expected a list of {rule, subject, reason}'],
  [{ allow: [null] }, `allow[0] is null, expected ${ALLOWANCE}`],
  [
    { allow: [{ rule: 'staged-bytecode', subject: 'a' }] },
    `allow[0] is {"rule":"staged-bytecode","subject":"a"}, expected ${ALLOWANCE}`,
  ],
  [
    { allow: [{ rule: 'r', subject: 's', reason: ' ' }] },
    `allow[0] is {"rule":"r","subject":"s","reason":" "}, expected ${ALLOWANCE}`,
  ],
  [
    { allow: [{ rule: 'r', subject: 's', reason: 1 }] },
    `allow[0] is {"rule":"r","subject":"s","reason":1}, expected ${ALLOWANCE}`,
  ],
  [
    { allow: [{ rule: 'renamed-migratoin', subject: 's', reason: 'r' }] },
    'allow[0].rule: there is no rule renamed-migratoin; did you mean renamed-migration?',
  ],
  [
    { allow: [{ rule: 'nothing-like-it', subject: 's', reason: 'r' }] },
    'allow[0].rule: there is no rule nothing-like-it',
  ],
  [{ bytecode: ['frozen/**'] }, 'bytecode is ["frozen/**"], expected a table of except'],
  [{ clean: 'off' }, 'clean is "off", expected a table of roots, skip, tools, migrationNotes'],
  [{ clean: { roots: '../x' } }, 'clean.roots is "../x", expected folders of the repository, from its top'],
  [{ clean: { roots: ['/x'] } }, 'clean.roots is "/x", expected folders of the repository, from its top'],
  [{ clean: { tools: 1 } }, 'clean.tools is 1, expected on or off'],
  [{ clean: { migrationNotes: 'yes' } }, 'clean.migrationNotes is "yes", expected on or off'],
  [{ bytecode: { except: 1 } }, `bytecode.except is 1, expected ${TEXTS}`],
  [{ protected: ['x'.repeat(60), 1] }, `protected is ["${'x'.repeat(55)}..., expected ${TEXTS}`],
])('refuses %j', ([input, error]) => {
  const { config, errors } = validate(input);
  expect(errors).toEqual([error]);
  expect(isComplete(config)).toBe(true);
});

test.for([Infinity, -Infinity, NaN])('refuses a grace of %d days', (grace) => {
  const { config, errors } = validate({ grace });
  expect(errors).toHaveLength(1);
  expect(config.grace).toBe(DEFAULTS.grace);
});

test('reports everything that is wrong in one go, and keeps what is right', () => {
  const input = {
    protected: [1],
    grace: 'soon',
    rules: { 'staged-bytecode': 'loud', 'renamed-migration': 'info' },
    ignore: 2,
    allow: [{}, { rule: 'nothing-like-it', subject: 's', reason: 'r' }],
    bytecode: { except: {}, expect: 1 },
    graze: 1,
  };
  expect(validate(input)).toEqual({
    config: { ...DEFAULTS, rules: { 'renamed-migration': 'info' }, allow: [input.allow[1]] },
    errors: [
      `protected is [1], expected ${TEXTS}`,
      'grace is "soon", expected a number of days, 0 or more',
      `rules.staged-bytecode is "loud", expected ${LEVELS}`,
      `ignore is 2, expected ${TEXTS}`,
      `allow[0] is {}, expected ${ALLOWANCE}`,
      'allow[1].rule: there is no rule nothing-like-it',
      `bytecode.except is {}, expected ${TEXTS}`,
    ],
    warnings: [
      'graze is not known; did you mean grace?',
      'bytecode.expect is not known; did you mean except?',
    ],
  });
});

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');

function isComplete({ protected: refs, grace, rules, ignore, allow, bytecode }: Config): boolean {
  return (
    isTexts(refs) &&
    isTexts(ignore) &&
    isTexts(bytecode.except) &&
    Number.isFinite(grace) &&
    grace >= 0 &&
    Object.values(rules).every((level) => LEVELS.split(', ').includes(level ?? '')) &&
    allow.every(({ rule, subject, reason }) => isTexts([rule, subject, reason]))
  );
}

const level = fc.oneof(fc.constantFrom('off', 'info', 'warning', 'error', false), fc.anything());
const text = fc.oneof(fc.constantFrom(...RULE_NAMES), fc.string());
const likely = fc.record(
  {
    protected: fc.oneof(fc.string(), fc.array(fc.string()), fc.anything()),
    grace: fc.oneof(fc.double(), fc.nat(), fc.anything()),
    rules: fc.oneof(fc.dictionary(text, level), fc.anything()),
    allow: fc.oneof(fc.array(fc.record({ rule: text, subject: text, reason: text })), fc.anything()),
    bytecode: fc.oneof(fc.record({ except: fc.array(fc.string()) }), fc.anything()),
  },
  { requiredKeys: [] },
);

test('whatever stands in the file, the answer is complete and well-typed, and what is valid stays as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), likely), (input) => {
      const { config, errors } = validate(input);
      expect(Object.keys(config)).toEqual(Object.keys(DEFAULTS));
      expect(isComplete(config)).toBe(true);
      if (errors.length > 0) return;
      expect(config.allow.filter(({ rule }) => !RULE_NAMES.includes(rule))).toEqual([]);
      expect(validate(config).errors).toEqual([]);
      expect(validate(config).config).toEqual(config);
    }),
    { numRuns: 1000 },
  );
});
