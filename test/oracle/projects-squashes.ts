/** Migrations that replace others. */
import { after, app, blog, installed, migration, project, settings, squash, two } from './projects-shape.ts';

const A = 'blog.0001_a';
const B = 'blog.0002_b';
const C = 'blog.0003_c';
const LINE = { '0001_a': after(), '0002_b': after(A), '0003_c': after(B) };
const SQUASH = 'blog.0001_squash';
const SHOP = 'shop.0001_initial';

const ORDERED = { since: 6 }; // before, migrations came in the order of a set: another one in each run

const CYCLIC = { error: 'CommandError', since: 6 };

const SINGLE = [
  project('a squash beside all it replaces', blog({ ...LINE, '0001_squash': squash([A, B, C]) }), {
    shows: { nodes: [SQUASH], leaves: [SQUASH] },
  }),
  project(
    'a squash of the first two: the third hangs on it',
    blog({ ...LINE, '0001_squash': squash([A, B]) }),
    { shows: { edges: [`${C} < ${SQUASH}`] } },
  ),
  project('a squash in the middle', blog({ ...LINE, '0004_d': after(C), '0002_squash': squash([B, C], A) }), {
    shows: { edges: [`blog.0002_squash < ${A}`, 'blog.0004_d < blog.0002_squash'] },
  }),
  project(
    'a squash in the middle that inherits what it depends on',
    blog({ ...LINE, '0002_squash': squash([B, C]) }),
    { shows: { edges: [`blog.0002_squash < ${A}`] } },
  ),
  project('what it replaces is gone', blog({ '0001_squash': squash([A, B, C]), '0004_d': after(SQUASH) }), {
    shows: { edges: [`blog.0004_d < ${SQUASH}`] },
  }),
  project(
    'what it replaces is gone, and somebody depends on it',
    blog({ '0001_squash': squash([A, B, C]), '0004_d': after(C) }),
    { shows: { edges: [`blog.0004_d < ${SQUASH}`] } },
  ),
  project(
    'what it replaces is partly gone',
    blog({ '0001_a': after(), '0001_squash': squash([A, B]), '0003_c': after(B) }),
    { shows: { nodes: [SQUASH, C] } },
  ),
  project(
    'what it replaces is gone, without replaces',
    blog({ '0001_squash': after(), '0004_d': after(C) }),
    { error: 'NodeNotFoundError' },
  ),
  project(
    'a rename that replaces the old name',
    blog({ '0001_a': after(), '0002_new': squash([B], A), '0003_c': after(B) }),
    { shows: { edges: ['blog.0002_new < blog.0001_a', `${C} < blog.0002_new`] } },
  ),
  project(
    'an empty replaces',
    blog({ ...LINE, '0004_d': migration('replaces = []', 'dependencies = [("blog", "0003_c")]') }),
    { shows: { leaves: ['blog.0004_d'] } },
  ),
  project(
    'replaces as a tuple',
    blog({
      ...LINE,
      '0001_squash': migration('replaces = (("blog", "0001_a"), ("blog", "0002_b"), ("blog", "0003_c"))'),
    }),
    { shows: { nodes: [SQUASH] } },
  ),
  project(
    'replaces of a constant',
    blog({
      ...LINE,
      '0001_squash': `OLD = [("blog", "0001_a"), ("blog", "0002_b")]\n${migration('replaces = OLD')}`,
    }),
    { shows: { nodes: [SQUASH, C] } },
  ),
  project(
    'replaces, computed',
    blog({
      ...LINE,
      '0001_squash': migration('replaces = [("blog", name) for name in ["0001_a", "0002_b"]]'),
    }),
    { shows: { nodes: [SQUASH, C] }, unknown: 1 },
  ),
  project('replaces itself', blog({ ...LINE, '0004_d': squash(['blog.0004_d'], C) }), CYCLIC),
  project('replaces the same twice', blog({ ...LINE, '0001_squash': squash([A, B, A]) }), {
    shows: { nodes: [SQUASH, C] },
  }),
  project(
    'a squash of two leaves',
    blog({
      '0001_a': after(),
      '0002_b': after(A),
      '0002_c': after(A),
      '0002_squash': squash([B, 'blog.0002_c'], A),
    }),
    { shows: { leaves: ['blog.0002_squash'] } },
  ),
  project(
    'a squash of one of two leaves',
    blog({ '0001_a': after(), '0002_b': after(A), '0002_c': after(A), '0002_squash': squash([B], A) }),
    { shows: { leaves: ['blog.0002_c', 'blog.0002_squash'] } },
  ),
];

