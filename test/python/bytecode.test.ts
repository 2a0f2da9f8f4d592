import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheName, sourceName, type CacheName } from '../../src/python/bytecode.ts';

const LEVEL = { optimization: undefined, leftover: false };

test.for<readonly [name: string, said: CacheName]>([
  ['m.cpython-311.pyc', { ...LEVEL, stem: 'm', tag: 'cpython-311' }],
  ['m.cpython-311.opt-1.pyc', { ...LEVEL, stem: 'm', tag: 'cpython-311', optimization: '1' }],
  ['m.cpython-311.opt-2.pyc', { ...LEVEL, stem: 'm', tag: 'cpython-311', optimization: '2' }],
  ['m.cpython-33.pyo', { ...LEVEL, stem: 'm', tag: 'cpython-33' }],
  ['m.cpython-313t.pyc', { ...LEVEL, stem: 'm', tag: 'cpython-313t' }],
  ['m.pypy39.pyc', { ...LEVEL, stem: 'm', tag: 'pypy39' }],
  ['m.pypy3-25.pyc', { ...LEVEL, stem: 'm', tag: 'pypy3-25' }],
  ['m.pypy-41.pyc', { ...LEVEL, stem: 'm', tag: 'pypy-41' }],
  ['m.graalpy240-311.pyc', { ...LEVEL, stem: 'm', tag: 'graalpy240-311' }],
  ['m.cpython-311-pytest-7.2.1.pyc', { ...LEVEL, stem: 'm', tag: 'cpython-311-pytest-7.2.1' }],
  ['m.cpython-36-PYTEST.pyc', { ...LEVEL, stem: 'm', tag: 'cpython-36-PYTEST' }],
  ['m.cpython-311-pytest-8.0.0rc1.pyo', { ...LEVEL, stem: 'm', tag: 'cpython-311-pytest-8.0.0rc1' }],
  ['m.cpython-311.pyc.140123', { ...LEVEL, stem: 'm', tag: 'cpython-311', leftover: true }],
  ['m.cpython-311.opt-1.pyc.140123', { stem: 'm', tag: 'cpython-311', optimization: '1', leftover: true }],
  ['a.b.cpython-311.pyc', { ...LEVEL, stem: 'a.b', tag: 'cpython-311' }],
  ['a.cpython-310.cpython-311.pyc', { ...LEVEL, stem: 'a.cpython-310', tag: 'cpython-311' }],
  ['0002-hyphen.cpython-311.pyc', { ...LEVEL, stem: '0002-hyphen', tag: 'cpython-311' }],
  ['a\nb.cpython-311.pyc', { ...LEVEL, stem: 'a\nb', tag: 'cpython-311' }],
  ['cpython-311.cpython-311.pyc', { ...LEVEL, stem: 'cpython-311', tag: 'cpython-311' }],
])('the name %j', ([name, said]) => {
  expect(cacheName(name)).toEqual(said);
  expect(sourceName(name)).toBe(`${said.stem}.py`);
});

test.for([
  'm.pyc',
  'm.py',
  'm.pyo.pyc',
  'm$py.class',
  'cpython-311.pyc',
  '.cpython-311.pyc',
  'm.cpython-311.so',
  'm.cpython-311.pyd',
  'm.cpython-311-x86_64-linux-gnu.so',
  'm.cpython-311.pyc.',
  'm.cpython-311.pyc.old',
  'm.cpython.pyc',
  'm.python-311.pyc',
  'notes.txt',
  '',
])('the name %j is of no cache', (name) => {
  expect(cacheName(name)).toBeUndefined();
});

test.for([
  ['m.pyc', 'm.py'],
  ['m.pyo', 'm.py'],
  ['m$py.class', 'm.py'],
  ['m.pyc.140123', 'm.py'],
  ['m2.cpython-311.pyc', 'm2.py'],
  ['m.x.cpython-311.pyc', 'm.x.py'],
  ['m.x.pyc', 'm.x.py'],
] as const)('the source of %j is %j', ([name, source]) => {
  expect(sourceName(name)).toBe(source);
});

test.for(['m.py', 'm.pyi', 'm.cpython-311.so', 'm.pyd', 'm.class', 'notes.txt', ''])(
  '%j has no source',
  (name) => {
    expect(sourceName(name)).toBeUndefined();
  },
);

test('what a Python names is read back, whatever the module is called', () => {
  const part = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
  const tag = fc.constantFrom('cpython-311', 'pypy39', 'cpython-312-pytest-8.3.2', 'graalpy240-311');
  const level = fc.constantFrom(undefined, '1', '2');
  fc.assert(
    fc.property(part, tag, level, fc.boolean(), (stem, tag, optimization, leftover) => {
      const ending = `${optimization ? `.opt-${optimization}` : ''}.pyc${leftover ? '.140123' : ''}`;
      expect(cacheName(`${stem}.${tag}${ending}`)).toEqual({ stem, tag, optimization, leftover });
    }),
  );
});

test('a long name is read at once', () => {
  const name = `${'.cpython-3'.repeat(400)}.pyx`;
  expect(cacheName(name)).toBeUndefined();
});