const SEVERAL = [
  project(
    'a squash of a squash, all there',
    blog({ ...LINE, '0001_squash': squash([A, B]), '0001_again': squash([SQUASH, C]) }),
    { ...ORDERED, shows: { nodes: ['blog.0001_again'] } },
  ),
  project(
    'a squash of a squash, in the order of the names',
    blog({ ...LINE, '0001_again': squash([A, B]), '0001_squash': squash(['blog.0001_again', C]) }),
    { ...ORDERED, shows: { nodes: [SQUASH] } },
  ),
  project(
    'a squash of a squash that is gone',
    blog({ '0001_again': squash([SQUASH, C]), '0004_d': after(C) }),
    { shows: { edges: ['blog.0004_d < blog.0001_again'] } },
  ),
  project(
    'a squash of a squash, the first originals gone',
    blog({ '0001_squash': squash([A, B]), '0003_c': after(SQUASH), '0001_again': squash([SQUASH, C]) }),
    { ...ORDERED, shows: { nodes: ['blog.0001_again'] } },
  ),
  project(
    'a squash of a squash, and somebody depends on the first original',
    two(
      { ...LINE, '0001_squash': squash([A, B]), '0001_again': squash([SQUASH, C]) },
      { '0001_initial': after(A) },
    ),
    { ...ORDERED, shows: { edges: [`${SHOP} < blog.0001_again`] } },
  ),
  project(
    'two squashes of the same',
    blog({ ...LINE, '0001_one': squash([A, B]), '0001_two': squash([A, B]) }),
    { ...ORDERED, shows: { nodes: ['blog.0001_one', 'blog.0001_two', C], edges: [`${C} < blog.0001_one`] } },
  ),
  project(
    'two squashes that overlap',
    blog({ ...LINE, '0001_one': squash([A, B]), '0002_two': squash([B, C], A) }),
    { shows: { edges: ['blog.0002_two < blog.0001_one'] } },
  ),
  project(
    'two squashes, one after the other',
    blog({
      ...LINE,
      '0004_d': after(C),
      '0001_one': squash([A, B]),
      '0003_two': squash([C, 'blog.0004_d'], B),
    }),
    { shows: { edges: ['blog.0003_two < blog.0001_one'] } },
  ),
  project(
    'two that replace each other',
    blog({ '0001_one': squash(['blog.0001_two']), '0001_two': squash(['blog.0001_one']) }),
    CYCLIC,
  ),
];

const ACROSS = [
  project(
    'somebody of another app depends on what is replaced',
    two({ ...LINE, '0001_squash': squash([A, B, C]) }, { '0001_initial': after(B) }),
    { shows: { edges: [`${SHOP} < ${SQUASH}`] } },
  ),
  project(
    'what is replaced depends on another app',
    two(
      { '0001_a': after(), '0002_b': after(A, SHOP), '0001_squash': squash([A, B]) },
      { '0001_initial': after() },
    ),
    { shows: { edges: [`${SQUASH} < ${SHOP}`] } },
  ),
  project(
    'a cycle through a squash',
    two(
      { '0001_a': after(), '0002_b': after(A, SHOP), '0001_squash': squash([A, B]) },
      { '0001_initial': after(A) },
    ),
    { error: 'CircularDependencyError' },
  ),
  project(
    'the same without the squash is no cycle',
    two({ '0001_a': after(), '0002_b': after(A, SHOP) }, { '0001_initial': after(A) }),
    { shows: { leaves: [B, SHOP] } },
  ),
  project(
    'a migration that moved to another app',
    two({ '0001_a': after() }, { '0001_initial': after(), '0002_moved': squash([B], SHOP, A) }),
    { shows: { edges: [`shop.0002_moved < ${A}`, `shop.0002_moved < ${SHOP}`] } },
  ),
  project(
    'one of another app is replaced while it is there',
    two(LINE, { '0001_initial': after(), '0002_moved': squash([C], SHOP) }),
    { shows: { nodes: [A, B, SHOP, 'shop.0002_moved'] } },
  ),
  project(
    'an app that was relabelled, with replaces for its old label',
    {
      ...installed('weblog'),
      ...app('weblog', { '0001_a': squash(['blog.0001_a']), '0002_b': squash([B], 'weblog.0001_a') }),
    },
    { shows: { edges: ['weblog.0002_b < weblog.0001_a'] } },
  ),
  project(
    'another app still depends on the old label',
    {
      ...installed('weblog', 'shop'),
      ...app('weblog', { '0001_a': squash(['blog.0001_a']) }),
      ...app('shop', { '0001_initial': after(A) }),
    },
    { shows: { edges: [`${SHOP} < weblog.0001_a`] } },
  ),
  project(
    'run_before what is replaced',
    two(
      { ...LINE, '0001_squash': squash([A, B, C]) },
      { '0001_initial': migration('run_before = [("blog", "0002_b")]') },
    ),
    { shows: { edges: [`${SQUASH} < ${SHOP}`] } },
  ),
  project(
    'what is replaced runs before another',
    two(
      { '0001_a': migration('run_before = [("shop", "0001_initial")]'), '0001_squash': squash([A]) },
      { '0001_initial': after() },
    ),
    { shows: { edges: [`${SHOP} < ${SQUASH}`] } },
  ),
  project(
    '__latest__ of an app with a squash',
    two({ ...LINE, '0001_squash': squash([A, B, C]) }, { '0001_initial': after('blog.__latest__') }),
    { shows: { edges: [`${SHOP} < ${SQUASH}`] } },
  ),
  project('replaces by __first__', two(LINE, { '0001_initial': squash(['blog.__first__']) }), {
    shows: { nodes: [A, B, C, SHOP] },
  }),
  project(
    'a squash of migrations that are switched off',
    {
      ...two({ ...LINE }, { '0001_initial': squash([A]) }),
      'settings.py': settings(['blog', 'shop'], 'MIGRATION_MODULES = {"blog": None}'),
    },
    { shows: { nodes: [SHOP] } },
  ),
];

/** Migrations that replace others. */
export const SQUASHED = [...SINGLE, ...SEVERAL, ...ACROSS];
